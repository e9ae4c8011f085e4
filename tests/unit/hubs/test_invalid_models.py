"""Every fault in an operating model is said in one line: where it is, what was expected, what was found."""

from datetime import date

import pytest

from openmash.hubs.rules import ModelInvalid, parse, source

DEVON = source("devon")


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ModelInvalid) as refused:
        parse(text, source_name="mine.toml")
    return refused.value.problems


def line_of(text: str, written: str, nth: int = 1) -> int:
    """The line (from 1) on which ``written`` stands for the n-th time."""
    return [number for number, line in enumerate(text.splitlines(), 1) if written in line][nth - 1]


def changed(old: str, new: str, nth: int = 1) -> str:
    """Devon's model with the n-th ``old`` replaced."""
    parts = DEVON.split(old)
    assert len(parts) > nth, f"{old!r} does not stand {nth} times in devon.toml"
    return old.join(parts[:nth]) + new + old.join(parts[nth:])


def without_table(header: str, nth: int = 1) -> str:
    """Devon's model without the n-th table under ``header`` (up to the next empty line)."""
    before = header.join(DEVON.split(header)[:nth])
    return before + DEVON[len(before) :].partition("\n\n")[2]


RED = 'code = "red"\nlabel = "Red"'
RATED_FOR = 'act = "rate"\nserves = ["child", "unborn"]'


