"""What may be seen of requests to agencies; the number of statements never grows with the number of rows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from openmash.access import Actor, Permission, has, require
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AgencyView
from openmash.checks import permissions
from openmash.checks.errors import NoSuchCheck
from openmash.checks.models import Check, Invitation, OwnRecord, RefusedMail, Reminder, Reply
from openmash.checks.rules.mails import why_put_aside
from openmash.checks.states import CheckState
from openmash.enquiries import permissions as enquiry_permissions
from openmash.enquiries import queries as enquiry_queries


@dataclass(frozen=True)
class CheckView:
    """What one agency was asked, by when, and what it answered.

    Args:
        due_words: the arithmetic of the deadline.
        item_count: how many items it put in the sealed room; nothing of what they say.
        looked_up_at: when the clockwork asked the agency's person index, if it has one; nothing of what it answered.
        link_until: until when the virtual partner's newest link opens; None when there is no open link.
    """

    id: UUID
    enquiry_id: UUID
    agency_id: UUID
    agency_name: str
    agency_kind: str
    co_located: bool
    state: str
    question: str
    asked_at: datetime
    asked_by_name: str
    due_at: datetime
    due_words: str
    chased_at: datetime | None
    answered_at: datetime | None
    answered_by_name: str
    nil_return: str
    nil_label: str
    searched: str
    nil_explanation: str
    item_count: int
    looked_up_at: datetime | None
    late_effect: str
    late_effect_why: str
    version: int
    link_until: datetime | None = None

    @property
    def waiting(self) -> bool:
        """Whether the agency has still to answer."""
        return self.state == CheckState.ASKED

    def late_at(self, at: datetime) -> bool:
        """Whether it was answered too late, or is late at this moment; always computed, never stored."""
        if self.state == CheckState.WITHDRAWN:
            return False
        return (self.answered_at or at) > self.due_at


@dataclass(frozen=True)
class CheckRow:
    """An open request as one line of a list; ``family`` says whom it is about."""

    id: UUID
    enquiry_id: UUID
    enquiry_reference: str
    family: str
    agency_id: UUID
    agency_name: str
    asked_at: datetime
    due_at: datetime
    chased_at: datetime | None


@dataclass(frozen=True)
class NotReadView:
    """An answer that could not be read in: when it came, and the sentence for whoever rings."""

    came_at: datetime
    because: str


@dataclass(frozen=True)
class ReminderView:
    """One step of the ladder that was taken: to whom (``hubs.rules.Chased``), when, and how many it reached."""

    check_id: UUID
    label: str
    to: str
    sent_at: datetime
    reached: int


@dataclass(frozen=True)
class Timeliness:
    """How one agency answered what it was asked in a period; withdrawn requests are left out.

    Args:
        in_time, late: answered by the deadline, or after it.
        waiting: not answered, and still in time; ``overdue``: not answered, and late.
        reminded: of all these, how many were chased, by hand or by the ladder.
        minutes_late: of those answered late, how many minutes each was late, the least first.
    """

    agency_id: UUID
    agency_name: str
    asked: int
    in_time: int
    late: int
    waiting: int
    overdue: int
    reminded: int
    minutes_late: tuple[int, ...]


@dataclass(frozen=True)
class OwnRecordView:
    """What an agency said of its own records about somebody; ``reference`` is empty for "none of these"."""

    id: UUID
    person_id: UUID
    reference: str
    said_at: datetime
    said_by_name: str


@dataclass(frozen=True)
class WaitingReply:
    """What a virtual partner sent and nobody has taken in yet; readable only with the hub's private key."""

    id: UUID
    check_id: UUID
    enquiry_id: UUID
    agency_id: UUID
    agency_name: str
    invitation_id: UUID
    ciphertext: bytes
    context: str
    sent_at: datetime


