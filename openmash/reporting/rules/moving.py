"""Whether the hub found more, or less, to fear than was seen at first."""

from dataclasses import dataclass
from enum import StrEnum

from openmash.reporting.rules.cases import CaseFigures
from openmash.reporting.rules.shares import percent


class Direction(StrEnum):
    """Which way a rating went between the first and the decision."""

    UP = "up"
    SAME = "same"
    DOWN = "down"


@dataclass(frozen=True)
class Moves:
    """How many ratings went which way."""

    up: int
    same: int
    down: int

    @property
    def all(self) -> int:
        """How many were decided about."""
        return self.up + self.same + self.down

    @property
    def up_percent(self) -> int | None:
        """The share that went up."""
        return percent(self.up, self.all)

    @property
    def down_percent(self) -> int | None:
        """The share that went down."""
        return percent(self.down, self.all)


def direction(case: CaseFigures) -> Direction:
    """Up is to a more serious rating.

    Source: University of Greenwich on five London boroughs ("escalated" to a more serious rating, "de-escalated" to a
    less serious one); Staffordshire and Stoke-on-Trent count alike.
    """
    if case.after.rank < case.before.rank:
        return Direction.UP
    return Direction.DOWN if case.after.rank > case.before.rank else Direction.SAME
