"""The rules of a decision, each broken once and kept once."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.access import ROLES, Actor, Permission, Role
from openmash.core.errors import RuleBroken
from openmash.decisions import permissions, rules
from openmash.decisions.rules import DISPENSED, GIVEN, AnalysisTold, Section47Told
from openmash.hubs.rules import Act, OperatingModel, Serves, load

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
WHOLE = AnalysisTold(voice="She says she fell.", summary="Needs assessing.")


@pytest.fixture
def devon() -> OperatingModel:
    return load("devon")


def actor(role: Role, registration: str = "SW900001") -> Actor:
    return Actor(id=uuid4(), name="Pat", hub_id=uuid4(), role=role, registration=registration)


def broken(rule: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(RuleBroken) as found:
        rule()
    assert re.fullmatch(r"[A-Z“].*[.?]", found.value.sentence)
    return found.value.rule, found.value.field


@pytest.mark.parametrize("role", list(Role))
def test_only_the_roles_that_the_operating_model_names_decide(devon: OperatingModel, role: Role) -> None:
    who = devon.who_may(Act.DECIDE, Serves.CHILD)
    assert bool(permissions.can_decide(actor(role), who)) is (role in (Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER))


def test_a_role_that_carries_the_permission_but_is_not_in_the_model_is_refused_with_the_source(
    devon: OperatingModel,
) -> None:
    who = replace(devon.who_may(Act.DECIDE, Serves.CHILD), roles=(Role.OPERATIONS_MANAGER,))

    verdict = permissions.can_decide(actor(Role.PRACTICE_MANAGER), who)

    assert not verdict
    assert "Source: Case study" in verdict.reason  # type: ignore[union-attr]
    assert permissions.can_decide(actor(Role.OPERATIONS_MANAGER), who)


@pytest.mark.parametrize("whom", [Serves.CHILD, Serves.UNBORN])
def test_a_registered_social_worker_decides_about_a_child_born_or_unborn(devon: OperatingModel, whom: Serves) -> None:
    who = devon.who_may(Act.DECIDE, whom)

    rule, _ = broken(lambda: rules.require_registered_social_worker(who, whom, ""))

    assert rule == "decisions.registered_social_worker_decides_for_a_child"
    rules.require_registered_social_worker(who, whom, "SW900001")


def test_where_the_model_does_not_ask_for_registration_it_is_not_asked_for(devon: OperatingModel) -> None:
    who = replace(devon.who_may(Act.DECIDE, Serves.CHILD), registered_social_worker=False)

    rules.require_registered_social_worker(who, Serves.ADULT, "")


def test_rated_first() -> None:
    for rating, due_at in (("", None), ("", NOW), ("red", None)):
        assert broken(partial(rules.require_rated, rating, due_at)) == ("decisions.rated_first", None)
    assert rules.require_rated("red", NOW) == NOW


def test_level_and_outcome_are_the_hubs_own(devon: OperatingModel) -> None:
    assert broken(lambda: rules.level_named(devon, "tier_9")) == ("decisions.level_is_the_hubs", "level")
    assert broken(lambda: rules.outcome_named(devon, "")) == ("decisions.outcome_is_the_hubs", "outcome")
    assert rules.level_named(devon, "tier_3").rank == 3
    assert rules.outcome_named(devon, "social_care").needs_team


@pytest.mark.parametrize(
    ("level", "outcome", "fits"),
    [
        ("tier_1", "no_further_action", True),
        ("tier_4", "no_further_action", True),
        ("tier_1", "early_response", False),
        ("tier_2", "early_response", True),
        ("tier_3", "early_response", False),
        ("tier_4", "early_response", False),
        ("tier_1", "social_care", False),
        ("tier_2", "social_care", False),
        ("tier_3", "social_care", True),
        ("tier_4", "social_care", True),
    ],
)
def test_the_outcome_fits_the_level(devon: OperatingModel, level: str, outcome: str, fits: bool) -> None:
    def rule() -> None:
        rules.require_outcome_fits_level(devon, devon.level(level), devon.outcome(outcome))

    if fits:
        rule()
    else:
        assert broken(rule) == ("decisions.outcome_fits_level", "outcome")


def test_an_outcome_for_adults_does_not_decide_what_fits_a_child(devon: OperatingModel) -> None:
    """Tier 4 has no outcome of its own for children, so the nearest below it fits, whatever there is for adults."""
    for_adults = replace(
        devon.outcome("social_care"), code="adult_enquiry", level="tier_4", serves=frozenset({Serves.ADULT})
    )
    for_children = replace(devon.outcome("social_care"), serves=frozenset({Serves.CHILD}))
    both = replace(devon, outcomes=(for_children, for_adults))
    rules.require_outcome_fits_level(both, devon.level("tier_4"), for_children)


@pytest.mark.parametrize(
    ("outcome", "team_kind", "rule"),
    [
        ("social_care", None, "decisions.outcome_needs_a_team"),
        ("social_care", "early_help", "decisions.team_fits_outcome"),
        ("social_care", "assessment", None),
        ("early_response", "assessment", "decisions.team_fits_outcome"),
        ("early_response", "early_help", None),
        ("no_further_action", "assessment", "decisions.outcome_has_no_team"),
        ("no_further_action", None, None),
    ],
)
def test_the_team_fits_the_outcome(
    devon: OperatingModel, outcome: str, team_kind: str | None, rule: str | None
) -> None:
    def asked() -> None:
        rules.require_team_fits(devon.outcome(outcome), team_kind)

    if rule is None:
        asked()
    else:
        assert broken(asked) == (rule, "team")


def test_reasons_whys_and_messages_are_given_and_fit() -> None:
    for rule, field, named in (
        (rules.require_reasons, "reasons", "decisions.reasons_are_given"),
        (rules.require_why_again, "why", "decisions.revisiting_has_a_reason"),
        (rules.require_words, "said", "decisions.telling_says_something"),
    ):
        assert broken(partial(rule, " \n")) == (named, field)
        assert broken(partial(rule, "x" * (rules.LONGEST + 1))) == ("decisions.words_fit", field)
        rule("x" * rules.LONGEST)


def test_an_analysis_hears_the_child_and_says_what_it_comes_to() -> None:
    silent, open_ended = replace(WHOLE, voice=" "), replace(WHOLE, summary="")
    assert broken(lambda: rules.require_whole_analysis(silent)) == ("decisions.analysis_hears_the_child", "voice")
    assert broken(lambda: rules.require_whole_analysis(open_ended)) == (
        "decisions.analysis_says_what_it_comes_to",
        "summary",
    )
    assert broken(lambda: rules.require_whole_analysis(replace(WHOLE, harm="x" * 9000)))[1] == "harm"
    rules.require_whole_analysis(WHOLE)


def test_nobody_is_told_before_everybody_is_decided_about() -> None:
    for decided in ([], [False], [True, False]):
        rule, _ = broken(partial(rules.require_decided_before_telling, decided))
        assert rule == "decisions.told_after_the_decision"
    rules.require_decided_before_telling([True, True])


def test_nobody_is_told_while_a_second_manager_looks() -> None:
    assert broken(lambda: rules.require_reviewed_before_telling([False, True]))[0] == "decisions.second_manager_first"
    rules.require_reviewed_before_telling([False, False])
    rules.require_reviewed_before_telling([])


def test_agencies_are_told_only_where_one_answered() -> None:
    assert broken(lambda: rules.require_somebody_to_tell([]))[0] == "decisions.some_agency_answered"
    rules.require_somebody_to_tell([uuid4()])


def test_the_very_minute_is_on_time_and_a_second_later_is_late() -> None:
    assert rules.on_time(NOW, NOW)
    assert not rules.on_time(NOW, NOW + timedelta(seconds=1))


def test_what_may_be_said_is_each_sentence_once() -> None:
    assert rules.said_beforehand(["Passed on.", "", "No action.", "Passed on."]) == "Passed on. No action."


known = st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=8), st.integers(), st.none()), max_size=6)


@given(known)
def test_the_fingerprint_does_not_depend_on_the_order_it_was_written_in(what: dict[str, str | int | None]) -> None:
    assert rules.fingerprint(what) == rules.fingerprint(dict(reversed(what.items())))


def test_a_fingerprint_is_of_one_way_of_writing_only_so_that_it_can_be_made_again_in_ten_years() -> None:
    written = b'{"a":null,"b":"\\u00e9","c":[1,2]}'
    assert rules.fingerprint({"c": [1, 2], "b": "é", "a": None}) == hashlib.sha256(written).hexdigest()


@given(known, st.text(max_size=8), st.text(min_size=1, max_size=8))
def test_the_fingerprint_changes_with_anything_added(what: dict[str, str | int | None], name: str, value: str) -> None:
    changed = what | {name: value}
    assert (rules.fingerprint(what) == rules.fingerprint(changed)) is (what == changed)


def test_whoever_sees_enquiries_sees_decisions_but_only_the_room_reads_reasons() -> None:
    for role in Role:
        carried = ROLES[role].permissions
        assert bool(permissions.can_see_decisions(actor(role))) is (Permission.SEE_ENQUIRIES in carried)
        assert bool(permissions.can_read_reasons(actor(role))) is (Permission.ENTER_SEALED_ROOM in carried)
    assert not permissions.can_read_reasons(actor(Role.COORDINATOR))


CAUSE = "He broke the door while she was behind it."


@pytest.mark.parametrize(
    ("told", "rule", "field"),
    [
        pytest.param(None, "decisions.section_47_has_reasonable_cause", "cause", id="nothing is said"),
        pytest.param(Section47Told("  ", GIVEN), "decisions.section_47_has_reasonable_cause", "cause", id="no cause"),
        pytest.param(Section47Told("x" * 8001, GIVEN), "decisions.words_fit", "cause", id="a cause without end"),
        pytest.param(
            Section47Told(CAUSE, ""), "decisions.section_47_says_about_consent", "consent", id="nothing about consent"
        ),
        pytest.param(
            Section47Told(CAUSE, DISPENSED),
            "decisions.section_47_without_consent_has_a_reason",
            "because",
            id="dispensed with, no reason",
        ),
        pytest.param(
            Section47Told(CAUSE, DISPENSED, "in_a_hurry"),
            "decisions.section_47_without_consent_has_a_reason",
            "because",
            id="dispensed with, not the hub's reason",
        ),
    ],
)
def test_section_47_needs_reasonable_cause_and_consent_or_why_without(
    told: Section47Told | None, rule: str, field: str
) -> None:
    sandwell = load("sandwell")
    outcome = sandwell.outcome("section_47")
    assert broken(lambda: rules.require_section_47(outcome, told, sandwell)) == (rule, field)


@pytest.mark.parametrize("told", [Section47Told(CAUSE, GIVEN), Section47Told(CAUSE, DISPENSED, "risk_increased")])
def test_section_47_may_begin_with_consent_or_with_the_reason_for_going_on_without(told: Section47Told) -> None:
    sandwell = load("sandwell")
    rules.require_section_47(sandwell.outcome("section_47"), told, sandwell)


def test_other_outcomes_ask_for_no_reasonable_cause() -> None:
    sandwell = load("sandwell")
    rules.require_section_47(sandwell.outcome("assessment"), None, sandwell)


def test_an_outcome_of_a_later_stage_is_decided_there_and_not_before() -> None:
    wiltshire = load("wiltshire")
    joint, alone = wiltshire.outcome("joint_section_47"), wiltshire.outcome("single_agency")
    for stage in (0, 1):
        early = partial(rules.require_stage_for_outcome, wiltshire, joint, stage)
        assert broken(early) == ("decisions.outcome_of_a_later_stage", "outcome")
        rules.require_stage_for_outcome(wiltshire, alone, stage)
    rules.require_stage_for_outcome(wiltshire, joint, 2)
    rules.require_stage_for_outcome(load("devon"), load("devon").outcome("social_care"), 0)
