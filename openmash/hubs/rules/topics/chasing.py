"""Chasing: by which steps an agency is reminded before and after its answer is due, and who hears of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from openmash.hubs.rules.clock_specs import ClockKind
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Chasing"
MOST_HOURS = 240


class When(StrEnum):
    """On which side of the deadline a step comes."""

    BEFORE = "before"
    AFTER = "after"


class Chased(StrEnum):
    """Who is reminded, or told."""

    REPRESENTATIVE = "representative"
    MANAGER = "manager"
    HUB = "hub"

    @property
    def words(self) -> str:
        """As people say it: "the agency's representative"."""
        return _CHASED[self]


_CHASED = {
    Chased.REPRESENTATIVE: "the agency's representative",
    Chased.MANAGER: "their manager",
    Chased.HUB: "the hub's own people who chase",
}


@dataclass(frozen=True, kw_only=True)
class ChasingRule(CodedRule):
    """One step of the ladder.

    Args:
        when: before the answer is due, or after.
        hours: how many hours before or after; 0 is the deadline itself.
        counts: elapsed hours, or hours in which the hub is open.
        to: who is reminded.
    """

    when: When
    hours: int
    counts: ClockKind
    to: tuple[Chased, ...]

    @property
    def words(self) -> str:
        """Like "2 hours before it is due", "1 working hour after"."""
        unit = "working hour" if self.counts is ClockKind.WORKING_HOURS else "hour"
        if not self.hours:
            return "when it is due"
        return f"{self.hours} {unit}{'' if self.hours == 1 else 's'} {self.when} it is due"


def read(table: Table) -> ChasingRule:
    """One ``[[chasing]]`` table."""
    hours = table.whole("hours")
    if not 0 <= hours <= MOST_HOURS:
        raise table.wrong("hours", f"0 to {MOST_HOURS} hours", hours)
    counts = table.choice("counts", ClockKind)
    if counts is ClockKind.END_OF_WORKING_DAY:
        raise table.wrong("counts", "elapsed_hours or working_hours", counts)
    return ChasingRule(
        **coded_values(table),
        when=table.choice("when", When),
        hours=hours,
        counts=counts,
        to=table.choices("to", Chased),
    )


def say(steps: Sequence[ChasingRule]) -> Iterator[Said]:
    """Each step, and who hears of it."""
    for step in steps:
        yield Said(HEADING, step.label, f"{step.words}, to {joined([each.words for each in step.to])}", step.source)


def disagreements(steps: Sequence[ChasingRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A step twice, or one that comes earlier than the step it stands after."""
    yield from repeated(("chasing",), "code", [step.code for step in steps])
    for number, (step, next_) in enumerate(pairwise(steps), start=1):
        if _place(next_) < _place(step):
            yield ("chasing", number), f"expected the steps in the order in which they come; this one is {next_.words}"


def _place(step: ChasingRule) -> int:
    return -step.hours if step.when is When.BEFORE else step.hours
