"""Devon's operating model says what the case study says (its sections 1.1 and 1.2)."""

import ast
from datetime import date
from pathlib import Path

import pytest

from openmash.access import ROLES, Permission, Role
from openmash.clocks.calendar import calendar_for
from openmash.hubs.rules import (
    AGENCY_KINDS,
    TEAM_KINDS,
    Act,
    ConsentNeed,
    OperatingModel,
    Rule,
    Serves,
    UnknownCode,
    UnknownModel,
    available,
    load,
    source,
)
from openmash.hubs.rules.kinds import NEEDED_CLOCKS

DEVON = load("devon")
AGENCIES_MODELS = Path(__file__).parents[3] / "openmash" / "agencies" / "models.py"


@pytest.mark.parametrize("name", available())
def test_every_model_that_ships_is_valid_and_names_itself(name: str) -> None:
    model = load(name)
    assert model.name == name
    assert calendar_for(model.office).is_working_day(date(2026, 9, 3))
    assert f'name = "{name}"' in source(name)


def test_a_model_that_does_not_ship_is_refused_with_those_that_do() -> None:
    with pytest.raises(UnknownModel, match=r"no operating model called “atlantis”.*devon"):
        load("atlantis")


def test_a_model_cannot_be_read_from_outside_its_folder() -> None:
    with pytest.raises(UnknownModel):
        load("../rules/kinds")


def test_the_three_ratings_and_their_clocks() -> None:
    assert [(each.code, each.clock.words) for each in DEVON.ratings_by_urgency()] == [
        ("red", "within 4 hours, day and night"),
        ("amber", "by the end of the next working day"),
        ("green", "by the end of the third working day"),
    ]
    assert [each.code for each in DEVON.ratings if each.clock.runs_out_of_hours] == ["red"]


def test_agencies_answer_inside_the_decisions_clock() -> None:
    assert [each.check_clock.words for each in DEVON.ratings_by_urgency()] == [
        "within 2 hours, day and night",
        "by noon on the next working day",
        "by the end of the second working day",
    ]


def test_outcomes_lead_to_a_team_or_end_the_flow() -> None:
    assert [(each.code, each.level, each.team_kinds, each.ends_flow) for each in DEVON.outcomes] == [
        ("social_care", "tier_3", ("assessment",), False),
        ("early_response", "tier_2", ("early_help",), False),
        ("no_further_action", None, (), True),
    ]
    assert [each.needs_team for each in DEVON.outcomes] == [True, True, False]


def test_a_registered_social_work_manager_decides_for_children_born_and_unborn() -> None:
    for served in (Serves.CHILD, Serves.UNBORN):
        rule = DEVON.who_may(Act.DECIDE, served)
        assert rule.roles == (Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER)
        assert rule.registered_social_worker


def test_devon_does_not_serve_adults() -> None:
    with pytest.raises(UnknownCode) as refused:
        DEVON.who_may(Act.DECIDE, Serves.ADULT)
    assert refused.value.sentence == "Devon's operating model has no service for “adult”. It has: child, unborn."


@pytest.mark.parametrize(("act", "permission"), [(Act.RATE, Permission.RATE), (Act.DECIDE, Permission.DECIDE)])
def test_whoever_may_act_here_carries_the_permission_as_well(act: Act, permission: Permission) -> None:
    for role in DEVON.who_may(act, Serves.CHILD).roles:
        assert permission in ROLES[role].permissions


def test_more_agencies_are_asked_the_higher_the_risk() -> None:
    red, amber, green = (set(DEVON.agencies_asked(each.code)) for each in DEVON.ratings_by_urgency())
    assert {"social_care", "police", "health", "education"} <= green < amber < red


def test_consent_by_level() -> None:
    assert [(each.code, each.consent) for each in DEVON.levels] == [
        ("tier_1", ConsentNeed.NEEDED),
        ("tier_2", ConsentNeed.NEEDED),
        ("tier_3", ConsentNeed.NORMALLY_NEEDED),
        ("tier_4", ConsentNeed.NOT_NEEDED),
    ]
    assert DEVON.consent.reason("risk_increased").label.startswith("Asking would put the child")


def test_the_roll_out_was_area_by_area_and_police_reports_came_first() -> None:
    june_2010 = date(2010, 6, 1)
    assert [each.code for each in DEVON.areas if each.in_force(june_2010)] == ["north_devon"]
    assert all(each.in_force(date(2011, 4, 1)) for each in DEVON.areas)
    assert DEVON.referral_type("police_report").in_force(june_2010)
    assert not DEVON.area("exeter").in_force(june_2010)


def test_statutory_clocks_stand_beside_the_local_ones() -> None:
    assert {each.code: each.clock.amount for each in DEVON.clocks if each.statutory} == {
        "acknowledgement": 1,
        "next_steps": 1,
        "conference": 15,
        "assessment": 45,
    }


@pytest.mark.parametrize(
    ("look_up", "says"),
    [
        (lambda model: model.rating("blue"), "no rating “blue”. It has: red, amber, green."),
        (lambda model: model.outcome("gone"), "no outcome “gone”"),
        (lambda model: model.level("tier_9"), "no level of need “tier_9”"),
        (lambda model: model.clock("tea"), "no clock “tea”"),
        (lambda model: model.area("kent"), "no area “kent”"),
        (lambda model: model.referral_type("fax"), "no referral type “fax”"),
        (lambda model: model.agencies_asked("blue"), "no rating “blue”"),
        (lambda model: model.consent.reason("none"), "no reason for not seeking consent “none”"),
    ],
)
def test_a_code_the_model_does_not_have_is_refused_by_name(look_up: object, says: str) -> None:
    assert callable(look_up)
    with pytest.raises(UnknownCode) as refused:
        look_up(DEVON)
    assert says in refused.value.sentence


def every_source(model: OperatingModel) -> list[str]:
    rules: list[Rule] = [
        *(model, model.office, model.consent, model.re_rating),
        *model.areas,
        *model.referral_types,
        *model.levels,
        *model.ratings,
        *model.outcomes,
        *model.checks,
        *model.who,
        *model.clocks,
        *model.consent.reasons_not_sought,
    ]
    clocks = [clock for each in model.ratings for clock in (each.clock, each.check_clock)]
    clocks += [each.clock for each in model.clocks]
    return [each.source for each in rules] + [each.source for each in clocks]


def test_every_rule_says_where_it_comes_from() -> None:
    known = (
        "Case study",
        "Local choice",
        "Working Together",
        "Within",
        "London",
        "Children Act",
        "Department",
        "Data",
    )
    assert [each for each in every_source(DEVON) if not each.startswith(known)] == []


@pytest.mark.parametrize(("choices", "kinds"), [("AgencyKind", AGENCY_KINDS), ("TeamKind", TEAM_KINDS)])
def test_the_kinds_a_model_may_name_are_those_of_the_agencies(choices: str, kinds: tuple[str, ...]) -> None:
    tree = ast.parse(AGENCIES_MODELS.read_text(encoding="utf-8"))
    body = next(node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == choices)
    stored = [ast.literal_eval(node.value)[0] for node in body if isinstance(node, ast.Assign)]
    assert sorted(kinds) == sorted(stored)


def test_the_clocks_a_model_must_have_are_those_that_contacts_are_given() -> None:
    recording = Path(__file__).parents[3] / "openmash" / "contacts" / "services" / "recording.py"
    tree = ast.parse(recording.read_text(encoding="utf-8"))
    given = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith("_CLOCK")
    ]
    assert given == list(NEEDED_CLOCKS)
