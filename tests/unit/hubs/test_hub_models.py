"""Each model says what is particular to its hub in the source documents, and none is another one renamed."""

from datetime import date
from itertools import combinations

import pytest

from openmash.access import ROLES, Permission, Role
from openmash.hubs.rules import (
    Act,
    ClockSpec,
    OperatingModel,
    Rule,
    Serves,
    UnknownCode,
    available,
    in_words,
    load,
    parse,
    source,
)

CHILDREN = {Serves.CHILD, Serves.UNBORN}
EVERYBODY = {*CHILDREN, Serves.ADULT}
MANAGERS = {Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER}
MODELS = [load(name) for name in available()]


def every_rule(model: OperatingModel) -> list[Rule | ClockSpec]:
    return [
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
        *(clock for each in model.ratings for clock in (each.clock, each.check_clock)),
        *(each.clock for each in model.clocks),
    ]


def words_of(model: OperatingModel) -> dict[str, str]:
    return {each.code: each.clock.words for each in model.ratings_by_urgency()}


def how_it_works(model: OperatingModel) -> tuple[object, ...]:
    """All that makes a difference to a case, without any name or sentence."""

    def counts(clock: ClockSpec) -> tuple[object, ...]:
        return (clock.kind, clock.amount, clock.by)

    ratings = [
        (counts(each.clock), counts(each.check_clock), frozenset(model.agencies_asked(each.code)))
        for each in model.ratings_by_urgency()
    ]
    outcomes = frozenset((each.level, frozenset(each.team_kinds)) for each in model.outcomes)
    who = frozenset((each.act, each.serves, frozenset(each.roles), each.registered_social_worker) for each in model.who)
    return (model.serves, model.office.days, tuple(ratings), outcomes, who)


def test_none_is_another_one_renamed() -> None:
    alike = [(one.name, two.name) for one, two in combinations(MODELS, 2) if how_it_works(one) == how_it_works(two)]
    assert alike == []
    assert how_it_works(load("durham")) == how_it_works(load("durham"))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_rule_says_where_it_comes_from(model: OperatingModel) -> None:
    documents = ("Case study", "Report", "Review", "Bexley slides", "Merton Council", "London continuum")
    law = (
        "Working Together",
        "Within 15",
        "Within 45",
        "Children Act",
        "Care Act",
        "Department for",
        "Data Protection",
    )
    unknown = [each.source for each in every_rule(model) if not each.source.startswith((*documents, *law, "Local"))]
    assert unknown == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_whoever_the_model_lets_act_carries_the_permission_as_well(model: OperatingModel) -> None:
    needs = {Act.RATE: Permission.RATE, Act.DECIDE: Permission.DECIDE}
    without = [
        (rule.act, role) for rule in model.who for role in rule.roles if needs[rule.act] not in ROLES[role].permissions
    ]
    assert without == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_the_statutory_clocks_are_the_same_in_every_hub(model: OperatingModel) -> None:
    devon = {each.code: each.clock for each in load("devon").clocks if each.statutory}
    assert {each.code: each.clock for each in model.clocks if each.statutory} == devon


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_every_level_of_need_leads_to_an_outcome_or_ends(model: OperatingModel) -> None:
    assert any(each.ends_flow and each.level is None for each in model.outcomes)
    assert any(each.needs_team for each in model.outcomes)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_hub_for_adults_has_a_level_and_a_team_for_them(model: OperatingModel) -> None:
    for_adults = [each for each in model.outcomes if "adults" in each.team_kinds]
    assert bool(for_adults) == (Serves.ADULT in model.serves)
    under_it = [each for each in for_adults if each.section_42]
    assert bool(under_it) == (Serves.ADULT in model.serves)
    assert all(model.level(str(each.level)).basis == "Care Act 2014, section 42" for each in under_it)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_what_is_for_adults_is_not_offered_for_children_nor_the_other_way_round(model: OperatingModel) -> None:
    for_children = {each.code for each in model.outcomes_for(Serves.CHILD)}
    assert not any(each.section_42 for each in model.outcomes_for(Serves.CHILD))
    if Serves.ADULT in model.serves:
        for_adults = {each.code for each in model.outcomes_for(Serves.ADULT)}
        assert for_adults - for_children, "something is for adults alone"
        assert for_children - for_adults, "something is for children alone"
        assert not any(each.code.startswith("level_") for each in model.levels_for(Serves.ADULT))


