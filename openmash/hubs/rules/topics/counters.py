"""Counters of cumulative harm: how many contacts, or endings without further action, bring in a second manager.

Counters are transparent: what was counted can be shown one by one, and nothing is weighed or scored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Cumulative harm: when a second manager reviews"
FEWEST, MOST = 2, 50
LONGEST_MONTHS = 120


class Counted(StrEnum):
    """What a counter counts."""

    CONTACTS = "contacts"
    NO_FURTHER_ACTION = "no_further_action"


class Over(StrEnum):
    """What two contacts have in common to be counted together."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ADDRESS = "address"
    ALLEGED_PERPETRATOR = "alleged_perpetrator"


COUNTED_WORDS = {Counted.CONTACTS: "contacts", Counted.NO_FURTHER_ACTION: "endings without further action"}
OVER_WORDS = {
    Over.PERSON: "the same child or adult",
    Over.HOUSEHOLD: "the same household",
    Over.ADDRESS: "the same address",
    Over.ALLEGED_PERPETRATOR: "the same alleged perpetrator",
}


@dataclass(frozen=True, kw_only=True)
class CounterRule(CodedRule):
    """So many within so many months force a second manager's review of an ending without further action.

    Args:
        counts: contacts, or endings without further action; the present one is counted with them.
        over: what they have in common; any of these is enough.
        reaches: from how many on, 2 to 50.
        within_months: calendar months back from the present contact, 1 to 120.
    """

    counts: Counted
    over: tuple[Over, ...]
    reaches: int
    within_months: int


def read(table: Table) -> CounterRule:
    """One ``[[counters]]`` table."""
    reaches, months = table.whole("reaches"), table.whole("within_months")
    if not FEWEST <= reaches <= MOST:
        raise table.wrong("reaches", f"a number from {FEWEST} to {MOST}", reaches)
    if not 1 <= months <= LONGEST_MONTHS:
        raise table.wrong("within_months", f"1 to {LONGEST_MONTHS} months", months)
    return CounterRule(
        **coded_values(table),
        counts=table.choice("counts", Counted),
        over=table.choices("over", Over),
        reaches=reaches,
        within_months=months,
    )


def say(counters: Sequence[CounterRule]) -> Iterator[Said]:
    """Each counter: what is counted, over what, and from how many on."""
    for rule in counters:
        over = joined([OVER_WORDS[each] for each in rule.over])
        months = "month" if rule.within_months == 1 else "months"
        words = f"from {rule.reaches} {COUNTED_WORDS[rule.counts]} within {rule.within_months} {months} about {over}"
        yield Said(HEADING, rule.label, words, rule.source)


def disagreements(counters: Sequence[CounterRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice."""
    yield from repeated(("counters",), "code", [rule.code for rule in counters])
