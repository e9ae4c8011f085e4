"""Which months a report is about."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from openmash.clocks.months import add_months
from openmash.core.errors import RuleBroken

MOST_MONTHS = 36


@dataclass(frozen=True)
class Period:
    """Whole calendar months, by the hub's wall clock.

    Args:
        first: the first day of the first month.
        last: the first day of the last month, which counts to its end.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise RuleBroken("reports.first_month_before_last", "The last month comes before the first.", field="last")
        if add_months(self.first, MOST_MONTHS) <= self.last:
            sentence = f"Choose no more than {MOST_MONTHS} months."
            raise RuleBroken("reports.not_too_long", sentence, field="last")

    @classmethod
    def up_to(cls, day: date, *, months: int) -> "Period":
        """The month of a day and those before it, so many in all."""
        last = day.replace(day=1)
        return cls(add_months(last, 1 - months), last)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month, in order."""
        found, month = [], self.first
        while month <= self.last:
            found.append(month)
            month = add_months(month, 1)
        return tuple(found)

    @property
    def before(self) -> "Period":
        """As many months right before it, to compare with."""
        return Period(add_months(self.first, -len(self.months)), add_months(self.first, -1))

    @property
    def words(self) -> str:
        """As a heading says it: "April 2012 to November 2012"."""
        if self.first == self.last:
            return f"{self.first:%B %Y}"
        return f"{self.first:%B %Y} to {self.last:%B %Y}"

    def begins(self, zone: ZoneInfo) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), tzinfo=zone)

    def ends(self, zone: ZoneInfo) -> datetime:
        """The first moment that is no longer in it."""
        return datetime.combine(add_months(self.last, 1), time(), tzinfo=zone)