@pytest.mark.parametrize(
    ("name", "serves"),
    [
        ("bexley", CHILDREN),
        ("birmingham", CHILDREN),
        ("blackburn", EVERYBODY),
        ("bradford", CHILDREN),
        ("bury", CHILDREN),
        ("camden", CHILDREN),
        ("cornwall", CHILDREN),
        ("dartford_gravesend", CHILDREN),
        ("durham", CHILDREN),
        ("ealing", CHILDREN),
        ("first_response", EVERYBODY),
        ("hampshire", EVERYBODY),
        ("kent", EVERYBODY),
        ("merton", CHILDREN),
        ("northamptonshire", CHILDREN),
        ("nottinghamshire", EVERYBODY),
        ("sandwell", EVERYBODY),
        ("wiltshire", {*CHILDREN, Serves.ADULT}),
    ],
)
def test_whom_each_hub_is_for(name: str, serves: set[Serves]) -> None:
    assert load(name).serves == serves


def test_bexley_is_triaged_and_decided_by_a_social_work_manager() -> None:
    for act in Act:
        rule = load("bexley").who_may(act, Serves.UNBORN)
        assert (set(rule.roles), rule.registered_social_worker) == (MANAGERS, True)
    assert Role.COORDINATOR in load("devon").who_may(Act.RATE, Serves.UNBORN).roles
    assert load("bexley").outcome("police").team_kinds == ("police",)


def test_birmingham_takes_section_47_in_the_south_and_screens_domestic_abuse_into_four() -> None:
    birmingham = load("birmingham")
    assert [each.label for each in birmingham.areas] == ["Birmingham South"]
    assert [each.code for each in birmingham.outcomes] == [
        "section_47",
        "initial_assessment",
        "single_agency",
        "no_issue",
    ]
    assert birmingham.outcome("section_47").team_kinds == ("assessment", "police")


def test_durham_has_two_ambers_and_a_red_that_counts_working_hours() -> None:
    durham = load("durham")
    assert words_of(durham) == {
        "red": "within 4 working hours",
        "amber_4": "by the end of the next working day",
        "amber_3": "by the end of the next working day",
    }
    assert [each.colour for each in durham.ratings_by_urgency()] == ["red", "amber", "amber"]
    assert not any(each.clock.runs_out_of_hours for each in durham.ratings)
    assert "domestic_abuse" in durham.agencies_asked("red")


def test_merton_rates_blue_red_amber_and_green_and_asks_for_amber_and_green_alone() -> None:
    merton = load("merton")
    assert list(words_of(merton)) == ["red", "amber", "green", "blue"]
    asked = {code: bool(merton.agencies_asked(code)) for code in words_of(merton)}
    assert asked == {"red": False, "amber": True, "green": True, "blue": False}
    assert set(merton.who_may(Act.RATE, Serves.CHILD).roles) == MANAGERS
    assert merton.who_may(Act.DECIDE, Serves.CHILD).roles == (Role.OPERATIONS_MANAGER,)


def test_sandwell_counts_real_hours_and_asks_all_twelve_for_red_and_amber() -> None:
    sandwell = load("sandwell")
    assert words_of(sandwell) == {
        "red": "within 4 hours, day and night",
        "amber": "within 24 hours, day and night",
        "green": "within 72 hours, day and night",
    }
    assert set(sandwell.agencies_asked("red")) == set(sandwell.agencies_asked("amber"))
    assert set(sandwell.agencies_asked("green")) < set(sandwell.agencies_asked("amber"))


def test_what_is_raised_asks_more_than_the_rating_and_takes_nobody_away() -> None:
    sandwell = load("sandwell")
    green = sandwell.agencies_asked("green")
    raised = sandwell.agencies_asked("green", issues=["gang_links", "domestic_abuse", "of_another_version"])
    assert raised == (*green, "youth_offending", "school")
    assert sandwell.agencies_asked("green", issues=()) == green
    both = sandwell.agencies_asked("amber", issues=["gang_links", "child_sexual_exploitation"])
    assert both == (*sandwell.agencies_asked("amber"), "voluntary", "youth_offending", "school")
    said = {each.about: each.words for each in in_words(sandwell)}
    assert "; also asks youth offending and school." in said["Gang links"]


def test_where_a_rating_asks_nobody_an_issue_does_not_either() -> None:
    text = source("merton").replace("[[issues]]\n", '[[issues]]\nalso_asks = ["housing"]\n', 1)
    merton = parse(text, source_name="merton.toml")
    code = merton.issues[0].code
    assert merton.agencies_asked("red", issues=[code]) == ()
    assert merton.agencies_asked("amber", issues=[code]) == (*merton.agencies_asked("amber"), "housing")


