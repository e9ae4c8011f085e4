"""Pauses: for which reasons which clock may stand still, on whose word, and for how long at most.

A hub without this table pauses nothing. What the law counts never stands still, and neither does the most urgent
rating: a model that says otherwise is not loaded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.access import ROLES, Permission, Role
from openmash.hubs.rules.clock_specs import ClockSpec
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import clock_spec, coded_values, one_of
from openmash.hubs.rules.rule import CodedRule, Serves
from openmash.hubs.rules.said import Said, joined, roles_in_words, served_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Pauses of a clock"


@dataclass(frozen=True, kw_only=True)
class PauseRule(CodedRule):
    """A reason for which clocks may stand still; ``label`` is the reason as it stands beside the deadline.

    Args:
        clocks: codes of the model's other clocks that may.
        ratings: ratings whose decision's clock may.
        serves: for whom.
        roles: on whose word.
        longest: after that long it runs on by itself.
    """

    clocks: tuple[str, ...]
    ratings: tuple[str, ...]
    serves: frozenset[Serves]
    roles: tuple[Role, ...]
    longest: ClockSpec


def read(table: Table) -> PauseRule:
    """One ``[[pauses]]`` table."""
    return PauseRule(
        **coded_values(table),
        clocks=table.codes("clocks"),
        ratings=table.codes("ratings"),
        serves=frozenset(table.choices("serves", Serves)),
        roles=table.choices("roles", Role),
        longest=one_of(table, "longest", clock_spec),
    )


def say(pauses: Sequence[PauseRule], model: "OperatingModel") -> Iterator[Said]:
    """Each reason: what stands still for it, on whose word, and until when at most."""
    for rule in pauses:
        what = [f"the decision on {model.rating(code).label}" for code in rule.ratings]
        what += [model.clock(code).label for code in rule.clocks]
        words = f"{joined(what)}, for {served_in_words(rule.serves)}; on the word of: {roles_in_words(rule.roles)}"
        yield Said(HEADING, rule.label, f"{words}; runs on by itself {rule.longest.words}", rule.source)


def disagreements(pauses: Sequence[PauseRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """Clocks that must not stand still, and those that are not there."""
    yield from repeated(("pauses",), "code", [rule.code for rule in pauses])
    clocks = {clock.code: clock for clock in model.clocks}
    ratings = {rating.code: rating for rating in model.ratings}
    for number, rule in enumerate(pauses):
        place = ("pauses", number)
        if not (rule.clocks or rule.ratings):
            yield place, "expected clocks or ratings to name what may stand still; found neither"
        for code in rule.clocks:
            if code not in clocks:
                yield place, f"expected clocks out of {', '.join(clocks)}; found “{code}”"
            elif clocks[code].statutory:
                yield place, f"expected no statutory clock, since the law's time does not stand still; found “{code}”"
        for code in rule.ratings:
            if code not in ratings:
                yield place, f"expected ratings out of {', '.join(ratings)}; found “{code}”"
            elif ratings[code].rank == 1:
                yield place, f"expected no pause of the most urgent rating; found “{code}”"
        for role in rule.roles:
            if Permission.RATE not in ROLES[role].permissions:
                yield place, f"expected roles that may rate, since a pause gives time as a rating does; not {role}"
        for whom in sorted(rule.serves - model.serves):
            yield place, f"expected only those the hub serves; {whom} is not in serves"
