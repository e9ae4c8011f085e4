"""What is kept how long, what must not be erased, what is due, and what was erased."""

from openmash.retention.queries.access import (
    OwnerView,
    OwnRequest,
    PieceView,
    RequestView,
    asked_of_own,
    owners,
    piece,
    pieces,
    request,
    requests,
    requests_kept_from,
)
from openmash.retention.queries.batches import BatchView, batch, batches, open_batch
from openmash.retention.queries.due import (
    AGENCIES,
    ALLEGATION,
    CONTACT,
    HUB,
    PART_WORDS,
    DueLine,
    DueList,
    ToReview,
    due,
    to_review,
)
from openmash.retention.queries.holds import HoldView, holds
from openmash.retention.queries.ledger import Comparison, Entry, behind, compared, entries, entries_in, file
from openmash.retention.queries.opening import PieceWords, piece_words
from openmash.retention.queries.schedules import ScheduleRow, schedule

__all__ = [
    "AGENCIES",
    "ALLEGATION",
    "CONTACT",
    "HUB",
    "PART_WORDS",
    "BatchView",
    "Comparison",
    "DueLine",
    "DueList",
    "Entry",
    "HoldView",
    "OwnRequest",
    "OwnerView",
    "PieceView",
    "PieceWords",
    "RequestView",
    "ScheduleRow",
    "ToReview",
    "asked_of_own",
    "batch",
    "batches",
    "behind",
    "compared",
    "due",
    "entries",
    "entries_in",
    "file",
    "holds",
    "open_batch",
    "owners",
    "piece",
    "piece_words",
    "pieces",
    "request",
    "requests",
    "requests_kept_from",
    "schedule",
    "to_review",
]
