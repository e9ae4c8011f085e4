"""Which meetings there are and how they stand; nothing sealed is opened here."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import MeetingRule
from openmash.meetings import permissions, rules
from openmash.meetings.errors import NoSuchMeeting
from openmash.meetings.models import Action, AgencyStatement, Attendance, CaseRecord, Meeting, MeetingCase
from openmash.meetings.queries.calling import comes_to
from openmash.meetings.queries.shapes import AttendanceView, CaseLine, MeetingLine, MeetingView, OpenAction
from openmash.meetings.states import MeetingState

RECENT = timedelta(days=14)


def meetings_of(enquiry_id: UUID, *, actor: Actor) -> list[MeetingLine]:
    """Every meeting that spoke or will speak of an enquiry, the latest first; raises NotFound, KeptOut, Refused."""
    permissions.require_can_see(actor)
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    found = MeetingCase.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id)
    rows = Meeting.objects.filter(hub_id=actor.hub_id, id__in=found.values("meeting_id"))
    return _lines(rows.order_by("-starts_at", "id"), actor)


def coming(*, actor: Actor) -> list[MeetingLine]:
    """The meetings still to be held or closed, the next first; those about a case that the actor is kept out of not."""
    permissions.require_can_see(actor)
    return _lines(_visible(actor).filter(state=MeetingState.PLANNED).order_by("starts_at", "id"), actor)


def recent(*, actor: Actor, at: datetime) -> list[MeetingLine]:
    """The meetings of the last two weeks that were held or called off, the latest first."""
    permissions.require_can_see(actor)
    rows = _visible(actor).exclude(state=MeetingState.PLANNED).filter(starts_at__gte=at - RECENT)
    return _lines(rows.order_by("-starts_at", "id"), actor)


def meeting(meeting_id: UUID, *, actor: Actor) -> MeetingView:
    """One meeting with who was invited and the cases it speaks of, those the actor is kept out of left out.

    Raises:
        Refused: the actor's role sees no meetings.
        KeptOut: it is about a case that an exclusion keeps them out of.
        NotFound: there is none of that id in the actor's hub.
    """
    permissions.require_can_see(actor)
    row = Meeting.objects.filter(hub_id=actor.hub_id, id=meeting_id).first()
    if row is None:
        raise NoSuchMeeting
    if row.enquiry_id is not None:
        enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    rule = rule_of(row, actor)
    return MeetingView(
        id=row.id,
        enquiry_id=row.enquiry_id,
        code=row.code,
        kind=row.kind,
        label=row.label,
        state=row.state,
        starts_at=row.starts_at,
        minutes_long=row.minutes_long,
        place=row.place,
        chair_id=row.chair_id,
        chair_name=row.chair_name,
        convened_at=row.convened_at,
        convened_by_name=row.convened_by_name,
        held_at=row.held_at,
        held_by_name=row.held_by_name,
        without_quorum=rules.label_of(rules.WITHOUT_QUORUM_WORDS, row.without_quorum),
        cancelled_at=row.cancelled_at,
        cancelled_because=rules.label_of(rules.CANCELLED_WORDS, row.cancelled_because),
        version=row.version,
        attendance=_attendance(row, rule, actor),
        cases=case_lines(row, rule, actor),
    )


def rule_of(row: Meeting, actor: Actor) -> MeetingRule:
    """The rule by which a meeting was called: of the version that its enquiry began with, or of the hub's own."""
    if row.enquiry_id is None:
        model = hub_queries.model_of(actor.hub_id, at=row.convened_at)
    else:
        model = enquiry_queries.model_for(row.enquiry_id, actor=actor)
    found = next((rule for rule in rules.meetings_of(model) if rule.code == row.code), None)
    return found or rules.without_rules(row.code, row.label, row.kind)


def rule(meeting_id: UUID, *, actor: Actor) -> MeetingRule:
    """The rule by which a meeting was called; raises as ``meeting`` does."""
    row = Meeting.objects.filter(hub_id=actor.hub_id, id=meeting_id).first()
    if row is None:
        raise NoSuchMeeting
    return rule_of(row, actor)


