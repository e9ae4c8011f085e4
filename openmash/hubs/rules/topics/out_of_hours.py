"""Out of hours: who owns what cannot wait while the hub is closed, and whether the day hands it over by a list."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.access import ROLES, Permission, Role
from openmash.hubs.rules.lines import Disagreement
from openmash.hubs.rules.pieces import rule_values
from openmash.hubs.rules.rule import Rule
from openmash.hubs.rules.said import Said, roles_in_words
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Out of hours"


@dataclass(frozen=True, kw_only=True)
class OutOfHoursRule(Rule):
    """Who covers the hub while it is closed.

    Args:
        team: what they are called here: "Out of Hours Service".
        roles: what whoever is named as owner must be; each may at least see cases.
        handover: whether the day team hands over, and the night takes over, a list of what is due before morning.
    """

    team: str
    roles: tuple[Role, ...]
    handover: bool


def read(table: Table) -> OutOfHoursRule:
    """The ``[out_of_hours]`` table."""
    return OutOfHoursRule(
        **rule_values(table),
        team=table.text("team"),
        roles=table.choices("roles", Role),
        handover=table.flag("handover"),
    )


def say(rule: OutOfHoursRule | None) -> Iterator[Said]:
    """Who may be named, and how the day hands over."""
    if rule is None:
        return
    yield Said(HEADING, "Owner", f"a person of {rule.team}, by name: {roles_in_words(rule.roles)}", rule.source)
    words = "the day hands over what is due before morning, and the night takes it over by name"
    yield Said(HEADING, "Handover", words if rule.handover else "none is recorded", rule.source)


def disagreements(rule: OutOfHoursRule | None, model: "OperatingModel") -> Iterator[Disagreement]:
    """An owner who could not see the case, and a night in which no clock runs."""
    if rule is None:
        return
    blind = [role for role in rule.roles if Permission.SEE_ENQUIRIES not in ROLES[role].permissions]
    if blind:
        yield ("out_of_hours",), f"expected roles that see enquiries; not {', '.join(blind)}"
    specs = [spec for rating in model.ratings for spec in (rating.clock, rating.check_clock)]
    if not any(spec.runs_out_of_hours for spec in (*specs, *(clock.clock for clock in model.clocks))):
        yield ("out_of_hours",), "expected no owner out of hours: no clock of this model runs while the hub is closed"
