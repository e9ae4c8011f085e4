"""Who may do what at all, written out by role as a hub's agreement would say it, and held against every permission."""

import sys
from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from typing import Any
from uuid import UUID, uuid4

import pytest

import openmash.adults.permissions as adults
import openmash.allegations.permissions as allegations
import openmash.api_keys.permissions as api_keys
import openmash.audit.permissions as audit
import openmash.checks.permissions as checks
import openmash.contacts.permissions as contacts
import openmash.cover.permissions as cover
import openmash.decisions.permissions as decisions
import openmash.differences.permissions as differences
import openmash.enquiries.permissions as enquiries
import openmash.exclusions.permissions as exclusions
import openmash.groups.permissions as groups
import openmash.hubs.permissions as hubs
import openmash.insight.permissions as insight
import openmash.meetings.permissions as meetings
import openmash.oversight.permissions as oversight
import openmash.people.permissions as people
import openmash.person_index.permissions as person_index
import openmash.products.permissions as products
import openmash.reporting.permissions as reporting
import openmash.retention.permissions as retention
import openmash.screening.permissions as screening
import openmash.sealed.permissions as sealed
from openmash.access import Actor, Refusal, Role, Verdict
from openmash.core.errors import Refused
from openmash.hubs.rules import Act, Serves, load

OURS, THEIRS = uuid4(), uuid4()
_MANAGERS = "practice_manager operations_manager"
_FRONT_DOOR = f"coordinator evaluator social_worker {_MANAGERS}"
_RECORDS = f"{_FRONT_DOOR} business_support"
_ROOM = f"evaluator social_worker agency_representative {_MANAGERS}"
_CASE = f"{_RECORDS} agency_representative"
_OWNERS = "evaluator social_worker agency_representative"
_COMPOSERS = f"social_worker {_MANAGERS}"
_OVERSEERS = "operations_manager information_governance"

