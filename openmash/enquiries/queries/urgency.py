"""How urgent each open case is, without a name: what a meeting over the cases of the day is made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.enquiries import rules
from openmash.enquiries.models import Enquiry, Rating, Subject
from openmash.enquiries.queries.working_by import began_with
from openmash.enquiries.states import EnquiryState, SubjectState


@dataclass(frozen=True)
class Urgency:
    """How urgent one enquiry is now.

    Args:
        rating: the most urgent rating of anybody not yet decided about; empty when all are decided.
        rated_at: when that rating was given; None when all are decided.
    """

    enquiry_id: UUID
    reference: str
    is_open: bool
    received_at: datetime
    rating: str
    rated_at: datetime | None


def urgencies(hub_id: UUID, *, enquiry_ids: Iterable[UUID] | None = None) -> list[Urgency]:
    """How urgent enquiries are, the earliest received first; every open one where none are named.

    It is the hub's own list, whoever asks: a page leaves out what its reader is kept out of (``kept_out_of``).
    """
    rows = Enquiry.objects.filter(hub_id=hub_id)
    rows = rows.filter(state=EnquiryState.OPEN) if enquiry_ids is None else rows.filter(id__in=list(enquiry_ids))
    enquiries = list(rows.order_by("received_at", "id"))
    subjects = list(
        Subject.objects.filter(
            hub_id=hub_id, enquiry_id__in=[row.id for row in enquiries], state=SubjectState.GATHERING
        )
    )
    given = _given(subjects, hub_id)
    waiting: dict[UUID, list[Subject]] = {}
    for subject in subjects:
        waiting.setdefault(subject.enquiry_id, []).append(subject)
    return [_urgency(row, waiting.get(row.id, []), given) for row in enquiries]


def _given(subjects: list[Subject], hub_id: UUID) -> dict[UUID, datetime]:
    """When the rating that holds was given to each child or adult."""
    rows = Rating.objects.filter(hub_id=hub_id, subject__in=subjects).order_by("subject_id", "-rated_at")
    return dict(rows.distinct("subject_id").values_list("subject_id", "rated_at"))


def _urgency(row: Enquiry, waiting: list[Subject], given: dict[UUID, datetime]) -> Urgency:
    rating = rules.most_urgent((subject.rating for subject in waiting), began_with(row))
    moments = [given[subject.id] for subject in waiting if subject.rating == rating and subject.id in given]
    return Urgency(
        enquiry_id=row.id,
        reference=row.reference,
        is_open=row.state == EnquiryState.OPEN,
        received_at=row.received_at,
        rating=rating,
        rated_at=min(moments, default=None),
    )
