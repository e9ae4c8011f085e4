"""How long something may take, as data: the kinds of clock that hubs in England use."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

_ORDINALS = (
    "same",
    "next",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


class ClockKind(StrEnum):
    """What a clock counts."""

    ELAPSED_HOURS = "elapsed_hours"  # real hours, through nights, weekends and bank holidays
    WORKING_HOURS = "working_hours"  # only hours in which the hub is open
    END_OF_WORKING_DAY = "end_of_working_day"  # the end of the n-th working day after


_LIMITS = {
    ClockKind.ELAPSED_HOURS: (1, 1000, "hours"),
    ClockKind.WORKING_HOURS: (1, 1000, "working hours"),
    ClockKind.END_OF_WORKING_DAY: (0, 400, "working days"),
}


@dataclass(frozen=True)
class ClockSpec:
    """How long something may take.

    Args:
        kind: what is counted.
        amount: hours, or working days (0 is the same working day, 1 the next).
        source: where the rule comes from, for people.
        by: for ``END_OF_WORKING_DAY``, a local time on that day in place of the hub's closing time.

    Raises:
        ValueError: the amount is out of range, or ``by`` is given to a clock that counts hours.
    """

    kind: ClockKind
    amount: int
    source: str
    by: time | None = None

    def __post_init__(self) -> None:
        lowest, highest, unit = _LIMITS[self.kind]
        if not lowest <= self.amount <= highest:
            raise ValueError(f"expected an amount of {lowest} to {highest} {unit}, not {self.amount}")
        if self.by is not None and self.kind is not ClockKind.END_OF_WORKING_DAY:
            raise ValueError(f"by (a time of day) is for end_of_working_day clocks, not for {self.kind}")

    @property
    def runs_out_of_hours(self) -> bool:
        """Whether it runs through nights, weekends and bank holidays, so that somebody must cover it then."""
        return self.kind is ClockKind.ELAPSED_HOURS

    @property
    def words(self) -> str:
        """The rule as it follows "decision": "by the end of the next working day"."""
        if self.kind is ClockKind.ELAPSED_HOURS:
            return f"within {_hours(self.amount, 'hour')}, day and night"
        if self.kind is ClockKind.WORKING_HOURS:
            return f"within {_hours(self.amount, 'working hour')}"
        if self.by is None:
            return f"by the end of the {ordinal(self.amount)} working day"
        at = "noon" if self.by == time(12) else f"{self.by:%H:%M}"
        return f"by {at} on the {ordinal(self.amount)} working day"


def ordinal(days: int) -> str:
    """Which working day, in words: 0 "same", 1 "next", 3 "third", 15 "15th"."""
    if days < len(_ORDINALS):
        return _ORDINALS[days]
    ending = "th" if days % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(days % 10, "th")
    return f"{days}{ending}"


def _hours(amount: int, unit: str) -> str:
    return f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"
