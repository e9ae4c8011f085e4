"""Permissions that ask for more than a role: whose agency, who chairs, who prepared it, what the hub's model says."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

import openmash.agencies.permissions as agencies
import openmash.allegations.permissions as allegations
import openmash.contacts.permissions as contacts
import openmash.differences.permissions as differences
import openmash.enquiries.permissions as enquiries
import openmash.hubs.permissions as hubs
import openmash.meetings.permissions as meetings
import openmash.retention.permissions as retention
import openmash.screening.permissions as screening
from openmash.access import ROLES, Actor, Permission, Refusal, Role, Verdict
from openmash.hubs.rules import load
from tests.unit.access.test_who_may import OURS, THEIRS, refused_by, says_why, somebody

NOBODY = uuid4()
AGENCY = "NHS Devon"
KENT, WILTSHIRE = load("kent"), load("wiltshire")


def refusal(verdict: Verdict) -> str:
    """The sentence of a refusal."""
    assert isinstance(verdict, Refusal)
    return verdict.reason


# --- Absences -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "owner", "may"),
    [
        (Role.AGENCY_REPRESENTATIVE, OURS, True),
        (Role.AGENCY_REPRESENTATIVE, THEIRS, False),
        (Role.COORDINATOR, THEIRS, True),
        (Role.BUSINESS_SUPPORT, OURS, True),
        (Role.INFORMATION_GOVERNANCE, OURS, False),
    ],
)
def test_an_agencys_people_and_whoever_chases_say_who_is_away(role: Role, owner: UUID, may: bool) -> None:
    verdict = agencies.can_record_absence(somebody(role), owner)

    assert bool(verdict) == may
    assert refused_by(agencies.require_can_record_absence, somebody(role), owner) == ("" if may else refusal(verdict))


# --- Allegations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(Role), ids=str)
def test_an_allegation_is_seen_by_whoever_is_named_and_managers_and_considered_by_whoever_is_named(role: Role) -> None:
    actor = somebody(role)
    manages = role in (Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER)
    named, others = {actor.id, NOBODY}, {NOBODY}

    assert allegations.can_see(actor, named)
    assert allegations.can_consider(actor, named)
    assert not refused_by(allegations.require_can_see, actor, named)
    assert not refused_by(allegations.require_can_consider, actor, named)
    assert bool(allegations.can_see(actor, others)) == manages
    assert bool(refused_by(allegations.require_can_see, actor, others)) != manages
    assert "Only a designated officer" in refusal(allegations.can_consider(actor, others))
    assert "Only a designated officer" in refused_by(allegations.require_can_consider, actor, others)


def test_without_the_designated_officer_nobody_else_learns_of_an_allegation() -> None:
    assert "designated officer and managers" in refusal(allegations.can_see(somebody(Role.SOCIAL_WORKER), set()))


# --- Operating models -----------------------------------------------------------------------------------------------


def test_nobody_approves_what_they_prepared_and_only_those_approve_whose_role_it_is() -> None:
    manager, administrator = somebody(Role.OPERATIONS_MANAGER), somebody(Role.ADMINISTRATOR)

    assert hubs.can_approve(manager, prepared_by=frozenset({administrator.id}))
    assert "what you prepared" in refusal(hubs.can_approve(manager, prepared_by=frozenset({manager.id, NOBODY})))
    other = refusal(hubs.can_approve(administrator, prepared_by=frozenset({NOBODY})))
    assert says_why(Refusal(other))
    assert "prepared" not in other


# --- Enquiries ------------------------------------------------------------------------------------------------------


def test_a_gate_is_for_the_roles_that_the_model_names_and_registered_where_it_says_so() -> None:
    [gate] = WILTSHIRE.gates
    gate = replace(gate, roles=(Role.SOCIAL_WORKER,), registered_social_worker=False)
    registered = replace(gate, registered_social_worker=True)
    worker = somebody(Role.SOCIAL_WORKER)

    assert enquiries.can_view_gate(worker, gate)
    assert refusal(enquiries.can_view_gate(somebody(Role.EVALUATOR), gate)) == (
        f"In this hub {ROLES[Role.EVALUATOR].one} gives no view on “{gate.label}”. Source: {gate.source}."
    )
    assert "registered social worker" in refusal(enquiries.can_view_gate(worker, registered))
    assert enquiries.can_view_gate(replace(worker, registration="SW12345"), registered)
    assert says_why(enquiries.can_view_gate(somebody(Role.ADMINISTRATOR), gate))
    assert not refused_by(enquiries.require_can_view_gate, worker, gate)
    assert refused_by(enquiries.require_can_view_gate, worker, registered)


@pytest.mark.parametrize(
    ("role", "to_themselves", "held", "may"),
    [
        (Role.PRACTICE_MANAGER, False, True, True),
        (Role.SOCIAL_WORKER, True, False, True),
        (Role.SOCIAL_WORKER, True, True, False),
        (Role.SOCIAL_WORKER, False, False, False),
        (Role.BUSINESS_SUPPORT, True, False, False),
    ],
)
def test_managers_give_an_enquiry_to_anybody_and_whoever_may_hold_one_takes_what_nobody_holds(
    role: Role, to_themselves: bool, held: bool, may: bool
) -> None:
    how = {"to_themselves": to_themselves, "held_by_somebody": held}
    verdict = enquiries.can_allocate(somebody(role), **how)

    assert bool(verdict) == may
    assert may or says_why(verdict)
    assert refused_by(enquiries.require_can_allocate, somebody(role), **how) == ("" if may else refusal(verdict))
    if role is Role.SOCIAL_WORKER and to_themselves and held:
        assert refusal(verdict) == "A colleague holds this enquiry. A manager may give it to you."


def test_only_a_role_that_rates_holds_enquiries() -> None:
    assert enquiries.can_hold(Role.SOCIAL_WORKER)
    one = ROLES[Role.AGENCY_REPRESENTATIVE].one
    assert refusal(enquiries.can_hold(Role.AGENCY_REPRESENTATIVE)) == (
        f"{one[0].upper()}{one[1:]} does not hold enquiries. Choose somebody who rates or decides."
    )


def test_a_clock_stands_still_on_the_word_of_the_roles_that_the_model_names() -> None:
    [pause] = [replace(each, roles=(Role.PRACTICE_MANAGER,)) for each in KENT.pauses[:1]]

    assert enquiries.can_pause(somebody(Role.PRACTICE_MANAGER), pause, KENT)
    assert refusal(enquiries.can_pause(somebody(Role.SOCIAL_WORKER), pause, KENT)) == (
        f"In {KENT.title} {ROLES[Role.SOCIAL_WORKER].one} does not let this clock stand still."
    )
    named = replace(pause, roles=(Role.BUSINESS_SUPPORT,))
    assert "clock" not in refusal(enquiries.can_pause(somebody(Role.BUSINESS_SUPPORT), named, KENT))
    assert refused_by(enquiries.require_can_pause, somebody(Role.SOCIAL_WORKER), pause, KENT)
    assert not refused_by(enquiries.require_can_pause, somebody(Role.PRACTICE_MANAGER), pause, KENT)


def test_a_second_managers_review_is_noted_by_the_clockwork_and_by_managers() -> None:
    allowed = {role for role in Role if not refused_by(enquiries.require_can_note_review, somebody(role))}

    assert allowed == {Role.SYSTEM, Role.PRACTICE_MANAGER, Role.OPERATIONS_MANAGER}


@pytest.mark.parametrize(
    ("rule", "carries", "may"),
    [
        (enquiries.can_open, {Permission.TRIAGE}, False),
        (enquiries.can_open, {Permission.RATE}, False),
        (enquiries.can_open, {Permission.TRIAGE, Permission.RATE}, True),
        (enquiries.can_reopen, {Permission.TRIAGE}, True),
        (enquiries.can_reopen, {Permission.DECIDE}, True),
        (enquiries.can_reopen, {Permission.RATE}, False),
        (enquiries.can_note_happening, {Permission.REQUEST_CHECKS}, True),
        (enquiries.can_note_happening, {Permission.CHASE}, True),
        (enquiries.can_note_happening, {Permission.RATE}, False),
        (screening.can_see_screenings, {Permission.SEE_CONTACTS}, True),
        (screening.can_see_screenings, {Permission.SEE_ENQUIRIES}, True),
        (screening.can_see_screenings, {Permission.RATE}, False),
        (contacts.can_tell_referrer, {Permission.GIVE_FEEDBACK}, True),
        (contacts.can_tell_referrer, {Permission.TRIAGE}, True),
        (contacts.can_tell_referrer, {Permission.RATE}, False),
        (retention.can_approve, {Permission.MANAGE_RECORDS}, True),
        (retention.can_approve, {Permission.REVIEW_EXCEPTIONS}, True),
        (retention.can_approve, {Permission.RATE}, False),
    ],
)
def test_what_hangs_on_two_permissions_does_so_whichever_roles_come_to_carry_them(
    rule: Callable[[Actor], Verdict], carries: set[Permission], may: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    carrying = replace(ROLES[Role.COORDINATOR], permissions=frozenset(carries))
    monkeypatch.setitem(ROLES, Role.COORDINATOR, carrying)  # type: ignore[arg-type]

    assert bool(rule(somebody(Role.COORDINATOR))) == may


# --- Differences ----------------------------------------------------------------------------------------------------


def test_business_support_raises_a_difference_for_a_referrer_and_not_for_itself() -> None:
    support = somebody(Role.BUSINESS_SUPPORT)

    assert not refused_by(differences.require_can_raise, support, for_referrer=True)
    assert refused_by(differences.require_can_raise, support, for_referrer=False) == (
        "You may record this for whoever referred, not for yourself."
    )
    assert not refused_by(differences.require_can_raise, somebody(Role.EVALUATOR), for_referrer=False)


def test_a_step_that_is_not_theirs_is_refused_by_its_name() -> None:
    step = replace(load("cornwall").ladders[0].steps[0], roles=(Role.PRACTICE_MANAGER,), agency_kinds=("social_care",))
    manager = somebody(Role.PRACTICE_MANAGER)

    assert not refused_by(differences.require_can_settle, manager, step, agency_kind="social_care")
    assert refused_by(differences.require_can_settle, manager, step, agency_kind="police") == (
        f"Your agency does not settle this step: {step.label}."
    )
    assert refused_by(differences.require_can_settle, somebody(Role.EVALUATOR), step, agency_kind="social_care") == (
        f"In this hub {ROLES[Role.EVALUATOR].one} does not settle this step: {step.label}."
    )
    outside = differences.can_settle(somebody(Role.COORDINATOR), step, agency_kind="social_care")
    assert step.label not in refusal(outside)
    anyones = replace(step, agency_kinds=())
    assert not refused_by(differences.require_can_settle, manager, anyones, agency_kind="police")


def test_only_whoever_raised_it_or_their_agency_takes_it_further() -> None:
    who = somebody(Role.EVALUATOR)

    for raised_by, agency_id, may in (
        (who.id, THEIRS, True),
        (NOBODY, OURS, True),
        (NOBODY, None, True),
        (NOBODY, THEIRS, False),
    ):
        said = refused_by(differences.require_can_go_on_for, who, raised_by=raised_by, agency_id=agency_id)
        assert said == ("" if may else "Only whoever raised this, or their agency, takes it further or back.")


# --- Meetings -------------------------------------------------------------------------------------------------------


def test_a_meeting_is_written_down_by_its_chair_or_by_somebody_who_calls_meetings_and_enters_the_room() -> None:
    chair, writer = somebody(Role.AGENCY_REPRESENTATIVE), somebody(Role.SOCIAL_WORKER)

    assert meetings.can_write(chair, chair.id)
    assert meetings.can_write(writer, chair.id)
    assert says_why(meetings.can_write(chair, writer.id))
    outside = somebody(Role.COORDINATOR)
    assert says_why(meetings.can_write(outside, outside.id))
    assert not refused_by(meetings.require_can_write, chair, chair.id)
    assert refused_by(meetings.require_can_write, chair, writer.id)


def test_an_agencys_view_is_given_by_its_people_or_taken_down_by_whoever_writes() -> None:
    own, other = somebody(Role.AGENCY_REPRESENTATIVE), somebody(Role.AGENCY_REPRESENTATIVE)

    assert meetings.can_give_view(own, NOBODY, OURS, AGENCY)
    assert meetings.can_give_view(other, other.id, THEIRS, AGENCY)
    assert meetings.can_give_view(somebody(Role.SOCIAL_WORKER), NOBODY, THEIRS, AGENCY)
    assert refused_by(meetings.require_can_give_view, other, NOBODY, THEIRS, AGENCY) == (
        f"Only people of {AGENCY}, the chair, or whoever takes the minutes may give its view."
    )
    assert says_why(meetings.can_give_view(somebody(Role.COORDINATOR), NOBODY, OURS, AGENCY))
    assert not refused_by(meetings.require_can_give_view, own, NOBODY, OURS, AGENCY)
    assert not refused_by(meetings.require_can_give_view, other, other.id, THEIRS, AGENCY)


def test_a_meeting_is_closed_by_its_chair_or_a_manager() -> None:
    chair = somebody(Role.AGENCY_REPRESENTATIVE)

    assert meetings.can_close(chair, chair.id)
    assert meetings.can_close(somebody(Role.PRACTICE_MANAGER), chair.id)
    assert refused_by(meetings.require_can_close, chair, NOBODY) == (
        "Only the chair or a manager of the hub may close the meeting."
    )
    outside = somebody(Role.COORDINATOR)
    assert "chair" not in refusal(meetings.can_close(outside, outside.id))
    assert not refused_by(meetings.require_can_close, chair, chair.id)


def test_an_action_is_done_when_its_owner_or_whoever_calls_meetings_says_so() -> None:
    who = somebody(Role.AGENCY_REPRESENTATIVE)

    assert meetings.can_complete(who, OURS, AGENCY)
    assert meetings.can_complete(somebody(Role.COORDINATOR), THEIRS, AGENCY)
    assert refused_by(meetings.require_can_complete, who, THEIRS, AGENCY) == (
        f"Only people of {AGENCY}, or whoever calls meetings, may say that it is done."
    )
    assert AGENCY not in refusal(meetings.can_complete(somebody(Role.ADMINISTRATOR), OURS, AGENCY))
    assert not refused_by(meetings.require_can_complete, who, OURS, AGENCY)


def test_whoever_holds_the_enquiry_chairs_where_the_model_says_so_and_a_role_where_it_does_not() -> None:
    me = uuid4()
    rule = replace(load("westminster").meetings[0], chairs=(Role.PRACTICE_MANAGER,), responsible_chairs=False)
    theirs = replace(rule, responsible_chairs=True)

    assert meetings.may_chair(Role.PRACTICE_MANAGER, me, rule, {NOBODY})
    assert not meetings.may_chair(Role.SOCIAL_WORKER, me, rule, {me})
    assert meetings.may_chair(Role.SOCIAL_WORKER, me, theirs, {me})
    assert not meetings.may_chair(Role.PRACTICE_MANAGER, me, theirs, {NOBODY})
    assert meetings.may_chair(Role.PRACTICE_MANAGER, me, theirs, set())
    assert not meetings.may_chair(Role.SOCIAL_WORKER, me, theirs, set())
