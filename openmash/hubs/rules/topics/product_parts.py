"""The parts of a product: which agencies write a summary report and an analysis of their own for the receiving team."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.lines import Disagreement
from openmash.hubs.rules.pieces import rule_values
from openmash.hubs.rules.rule import Rule
from openmash.hubs.rules.said import Said, kinds_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "The parts of a product"


@dataclass(frozen=True, kw_only=True)
class ProductPartsRule(Rule):
    """What every product of the hub is made of beside its recommendations.

    Args:
        agency_kinds: kinds of agency that write a summary report and an analysis, once they have answered with
            something that they know. A virtual partner, who has no account, is not waited for.
    """

    agency_kinds: tuple[str, ...]


def read(table: Table) -> ProductPartsRule:
    """The ``[product_parts]`` table."""
    kinds = table.codes("agency_kinds", known=AGENCY_KINDS)
    if not kinds:
        raise table.wrong("agency_kinds", "at least one kind of agency; leave the table out if none writes", [])
    return ProductPartsRule(**rule_values(table), agency_kinds=kinds)


def say(rule: ProductPartsRule | None) -> Iterator[Said]:
    """Who writes what."""
    if rule is not None:
        words = (
            f"a summary report and an analysis from {kinds_in_words(rule.agency_kinds)}, of those that know something"
        )
        yield Said(HEADING, "Agencies", words, rule.source)
        yield Said(HEADING, "Level of need", "one overall, beside the level that each agency sees", rule.source)


def disagreements(rule: ProductPartsRule | None, model: "OperatingModel") -> Iterator[Disagreement]:
    """A kind of agency that is never asked, so that it could never know something."""
    if rule is None:
        return
    asked = model.kinds_ever_asked
    for kind in rule.agency_kinds:
        if kind not in asked:
            yield ("product_parts",), f"expected kinds of agency that some rating or issue asks; none asks {kind}"