MAY: dict[Callable[[Actor], Verdict], str] = {
    contacts.can_see: _RECORDS,
    contacts.can_record: f"{_RECORDS} system",
    contacts.can_identify: f"{_RECORDS} system",
    contacts.can_triage: _FRONT_DOOR,
    contacts.can_fetch: "agency_portal",
    contacts.can_advise: _COMPOSERS,
    contacts.can_tell_referrer: _RECORDS,
    contacts.can_see_surveys: f"{_MANAGERS} information_governance analyst",
    people.can_name: f"{_RECORDS} system",
    people.can_see: f"{_CASE} virtual_partner system analyst",
    people.can_search: f"{_RECORDS} system",
    people.can_look_for: f"{_RECORDS} system analyst",
    people.can_propose_merge: f"{_RECORDS} system",
    people.can_answer_merge: _MANAGERS,
    people.can_keep_apart: f"{_MANAGERS} information_governance",
    people.can_warn: f"{_CASE} system",
    people.can_end_warning: _MANAGERS,
    people.can_note_open_case: f"social_worker {_MANAGERS}",
    exclusions.can_manage: f"{_MANAGERS} information_governance",
    enquiries.can_see: _CASE,
    enquiries.can_open: _FRONT_DOOR,
    enquiries.can_add_contact: _FRONT_DOOR,
    enquiries.can_mark_decided: _MANAGERS,
    enquiries.can_close: _MANAGERS,
    enquiries.can_reopen: _FRONT_DOOR,
    checks.can_ask: _FRONT_DOOR,
    checks.can_withdraw: _FRONT_DOOR,
    checks.can_chase: f"coordinator social_worker business_support {_MANAGERS}",
    sealed.can_enter_room: _ROOM,
    sealed.can_take_grant: "evaluator social_worker",
    sealed.can_ask_release: _COMPOSERS,
    sealed.can_take_out: _COMPOSERS,
    sealed.can_record_lawful_basis: _MANAGERS,
    sealed.can_end_protection: _MANAGERS,
    sealed.can_watch: _OVERSEERS,
    sealed.can_review: _OVERSEERS,
    sealed.can_see_outline: _CASE,
    decisions.can_analyse: _COMPOSERS,
    decisions.can_see_decisions: _CASE,
    decisions.can_read_reasons: _ROOM,
    decisions.can_tell: f"business_support {_MANAGERS}",
    products.can_compose: _COMPOSERS,
    products.can_release: _MANAGERS,
    products.can_read_rendition: _COMPOSERS,
    products.can_review: _OVERSEERS,
    products.can_see_products: _CASE,
    products.can_read_draft: _ROOM,
    retention.can_manage: "information_governance",
    retention.can_hold: f"{_MANAGERS} information_governance",
    retention.can_approve: _OVERSEERS,
    retention.can_see: _OVERSEERS,
    retention.can_prepare_access: _MANAGERS,
    retention.can_see_access: f"{_MANAGERS} information_governance",
    retention.can_answer_own: _OWNERS,
    api_keys.can_manage: _OWNERS,
    audit.can_see_log: _OVERSEERS,
    contacts.can_see_issues: _CASE,
    contacts.can_note_review: f"{_MANAGERS} system",
    enquiries.can_note_happening: _RECORDS,
    enquiries.can_resume: _FRONT_DOOR,
    adults.can_record: _COMPOSERS,
    adults.can_see: _CASE,
    adults.can_read_words: _ROOM,
    cover.can_see: _CASE,
    cover.can_name: _MANAGERS,
    cover.can_hand_over: _FRONT_DOOR,
    cover.can_rotate: _MANAGERS,
    allegations.can_raise: f"{_RECORDS} system",
    allegations.can_name_officers: "operations_manager",
    groups.can_see: _ROOM,
    groups.can_keep: f"evaluator {_COMPOSERS}",
    reporting.can_profile: f"{_MANAGERS} analyst",
    insight.can_look: f"{_ROOM} analyst",
    differences.can_see: _CASE,
    differences.can_raise: _CASE,
    differences.can_raise_own: f"{_FRONT_DOOR} agency_representative",
    differences.can_read_sealed: _ROOM,
    differences.can_deal_with_challenges: f"business_support {_MANAGERS}",
    hubs.can_see: "administrator operations_manager",
    hubs.can_prepare: "administrator",
    hubs.can_go_live: "operations_manager",
    meetings.can_see: _CASE,
    meetings.can_count: f"{_CASE} information_governance analyst",
    meetings.can_convene: _RECORDS,
    meetings.can_take_part: _ROOM,
    oversight.can_review: _MANAGERS,
    oversight.can_do_required_review: _MANAGERS,
    oversight.can_note_near_miss: _CASE,
    oversight.can_see_counts: _RECORDS,
    oversight.can_see_audits: f"{_MANAGERS} information_governance analyst",
    oversight.can_read_what_is_to_be_done: f"{_MANAGERS} information_governance",
    oversight.can_erase: "information_governance",
    products.can_write_part: _OWNERS,
    screening.can_load_texts: "administrator",
    screening.can_screen: _FRONT_DOOR,
    screening.can_see: _CASE,
    screening.can_see_screenings: _CASE,
    screening.can_work: _ROOM,
    screening.can_read_words: _ROOM,
}

TRIED_BY_THEMSELVES = {"openmash.sealed.permissions.can_add"}

OF_ITS_OWN_AGENCY: dict[str, tuple[Callable[[Actor, UUID], Verdict], str]] = {
    "answer a check": (lambda who, owner: checks.can_answer(who, owner, "NHS Devon"), f"{_OWNERS} virtual_partner"),
    "answer in the room": (lambda who, owner: sealed.can_answer(who, agency_id=owner), f"{_OWNERS} virtual_partner"),
    "control an item": (lambda who, owner: sealed.can_control(who, agency_id=owner, agency_name="NHS Devon"), _OWNERS),
    "review what is due": (lambda who, owner: retention.can_review(who, agency_id=owner), _OWNERS),
    "keep its person index": (person_index.can_keep, f"{_OWNERS} agency_system"),
    "ask its person index": (person_index.can_look_up, _OWNERS),
    "see who opened it": (audit.can_see_openings, _OWNERS),
}
"""What only people of one agency may do, and of them only those roles."""


