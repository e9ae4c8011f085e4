# ruff: noqa: E501 - tables read best in one line
"""A scenario's text is read whole, or everything that is wrong with it is said, with its line."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from openmash.scenarios import loading, reference
from openmash.scenarios.errors import ScenarioInvalid, UnknownScenario
from openmash.scenarios.playing import play  # registers every act
from openmash.scenarios.playing.acts import act
from openmash.scenarios.reading import parse
from openmash.scenarios.schema import schema
from openmash.scenarios.steps import STEPS

ROOT = Path(__file__).resolve().parents[3]
SHORT = """
format = 1
name = "short"
title = "Short"
source = "Invented"
story = "Somebody rings."

[hub]
name = "Hub"
operating_model = "devon"

[[agencies]]
key = "council"
name = "Council"
kind = "social_care"

[[people]]
key = "ann"
name = "Ann Example"
role = "coordinator"
agency = "council"

[[steps]]
do = "record"
at = "2026-03-02 09:00"
by = "ann"
called = "call"
channel = "telephone"
source = "1D"
concern = "A child cries at night."
consent = "given"

[[steps.people]]
key = "tom"
involvement = "child"
given_name = "Tom"

[[steps]]
do = "open_enquiry"
by = "ann"
called = "family"
contact = "call"
ratings = [{ child = "tom", rating = "green", reason = "One report." }]
"""


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(ScenarioInvalid) as caught:
        parse(text, source_name="short.toml")
    return caught.value.problems


def test_a_whole_scenario_is_read_with_its_lines_and_times() -> None:
    scenario = parse(SHORT, source_name="short.toml")
    first, second = scenario.steps
    assert (first.number, first.line, first.step.VERB) == (1, 23, "record")
    assert f"{first.at:%a %H:%M}" == "Mon 09:00"
    assert f"{second.at:%H:%M}" == "09:01", "a step without a time is a minute after the one before"


def test_times_are_the_hubs_local_time() -> None:
    summer = SHORT.replace("2026-03-02 09:00", "2026-07-01 09:00")
    assert parse(summer, source_name="short.toml").starts_at.isoformat() == "2026-07-01T09:00:00+01:00"


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ('by = "ann"\ncalled = "call"', 'by = "anne"\ncalled = "call"', "line 26, step 1 (record), key by: there is no person called “anne” yet (did you mean ann?)"),
        ('channel = "telephone"', 'channel = "telefone"', "key channel: expected one of telephone, email, letter, police_report (did you mean telephone?); found “telefone”"),
        ('concern = "A', 'concerns = "A', "step 1 (record), key concerns: there is no such key (did you mean concern?)"),
        ('consent = "given"\n', "", "step 1 (record): key consent is missing"),
        ('at = "2026-03-02 09:00"', 'at = "nine"', "key at: expected a time like “2026-03-02 09:10”"),
        ('at = "2026-03-02 09:00"', 'at = "2026-02-30 09:00"', "expected a day and time that there is; found “2026-02-30 09:00”"),
        ('at = "2026-03-02 09:00"\n', "", "the first step needs a day and a time"),
        ('do = "open_enquiry"', 'do = "open_enquirey"', "(did you mean open_enquiry?)"),
        ('contact = "call"', 'contact = "cal"', "there is no contact called “cal” yet (did you mean call?)"),
        ('operating_model = "devon"', 'operating_model = "devn"', "There is no operating model called “devn”"),
        ('name = "Hub"', 'name = "Hub"\ncolour = "red"', "key hub.colour: there is no such key"),
        ('do = "open_enquiry"', 'do = "open_enquiry"\nat = "08:00"', "expected a time not before the step before it; found “08:00”"),
        ('called = "family"', 'called = "family"\nrefused_by = "no"', "key refused_by: expected a rule like “checks.rated_first”"),
        ('involvement = "child"', 'involvement = "child"\nborn_on = 2026-13-01', "this is not TOML"),
        ('key = "tom"', "key = true", "key people.1.key: expected a text in quotes; found true"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_where_it_stands(written: str, instead: str, says: str) -> None:
    assert written in SHORT
    found = problems_of(SHORT.replace(written, instead, 1))
    assert any(says in problem for problem in found), found


def test_everything_wrong_is_said_at_once() -> None:
    text = SHORT.replace('kind = "social_care"', 'kind = "councl"').replace('role = "coordinator"', 'role = "boss"')
    assert len(problems_of(text)) == 2


def test_a_name_is_given_once_but_a_refused_step_gives_none() -> None:
    again = SHORT + '\n[[steps]]\ndo = "open_enquiry"\nby = "ann"\ncalled = "family"\ncontact = "call"\n'
    assert "there is already an enquiry called “family”" in problems_of(again)[0]
    parse(again + 'refused_by = "permission"\n', source_name="short.toml")


def test_a_person_named_later_is_not_known_yet() -> None:
    early = SHORT.replace(
        "[[steps]]",
        '[[steps]]\ndo = "expect_rating"\nat = "2026-03-01 09:00"\nchild = "tom"\nrating = "red"\n\n[[steps]]',
        1,
    )
    assert "there is no somebody called “tom” yet" in problems_of(early)[0]


def test_every_step_has_somebody_who_does_it() -> None:
    assert play
    undone = [verb for verb, step in STEPS.items() if act.dispatch(step) is act.dispatch(object)]
    assert undone == []


def test_an_unknown_scenario_names_those_there_are() -> None:
    with pytest.raises(UnknownScenario, match="devon-case-1-unborn"):
        loading.load("devon-case-9")


CASES = (
    "bexley-valium",
    "birmingham-screening",
    "birmingham-sergeant-and-leader",
    "birmingham-weekly-rota",
    "blackburn-one-report-several-issues",
    "bradford-police-screening",
    "bury-daily-meeting",
    "bury-indicators",
    "bury-re-referral",
    "camden-groups-and-places",
    "camden-one-type-at-a-time",
    "cornwall-consultation",
    "dartford-starts-small",
    "devon-area-by-area",
    "devon-box-1-fabricated-illness",
    "devon-case-1-unborn",
    "devon-case-2-dangerous-driving",
    "devon-case-3-domestic-abuse",
    "devon-case-4-burned-feet",
    "durham-two-ambers",
    "ealing-network",
    "ealing-one-car",
    "first-response-one-door",
    "hampshire-christmas-eve",
    "hampshire-secure-mail",
    "kent-adult-and-missing-child",
    "kent-allegation-against-staff",
    "kent-night-and-day",
    "kent-themes-of-risk",
    "kent-weekly-visit",
    "london-borough-signs-first",
    "manchester-high-risk-for-safeguarding",
    "marac-link-one-family-two-forums",
    "merton-brag",
    "merton-conference-link",
    "northamptonshire-threshold",
    "nottinghamshire-letters",
    "nottinghamshire-profiles",
    "nottinghamshire-rating-dispute",
    "nottinghamshire-rotation",
    "nottinghamshire-wall",
    "sandwell-gang-links",
    "sandwell-violence-at-home",
    "westminster-daily-briefing",
    "wiltshire-daily-call",
    "wiltshire-two-stages",
)


def test_the_cases_of_the_seeds_ship_and_one_for_each_hub_that_is_played() -> None:
    assert loading.available() == CASES


@pytest.mark.parametrize("name", loading.available())
def test_each_case_is_called_what_its_file_is_called(name: str) -> None:
    assert loading.load(name).head.name == name


def test_the_published_schema_is_a_schema_and_the_one_in_use() -> None:
    Draft202012Validator.check_schema(schema())
    published = json.loads((ROOT / "docs/reference/scenario.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(schema())), (
        "run: openmash scenario schema > docs/reference/scenario.schema.json"
    )


def test_the_example_in_the_reference_is_a_scenario() -> None:
    example = reference.page().split("```toml\n")[1].split("```")[0]
    assert parse(example, source_name="the reference").head.name == "a-worried-neighbour"


def test_the_reference_tells_of_every_step() -> None:
    page = reference.page()
    assert [verb for verb in STEPS if f"### `{verb}`" not in page] == []
