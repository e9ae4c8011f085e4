"""Cases counted two ways at once, and by which way their ratings went."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from openmash.reporting.rules.cases import CaseFigures
from openmash.reporting.rules.moving import Direction, Moves, direction
from openmash.reporting.rules.shares import percent

NO_ISSUE = "Not recorded"
_Case = TypeVar("_Case")


@dataclass(frozen=True)
class CrossRow:
    """One line: how many of each column, in the columns' order."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Of all columns."""
        return sum(self.counts)

    @property
    def percents(self) -> tuple[int | None, ...]:
        """Each column's share of the line."""
        return tuple(percent(count, self.total) for count in self.counts)


@dataclass(frozen=True)
class Crossing:
    """Lines by columns, and all of them together."""

    columns: tuple[str, ...]
    rows: tuple[CrossRow, ...]

    @property
    def all(self) -> CrossRow:
        """The sum of the lines."""
        return CrossRow("All", tuple(sum(row.counts[at] for row in self.rows) for at in range(len(self.columns))))

    def share(self, label: str, column: str) -> int | None:
        """How much of a column one line makes up, in per cent; None where either is not there."""
        row = next((row for row in self.rows if row.label == label), None)
        if row is None or column not in self.columns:
            return None
        at = self.columns.index(column)
        return percent(row.counts[at], self.all.counts[at])


def cross(
    cases: Iterable[_Case],
    line: Callable[[_Case], Iterable[str]],
    column: Callable[[_Case], str],
    *,
    in_order: bool = False,
) -> Crossing:
    """How often each line meets each column; the most frequent come first.

    Args:
        cases: what is counted.
        line: the lines that a case counts in: one, or several.
        column: the column that it counts in.
        in_order: whether lines stand in the order in which the cases do, as months should.
    """
    counted: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for label in line(case):
            counted[label, column(case)] += 1
    lines, columns = _by_frequency(counted, 0), _by_frequency(counted, 1)
    if in_order:
        lines = tuple(dict.fromkeys(label for label, _ in counted))
    rows = tuple(CrossRow(label, tuple(counted[label, each] for each in columns)) for label in lines)
    return Crossing(columns, rows)


def issues_of(case: CaseFigures) -> tuple[str, ...]:
    """What a case raises; a case may count under several issues, and counts under "Not recorded" where it has none."""
    return case.issues or (NO_ISSUE,)


def moves(cases: Sequence[CaseFigures]) -> Moves:
    """How many ratings went up, stayed and went down, of those decided about."""
    counted = Counter(direction(case) for case in cases if case.decided_at)
    return Moves(up=counted[Direction.UP], same=counted[Direction.SAME], down=counted[Direction.DOWN])


def _by_frequency(counted: Counter[tuple[str, str]], part: int) -> tuple[str, ...]:
    totals: Counter[str] = Counter()
    for key, count in counted.items():
        totals[key[part]] += count
    return tuple(sorted(totals, key=lambda label: (-totals[label], label)))