def somebody(role: Role, **about: Any) -> Actor:
    """Somebody in that role, of our agency."""
    ours: dict[str, Any] = {"agency_id": OURS, "agency_name": "Our agency"}
    return Actor(uuid4(), "Sam Trevail", uuid4(), role, **ours | about)


def says_why(refusal: Verdict) -> bool:
    """Whether it is a no, with a whole sentence."""
    return isinstance(refusal, Refusal) and refusal.reason[0].isupper() and refusal.reason.endswith(".")


def refused_by(rule: Callable[..., object], *given: Any, **named: Any) -> str:
    """The sentence with which it refuses; empty if it does not."""
    try:
        rule(*given, **named)
    except Refused as refused:
        return refused.sentence
    return ""


EACH = [pytest.param(rule, id=f"{rule.__module__.split('.')[1]}-{rule.__name__}") for rule in MAY]


@pytest.mark.parametrize("rule", EACH)
def test_exactly_the_roles_named_may(rule: Callable[[Actor], Verdict]) -> None:
    assert {str(role) for role in Role if rule(somebody(role))} == set(MAY[rule].split())


@pytest.mark.parametrize("rule", EACH)
def test_whoever_may_not_is_told_why_and_stopped_with_the_same_sentence(rule: Callable[[Actor], Verdict]) -> None:
    stopping = (allegations, audit, checks, cover, decisions, differences, enquiries, groups, meetings, products)
    stopping += (insight, reporting, sealed)
    package = {each.__name__: each for each in stopping}
    stops = getattr(package.get(rule.__module__), f"require_{rule.__name__}", None)
    for role in Role:
        verdict = rule(somebody(role))
        assert verdict or says_why(verdict)
        if stops is not None and list(signature(stops).parameters) == ["actor"]:
            assert refused_by(stops, somebody(role)) == (verdict.reason if isinstance(verdict, Refusal) else "")


def test_every_permission_that_asks_for_nothing_but_a_role_is_written_out() -> None:
    packages = {sys.modules[rule.__module__] for rule in MAY}
    missing = {
        f"{package.__name__}.{name}"
        for package in packages
        for name, rule in vars(package).items()
        if name.startswith("can_") and list(signature(rule).parameters) == ["actor"] and rule not in MAY
    }
    assert missing == TRIED_BY_THEMSELVES


@pytest.mark.parametrize("what", OF_ITS_OWN_AGENCY)
@pytest.mark.parametrize("role", Role)
def test_only_people_of_the_agency_and_of_them_only_those_whose_work_it_is(what: str, role: Role) -> None:
    rule, roles = OF_ITS_OWN_AGENCY[what]
    ours, theirs = rule(somebody(role), OURS), rule(somebody(role), THEIRS)

    assert bool(ours) == (str(role) in roles.split())
    assert ours or says_why(ours)
    assert says_why(theirs)
    assert isinstance(theirs, Refusal)
    if not ours:
        assert theirs == ours, "a role that may not is told of the role, whichever agency it is"


def test_people_of_another_agency_are_stopped_too_and_our_own_are_not() -> None:
    for stops, named in (
        (checks.require_can_answer, {"agency_name": "NHS Devon"}),
        (sealed.require_can_answer, {}),
        (sealed.require_can_control, {"agency_name": "NHS Devon"}),
        (audit.require_can_see_openings, {}),
    ):
        who = somebody(Role.AGENCY_REPRESENTATIVE)
        assert refused_by(stops, who, agency_id=OURS, **named) == ""
        said = refused_by(stops, who, agency_id=THEIRS, **named)
        assert said
        assert all(name in said for name in named.values())


