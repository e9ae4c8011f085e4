"""Required reviews: what is looked at again by a certain day, decisions and near misses, whoever has time for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import clock_spec, coded_values, optional_one
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Reviews that are required"
LONGEST_MONTHS = 60


class Reviewed(StrEnum):
    """What is looked at again."""

    DECISION = "decision"
    NEAR_MISS = "near_miss"


@dataclass(frozen=True, kw_only=True)
class ReviewRule(CodedRule):
    """One review that the hub requires.

    Args:
        of: every decision, or every near miss that somebody notes.
        asks: what whoever reviews it answers.
        months: of a decision: so many calendar months after it, 1 to 60; 0 of a near miss.
        clock: of a near miss: from its being noted; None of a decision.
    """

    of: Reviewed
    asks: str
    months: int
    clock: ClockSpec | None


def read(table: Table) -> ReviewRule:
    """One ``[[reviews]]`` table."""
    of = table.choice("of", Reviewed)
    months = table.whole("months") if of is Reviewed.DECISION else 0
    if of is Reviewed.DECISION and not 1 <= months <= LONGEST_MONTHS:
        raise table.wrong("months", f"1 to {LONGEST_MONTHS} months", months)
    clock = optional_one(table, "clock", clock_spec) if of is Reviewed.NEAR_MISS else None
    if of is Reviewed.NEAR_MISS and clock is None:
        raise table.wrong("clock", "a table [reviews.clock], since a near miss is looked at by a clock", None)
    return ReviewRule(**coded_values(table), of=of, asks=table.text("asks"), months=months, clock=clock)


def say(reviews: Sequence[ReviewRule]) -> Iterator[Said]:
    """What is looked at again, by when, and what is asked."""
    for rule in reviews:
        if rule.clock is None:
            by = f"every decision, {rule.months} month{'' if rule.months == 1 else 's'} after it"
        else:
            by = f"every near miss, {rule.clock.words} of its being noted"
        yield Said(HEADING, rule.label, f"{by}: {rule.asks}", rule.source)


def disagreements(reviews: Sequence[ReviewRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice."""
    yield from repeated(("reviews",), "code", [rule.code for rule in reviews])