def checks_of(enquiry_id: UUID, *, actor: Actor) -> list[CheckView]:
    """Every request of an enquiry, in the order in which they were sent, then by agency.

    Raises:
        Refused: the actor's role does not see enquiries.
    """
    enquiry_permissions.require_can_see(actor)
    found = _views(Check.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id), actor)
    return sorted(found, key=lambda c: (c.asked_at, c.agency_name))


def check(check_id: UUID, *, actor: Actor) -> CheckView:
    """One request.

    Raises:
        NotFound: there is none of that id in the actor's hub.
        Refused: the actor sees no enquiries, and it was another agency that was asked.
    """
    views = _views(Check.objects.filter(hub_id=actor.hub_id, id=check_id), actor)
    if not views:
        raise NoSuchCheck
    permissions.require_can_see(actor, views[0].agency_id)
    enquiry_queries.require_not_kept_out(views[0].enquiry_id, actor=actor)
    return views[0]


def own_records(check_id: UUID, *, actor: Actor) -> tuple[OwnRecordView, ...]:
    """What the actor's own agency said of its own records for a request, the first said first; nothing of another's."""
    return _own_records(Q(request_id=check_id), actor)


def own_records_about(person_ids: Collection[UUID], *, actor: Actor) -> tuple[OwnRecordView, ...]:
    """Which of its own records the actor's own agency said that any of these people is, in whichever request."""
    return _own_records(Q(person_ref__in=person_ids) & ~Q(reference=""), actor)


def _own_records(wanted: Q, actor: Actor) -> tuple[OwnRecordView, ...]:
    if actor.agency_id is None or not has(actor, Permission.ANSWER_CHECKS):
        return ()
    rows = OwnRecord.objects.filter(wanted, hub_id=actor.hub_id, agency_id=actor.agency_id, taken_back_at=None)
    return tuple(
        OwnRecordView(row.id, row.person_ref, row.reference, row.said_at, row.said_by_name)
        for row in rows.order_by("said_at", "id")
    )


def waiting_at(agency_id: UUID, *, actor: Actor) -> list[CheckRow]:
    """What an agency is asked and has not answered, the nearest deadline first; for its people and those of the hub."""
    permissions.require_can_see(actor, agency_id)
    return _rows(Check.objects.filter(hub_id=actor.hub_id, agency_id=agency_id, state=CheckState.ASKED), actor)


def how_many_wait(actor: Actor) -> dict[UUID, int]:
    """How many answers each agency still owes, of cases that the actor is not kept out of."""
    enquiry_permissions.require_can_see(actor)
    waiting = Check.objects.filter(hub_id=actor.hub_id, state=CheckState.ASKED)
    waiting = waiting.exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor))
    return dict(waiting.values_list("agency_id").annotate(number=Count("id")))


def late(actor: Actor, at: datetime) -> list[CheckRow]:
    """Every request that is late at this moment, the latest-running first."""
    enquiry_permissions.require_can_see(actor)
    return _rows(Check.objects.filter(hub_id=actor.hub_id, state=CheckState.ASKED, due_at__lt=at), actor)


def reminders(check_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, list[ReminderView]]:
    """What the ladder sent for each of these requests, the earliest first; the caller has shown who may see them."""
    rows = Reminder.objects.filter(hub_id=actor.hub_id, request_id__in=check_ids).order_by("sent_at", "step", "to")
    found: dict[UUID, list[ReminderView]] = defaultdict(list)
    for row in rows:
        found[row.request_id].append(ReminderView(row.request_id, row.label, row.to, row.sent_at, row.reached))
    return dict(found)