def test_whoever_is_refused_an_answer_reads_whose_it_is_and_whose_they_are() -> None:
    theirs = checks.can_answer(somebody(Role.EVALUATOR), THEIRS, "NHS Devon")
    nameless = checks.can_answer(somebody(Role.EVALUATOR, agency_name=""), THEIRS, "NHS Devon")
    item = sealed.can_control(somebody(Role.EVALUATOR), agency_id=THEIRS, agency_name="NHS Devon")

    assert isinstance(theirs, Refusal)
    assert theirs.reason.endswith("You work for Our agency.")
    assert isinstance(nameless, Refusal)
    assert nameless.reason.endswith("You work for another agency.")
    assert "NHS Devon" in theirs.reason
    assert isinstance(item, Refusal)
    assert "NHS Devon" in item.reason


def test_a_question_to_an_agency_is_seen_by_whoever_sees_enquiries_and_by_that_agency() -> None:
    assert checks.can_see(somebody(Role.BUSINESS_SUPPORT), THEIRS)
    assert checks.can_see(somebody(Role.VIRTUAL_PARTNER), OURS)
    assert says_why(checks.can_see(somebody(Role.VIRTUAL_PARTNER), THEIRS))
    assert refused_by(checks.require_can_see, somebody(Role.VIRTUAL_PARTNER), THEIRS)
    assert not refused_by(checks.require_can_see, somebody(Role.VIRTUAL_PARTNER), OURS)


@pytest.mark.parametrize("role", Role)
def test_only_somebody_who_answers_for_an_agency_puts_anything_in_the_room(role: Role) -> None:
    answers = str(role) in f"{_OWNERS} virtual_partner"

    assert bool(sealed.can_add(somebody(role))) == answers
    assert bool(refused_by(sealed.require_can_add, somebody(role))) == (not answers)
    assert says_why(sealed.can_add(somebody(role, agency_id=None)))


@pytest.mark.parametrize("role", Role)
def test_everybody_declares_their_own_tie_and_managers_that_of_a_colleague(role: Role) -> None:
    assert exclusions.can_declare(somebody(role), for_themselves=True)
    assert bool(exclusions.can_declare(somebody(role), for_themselves=False)) == (
        str(role) in f"{_MANAGERS} information_governance".split()
    )


def test_a_receiving_team_reads_what_was_sent_to_it_and_nobody_else_has_an_inbox() -> None:
    team = uuid4()
    for role in Role:
        assert bool(refused_by(products.require_can_receive, somebody(role, team_id=team))) == (
            role is not Role.RECEIVING_TEAM
        )
    assert products.require_can_receive(somebody(Role.RECEIVING_TEAM, team_id=team)) == team
    assert refused_by(products.require_can_receive, somebody(Role.RECEIVING_TEAM))
    assert refused_by(products.require_can_receive, somebody(Role.EVALUATOR, team_id=team))


# --- What the hub's operating model says besides --------------------------------------------------------------------

DEVON = load("devon")


def test_a_role_that_the_model_does_not_name_is_refused_by_its_name_for_whom_it_is_about() -> None:
    rule = DEVON.who_may(Act.RATE, Serves.CHILD)
    left_out = replace(DEVON, who=tuple(replace(each, roles=(Role.PRACTICE_MANAGER,)) for each in DEVON.who))
    verdict = enquiries.can_rate(somebody(Role.COORDINATOR), Serves.UNBORN, left_out)

    assert Role.COORDINATOR in rule.roles
    assert verdict == Refusal(f"In {DEVON.title} a referral coordinator does not rate an unborn child.")
    assert refused_by(enquiries.require_can_rate, somebody(Role.COORDINATOR), Serves.CHILD, left_out)
    assert not refused_by(enquiries.require_can_rate, somebody(Role.COORDINATOR), Serves.CHILD, DEVON)


def test_where_the_model_asks_for_a_registered_social_worker_only_one_rates() -> None:
    asks = replace(DEVON, who=tuple(replace(each, registered_social_worker=True) for each in DEVON.who))
    registered = somebody(Role.SOCIAL_WORKER, registration="SW12345")

    assert enquiries.can_rate(registered, Serves.CHILD, asks)
    assert enquiries.can_rate(somebody(Role.SOCIAL_WORKER), Serves.CHILD, asks) == Refusal(
        f"In {DEVON.title} only a registered social worker rates a child."
    )


