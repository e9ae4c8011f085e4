"""Calling a meeting, making its agenda, inviting one more agency, and calling it off."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AgencyView
from openmash.audit import services as audit
from openmash.core.errors import Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import Urgency
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import MeetingRule, OperatingModel
from openmash.meetings import permissions, queries, rules
from openmash.meetings.models import Attendance, Meeting, MeetingCase
from openmash.meetings.queries.reading import rule_of
from openmash.meetings.services.rows import lock, model_of, record, require_fresh, require_planned
from openmash.meetings.states import MEETING, MeetingState
from openmash.notifications import services as notifications

_IN_THE_ROOM = tuple(role for role, about in ROLES.items() if Permission.ENTER_SEALED_ROOM in about.permissions)


@transaction.atomic
def convene(*, enquiry_id: UUID, code: str, told: rules.Calling, actor: Actor, at: datetime) -> UUID:
    """Call a meeting about one enquiry.

    Its agencies are told that they are invited; when, where and about whom is on the page alone.

    Args:
        enquiry_id: the enquiry.
        code: which meeting, of the hub's operating model or the statutory ones.
        told: when, where, who chairs, who is invited.
        actor: who calls it.
        at: when.

    Returns:
        The meeting.

    Raises:
        NotFound, KeptOut, Refused: as everywhere.
        RuleBroken: ``meetings.meeting_is_the_hubs``, ``meetings.rating_comes_to_it``, ``meetings.enquiry_is_open``,
            ``meetings.one_planned_at_a_time``, ``meetings.chair_may_chair``, ``meetings.starts_at_a_likely_time``,
            ``meetings.starts_after_the_referral`` and what a calling must say.
    """
    permissions.require_can_convene(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    rule = rules.require_one_of_the_hubs(code, rules.meetings_of(model), about_a_case=True)
    [urgency] = enquiry_queries.urgencies(actor.hub_id, enquiry_ids=[enquiry_id])
    rules.require_case_open(is_open=urgency.is_open, reference=urgency.reference)
    label = model.rating(urgency.rating).label if urgency.rating else "no longer: everybody is decided about"
    rules.require_rating_comes_to_it(rule, urgency.rating, label)
    planned = Meeting.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, code=code, state=MeetingState.PLANNED)
    rules.require_not_planned_already(rule.label, planned=planned.exists())
    rules.require_after_the_referral(told.starts_at, urgency.received_at)
    row = _called(rule, told, actor=actor, at=at, enquiry_id=enquiry_id)
    _save_unless_overtaken(row)
    _put_on(row, [urgency], rule=rule, model=model, actor=actor, at=at)
    record("meeting.convened", row, actor, at, {"invited": len(told.agency_ids)})
    _invite(row, told.agency_ids, reference=urgency.reference, actor=actor, at=at)
    return row.id


@transaction.atomic
def call_over(*, code: str, told: rules.Calling, actor: Actor, at: datetime) -> UUID:
    """Call a meeting that goes through the cases of the day: every open one with a rating that comes to it.

    The agenda is the hub's: a case that the actor is kept out of is on it, and they do not see it.

    Returns:
        The meeting.

    Raises:
        Refused, RuleBroken: as of ``convene``; ``meetings.agenda_has_cases``.
    """
    permissions.require_can_convene(actor)
    model = hub_queries.model_of(actor.hub_id, at=at)
    rule = rules.require_one_of_the_hubs(code, rules.meetings_of(model), about_a_case=False)
    cases = queries.comes_to(rule, actor.hub_id)
    rules.require_cases(len(cases))
    row = _called(rule, told, actor=actor, at=at)
    row.save(force_insert=True)
    _put_on(row, cases, rule=rule, model=model, actor=actor, at=at)
    record("meeting.convened", row, actor, at, {"invited": len(told.agency_ids)})
    _invite(row, told.agency_ids, reference="", actor=actor, at=at)
    return row.id


@transaction.atomic
def bring_up_to_date(*, meeting_id: UUID, actor: Actor, at: datetime) -> int:
    """Put on the agenda what has come in since; what is on it stays on it. Returns how many cases were added."""
    row = lock(meeting_id, actor)
    permissions.require_can_convene(actor)
    require_planned(row)
    model = model_of(row, actor, at)
    rule = rules.require_one_of_the_hubs(row.code, rules.meetings_of(model), about_a_case=False)
    there = set(MeetingCase.objects.filter(hub_id=actor.hub_id, meeting=row).values_list("enquiry_id", flat=True))
    new = [case for case in queries.comes_to(rule, actor.hub_id) if case.enquiry_id not in there]
    _put_on(row, new, rule=rule, model=model, actor=actor, at=at)
    return len(new)


@transaction.atomic
def put_on_agenda(*, meeting_id: UUID, enquiry_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Put one open case on the agenda whatever its rating, because somebody wants it talked about."""
    row = lock(meeting_id, actor)
    permissions.require_can_convene(actor)
    require_planned(row)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    [urgency] = enquiry_queries.urgencies(actor.hub_id, enquiry_ids=[enquiry_id])
    rules.require_case_open(is_open=urgency.is_open, reference=urgency.reference)
    there = MeetingCase.objects.filter(hub_id=actor.hub_id, meeting=row, enquiry_id=enquiry_id).first()
    if there is not None:
        return there.id
    rule, model = rule_of(row, actor), model_of(row, actor, at)
    [case] = _put_on(row, [urgency], rule=rule, model=model, actor=actor, at=at)
    return case.id