# What is replaced by what; where the fault is said to be; what is said of it.
@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        (
            "format = 1",
            "format = 2",
            "key format",
            "expected 1, the format this version of OpenMASH reads; found 2",
        ),
        ("version = 1", "version = 0", "key version", "expected a version number from 1; found 0"),
        ("version = 1", 'version = "1"', "key version", "expected a whole number, like 4; found “1”"),
        ("version = 1", "version = true", "key version", "expected a whole number, like 4; found true"),
        ('name = "devon"', 'name = "Devon!"', "key name", "expected a code of small letters"),
        ('title = "Devon"', 'title = ""', "key title", "expected a text in quotes that is not empty"),
        ('title = "Devon"', "title = 7", "key title", "expected a text in quotes that is not empty; found 7"),
        (
            'title = "Devon"',
            'titel = "Devon"',
            "",
            "key title is missing; expected a text in quotes (is “titel” meant",
        ),
        (
            'serves = ["child", "unborn"]',
            "serves = []",
            "key serves",
            "expected at least one of child, unborn, adult",
        ),
        (
            'serves = ["child", "unborn"]',
            'serves = ["childs"]',
            "key serves",
            "(did you mean child?); found “childs”",
        ),
        (
            'serves = ["child", "unborn"]',
            'serves = ["child", "child"]',
            "key serves",
            "expected each code once",
        ),
        (
            'serves = ["child", "unborn"]',
            'serves = "child"',
            "key serves",
            "expected a list of codes in quotes",
        ),
        (
            "effective_from = 2010-06-01",
            'effective_from = "June"',
            "key effective_from",
            "expected a date without",
        ),
        (
            "effective_from = 2010-06-01",
            "effective_from = 2010-06-01T00:00:00",
            "key effective_from",
            "like 2026-12-24",
        ),
        (
            "[re_rating]",
            "[rerating]",
            "",
            "key re_rating is missing; expected a table (is “rerating” meant to be",
        ),
        ("[[areas]]", "[[areas]]\nsize = 3", "[[areas]] number 1, key size", "there is no such key"),
        (
            '"Europe/London"',
            '"Europe/Exeter"',
            "[office], key time_zone",
            "expected a time zone, like Europe/London",
        ),
        (
            '"england-and-wales"',
            '"england"',
            "[office], key bank_holidays",
            "expected one of england-and-wales, scotland",
        ),
        ('"09:00-17:00"', '"9 to 5"', "[office.hours], key monday", "like “09:00-17:00”"),
        (
            '"09:00-17:00"',
            '"17:00-09:00"',
            "[office.hours], key monday",
            "a closing time after the opening time",
        ),
        (
            '"09:00-17:00"',
            '"00:00-00:00"',
            "[office.hours], key monday",
            "a closing time after the opening time",
        ),
        ('monday = "', 'mondy = "', "[office.hours], key mondy", "there is no such key; did you mean"),
        ("[[levels]]", "[[areas]]", "[[areas]] number 4, key meaning", "there is no such key"),
        (
            'consent = "needed"',
            'consent = "yes"',
            "[[levels]] number 1, key consent",
            "needed, normally_needed, not_",
        ),
        (f"{RED}\nmeaning", f"{RED}\nmening", "[[ratings]] number 1", "key meaning is missing"),
        (
            "rank = 1\ncolour",
            "rank = 0\ncolour",
            "[[ratings]] number 1, key rank",
            "expected a rank from 1; found 0",
        ),
        (
            "rank = 1\ncolour",
            "rank = 2\ncolour",
            "[[ratings]] number 2",
            "expected each rank once; 2 is already",
        ),
        (
            'colour = "red"',
            'colour = "scarlet"',
            "[[ratings]] number 1, key colour",
            "expected one of red, amber",
        ),
        (
            'code = "amber"',
            'code = "red"',
            "[[ratings]] number 2",
            "expected each code once; red is already that",
        ),
        (
            *('"elapsed_hours"', '"hours"', "[[ratings]] number 1, [ratings.clock], key kind"),
            "expected one of elapsed_hours, working_hours, end_of_working_day",
        ),
        (
            "amount = 4\n",
            "amount = 0\n",
            "[ratings.clock], key amount",
            "expected an amount of 1 to 1000 hours, not 0",
        ),
        (
            "amount = 4\n",
            "amount = 4.5\n",
            "[ratings.clock], key amount",
            "expected a whole number, like 4; found 4.5",
        ),
        (
            "amount = 4\n",
            "amount = 4\nby = 12:00:00\n",
            "[ratings.clock], key by",
            "by (a time of day) is for",
        ),
        (
            "amount = 4\n",
            "amount = 1\n",
            "[ratings.check_clock]",
            "expected agencies to answer within the decision's",
        ),
        (
            "by = 12:00:00",
            'by = "noon"',
            "[ratings.check_clock], key by",
            "expected a time of day without quotes",
        ),
        ('up = "re_rating"', 'up = "now"', "[re_rating], key up", "expected one of beginning, re_rating"),
        (
            'level = "tier_3"',
            'level = "tier_5"',
            "[[outcomes]] number 1",
            "expected level to be one of tier_1, tier_2",
        ),
        (
            '["assessment"]',
            '["asessment"]',
            "[[outcomes]] number 1, key team_kinds",
            "(did you mean assessment?)",
        ),
        ('["assessment"]', "[]", "[[outcomes]] number 1, key team_kinds", "a kind of team to receive it"),
        (
            "ends_flow = false",
            "ends_flow = true",
            "[[outcomes]] number 1, key team_kinds",
            "expected no team, because",
        ),
        (
            "ends_flow = false",
            'ends_flow = "no"',
            "[[outcomes]] number 1, key ends_flow",
            "true or false, without",
        ),
        (
            '"police", "health"',
            '"polcie", "health"',
            "[[checks]] number 1, key agency_kinds",
            "did you mean police?",
        ),
        (
            'rating = "red"',
            'rating = "blue"',
            "[[checks]] number 1",
            "expected rating to be one of red, amber, green",
        ),
        (
            'rating = "red"',
            'rating = "amber"',
            "[[checks]] number 2",
            "expected each rating once; amber is already",
        ),
        (
            'roles = ["evaluator"',
            'roles = ["evaluater"',
            "[[who]] number 1, key roles",
            "did you mean evaluator?",
        ),
        (
            RATED_FOR,
            'act = "rate"\nserves = ["child"]',
            "",
            "expected a [[who]] table that says who may rate for unborn",
        ),
        (
            RATED_FOR,
            'act = "rate"\nserves = ["child", "unborn", "adult"]',
            "[[who]] number 1",
            "adult is not in serves",
        ),
        (
            RATED_FOR,
            'act = "decide"\nserves = ["child"]',
            "[[who]] number 2",
            "one rule for decide and child; there",
        ),
        (
            "statutory = true",
            "statutory = 1",
            "[[clocks]] number 1, key statutory",
            "expected true or false, without",
        ),
        ('code = "conference"', 'code = "assessment"', "[[clocks]] number 4", "expected each code once"),
        ("[clocks.clock]", "[clocks.watch]", "[[clocks]] number 1", "key clock is missing; expected a table"),
        ("[[consent.reasons_not_sought]]", "[consent.reasons_not_sought]", "", "this is not TOML"),
        (
            'code = "undue_delay"',
            'code = "risk_increased"',
            "[[consent.reasons_not_sought]] number 4",
            "each code once",
        ),
        ('words = "The family', 'word = "The family', "[consent]", "key words is missing"),
        ('title = "Devon"', "title = Devon", "", "this is not TOML: Invalid value (at line"),
    ],
)
def test_a_fault_is_said_where_it_stands(old: str, new: str, place: str, says: str) -> None:
    found = problems(changed(old, new))
    assert any(place in each and says in each for each in found), "\n".join(found)


def test_a_fault_names_its_line() -> None:
    text = changed('colour = "green"', 'colour = "lime"')
    line = line_of(text, "lime")
    assert problems(text) == (
        (
            f"mine.toml, line {line}, [[ratings]] number 3, key colour: "
            "expected one of red, amber, green, blue, grey; found “lime”"
        ),
    )


def test_a_fault_in_a_table_inside_a_table_names_its_line() -> None:
    text = changed("amount = 15", "amount = 1500")
    line = line_of(text, "amount = 1500")
    assert problems(text) == (
        (
            f"mine.toml, line {line}, [[clocks]] number 3, [clocks.clock], key amount: "
            "expected an amount of 0 to 400 working days, not 1500"
        ),
    )