def test_whoever_does_not_rate_at_all_is_told_of_their_role() -> None:
    verdict = enquiries.can_rate(somebody(Role.BUSINESS_SUPPORT), Serves.CHILD, DEVON)

    assert verdict == Refusal("A business support may not rate the risk to a child or adult.")


def test_a_decision_is_for_the_roles_that_the_model_names() -> None:
    who = replace(DEVON.who_may(Act.DECIDE, Serves.CHILD), roles=(Role.PRACTICE_MANAGER,))

    assert not refused_by(decisions.require_can_decide, somebody(Role.PRACTICE_MANAGER), who)
    named = refused_by(decisions.require_can_decide, somebody(Role.OPERATIONS_MANAGER), who)
    assert named == f"In this hub an operations manager may not make this decision. Source: {who.source}."
    assert "make the threshold decision" in refused_by(decisions.require_can_decide, somebody(Role.COORDINATOR), who)


# --- Reading in the room --------------------------------------------------------------------------------------------

HELD = "Confidential information is held by NHS Devon: speak to Dr Lowen."


def reading(who: Actor, sensitivity: str, owner: UUID = THEIRS, **more: Any) -> Verdict:
    """Whether they read an item of NHS Devon."""
    told: dict[str, Any] = {
        "agency_id": owner,
        "agency_name": "NHS Devon",
        "sensitivity": sensitivity,
        "professional": "Dr Lowen",
    }
    return sealed.can_read(who, **told | more)


def test_what_is_restricted_is_for_its_owner_those_named_those_granted_and_whoever_decides() -> None:
    worker = somebody(Role.SOCIAL_WORKER)

    assert reading(worker, "restricted") == Refusal(HELD)
    assert reading(worker, "restricted", owner=OURS)
    assert reading(worker, "restricted", named=True)
    assert reading(worker, "restricted", granted=True)
    assert reading(somebody(Role.PRACTICE_MANAGER), "restricted")
    assert reading(worker, "hub")


def test_what_is_hidden_is_not_there_for_anybody_but_its_owner_and_those_named_not_even_by_grant() -> None:
    for role in (Role.SOCIAL_WORKER, Role.PRACTICE_MANAGER):
        verdict = reading(somebody(role), "hidden", granted=True)
        assert isinstance(verdict, Refusal)
        assert "We cannot find that" in verdict.reason
        assert "NHS Devon" not in verdict.reason
        assert reading(somebody(role, agency_id=None), "hidden", granted=True) == verdict
        assert reading(somebody(role), "hidden", named=True)
        assert reading(somebody(role), "hidden", owner=OURS)


def test_nobody_outside_the_room_knows_of_what_is_hidden_whatever_their_agency() -> None:
    def knows(role: Role, owner: UUID, *, sensitivity: str = "hidden", named: bool = False) -> bool:
        return sealed.can_know(somebody(role), agency_id=owner, sensitivity=sensitivity, named=named)

    assert knows(Role.EVALUATOR, OURS)
    assert knows(Role.EVALUATOR, THEIRS, named=True)
    assert not knows(Role.EVALUATOR, THEIRS)
    assert not knows(Role.INFORMATION_GOVERNANCE, OURS, named=True)
    assert knows(Role.INFORMATION_GOVERNANCE, THEIRS, sensitivity="restricted")


def test_nothing_stands_in_for_the_vetting_that_an_item_asks_of_readers_elsewhere() -> None:
    low, high = (somebody(Role.PRACTICE_MANAGER, vetting=level) for level in ("bpss", "nppv_3"))
    verdict = reading(low, "restricted", vetting="nppv_2", named=True, granted=True)

    assert verdict == Refusal(
        f"{HELD} Its owner lets only people read it who are vetted to NPPV level 2; for you BPSS is recorded."
    )
    assert reading(high, "restricted", vetting="nppv_2")
    assert reading(low, "restricted", owner=OURS, vetting="nppv_2")
    assert says_why(reading(somebody(Role.ADMINISTRATOR), "hub", owner=OURS))
