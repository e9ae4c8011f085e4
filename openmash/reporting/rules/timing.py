"""How long decisions took, and how many were made in time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from openmash.reporting.rules.cases import CaseFigures, Rated
from openmash.reporting.rules.shares import percent


@dataclass(frozen=True)
class Timing:
    """The decisions under one rating.

    Args:
        rating: the one that set the deadline.
        decided: how many first decisions were made.
        in_time: how many of them by their deadline.
        typical: half of them took no longer, from when the contact came in.
        longest: how long the slowest took.
    """

    rating: Rated
    decided: int
    in_time: int
    typical: timedelta
    longest: timedelta

    @property
    def share(self) -> int | None:
        """In time, in per cent. Source: Camden: "90% of red rag rated cases … within the four hour timescale"."""
        return percent(self.in_time, self.decided)


def timings(cases: Iterable[CaseFigures]) -> tuple[Timing, ...]:
    """One line for each rating under which somebody was decided about, the most urgent first."""
    under: dict[Rated, list[CaseFigures]] = {}
    for case in cases:
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
    lengths = [case.taken for case in those]
    return Timing(rating, len(those), sum(case.in_time for case in those), median(lengths), max(lengths))
