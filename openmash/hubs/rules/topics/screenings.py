"""Joint screenings: what agencies look at together before anything is opened, and what it can come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Path, repeated
from openmash.hubs.rules.pieces import coded_values, each_of
from openmash.hubs.rules.rule import CodedRule, by_code
from openmash.hubs.rules.said import Said, joined, kinds_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Screening together"


class Then(StrEnum):
    """What follows from how a screening ended."""

    CLOSE = "close"  # the contact is closed, with the reason
    ENQUIRE = "enquire"  # it waits for somebody to open an enquiry


_THEN_WORDS = {Then.CLOSE: "closes the contact with the reason", Then.ENQUIRE: "is followed by an enquiry"}


@dataclass(frozen=True, kw_only=True)
class ScreeningOutcome(CodedRule):
    """What a screening can come to; those of a screening stand in the order of how serious they are, least first."""

    then: Then
    filter: str = ""
    """With which of the hub's filters it closes the contact; empty where it does not close, or the hub has none."""

    @property
    def closes(self) -> bool:
        """Whether the contact is closed by it."""
        return self.then is Then.CLOSE


@dataclass(frozen=True, kw_only=True)
class ScreeningRule(CodedRule):
    """One kind of screening.

    Args:
        issues: codes of issues; it is offered for a contact that raises one of them.
        agency_kinds: the kinds of agency whose views it needs, one of each.
        outcomes: what it can come to, the least serious first.
    """

    issues: tuple[str, ...]
    agency_kinds: tuple[str, ...]
    outcomes: tuple[ScreeningOutcome, ...]

    def outcome(self, code: str) -> ScreeningOutcome:
        """The outcome with this code; raises ``UnknownCode``."""
        return by_code(self.outcomes, code, "outcome", self.label)

    @property
    def is_joint(self) -> bool:
        """Whether several agencies screen together."""
        return len(self.agency_kinds) > 1


def read(table: Table) -> ScreeningRule:
    """One ``[[screenings]]`` table."""
    kinds = table.codes("agency_kinds", known=AGENCY_KINDS)
    if not kinds:
        raise table.wrong("agency_kinds", "at least one kind of agency that screens", [])
    return ScreeningRule(
        **coded_values(table),
        issues=table.codes("issues"),
        agency_kinds=kinds,
        outcomes=each_of(table, "outcomes", _outcome, at_least=2),
    )


def _outcome(table: Table) -> ScreeningOutcome:
    given = table.code("filter") if "filter" in table.values else ""
    return ScreeningOutcome(**coded_values(table), then=table.choice("then", Then), filter=given)


def say(screenings: Sequence[ScreeningRule], model: "OperatingModel") -> Iterator[Said]:
    """Who screens what, and what it can come to."""
    labels = {issue.code: issue.label for issue in model.issues}
    for rule in screenings:
        what = joined([labels[code].lower() for code in rule.issues]) if rule.issues else "every contact"
        yield Said(HEADING, rule.label, f"{kinds_in_words(rule.agency_kinds)} screen {what}", rule.source)
        for outcome in rule.outcomes:
            yield Said(HEADING, f"{rule.label}: {outcome.label}", _THEN_WORDS[outcome.then], outcome.source)


def disagreements(screenings: Sequence[ScreeningRule], model: "OperatingModel") -> Iterator[tuple[Path, str]]:
    """A code twice; an issue that the model has not; no outcome that goes on, or none that ends."""
    yield from repeated(("screenings",), "code", [rule.code for rule in screenings])
    known = {issue.code for issue in model.issues}
    for number, rule in enumerate(screenings):
        yield from repeated(("screenings", number, "outcomes"), "code", [each.code for each in rule.outcomes])
        for code in rule.issues:
            if code not in known:
                yield ("screenings", number), f"expected issues of this model's [[issues]]; found “{code}”"
        if {each.then for each in rule.outcomes} != set(Then):
            yield ("screenings", number), "expected an outcome that closes and one that is followed by an enquiry"
