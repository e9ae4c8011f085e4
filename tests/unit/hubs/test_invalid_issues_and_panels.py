"""Whom levels are for, issues, screenings, checklists, panels, return interviews: wrong, and right again."""

import pytest

from openmash.hubs.rules import ModelInvalid, OperatingModel, Then, in_words, load, parse, source

FROM = 'source = "Local choice"\neffective_from = 2026-01-01\n'


def problems(model: str, old: str, new: str) -> str:
    text = source(model)
    assert text.count(old) >= 1, old
    with pytest.raises(ModelInvalid) as refused:
        parse(text.replace(old, new, 1), source_name="mine.toml")
    assert all(each.startswith("mine.toml, line ") for each in refused.value.problems)
    return "\n".join(refused.value.problems)


@pytest.mark.parametrize(
    ("model", "old", "new", "says"),
    [
        # Whom a level or an outcome is for.
        ("kent", 'serves = ["adult"]\nsection_42', 'serves = ["adults"]\nsection_42', "did you mean adult?"),
        ("kent", 'serves = ["adult"]\nsection_42 = true', "section_42 = true", 'expected serves = ["adult"]'),
        ("kent", "section_42 = true", 'section_42 = "yes"', "expected true or false, without quotes"),
        ("devon", 'level = "tier_3"', 'level = "tier_3"\nserves = ["adult"]', "adult is not in serves"),
        ("kent", 'level = "adult_enquiry"', 'level = "level_4"', "expected somebody whom level level_4 is for too"),
        # Issues.
        ("kent", 'theme = "missing"', 'theme = "mising"', "did you mean missing?"),
        ("kent", 'code = "missing"', 'code = "domestic_abuse"', "expected each code once"),
        (
            "merton",
            'serves = ["child", "unborn"]\nsource = "Report: “Mer',
            'serves = []\nsource = "Report: “Mer',
            "at least",
        ),
        (
            "merton",
            'theme = "abuse"\nserves = ["child", "unborn"]',
            'theme = "abuse"\nserves = ["adult"]',
            "adult is not",
        ),
        ("kent", 'label = "Missing from home or care"', 'label = ""', "a text in quotes that is not empty"),
        ("sandwell", '"youth_offending", "school"]', '"youth_ofending"]', "did you mean youth_offending?"),
        ("sandwell", '"youth_offending", "school"]', '"school", "school"]', "expected each code once"),
        ("sandwell", 'also_asks = ["voluntary"]', 'also_asks = "voluntary"', "expected a list of codes in quotes"),
        ("sandwell", 'also_asks = ["voluntary"]', 'also_ask = ["voluntary"]', "did you mean also_asks?"),
        (
            "first_response",
            "[[issues]]\n",
            '[[issues]]\nalso_asks = ["police"]\n',
            "expected no also_asks, since no rating of this hub asks anybody",
        ),
        # Screenings.
        (
            "birmingham",
            'issues = ["domestic_abuse"]',
            'issues = ["rows"]',
            "issues of this model's [[issues]]; found “rows”",
        ),
        (
            "birmingham",
            '"police", "domestic_abuse"]\nsource = "Review, section 4: the j',
            '"polcie"]\nsource = "the j',
            "mean police?",
        ),
        (
            "bradford",
            'agency_kinds = ["police"]\nsource = "Case',
            'agency_kinds = []\nsource = "Case',
            "kind of agency that screens",
        ),
        ("bradford", 'then = "enquire"', 'then = "close"', "expected an outcome that closes and one that is followed"),
        (
            "birmingham",
            'code = "no_issue"\nlabel = "No issue to address"\nthen',
            'code = "section_47"\nlabel = "No issue"\nthen',
            "expected each code once",
        ),
        # Panels.
        ("merton", "minimum_age = 16", "minimum_age = 160", "expected an age of 0 to 120 years; found 160"),
        ("merton", "safe_contact = true", "safe_contact = 1", "expected true or false"),
        ("ealing", '"gangs", "child_sexual_exploitation"', '"gang", "child_sexual_exploitation"', "found “gang”"),
        (
            "manchester",
            'label = "Danger to their family"\nsafeguarding = true',
            'label = "Danger"\nsafeguarding = "no"',
            "expected true or false",
        ),
        ("manchester", 'code = "danger_to_family"', 'code = "danger_to_themselves"', "expected each code once"),
        # Checklists.
        ("marac_link", 'text = "example"', "text = 7", "expected a text in quotes"),
        (
            "marac_link",
            'panel = "marac"',
            'panel = "marak"',
            "expected a panel of this model's [[panels]]; found “marak”",
        ),
        (
            "marac_link",
            'code = "medium"\nlabel = "Medium"\nsource',
            'code = "high"\nlabel = "Medium"\nsource',
            "expected each code once",
        ),
        (
            "marac_link",
            'text = "example"\nissues = ["domestic_abuse"]',
            'text = "example"\nissues = ["x"]',
            "found “x”",
        ),
        # Return interviews.
        (
            "kent",
            'themes = ["child_sexual_exploitation"',
            'themes = ["exploitation"',
            "expected themes of this model's [[issues]]",
        ),
        ("kent", 'interviewer = "by', 'interviewers = "by', "key interviewer is missing"),
        ("kent", "amount = 72", "amount = 0", "expected an amount of 1 to 1000 hours"),
        ("kent", "[return_interviews.clock]", "[return_interviews.clocks]", "key clock is missing"),
    ],
)
def test_each_fault_is_said_in_its_line(model: str, old: str, new: str, says: str) -> None:
    assert says in problems(model, old, new)
    assert isinstance(parse(source(model), source_name="mine.toml"), OperatingModel)