def test_a_text_over_several_lines_does_not_shift_the_lines() -> None:
    text = changed('label = "The person cannot give consent"', 'label = """\n[office]\ntime_zone = 9\n"""')
    text = text.replace('"Europe/London"', '"Nowhere"')
    assert problems(text)[0].startswith(f"mine.toml, line {line_of(text, 'Nowhere')}, [office], key time_zone")


def test_several_faults_are_said_at_once() -> None:
    text = changed('colour = "green"', 'colour = "lime"').replace('consent = "not_needed"', 'consent = "no"')
    assert [each.split(", ")[2] for each in problems(text)] == ["[[levels]] number 4", "[[ratings]] number 3"]


@pytest.mark.parametrize(
    ("header", "nth", "says"),
    [
        ("[[checks]]", 2, "expected a [[checks]] table for rating amber; agency_kinds = [] asks nobody"),
        ("[[who]]", 2, "expected a [[who]] table that says who may decide for child"),
        ("[re_rating]", 1, "key re_rating is missing"),
        ("[office.hours]", 1, "key hours is missing; expected a table"),
        ("[ratings.check_clock]", 3, "key check_clock is missing; expected a table"),
    ],
)
def test_a_missing_table_is_said(header: str, nth: int, says: str) -> None:
    found = problems(without_table(header, nth))
    assert any(says in each for each in found), "\n".join(found)


def test_a_hub_that_never_opens_is_refused() -> None:
    lines = [line for line in DEVON.splitlines() if '"09:00-17:00"' not in line]
    assert 'expected at least one working day, like monday = "09:00-17:00"; found none' in problems("\n".join(lines))[0]


def test_a_rule_that_ends_before_it_begins_is_refused() -> None:
    text = changed("effective_from = 2010-11-01", "effective_from = 2010-11-01\neffective_to = 2010-10-31")
    assert "[[areas]] number 2, key effective_to: expected a day from 2010-11-01 on" in problems(text)[0]


def test_a_day_closed_twice_is_refused() -> None:
    closed = '[[office.closed_days]]\nday = 2026-09-07\nwhy = "staff training"\n\n'
    found = problems(changed("[office.hours]", f"{closed}{closed}[office.hours]"))
    assert "[[office.closed_days]] number 2: expected each day once; 2026-09-07 is already" in found[0]


@pytest.mark.parametrize(
    ("written", "longest"),
    [
        (('code = "red"', 'rating = "red"'), 20),
        (('code = "tier_4"',), 20),
        (('code = "no_further_action"',), 40),
        (('code = "north_devon"',), 40),
    ],
)
def test_a_code_longer_than_the_record_that_keeps_it_is_refused(written: tuple[str, ...], longest: int) -> None:
    def with_a_code_of(letters: int) -> str:
        text = DEVON
        for line in written:
            assert line in text
            text = text.replace(line, f'{line.split(" = ")[0]} = "{"x" * letters}"')
        return text

    assert parse(with_a_code_of(longest), source_name="mine.toml").name == "devon"
    assert f"expected a code of at most {longest} letters" in problems(with_a_code_of(longest + 1))[0]


def test_a_level_for_which_nothing_can_be_decided_is_refused() -> None:
    text = changed('label = "No further action"\n', 'label = "No further action"\nlevel = "tier_2"\n')
    assert problems(text) == (
        f"mine.toml, line {line_of(text, '[[outcomes]]')}, [outcomes]: "
        "expected an outcome for level tier_1, or one without a level, which fits any",
    )
    assert parse(text.replace('"tier_2"\nteam_kinds = []', '"tier_1"\nteam_kinds = []'), source_name="mine.toml")


def test_the_clock_that_every_contact_is_given_must_be_there() -> None:
    text = changed('code = "next_steps"', 'code = "something_else"')
    assert "expected a [[clocks]] table with the code next_steps" in problems(text)[0]


def test_an_empty_text_is_refused() -> None:
    assert problems("") == ("mine.toml, line 1: key format is missing; expected a whole number",)


def test_the_sentence_for_the_screen_lists_every_problem() -> None:
    with pytest.raises(ModelInvalid) as refused:
        parse(changed('colour = "green"', 'colour = "lime"'), source_name="mine.toml")
    assert refused.value.sentence.startswith(
        "mine.toml is not yet an operating model: 1 thing needs putting right.\n- mine.toml, line"
    )


def test_what_is_optional_may_be_there() -> None:
    text = changed("[office.hours]", '[[office.closed_days]]\nday = 2026-09-07\nwhy = "training"\n\n[office.hours]')
    text = text.replace("effective_from = 2010-11-01", "effective_from = 2010-11-01\neffective_to = 2026-08-31")
    text = text.replace('friday = "09:00-17:00"', 'friday = "08:30-24:00"')
    model = parse(text, source_name="mine.toml")
    assert [each.why for each in model.office.closed_days] == ["training"]
    assert not model.area("exeter").in_force(date(2026, 9, 1))
    assert model.office.days[-1].closes.isoformat() == "00:00:00"