@pytest.mark.parametrize(
    ("name", "day", "switched_on"),
    [
        ("camden", date(2012, 11, 30), []),
        ("camden", date(2012, 12, 1), ["merlin"]),
        ("camden", date(2013, 5, 31), ["merlin"]),
        ("camden", date(2013, 6, 1), ["merlin", "e_caf", "information_request", "out_of_hours_report"]),
        ("blackburn", date(2012, 3, 31), ["vulnerable_child", "domestic_abuse"]),
        ("blackburn", date(2012, 4, 1), ["vulnerable_child", "domestic_abuse", "vulnerable_adult"]),
        ("nottinghamshire", date(2013, 1, 31), ["referral"]),
        ("nottinghamshire", date(2013, 12, 1), ["referral", "adult_referral", "early_help_line"]),
        ("wiltshire", date(2014, 3, 31), ["referral", "missing", "exploitation", "domestic_abuse"]),
    ],
)
def test_what_comes_in_is_switched_on_from_a_day(name: str, day: date, switched_on: list[str]) -> None:
    assert [each.code for each in load(name).referral_types if each.in_force(day)] == switched_on


def test_bury_has_a_daily_meeting_and_a_strategy_meeting_within_a_day() -> None:
    bury = load("bury")
    assert bury.clock("daily_meeting").clock.words == "by the end of the same working day"
    assert bury.clock("strategy_meeting").clock.words == "within 24 hours, day and night"
    assert "at the point of contact, unless it is a child protection issue" in bury.consent.words


def test_nottinghamshire_asks_as_many_for_green_as_for_amber_and_always_seeks_permission() -> None:
    nottinghamshire = load("nottinghamshire")
    assert nottinghamshire.agencies_asked("green") == nottinghamshire.agencies_asked("amber")
    assert "Unless it is a section 47 investigation" in nottinghamshire.consent.words


def test_northamptonshire_asks_nobody_below_the_threshold() -> None:
    northamptonshire = load("northamptonshire")
    assert northamptonshire.agencies_asked("below_threshold") == ()
    assert len(northamptonshire.agencies_asked("threshold_met")) == 8


def test_first_response_asks_nobody_at_all() -> None:
    first_response = load("first_response")
    assert {first_response.agencies_asked(code) for code in words_of(first_response)} == {()}


def test_dartford_and_gravesend_begin_with_two_or_three_agencies() -> None:
    small = load("dartford_gravesend")

    def asked(on: date) -> dict[str, int]:
        return {code: len(small.agencies_asked(code, on)) for code in words_of(small)}

    assert asked(date(2014, 7, 1)) == {"urgent": 3, "standard": 2}
    assert asked(date(2015, 1, 4)) == {"urgent": 3, "standard": 2}
    assert asked(date(2015, 1, 5)) == {"urgent": 4, "standard": 2}
    assert asked(date(2015, 9, 1)) == {"urgent": 5, "standard": 2}


def test_in_hampshire_the_childrens_reception_team_does_not_rate_adults() -> None:
    hampshire = load("hampshire")
    assert Role.COORDINATOR in hampshire.who_may(Act.RATE, Serves.CHILD).roles
    assert Role.COORDINATOR not in hampshire.who_may(Act.RATE, Serves.ADULT).roles
    assert hampshire.who_may(Act.DECIDE, Serves.CHILD).registered_social_worker
    assert not hampshire.who_may(Act.DECIDE, Serves.ADULT).registered_social_worker


def test_in_bradford_every_decision_is_a_qualified_social_work_managers() -> None:
    bradford = load("bradford")
    for served in CHILDREN:
        rule = bradford.who_may(Act.DECIDE, served)
        assert (rule.roles, rule.registered_social_worker) == ((Role.PRACTICE_MANAGER,), True)
    with pytest.raises(UnknownCode, match="no service for “adult”"):
        bradford.who_may(Act.DECIDE, Serves.ADULT)


def test_cornwall_answers_a_consultation_with_advice_and_asks_nobody() -> None:
    cornwall = load("cornwall")
    assert cornwall.agencies_asked("consultation") == ()
    assert cornwall.outcome("advice_given").ends_flow
    assert "policy on professional differences" in cornwall.outcome("advice_given").told_to_referrer


def test_wiltshire_is_one_hub_for_two_councils_with_a_joint_investigation() -> None:
    wiltshire = load("wiltshire")
    assert [each.code for each in wiltshire.areas] == ["wiltshire", "swindon"]
    assert wiltshire.outcome("joint_section_47").team_kinds == ("assessment", "police")
    assert wiltshire.agencies_asked("triage") == ("police", "social_care", "health")


def test_ealing_decides_complex_cases_by_the_next_days_meeting_with_all_partners() -> None:
    ealing = load("ealing")
    assert words_of(ealing)["complex"] == "by noon on the next working day"
    assert {"police", "health", "school", "youth_offending", "probation"} <= set(ealing.agencies_asked("complex"))


def test_kent_runs_day_and_night_with_its_own_out_of_hours_service() -> None:
    kent = load("kent")
    assert kent.rating("immediate").clock.runs_out_of_hours
    assert "Out Of Hours Service" in kent.office.out_of_hours_cover
    assert Role.COORDINATOR not in kent.who_may(Act.RATE, Serves.CHILD).roles
