"""How long decisions took, and how many were made in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from openmash.reporting.rules.cases import CaseFigures, Rated
from openmash.reporting.rules.shares import percent


@dataclass(frozen=True)
class Timing:
    """The decisions due under one rating.

    Args:
        rating: the one that set the deadline.
        decided: how many first decisions were made.
        in_time: how many of them by their deadline.
        overdue: how many are still to be made although their time is over.
        typical: half of them took no longer, from when the contact came in.
        longest: how long the slowest took.
    """

    rating: Rated
    decided: int
    in_time: int
    overdue: int
    typical: timedelta
    longest: timedelta

    @property
    def share(self) -> int | None:
        """In time, in per cent of what should be decided by now: what is forgotten counts as late.

        Source: Camden: "90% of red rag rated cases being completed within the four hour timescale".
        """
        return percent(self.in_time, self.decided + self.overdue)


def timings(cases: Iterable[CaseFigures], *, at: datetime) -> tuple[Timing, ...]:
    """One line for each rating under which a decision was made or is overdue at a moment, the most urgent first."""
    under: dict[Rated, list[CaseFigures]] = {}
    for case in cases:
        if case.decided_at or case.overdue(at):
            under.setdefault(case.rated, []).append(case)
    found = sorted(under.items(), key=lambda each: (each[0].rank, each[0].label))
    return tuple(_timing(rating, those) for rating, those in found)


def median(lengths: Sequence[timedelta]) -> timedelta:
    """The middle of some lengths of time, of two middle ones the mean; nothing of none."""
    if not lengths:
        return timedelta()
    ordered, middle = sorted(lengths), len(lengths) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _timing(rating: Rated, those: Sequence[CaseFigures]) -> Timing:
    lengths = [case.taken for case in those if case.taken is not None]
    return Timing(
        rating=rating,
        decided=len(lengths),
        in_time=sum(case.in_time for case in those),
        overdue=len(those) - len(lengths),
        typical=median(lengths),
        longest=max(lengths, default=timedelta()),
    )
