"""One case as reports count it: of a child or an adult at risk, without a name or a reference."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Rated:
    """A rating in the hub's word; ``rank`` 1 is the most urgent."""

    label: str
    rank: int
    colour: str


NOT_DECIDED = "Not decided yet"
NOT_RATED = Rated("Not rated", 99, "grey")


@dataclass(frozen=True)
class CaseFigures:
    """What is counted of one child or adult whom an enquiry is about.

    Source of what is kept: Camden's management information data set (source of referral, presenting issue, rating
    before and after, outcome, time taken).

    Args:
        received_at: when the first contact of the enquiry came in.
        source: of that contact, in words.
        issues: what its contacts raise, in words and in order; empty where nobody said.
        before: the first rating in the hub.
        after: the rating at the newest decision; while there is none, the rating now.
        outcome: of the newest decision, in words; ``NOT_DECIDED`` while there is none.
        ends: whether that outcome ends what the hub does.
        decided_at: when the first decision was made; None while there is none.
        due_at: by when it was, or is, due; None where nobody rated it.
        rated: the rating that set this deadline.
    """

    received_at: datetime
    source: str
    issues: tuple[str, ...]
    before: Rated
    after: Rated
    outcome: str
    ends: bool
    decided_at: datetime | None
    due_at: datetime | None
    rated: Rated

    @property
    def in_time(self) -> bool:
        """Whether the first decision was made by its deadline; the last minute counts."""
        return self.decided_at is not None and self.due_at is not None and self.decided_at <= self.due_at

    def overdue(self, at: datetime) -> bool:
        """Whether it is not decided although its time is over."""
        return self.decided_at is None and self.due_at is not None and self.due_at < at

    @property
    def taken(self) -> timedelta | None:
        """From when the contact came in to the first decision: nights and weekends included."""
        return self.decided_at - self.received_at if self.decided_at else None