def meeting_of_case(case_id: UUID, *, actor: Actor) -> UUID:
    """The meeting that a case is on; raises NotFound."""
    found = MeetingCase.objects.filter(hub_id=actor.hub_id, id=case_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise NoSuchMeeting
    return found


def not_on_the_agenda(meeting_id: UUID, *, actor: Actor) -> int:
    """How many cases that the actor may know of have come in since a meeting's agenda was made."""
    view = Meeting.objects.filter(hub_id=actor.hub_id, id=meeting_id, enquiry=None).first()
    if view is None:
        return 0
    there = set(MeetingCase.objects.filter(hub_id=actor.hub_id, meeting=view).values_list("enquiry_id", flat=True))
    out = enquiry_queries.kept_out_of(actor)
    new = [case.enquiry_id for case in comes_to(rule_of(view, actor), actor.hub_id)]
    return len([enquiry_id for enquiry_id in new if enquiry_id not in there and enquiry_id not in out])


def open_actions(*, actor: Actor, agency_id: UUID | None = None, user_id: UUID | None = None) -> list[OpenAction]:
    """Actions still to be done, the nearest deadline first; never of a case that the actor is kept out of.

    Args:
        actor: who asks.
        agency_id: only those of this agency; None for all.
        user_id: only those of this colleague; None for all.
    """
    permissions.require_can_see(actor)
    rows = Action.objects.filter(hub_id=actor.hub_id, done_at=None)
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    if user_id is not None:
        rows = rows.filter(owner_id=user_id)
    rows = rows.exclude(case__enquiry_id__in=enquiry_queries.kept_out_of(actor))
    found = list(rows.select_related("case__meeting", "agency").order_by("due_at", "id"))
    references = enquiry_queries.references({row.case.enquiry_id for row in found}, actor=actor)
    return [
        OpenAction(
            id=row.id,
            meeting_id=row.case.meeting_id,
            case_id=row.case_id,
            meeting_label=row.case.meeting.label,
            has_agenda=row.case.meeting.enquiry_id is None,
            reference=references[row.case.enquiry_id],
            agency_id=row.agency_id,
            agency_name=row.agency.short_name,
            owner_id=row.owner_id,
            owner_name=row.owner_name,
            due_at=row.due_at,
        )
        for row in found
    ]


def case_lines(row: Meeting, rule: MeetingRule, actor: Actor) -> tuple[CaseLine, ...]:
    """The cases of a meeting as they were put on, without those that the actor is kept out of."""
    cases = list(
        MeetingCase.objects.filter(hub_id=actor.hub_id, meeting=row)
        .exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor))
        .order_by("added_at", "id")
    )
    ids = [case.enquiry_id for case in cases]
    references = enquiry_queries.references(ids, actor=actor)
    families = enquiry_queries.families(ids, actor=actor)
    records = _newest_records(cases, actor)
    said = _who_said(cases, actor)
    given = _actions_given(cases, actor)
    labels = {each.code: each.label for each in rules.results_of(rule)}
    return tuple(
        CaseLine(
            id=case.id,
            enquiry_id=case.enquiry_id,
            reference=references[case.enquiry_id],
            family=families.get(case.enquiry_id, ""),
            rating=case.rating,
            due_at=case.due_at,
            due_words=case.due_words,
            result=records[case.id].result if case.id in records else "",
            result_label=labels.get(records[case.id].result, records[case.id].result) if case.id in records else "",
            number=records[case.id].number if case.id in records else 0,
            said=said.get(case.id, frozenset()),
            actions=given.get(case.id, 0),
        )
        for case in cases
    )


def _newest_records(cases: Iterable[MeetingCase], actor: Actor) -> dict[UUID, CaseRecord]:
    rows = CaseRecord.objects.filter(hub_id=actor.hub_id, case__in=list(cases)).order_by("case_id", "-number")
    return {row.case_id: row for row in rows.distinct("case_id")}


def _who_said(cases: Collection[MeetingCase], actor: Actor) -> dict[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    rows = AgencyStatement.objects.filter(hub_id=actor.hub_id, case__in=list(cases))
    for case_id, agency_id in rows.values_list("case_id", "agency_id"):
        found.setdefault(case_id, set()).add(agency_id)
    return {case_id: frozenset(agencies) for case_id, agencies in found.items()}


def _actions_given(cases: Collection[MeetingCase], actor: Actor) -> dict[UUID, int]:
    rows = Action.objects.filter(hub_id=actor.hub_id, case__in=list(cases)).values("case_id")
    return {row["case_id"]: row["given"] for row in rows.annotate(given=Count("id"))}


def _attendance(row: Meeting, rule: MeetingRule, actor: Actor) -> tuple[AttendanceView, ...]:
    rows = {each.agency_id: each for each in Attendance.objects.filter(hub_id=actor.hub_id, meeting=row)}
    criteria = {each.code: each.label for each in rule.criteria} | {rules.NO_CRITERION: rules.NO_CRITERION_WORDS}
    return tuple(
        AttendanceView(
            agency_id=agency.id,
            agency_name=agency.short_name,
            agency_kind=agency.kind,
            how=rows[agency.id].how,
            how_words=rules.label_of(rules.HOW_WORDS, rows[agency.id].how),
            who_came=rows[agency.id].who_came,
            criterion=rows[agency.id].criterion,
            criterion_words=criteria.get(rows[agency.id].criterion, ""),
        )
        for agency in agency_queries.agencies(actor.hub_id)
        if agency.id in rows
    )


def _visible(actor: Actor) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(hub_id=actor.hub_id)
    return rows.filter(Q(enquiry=None) | ~Q(enquiry_id__in=enquiry_queries.kept_out_of(actor)))


def _lines(rows: QuerySet[Meeting], actor: Actor) -> list[MeetingLine]:
    found = list(rows)
    out = enquiry_queries.kept_out_of(actor)
    cases = (
        MeetingCase.objects.filter(hub_id=actor.hub_id, meeting__in=found)
        .exclude(enquiry_id__in=out)
        .values("meeting_id")
        .annotate(due=Min("due_at"), cases=Count("id"))
    )
    counts = {row["meeting_id"]: row for row in cases}
    references = enquiry_queries.references({row.enquiry_id for row in found if row.enquiry_id}, actor=actor)
    return [
        MeetingLine(
            id=row.id,
            enquiry_id=row.enquiry_id,
            reference=references[row.enquiry_id] if row.enquiry_id else "",
            code=row.code,
            kind=row.kind,
            label=row.label,
            state=row.state,
            starts_at=row.starts_at,
            due_at=counts[row.id]["due"] if row.id in counts else None,
            chair_name=row.chair_name,
            chair_id=row.chair_id,
            cases=counts[row.id]["cases"] if row.id in counts else 0,
        )
        for row in found
    ]
