"""Straight on: a rating at which a worker begins at once, and the decision follows instead of being waited for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.kinds import TEAM_KINDS
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said, joined
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Straight on, before the decision"


@dataclass(frozen=True, kw_only=True)
class StraightOnRule(CodedRule):
    """One way straight on.

    Args:
        ratings: codes of ratings; whoever is rated so need not wait for the decision.
        team_kinds: the kinds of team that take them on; codes of ``TEAM_KINDS``.
    """

    ratings: tuple[str, ...]
    team_kinds: tuple[str, ...]


def read(table: Table) -> StraightOnRule:
    """One ``[[straight_on]]`` table."""
    kinds = table.codes("team_kinds", known=TEAM_KINDS)
    ratings = table.codes("ratings")
    if not kinds:
        raise table.wrong("team_kinds", f"at least one of {', '.join(TEAM_KINDS)}", [])
    if not ratings:
        raise table.wrong("ratings", "at least one rating", [])
    return StraightOnRule(**coded_values(table), ratings=ratings, team_kinds=kinds)


def say(rules: Sequence[StraightOnRule], model: "OperatingModel") -> Iterator[Said]:
    """Who goes straight on, and to what kinds of team."""
    for rule in rules:
        rated = joined([model.rating(code).label for code in rule.ratings])
        teams = " or ".join(kind.replace("_", " ") for kind in rule.team_kinds)
        words = f"rated {rated}: straight to a worker of a team for {teams}; the decision follows"
        yield Said(HEADING, rule.label, words, rule.source)


def disagreements(rules: Sequence[StraightOnRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice; a rating that the model has not, or that goes two ways."""
    yield from repeated(("straight_on",), "code", [rule.code for rule in rules])
    known = [rating.code for rating in model.ratings]
    seen: set[str] = set()
    for number, rule in enumerate(rules):
        for code in rule.ratings:
            if code not in known:
                yield ("straight_on", number), f"expected ratings out of {', '.join(known)}; found “{code}”"
            if code in seen:
                yield ("straight_on", number), f"expected one way straight on for rating {code}; there is one already"
        seen |= set(rule.ratings)
