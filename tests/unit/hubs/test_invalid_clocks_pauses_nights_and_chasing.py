"""What a model may not say of its clocks in a case, of pauses, of the night and of chasing: one error each."""

import pytest

from openmash.hubs.rules import ModelInvalid, available, load, parse, source

KENT = source("kent")

CONFERENCE = '''starts_on = "strategy_discussion_held"
ends_on = ["conference_held"]
runs_for = "person"'''
PAUSED = 'clocks = []\nratings = ["standard"]\nserves = ["adult"]\nroles = ["practice_manager", "operations_manager"]'


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ModelInvalid) as refused:
        parse(text, source_name="mine.toml")
    return refused.value.problems


# What is replaced by what; where the fault is said to be; what is said of it.
@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        # what starts and ends a clock
        (
            'starts_on = "strategy_discussion_held"',
            'starts_on = "strategy_discussion_hold"',
            "key starts_on",
            "(did you mean strategy_discussion_held?)",
        ),
        (
            'ends_on = ["conference_held"]',
            'ends_on = ["strategy_discussion_held"]',
            "[[clocks]] number 3",
            "expected it to end with something else than it starts with",
        ),
        ('ends_on = ["conference_held"]', "ends_on = []", "key ends_on", "expected at least one of"),
        (
            CONFERENCE,
            'ends_on = ["conference_held"]',
            "[[clocks]] number 3",
            "expected starts_on, because this clock says more",
        ),
        ('runs_for = "person"', 'runs_for = "child"', "key runs_for", "one of enquiry, person"),
        (
            'outcomes = ["social_care"]',
            'outcomes = ["social_work"]',
            "[[clocks]] number 4",
            "expected outcomes out of social_care",
        ),
        (
            'starts_on = "decided"',
            'starts_on = "conference_held"',
            "[[clocks]] number 4",
            "expected outcomes only where starts_on = “decided”",
        ),
        ("from_referral = true", 'from_referral = "yes"', "key from_referral", "expected true or false"),
        # pauses
        (PAUSED, PAUSED.replace('["standard"]', "[]"), "[[pauses]] number 1", "found neither"),
        (PAUSED, PAUSED.replace("standard", "immediate"), "[[pauses]] number 1", "no pause of the most urgent rating"),
        (PAUSED, PAUSED.replace("standard", "green"), "[[pauses]] number 1", "out of immediate, standard"),
        (
            PAUSED,
            PAUSED.replace("clocks = []", 'clocks = ["assessment"]'),
            "[[pauses]] number 1",
            "expected no statutory clock",
        ),
        (
            PAUSED,
            PAUSED.replace("clocks = []", 'clocks = ["supper"]'),
            "[[pauses]] number 1",
            "expected clocks out of acknowledgement",
        ),
        (
            PAUSED,
            PAUSED.replace('"practice_manager"', '"business_support"'),
            "[[pauses]] number 1",
            "expected roles that may rate",
        ),
        (PAUSED, PAUSED.replace('["adult"]', '["adults"]'), "key serves", "did you mean adult?"),
        ("[pauses.longest]", "[pauses.longer]", "[[pauses]] number 1", "key longest is missing"),
        # out of hours
        (
            'roles = ["social_worker", "practice_manager", "operations_manager"]\nhandover',
            'roles = ["administrator"]\nhandover',
            "[out_of_hours]",
            "expected roles that see enquiries; not administrator",
        ),
        ("handover = true", "handover = 1", "key handover", "expected true or false"),
        ('team = "Out Of Hours Service"', 'team = ""', "key team", "expected a text in quotes that is not empty"),
        ("[out_of_hours]", "[out_of_hours]\nnumber = 7", "[out_of_hours]", "number"),
        # chasing
        ("hours = 2\n", "hours = 241\n", "key hours", "expected 0 to 240 hours; found 241"),
        ('counts = "working_hours"', 'counts = "end_of_working_day"', "key counts", "elapsed_hours or working_hours"),
        ('to = ["manager", "hub"]', 'to = ["minister"]', "key to", "one of representative, manager, hub"),
        ('when = "before"', 'when = "during"', "key when", "one of before, after"),
        ('code = "when_due"', 'code = "before_due"', "[[chasing]] number 2", "expected each code once"),
        (
            'when = "before"\nhours = 1',
            'when = "after"\nhours = 1',
            "[[chasing]] number 2",
            "expected the steps in the order in which they come",
        ),
    ],
)
def test_a_fault_is_said_where_it_stands(old: str, new: str, place: str, says: str) -> None:
    assert old in KENT
    found = problems(KENT.replace(old, new, 1))
    assert any(place in problem and says in problem for problem in found), found


def test_a_night_in_which_nothing_runs_has_no_owner() -> None:
    durham = source("durham")
    parse(durham, source_name="mine.toml")
    table = KENT[KENT.index("[out_of_hours]") : KENT.index("# Agencies that have not answered")]
    [problem] = problems(f"{durham}\n{table}")
    assert "no clock of this model runs while the hub is closed" in problem


def test_kent_without_all_of_them_is_a_model_as_before() -> None:
    bare = parse(KENT[: KENT.index("# Who owns what runs on")], source_name="mine.toml")
    assert (bare.pauses, bare.out_of_hours, bare.chasing) == ((), None, ())


@pytest.mark.parametrize("name", available())
def test_every_hub_with_a_clock_that_runs_through_the_night_says_who_may_own_it(name: str) -> None:
    model = load(name)
    runs_on = any(rating.clock.runs_out_of_hours for rating in model.ratings)
    assert (model.out_of_hours is not None) == runs_on


@pytest.mark.parametrize("name", available())
def test_in_every_hub_the_law_s_clocks_start_and_end_with_what_happens(name: str) -> None:
    statutory = [clock for clock in load(name).clocks if clock.statutory]
    assert {"acknowledgement", "next_steps", "conference", "assessment"} <= {clock.code for clock in statutory}
    assert [clock.code for clock in statutory if clock.starts_on is None or not clock.ends_on] == []