def timeliness(actor: Actor, *, begins: datetime, ends: datetime, at: datetime) -> list[Timeliness]:
    """Which agency answered in time and which did not, of what was asked in a period; for reporting. By name.

    Args:
        actor: somebody who reads reports; requests about cases that they are kept out of are not counted.
        begins, ends: asked from this moment, and before that one.
        at: now: what waits is late or not by this.
    """
    require(has(actor, Permission.SEE_REPORTS))
    asked = Check.objects.filter(hub_id=actor.hub_id, asked_at__gte=begins, asked_at__lt=ends)
    asked = asked.exclude(enquiry_id__in=enquiry_queries.kept_out_of(actor))
    rows = list(asked.exclude(state=CheckState.WITHDRAWN))
    reminded = set(Reminder.objects.filter(hub_id=actor.hub_id, request__in=rows).values_list("request_id", flat=True))
    by_agency: dict[UUID, list[Check]] = defaultdict(list)
    for row in rows:
        by_agency[row.agency_id].append(row)
    agencies = _agencies(actor.hub_id)
    found = [_timeliness(agencies[agency_id], ours, reminded, at) for agency_id, ours in by_agency.items()]
    return sorted(found, key=lambda each: each.agency_name)


def _timeliness(agency: AgencyView, rows: list[Check], reminded: set[UUID], at: datetime) -> Timeliness:
    late = [row.answered_at - row.due_at for row in rows if row.answered_at and row.answered_at > row.due_at]
    waiting = [row for row in rows if row.answered_at is None]
    overdue = sum(row.due_at < at for row in waiting)
    return Timeliness(
        agency_id=agency.id,
        agency_name=agency.name,
        asked=len(rows),
        in_time=len(rows) - len(late) - len(waiting),
        late=len(late),
        waiting=len(waiting) - overdue,
        overdue=overdue,
        reminded=sum(row.chased_at is not None or row.id in reminded for row in rows),
        minutes_late=tuple(sorted(length // timedelta(minutes=1) for length in late)),
    )


def due_before(hub_id: UUID, *, before: datetime) -> list[tuple[UUID, datetime]]:
    """Enquiry and deadline of every answer of a hub that is due before a moment, those that are late included."""
    rows = Check.objects.filter(hub_id=hub_id, state=CheckState.ASKED, due_at__lt=before)
    return list(rows.order_by("due_at", "id").values_list("enquiry_id", "due_at"))


def last_searched(actor: Actor) -> str:
    """What the actor said they searched, the last time they answered; it is most often the same systems."""
    rows = Check.objects.filter(hub_id=actor.hub_id, answered_by=actor.id).exclude(searched="")
    return rows.order_by("-answered_at").values_list("searched", flat=True).first() or ""


def agencies_to_ask(enquiry_id: UUID, *, actor: Actor) -> list[AgencyView]:
    """The agencies that are not waiting to answer already; those in the room first."""
    asked = Check.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, state=CheckState.ASKED)
    waiting = set(asked.values_list("agency_id", flat=True))
    return [a for a in agency_queries.agencies(actor.hub_id) if a.id not in waiting]


def waiting_replies(hub_id: UUID) -> list[WaitingReply]:
    """What virtual partners sent and nobody has taken in, oldest first; what could not be read is left out."""
    rows = Reply.objects.filter(hub_id=hub_id, taken_in_at=None, failed_because="").select_related("invitation")
    replies = list(rows.order_by("sent_at", "id"))
    checks = Check.objects.filter(hub_id=hub_id, id__in=[r.invitation.check_ref for r in replies])
    asked, agencies = {c.id: c for c in checks}, _agencies(hub_id)
    return [_reply(r, asked[r.invitation.check_ref], agencies) for r in replies]


def answers_not_read(check_ids: Collection[UUID] | None = None, *, actor: Actor) -> dict[UUID, list[NotReadView]]:
    """Answers that came and could not be read in, by request that waits, the earliest first.

    Args:
        check_ids: of these requests; of all if None.
        actor: who asks; the caller has shown that they may see them.
    """
    waiting = Check.objects.filter(hub_id=actor.hub_id, state=CheckState.ASKED)
    ids = (waiting if check_ids is None else waiting.filter(id__in=check_ids)).values("id")
    mails = RefusedMail.objects.filter(hub_id=actor.hub_id, invitation__check_ref__in=ids)
    failed = Reply.objects.filter(hub_id=actor.hub_id, invitation__check_ref__in=ids, taken_in_at=None)
    failed = failed.exclude(failed_because="")
    found: dict[UUID, list[NotReadView]] = defaultdict(list)
    for check_id, at, rule in mails.values_list("invitation__check_ref", "came_at", "rule"):
        found[check_id].append(NotReadView(at, why_put_aside(rule)))
    for check_id, at, why in failed.values_list("invitation__check_ref", "sent_at", "failed_because"):
        found[check_id].append(NotReadView(at, f"An answer from them could not be taken in. {why}"))
    return {check_id: sorted(came, key=lambda each: each.came_at) for check_id, came in found.items()}


def reply_context(hub_id: UUID, reply_id: UUID) -> str:
    """What a virtual partner's reply is bound to when it is encrypted to the hub."""
    return f"checks_reply|{hub_id}|{reply_id}|letter"


def _agencies(hub_id: UUID) -> dict[UUID, AgencyView]:
    return {a.id: a for a in agency_queries.agencies(hub_id)}


def _reply(row: Reply, asked: Check, agencies: dict[UUID, AgencyView]) -> WaitingReply:
    return WaitingReply(
        id=row.id,
        check_id=asked.id,
        enquiry_id=asked.enquiry_id,
        agency_id=asked.agency_id,
        agency_name=agencies[asked.agency_id].name,
        invitation_id=row.invitation_id,
        ciphertext=bytes(row.ciphertext),
        context=reply_context(row.hub_id, row.id),
        sent_at=row.sent_at,
    )


def _rows(found: QuerySet[Check], actor: Actor) -> list[CheckRow]:
    kept_out = enquiry_queries.kept_out_of(actor)
    rows, agencies = list(found.exclude(enquiry_id__in=kept_out)), _agencies(actor.hub_id)
    enquiries = {c.enquiry_id for c in rows}
    families = enquiry_queries.families(enquiries, actor=actor)
    references = enquiry_queries.references(enquiries, actor=actor)
    views = [
        CheckRow(
            id=c.id,
            enquiry_id=c.enquiry_id,
            enquiry_reference=references[c.enquiry_id],
            family=families.get(c.enquiry_id, ""),
            agency_id=c.agency_id,
            agency_name=agencies[c.agency_id].name,
            asked_at=c.asked_at,
            due_at=c.due_at,
            chased_at=c.chased_at,
        )
        for c in rows
    ]
    return sorted(views, key=lambda v: (v.due_at, v.agency_name))


def _views(found: QuerySet[Check], actor: Actor) -> list[CheckView]:
    rows = list(found.select_related("agency"))
    links = Invitation.objects.filter(
        hub_id=actor.hub_id, check_ref__in=[c.id for c in rows], used_at=None, cancelled_at=None
    )
    until = dict(links.values_list("check_ref", "expires_at"))
    return [_view(row, until.get(row.id)) for row in rows]


def _view(row: Check, link_until: datetime | None) -> CheckView:
    return CheckView(
        id=row.id,
        enquiry_id=row.enquiry_id,
        agency_id=row.agency_id,
        agency_name=row.agency.name,
        agency_kind=row.agency.kind,
        co_located=row.agency.co_located,
        state=row.state,
        question=row.question,
        asked_at=row.asked_at,
        asked_by_name=row.asked_by_name,
        due_at=row.due_at,
        due_words=row.due_words,
        chased_at=row.chased_at,
        answered_at=row.answered_at,
        answered_by_name=row.answered_by_name,
        nil_return=row.nil_return,
        nil_label=row.get_nil_return_display() if row.nil_return else "",
        searched=row.searched,
        nil_explanation=row.nil_explanation,
        item_count=row.item_count,
        late_effect=row.late_effect,
        late_effect_why=row.late_effect_why,
        looked_up_at=row.looked_up_at,
        version=row.version,
        link_until=link_until,
    )
