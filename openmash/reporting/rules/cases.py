"""One decided case as reports count it: of a child or an adult at risk, without a name or a reference."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Rated:
    """A rating in the hub's word; ``rank`` 1 is the most urgent."""

    label: str
    rank: int
    colour: str


@dataclass(frozen=True)
class CaseFigures:
    """What is counted of one child or adult who was decided about.

    Source of what is kept: Camden's management information data set (source of referral, presenting issue, rating
    before and after, outcome, time taken).

    Args:
        received_at: when the first contact of the enquiry came in.
        source: of that contact, in words.
        issues: what its contacts raise, in words and in order; empty where nobody said.
        before: the first rating in the hub.
        after: the rating at the newest decision.
        outcome: of the newest decision, in words.
        ends: whether that outcome ends what the hub does.
        decided_at: when the first decision was made.
        due_at: by when it was due then.
        rated: the rating that set this deadline.
    """

    received_at: datetime
    source: str
    issues: tuple[str, ...]
    before: Rated
    after: Rated
    outcome: str
    ends: bool
    decided_at: datetime
    due_at: datetime
    rated: Rated

    @property
    def in_time(self) -> bool:
        """Whether the first decision was made by its deadline; the last minute counts."""
        return self.decided_at <= self.due_at

    @property
    def taken(self) -> timedelta:
        """From when the contact came in to the first decision: nights and weekends included."""
        return self.decided_at - self.received_at
