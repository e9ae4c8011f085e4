"""Writing a meeting down: who came, what each agency said, what it came to, and who does what by when."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.accounts.queries import Colleague
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AgencyView
from openmash.audit import services as audit
from openmash.core.errors import RuleBroken, Stale
from openmash.enquiries import permissions as enquiry_permissions
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import rules as enquiry_rules
from openmash.enquiries import services as enquiry_services
from openmash.hubs.rules import Serves
from openmash.meetings import permissions, rules
from openmash.meetings.errors import NoSuchAction
from openmash.meetings.models import Action, AgencyStatement, Attendance, CaseRecord, Meeting, MeetingCase, SecondRating
from openmash.meetings.queries.reading import rule_of
from openmash.meetings.services.rows import lock, lock_case, record, record_of_case, require_planned, seal
from openmash.meetings.states import MeetingState
from openmash.notifications import services as notifications


@transaction.atomic
def note_attendance(*, meeting_id: UUID, told: Sequence[rules.AttendanceTold], actor: Actor, at: datetime) -> None:
    """Note how agencies took part; one of which nothing is told stays as it is.

    Raises:
        RuleBroken: ``meetings.way_is_the_meetings``, ``meetings.criterion_is_the_agencys``,
            ``meetings.who_came_is_named``, ``meetings.still_planned``.
    """
    row = lock(meeting_id, actor)
    permissions.require_can_convene(actor)
    require_planned(row)
    put_attendance(row, told, actor=actor, at=at)


def put_attendance(row: Meeting, told: Sequence[rules.AttendanceTold], *, actor: Actor, at: datetime) -> None:
    """As ``note_attendance``, for a meeting that is locked and whose writer is known."""
    rule = rule_of(row, actor)
    kinds = {agency.id: agency.kind for agency in agency_queries.agencies(actor.hub_id)}
    invited = {each.agency_id: each for each in Attendance.objects.filter(hub_id=actor.hub_id, meeting=row)}
    changed = []
    for number, each in enumerate(told):
        there = invited.get(each.agency_id)
        if there is None:
            raise RuleBroken("meetings.agency_is_invited", "Invite that agency first.", field="attendance")
        rules.require_attendance(each, rule, kinds[each.agency_id], field=f"attendance-{number}")
        said = (each.how or there.how, each.who_came.strip(), each.criterion or there.criterion)
        if said == (there.how, there.who_came, there.criterion):
            continue
        there.how, there.who_came, there.criterion = said
        there.noted_at, there.noted_by = at, actor.id
        changed.append(there)
    Attendance.objects.bulk_update(changed, ["how", "who_came", "criterion", "noted_at", "noted_by"])
    audit.record_each(
        "meeting.attendance_noted",
        actor=actor,
        at=at,
        about=[("agency", each.agency_id, {"how": each.how, "criterion": each.criterion}) for each in changed],
        enquiry_id=row.enquiry_id,
    )


@transaction.atomic
def give_view(*, case_id: UUID, agency_id: UUID, words: str, actor: Actor, at: datetime) -> UUID:
    """Give an agency's view of one case; what it said before is kept, and the newest holds.

    Args:
        case_id: the case of the meeting.
        agency_id: whose view it is.
        words: what it says; sealed.
        actor: somebody of that agency, or whoever writes the meeting down.
        at: when.

    Raises:
        Refused, RuleBroken (``meetings.view_says_something``, ``meetings.still_planned``).
    """
    row, case = lock_case(case_id, actor)
    require_planned(row)
    return put_view(row, case, agency_id, words, actor=actor, at=at)


def put_view(
    row: Meeting, case: MeetingCase, agency_id: UUID, words: str, *, actor: Actor, at: datetime, field: str = "words"
) -> UUID:
    """As ``give_view``, for a meeting that is locked."""
    agency = agency_queries.agency(agency_id, actor.hub_id)
    permissions.require_can_give_view(actor, row.chair_id, agency.id, agency.name)
    rules.require_view(words, field=field)
    statement = AgencyStatement.objects.create(
        hub_id=actor.hub_id,
        case=case,
        agency_id=agency.id,
        words_id=seal(case, "view", words.strip(), actor, at),
        taken_down=actor.agency_id != agency.id,
        given_at=at,
        given_by=actor.id,
        given_by_name=actor.name,
    )
    record_of_case("meeting.view_given", row, case, actor, at, {"agency": str(agency.id)})
    return statement.id


@transaction.atomic
def write_record(
    *, case_id: UUID, told: rules.RecordTold, actor: Actor, at: datetime, number: int | None = None
) -> None:
    """Write down what was said about a case and what it came to; of a meeting that is over, put it right.

    Args:
        case_id: the case of the meeting.
        told: what was said; its words are sealed.
        actor: the chair, or whoever takes the minutes.
        at: when.
        number: how often it had been written down as the writer saw it; None skips the comparison.

    Raises:
        Refused, Stale, RuleBroken (``meetings.result_is_the_meetings``, ``meetings.minutes_are_written``,
            ``meetings.decision_is_written``, ``meetings.still_planned`` for one that was called off).
    """
    row, case = lock_case(case_id, actor)
    permissions.require_can_write(actor, row.chair_id)
    rules.require_still_planned(planned=row.state != MeetingState.CANCELLED, label=row.label)
    put_record(row, case, told, actor=actor, at=at, number=number)


def put_record(
    row: Meeting, case: MeetingCase, told: rules.RecordTold, *, actor: Actor, at: datetime, number: int | None = None
) -> None:
    """As ``write_record``, for a meeting that is locked and whose writer is known."""
    rules.require_record(told, rules.results_of(rule_of(row, actor)))
    newest = CaseRecord.objects.filter(hub_id=actor.hub_id, case=case).order_by("-number").first()
    held = newest.number if newest else 0
    if number not in (None, held):
        raise Stale("the record of this case")
    words = json.dumps({"minutes": told.minutes.strip(), "decision": told.decision.strip()})
    new = CaseRecord(hub_id=actor.hub_id, case=case, number=held + 1, result=told.result)
    new.words_id = seal(case, "record", words, actor, at)
    new.written_at, new.written_by, new.written_by_name = at, actor.id, actor.name
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:  # somebody else wrote it in the same moment
        raise Stale("the record of this case") from error
    record_of_case("meeting.recorded", row, case, actor, at, {"result": told.result, "number": new.number})


@transaction.atomic
def rate_again(*, case_id: UUID, told: rules.RatingTold, actor: Actor, at: datetime) -> None:
    """Give the second rating of one child or adult: confirmed as it was, or changed, with the clock that goes with it.

    The reason speaks of what was said in the meeting, so it is sealed; the case's own rating names the meeting.

    Raises:
        Refused: the hub's model does not let them rate.
        RuleBroken: ``meetings.rates_again``, ``meetings.rated_before_decision``, ``meetings.rated_again_once``,
            ``meetings.second_rating_has_a_reason``, ``meetings.still_planned``, and those of rating at all.
    """
    row, case = lock_case(case_id, actor)
    permissions.require_can_write(actor, row.chair_id)
    require_planned(row)
    put_rating(row, case, told, actor=actor, at=at)


def put_rating(
    row: Meeting, case: MeetingCase, told: rules.RatingTold, *, actor: Actor, at: datetime, field: str = ""
) -> None:
    """As ``rate_again``, for a meeting that is locked and whose writer is known."""
    enquiry = enquiry_queries.enquiry(case.enquiry_id, actor=actor)
    subject = next((each for each in enquiry.subjects if each.id == told.subject_id), None)
    if subject is None:
        raise RuleBroken("meetings.rates_whom_it_is_about", "That person is not in this enquiry.")
    before = SecondRating.objects.filter(hub_id=actor.hub_id, case=case, subject_id=subject.id)
    rules.require_second_rating(
        rule_of(row, actor), told.reason, decided=subject.decided, rated_already=before.exists(), field=field
    )
    model = enquiry_queries.model_for(case.enquiry_id, actor=actor)
    enquiry_permissions.require_can_rate(actor, Serves(subject.kind), model)
    enquiry_rules.require_rating_of_model(told.rating, model)
    SecondRating.objects.create(
        hub_id=actor.hub_id,
        case=case,
        subject_id=subject.id,
        before=subject.rating,
        rating=told.rating,
        reason_id=seal(case, "rating", told.reason.strip(), actor, at),
        rated_at=at,
        rated_by=actor.id,
        rated_by_name=actor.name,
    )
    detail: dict[str, audit.Plain] = {"subject": str(subject.id), "from": subject.rating, "to": told.rating}
    record_of_case("meeting.second_rating_given", row, case, actor, at, detail)
    if told.rating != subject.rating:
        why = f"{row.label}: second rating, chaired by {row.chair_name}. The reason is in the record of the meeting."
        enquiry_services.rate(subject_id=subject.id, rating=told.rating, reason=why, actor=actor, at=at)


@transaction.atomic
def give_action(*, case_id: UUID, told: rules.ActionTold, actor: Actor, at: datetime) -> UUID:
    """Note something to be done; its agency, or the colleague named, is told that there is something.

    Raises:
        Refused, RuleBroken (``meetings.action_says_what``, ``meetings.action_is_due_later``,
            ``meetings.action_owner_is_of_the_agency``, ``meetings.still_planned``).
    """
    row, case = lock_case(case_id, actor)
    permissions.require_can_write(actor, row.chair_id)
    require_planned(row)
    return put_action(row, case, told, actor=actor, at=at)


def put_action(
    row: Meeting, case: MeetingCase, told: rules.ActionTold, *, actor: Actor, at: datetime, field: str = ""
) -> UUID:
    """As ``give_action``, for a meeting that is locked and whose writer is known."""
    rules.require_action(told, at=at, field=field)
    agency = agency_queries.agency(told.agency_id, actor.hub_id)
    owner = _owner(told, agency, case, actor=actor, field=field)
    action = Action.objects.create(
        hub_id=actor.hub_id,
        case=case,
        words_id=seal(case, "action", told.words.strip(), actor, at),
        agency_id=agency.id,
        owner_id=owner.user_id if owner else None,
        owner_name=owner.name if owner else "",
        due_at=told.due_at,
        given_at=at,
        given_by=actor.id,
        given_by_name=actor.name,
    )
    record_of_case("meeting.action_given", row, case, actor, at, {"agency": str(agency.id)})
    notifications.queue(
        "meeting_action",
        hub_id=actor.hub_id,
        to=[owner.email] if owner else [agency.email],
        about_id=action.id,
        at=at,
        reference=enquiry_queries.reference(case.enquiry_id, actor=actor),
        path=f"/meetings/{row.id}/",
    )
    return action.id


def _owner(
    told: rules.ActionTold, agency: AgencyView, case: MeetingCase, *, actor: Actor, field: str
) -> Colleague | None:
    """The colleague named, if any; one who is kept out of the case is refused in the words for a stranger."""
    if told.owner_id is None:
        return None
    people = [each for each in account_queries.people_of(actor.hub_id) if each.agency_id == agency.id]
    owner = next((each for each in people if each.user_id == told.owner_id), None)
    if owner is not None:
        theirs = account_queries.actor_for(owner.user_id, actor.hub_id)
        if case.enquiry_id not in enquiry_queries.kept_out_of(theirs):
            return owner
    sentence = f"Select a colleague of {agency.short_name}, or leave the name out."
    raise RuleBroken("meetings.action_owner_is_of_the_agency", sentence, field=f"{field}-owner")


@transaction.atomic
def complete_action(*, action_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that an action is done; raises NotFound, KeptOut, Refused, RuleBroken (``meetings.action_is_open``)."""
    permissions.require_can_see(actor)
    row = Action.objects.select_for_update().filter(hub_id=actor.hub_id, id=action_id).first()
    if row is None:
        raise NoSuchAction
    case = MeetingCase.objects.select_related("meeting").get(hub_id=actor.hub_id, id=row.case_id)
    enquiry_queries.require_not_kept_out(case.enquiry_id, actor=actor)
    agency = agency_queries.agency(row.agency_id, actor.hub_id)
    permissions.require_can_complete(actor, agency.id, agency.name)
    rules.require_not_done_already(done=row.done_at is not None)
    row.done_at, row.done_by, row.done_by_name = at, actor.id, actor.name
    row.save(update_fields=["done_at", "done_by", "done_by_name"])
    record_of_case("meeting.action_completed", case.meeting, case, actor, at, {"agency": str(agency.id)})


def look_at(*, meeting_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that somebody opens the page of a meeting; raises as ``lock`` does."""
    record("meeting.opened", lock(meeting_id, actor), actor, at)
