"""Required reviews: what is looked at again by a certain day: decisions, near misses, closed cases drawn by lot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import clock_spec, coded_values, each_of, optional_one
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Reviews that are required"
LONGEST_MONTHS = 60
MOST_DRAWN = 50


class Reviewed(StrEnum):
    """What is looked at again."""

    DECISION = "decision"
    NEAR_MISS = "near_miss"
    CLOSED_CASE = "closed_case"


@dataclass(frozen=True)
class GradeRule:
    """A grade that an auditor gives; ``needs_action`` where something is to be done about what they found."""

    code: str
    label: str
    needs_action: bool


@dataclass(frozen=True, kw_only=True)
class ReviewRule(CodedRule):
    """One review that the hub requires.

    Args:
        of: every decision, every near miss that somebody notes, or some of the cases that closed.
        asks: what whoever reviews it answers.
        months: of a decision: so many calendar months after it, 1 to 60; 0 of the others.
        clock: of a near miss: from its being noted; of a closed case: from its being drawn; None of a decision.
        each_month: of closed cases: how many of those of each month are drawn by lot, 1 to 50; 0 of the others.
        grades: of closed cases: the grades that an auditor chooses from.
    """

    of: Reviewed
    asks: str
    months: int
    clock: ClockSpec | None
    each_month: int = 0
    grades: tuple[GradeRule, ...] = ()

    def grade(self, code: str) -> GradeRule | None:
        """The grade with this code; None where there is none."""
        return next((each for each in self.grades if each.code == code), None)


def read(table: Table) -> ReviewRule:
    """One ``[[reviews]]`` table."""
    of = table.choice("of", Reviewed)
    months = table.whole("months") if of is Reviewed.DECISION else 0
    if of is Reviewed.DECISION and not 1 <= months <= LONGEST_MONTHS:
        raise table.wrong("months", f"1 to {LONGEST_MONTHS} months", months)
    clock = optional_one(table, "clock", clock_spec) if of is not Reviewed.DECISION else None
    if of is Reviewed.NEAR_MISS and clock is None:
        raise table.wrong("clock", "a table [reviews.clock], since a near miss is looked at by a clock", None)
    if of is Reviewed.CLOSED_CASE and clock is None:
        raise table.wrong("clock", "a table [reviews.clock], since a case that is drawn is looked at by a clock", None)
    drawn, grades = _audit(table) if of is Reviewed.CLOSED_CASE else (0, ())
    asks = table.text("asks")
    return ReviewRule(
        **coded_values(table), of=of, asks=asks, months=months, clock=clock, each_month=drawn, grades=grades
    )


def _audit(table: Table) -> tuple[int, tuple[GradeRule, ...]]:
    drawn = table.whole("each_month")
    if not 1 <= drawn <= MOST_DRAWN:
        raise table.wrong("each_month", f"1 to {MOST_DRAWN} cases a month", drawn)
    return drawn, each_of(table, "grades", _grade, at_least=2)


def _grade(table: Table) -> GradeRule:
    return GradeRule(table.code("code"), table.text("label"), table.flag("needs_action"))


def say(reviews: Sequence[ReviewRule]) -> Iterator[Said]:
    """What is looked at again, by when, and what is asked."""
    for rule in reviews:
        if rule.of is Reviewed.CLOSED_CASE and rule.clock is not None:
            by = f"{rule.each_month} of the cases that closed in a month, drawn by lot; {rule.clock.words} of the draw"
            given = [f"{each.label}{' (with what is to be done)' if each.needs_action else ''}" for each in rule.grades]
            yield Said(HEADING, f"{rule.label}, graded", joined(given), rule.source)
        elif rule.clock is None:
            by = f"every decision, {rule.months} month{'' if rule.months == 1 else 's'} after it"
        else:
            by = f"every near miss, {rule.clock.words} of its being noted"
        yield Said(HEADING, rule.label, f"{by}: {rule.asks}", rule.source)


def disagreements(reviews: Sequence[ReviewRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice."""
    yield from repeated(("reviews",), "code", [rule.code for rule in reviews])
    for number, rule in enumerate(reviews):
        yield from repeated(("reviews", number, "grades"), "code", [each.code for each in rule.grades])
