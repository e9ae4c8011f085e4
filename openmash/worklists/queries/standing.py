"""How every open enquiry stands, read once for the wall and for whoever moves work: rating, time, holder, agencies.

The number of statements does not depend on how many enquiries are open.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from openmash.access import Actor
from openmash.checks.models import Check
from openmash.checks.states import CheckState
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.models import Allocation, Enquiry, Rating, Subject
from openmash.enquiries.rules import most_urgent
from openmash.enquiries.states import EnquiryState, SubjectState
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import RatingRule


class Answer(StrEnum):
    """How an agency stands with what it was asked."""

    LATE = "late"
    WAITING = "waiting"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Asked:
    """One agency that was asked about an enquiry, its newest request.

    Args:
        agency: its short name.
        agency_id: which it is.
        due_at: by when its answer is or was due.
    """

    agency: str
    answer: Answer
    due_at: datetime
    agency_id: UUID


@dataclass(frozen=True)
class Standing:
    """How one open enquiry stands.

    Args:
        paused: whether every clock of a decision still to be made is paused.
        rating: the most urgent of those not yet decided about, by the model the enquiry began with; None when all are
            decided.
        due_at: the nearest deadline of a decision still to be made; None when all are made or paused.
        holder_id: who holds it; None when nobody does.
        person_ids: those it is about.
        changed_at: when it was last opened, rated, given to somebody, asked about or answered.
    """

    enquiry_id: UUID
    reference: str
    received_at: datetime
    rating: RatingRule | None
    due_at: datetime | None
    undecided: int
    paused: bool
    holder_id: UUID | None
    holder_name: str
    person_ids: tuple[UUID, ...]
    asked: tuple[Asked, ...]
    changed_at: datetime

    @property
    def decided(self) -> bool:
        """Whether everybody in it is decided about."""
        return not self.undecided

    def late_at(self, at: datetime) -> bool:
        """Whether a decision in it is late at this moment."""
        return self.due_at is not None and self.due_at < at


def standings(actor: Actor, *, at: datetime) -> list[Standing]:
    """Every open enquiry that the actor is not kept out of: the nearest deadline first, paused and decided ones last.

    Args:
        actor: who looks.
        at: now.
    """
    open_ones = Enquiry.objects.filter(hub_id=actor.hub_id, state=EnquiryState.OPEN)
    rows = list(open_ones.exclude(id__in=enquiry_queries.kept_out_of(actor)))
    subjects = _subjects(actor.hub_id)
    asked, asked_at = _asked(actor.hub_id, at)
    held = _held(actor.hub_id)
    rated_at = _rated_at(actor.hub_id)
    found = []
    for row in rows:
        here = subjects.get(row.id, [])
        waiting = [each for each in here if each.state == SubjectState.GATHERING]
        running = [each for each in waiting if each.paused_at is None]
        holder = held.get(row.id)
        moments = (row.opened_at, rated_at.get(row.id), asked_at.get(row.id), holder and holder.allocated_at)
        decided = (each.decided_at for each in here)
        found.append(
            Standing(
                enquiry_id=row.id,
                reference=row.reference,
                received_at=row.received_at,
                rating=_rating(row, waiting),
                due_at=min((each.due_at for each in running if each.due_at), default=None),
                undecided=len(waiting),
                paused=bool(waiting) and not running,
                holder_id=holder.holder_id if holder else None,
                holder_name=holder.holder_name if holder else "",
                person_ids=tuple(each.person_id for each in here),
                asked=tuple(asked.get(row.id, ())),
                changed_at=max(moment for moment in (*moments, *decided) if moment),
            )
        )
    return sorted(found, key=lambda each: (each.decided, each.paused, each.due_at or each.received_at, each.reference))


def _rating(row: Enquiry, waiting: list[Subject]) -> RatingRule | None:
    model = hub_queries.model(row.hub_id, row.operating_model, row.model_version)
    code = most_urgent((each.rating for each in waiting), model)
    return model.rating(code) if code else None


def _subjects(hub_id: UUID) -> dict[UUID, list[Subject]]:
    rows = Subject.objects.filter(hub_id=hub_id, enquiry__state=EnquiryState.OPEN).order_by("id")
    fields = ("enquiry_id", "person_id", "state", "rating", "due_at", "decided_at", "paused_at")
    found: dict[UUID, list[Subject]] = defaultdict(list)
    for subject in rows.only(*fields):
        found[subject.enquiry_id].append(subject)
    return found


def _asked(hub_id: UUID, at: datetime) -> tuple[dict[UUID, list[Asked]], dict[UUID, datetime]]:
    """Each agency once an enquiry, as its newest request stands; and when anything of them last changed."""
    rows = Check.objects.filter(hub_id=hub_id, enquiry__state=EnquiryState.OPEN).exclude(state=CheckState.WITHDRAWN)
    fields = ("enquiry_id", "agency_id", "agency__short_name", "due_at", "answered_at", "asked_at", "chased_at")
    newest: dict[tuple[UUID, UUID], Asked] = {}
    changed: dict[UUID, datetime] = {}
    for enquiry_id, agency_id, name, due_at, answered_at, *moments in rows.order_by("asked_at").values_list(*fields):
        newest[enquiry_id, agency_id] = Asked(name, _answer(due_at, answered_at, at), due_at, agency_id)
        latest = [moment for moment in (answered_at, *moments, changed.get(enquiry_id)) if moment]
        changed[enquiry_id] = max(latest)
    return _by_enquiry(newest), changed


def _by_enquiry(newest: dict[tuple[UUID, UUID], Asked]) -> dict[UUID, list[Asked]]:
    found: dict[UUID, list[Asked]] = defaultdict(list)
    for (enquiry_id, _), asked in sorted(newest.items(), key=lambda each: each[1].agency):
        found[enquiry_id].append(asked)
    return found


def _answer(due_at: datetime, answered_at: datetime | None, at: datetime) -> Answer:
    if answered_at is not None:
        return Answer.ANSWERED
    return Answer.LATE if due_at < at else Answer.WAITING


def _held(hub_id: UUID) -> dict[UUID, Allocation]:
    rows = Allocation.objects.filter(hub_id=hub_id, enquiry__state=EnquiryState.OPEN)
    return {row.enquiry_id: row for row in rows.order_by("enquiry_id", "-number").distinct("enquiry_id")}


def _rated_at(hub_id: UUID) -> dict[UUID, datetime]:
    rows = Rating.objects.filter(hub_id=hub_id, subject__enquiry__state=EnquiryState.OPEN).order_by("rated_at")
    return dict(rows.values_list("subject__enquiry_id", "rated_at"))
