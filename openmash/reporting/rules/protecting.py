"""Strategy discussions, strategy meetings and section 47 enquiries by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openmash.reporting.rules.shares import one_decimal


@dataclass(frozen=True)
class MonthLine:
    """One month, or all of them.

    Source: Wilde and Allen (2013), Birmingham Multi Agency Safeguarding Hub, section 5, table of discussions (SD),
    meetings (SM) and section 47s.

    Args:
        month: its first day; None for the total.
        discussions, meetings: strategy discussions and strategy meetings that were held in it.
        section_47s: children about whom section 47 enquiries were decided in it.
    """

    month: date | None
    discussions: int
    meetings: int
    section_47s: int

    @property
    def counts(self) -> tuple[int, int, int]:
        """In the order of the published table."""
        return self.discussions, self.meetings, self.section_47s


def total(lines: Sequence[MonthLine]) -> MonthLine:
    """The grand total."""
    return MonthLine(None, *(sum(line.counts[at] for line in lines) for at in range(3)))


def average(lines: Sequence[MonthLine]) -> tuple[Decimal | None, ...]:
    """The monthly average of each column, to one decimal place."""
    return tuple(one_decimal(count, len(lines)) for count in total(lines).counts)