def test_crime_alone_makes_no_panel() -> None:
    text = source("manchester").replace("safeguarding = true", "safeguarding = false")
    with pytest.raises(ModelInvalid, match="at least one ground with safeguarding = true"):
        parse(text, source_name="mine.toml")


def test_a_hub_for_adults_that_lists_issues_names_abuse_of_adults() -> None:
    assert any(each.is_adult_abuse for each in load("first_response").issues)
    only_needs = source("first_response")
    head, _, _ = only_needs.partition("[[issues]]")
    need = f'[[issues]]\ncode = "help"\nlabel = "Help"\ntheme = "need"\nserves = ["adult"]\n{FROM}'
    with pytest.raises(ModelInvalid, match="expected at least one issue about adults that is not a need"):
        parse(head + need, source_name="mine.toml")


def test_a_model_without_any_of_them_works_as_before() -> None:
    plain = load("bexley")
    assert (plain.screenings, plain.checklists, plain.panels, plain.return_interviews) == ((), (), (), None)
    headings = {said.heading for said in in_words(plain)}
    assert not headings & {"Screening together", "Risk checklists", "Panels beside the hub", "Return interviews"}


def test_what_they_say_is_said_in_words() -> None:
    said = {(each.heading, each.about): each.words for each in in_words(load("manchester"))}
    unit = "Integrated Gangs Management Unit"
    assert said["Panels beside the hub", f"{unit}: Level of crime"] == "not by itself a reason"
    assert said["Panels beside the hub", f"{unit}: Danger to their family"] == "a safeguarding ground"
    kent = {(each.heading, each.about): each.words for each in in_words(load("kent"))}
    assert kent["Return interviews", "Held"].startswith("within 72 hours, day and night of the child being found")
    assert "16 or over" in kent["Panels beside the hub", "Domestic-abuse conference (MARAC)"]
    joint = load("birmingham").screening("domestic_abuse")
    assert joint.is_joint
    assert [each.then for each in joint.outcomes] == [Then.CLOSE, Then.CLOSE, Then.ENQUIRE, Then.ENQUIRE]
