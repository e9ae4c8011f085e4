"""The worklist as a page shows it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from openmash.worklists.queries import WorkRow

_OPENS = {
    "interview": "screening:end_interview",
    "contact": "contacts:detail",
    "direct": "contacts:direct",
    "enquiry": "enquiries:case",
    "check": "checks:answer",
    "product": "products:compose",
    "approval": "products:approval",
    "urgent": "products:review_urgent",
    "second_review": "oversight:review",
    "required_review": "oversight:required_review",
    "challenge": "differences:challenge",
    "difference": "differences:one",
    "same_person": "people:merge",
    "meeting": "meetings:meeting",
    "model_version": "operating_model:version",
    "recall": "recalls:afterwards",
    "allegation": "allegations:show",
    "feedback": "decisions:feedback",
    "letter": "decisions:letter",
    "access_request": "subject_access:detail",
    "access_bundle": "subject_access:prepare",
    "erase": "retention:batch",
    "still_needed": "retention:review",
}
_WITHOUT_ID = {
    "releases": "sealed:releases",
    "grants": "reviews:list",
    "not_taken_in": "contacts:list",
    "not_delivered": "worklist:mine",
    "out_of_hours": "out_of_hours:show",
    "rotation": "rotation:list",
    "access_ours": "subject_access:ours",
}


@dataclass(frozen=True)
class Line:
    """One line of the worklist."""

    row: WorkRow
    url: str


@dataclass(frozen=True)
class Tally:
    """A box at the top: how many of one sort, and how many of them are late."""

    label: str
    kind: str
    count: int
    late: int
    current: bool


_LABELS = {
    "triage": "To triage",
    "direct": "Direct referrals not taken in",
    "check": "To answer",
    "chase": "To chase",
    "ring": "To ring: an answer not read in",
    "decide": "To decide",
    "cover": "Out of hours",
    "leaving": "Staff who go back with work",
    "clock": "Other clocks",
    "interview": "Return interviews",
    "revisit": "To look at again",
    "second_review": "Second manager reviews",
    "required_review": "Reviews due",
    "same_person": "One person or two?",
    "settle": "Disputes to settle",
    "challenge": "Referrers who do not agree",
    "meeting": "Meetings to chair",
    "approve_model": "How the hub works: to approve",
    "release_request": "May it leave?",
    "approve": "Products to approve",
    "review_grant": "Special grants to review",
    "review_urgent": "Urgent releases to review",
    "hand_on": "To hand on",
    "recall": "Called back, not acknowledged",
    "unacknowledged": "Not acknowledged",
    "tell": "To tell",
    "letter": "Letters to read",
    "allegation": "Allegations to consider",
    "not_taken_in": "Not taken in",
    "not_delivered": "Not delivered",
    "access_request": "Requests for records",
    "access_bundle": "Records to give out",
    "access_ours": "Records asked of us",
    "erase": "To erase",
    "still_needed": "Still needed?",
}


def lines(rows: Iterable[WorkRow]) -> list[Line]:
    """The rows with where each leads."""
    return [Line(row, _url(*row.opens)) for row in rows]


def tallies(rows: list[WorkRow], *, at: datetime, chosen: str) -> list[Tally]:
    """How much there is of each sort, in the order in which work comes in."""
    counts = Counter(row.kind for row in rows)
    late = Counter(row.kind for row in rows if row.due_at is not None and row.due_at < at)
    return [
        Tally(label, kind, counts[kind], late[kind], kind == chosen) for kind, label in _LABELS.items() if counts[kind]
    ]


def _url(kind: str, thing_id: UUID) -> str:
    if kind in _WITHOUT_ID:
        return reverse(_WITHOUT_ID[kind])
    return reverse(_OPENS[kind], args=[thing_id])
