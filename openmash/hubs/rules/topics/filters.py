"""Filters: why a contact is below what the hub takes up, said at triage before any enquiry is opened.

A narrow hub needs them: whatever it does not take up is filtered out with one of a few reasons, so that it can be
counted what was turned away, and whoever told of it hears where it belongs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Filtered out before an enquiry"


@dataclass(frozen=True, kw_only=True)
class FilterRule(CodedRule):
    """One reason for which a contact is filtered out.

    Args:
        belongs: where such a contact belongs, in words for whoever triages it.
    """

    belongs: str


def read(table: Table) -> FilterRule:
    """One ``[[filters]]`` table."""
    return FilterRule(**coded_values(table), belongs=table.text("belongs"))


def say(filters: Sequence[FilterRule]) -> Iterator[Said]:
    """Each reason, and where what has it belongs."""
    for rule in filters:
        yield Said(HEADING, rule.label, rule.belongs, rule.source)


def disagreements(filters: Sequence[FilterRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice; a screening that closes without one of the hub's filters, or with one that the hub has not."""
    yield from repeated(("filters",), "code", [rule.code for rule in filters])
    known = {rule.code for rule in filters}
    for number, screening in enumerate(model.screenings):
        for place, outcome in enumerate(screening.outcomes):
            path = ("screenings", number, "outcomes", place)
            if outcome.filter and outcome.filter not in known:
                yield path, f"expected filter to be one of this model's [[filters]]; found “{outcome.filter}”"
            elif outcome.closes and known and not outcome.filter:
                yield path, "expected a filter, because this outcome closes and the hub has [[filters]]"
            elif outcome.filter and not outcome.closes:
                yield path, "expected no filter, because this outcome does not close"