@transaction.atomic
def invite(*, meeting_id: UUID, agency_ids: Collection[UUID], actor: Actor, at: datetime) -> None:
    """Invite further agencies; those that are invited already stay as they are."""
    row = lock(meeting_id, actor)
    permissions.require_can_convene(actor)
    require_planned(row)
    there = set(Attendance.objects.filter(hub_id=actor.hub_id, meeting=row).values_list("agency_id", flat=True))
    new = [agency_id for agency_id in dict.fromkeys(agency_ids) if agency_id not in there]
    _invite(row, new, reference=_reference(row, actor), actor=actor, at=at)


@transaction.atomic
def cancel(*, meeting_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Call a meeting off, for one of the reasons that a hub counts; its agencies are told.

    Raises:
        RuleBroken: ``meetings.cancelled_with_a_reason``, ``meeting.cancel``.
    """
    row = lock(meeting_id, actor)
    permissions.require_can_convene(actor)
    require_fresh(row, version)
    rules.require_reason_to_cancel(reason)
    row.state = MEETING.move(row.state, "cancel")
    row.cancelled_at, row.cancelled_by, row.cancelled_because = at, actor.id, reason
    row.version += 1
    row.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancelled_because", "version"])
    record("meeting.cancelled", row, actor, at, {"because": reason})
    invited = Attendance.objects.filter(hub_id=actor.hub_id, meeting=row).values_list("agency_id", flat=True)
    in_the_room = [each for each in _agencies(invited, actor) if each.co_located]
    _ring(row, in_the_room, "meeting_cancelled", reference=_reference(row, actor), actor=actor, at=at)


def _reference(row: Meeting, actor: Actor) -> str:
    """What people quote of a meeting: its enquiry's reference; nothing for one that goes through many."""
    return enquiry_queries.reference(row.enquiry_id, actor=actor) if row.enquiry_id else ""


def _called(
    rule: MeetingRule, told: rules.Calling, *, actor: Actor, at: datetime, enquiry_id: UUID | None = None
) -> Meeting:
    rules.require_likely_time(told.starts_at, at=at)
    rules.require_calling(told)
    chair = _chair(rule, told.chair_id, enquiry_id, actor)
    return Meeting(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        code=rule.code,
        kind=rule.kind,
        label=rule.label,
        state=MEETING.initial,
        starts_at=told.starts_at,
        minutes_long=told.minutes_long,
        place=told.place.strip(),
        chair_id=told.chair_id,
        chair_name=chair,
        convened_at=at,
        convened_by=actor.id,
        convened_by_name=actor.name,
    )


def _chair(rule: MeetingRule, chair_id: UUID, enquiry_id: UUID | None, actor: Actor) -> str:
    """The chair's name; a colleague who may not chair it, or may not open the case, is refused in the same words."""
    chosen = next((each for each in queries.chairs(rule, enquiry_id, actor=actor) if each.user_id == chair_id), None)
    may_open = True
    if chosen is not None and enquiry_id is not None:
        theirs = account_queries.actor_for(chair_id, actor.hub_id)
        may_open = enquiry_id not in enquiry_queries.kept_out_of(theirs)
    rules.require_chair(may_chair=chosen is not None and may_open)
    return chosen.name if chosen else ""


def _put_on(
    row: Meeting,
    cases: Sequence[Urgency],
    *,
    rule: MeetingRule,
    model: OperatingModel,
    actor: Actor,
    at: datetime,
) -> list[MeetingCase]:
    ids = [case.enquiry_id for case in cases]
    discussed = queries.discussed(ids, hub_id=actor.hub_id)
    # Who was talked over in time yesterday and is still open comes up again today, and is not late.
    done = queries.spoken_of(rule.code, ids, hub_id=actor.hub_id) if rule.kind.has_agenda else set()
    made = []
    for case in cases:
        moments = rules.Moments(case.rating, case.received_at, case.rated_at, discussed.get(case.enquiry_id))
        due = None if case.enquiry_id in done else rules.meeting_deadline(rule, model, moments)
        made.append(
            MeetingCase(
                hub_id=actor.hub_id,
                meeting=row,
                enquiry_id=case.enquiry_id,
                rating=case.rating,
                due_at=due.due_at if due else None,
                due_words=due.words if due else "",
                added_at=at,
                added_by=actor.id,
            )
        )
    MeetingCase.objects.bulk_create(made)
    audit.record_each(
        "meeting.case_added",
        actor=actor,
        at=at,
        about=[("meeting_case", case.id, {"meeting": row.code}) for case in made],
        enquiry_id=row.enquiry_id,
    )
    return made


def _invite(row: Meeting, agency_ids: Iterable[UUID], *, reference: str, actor: Actor, at: datetime) -> None:
    agencies = _agencies(agency_ids, actor)
    Attendance.objects.bulk_create(
        Attendance(hub_id=actor.hub_id, meeting=row, agency_id=agency.id, invited_at=at, invited_by=actor.id)
        for agency in agencies
    )
    audit.record_each(
        "meeting.agency_invited",
        actor=actor,
        at=at,
        about=[("agency", agency.id, {"meeting": row.code}) for agency in agencies],
        enquiry_id=row.enquiry_id,
    )
    here = [agency for agency in agencies if agency.co_located]
    _ring(row, here, "meeting_called", reference=reference, actor=actor, at=at)
    elsewhere = [agency.email for agency in agencies if not agency.co_located and agency.email]
    notifications.queue("meeting_link", hub_id=actor.hub_id, to=elsewhere, about_id=row.id, at=at, reference=reference)


def _agencies(agency_ids: Iterable[UUID], actor: Actor) -> list[AgencyView]:
    wanted = set(agency_ids)
    return [agency for agency in agency_queries.agencies(actor.hub_id) if agency.id in wanted]


def _ring(
    row: Meeting, agencies: Iterable[AgencyView], kind: str, *, reference: str, actor: Actor, at: datetime
) -> None:
    wanted = {agency.id for agency in agencies}
    people = account_queries.people_of(actor.hub_id)
    to = {each.email for each in people if each.agency_id in wanted and each.role in _IN_THE_ROOM}
    notifications.queue(
        kind,
        hub_id=actor.hub_id,
        to=sorted(to),
        about_id=row.id,
        at=at,
        reference=reference,
        path=f"/meetings/{row.id}/",
    )


def _save_unless_overtaken(row: Meeting) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # somebody else called the same meeting in the same moment
        raise Stale("this meeting") from error
