"""Routes: services outside the hub to which a contact is handed on at the door, without any enquiry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openmash.hubs.rules.kinds import TEAM_KINDS
from openmash.hubs.rules.lines import Disagreement, repeated
from openmash.hubs.rules.pieces import coded_values
from openmash.hubs.rules.rule import CodedRule
from openmash.hubs.rules.said import Said
from openmash.hubs.rules.tables import Table

if TYPE_CHECKING:
    from openmash.hubs.rules.operating_model import OperatingModel

HEADING = "Handed on at the door"


@dataclass(frozen=True, kw_only=True)
class RouteRule(CodedRule):
    """One way out of the door.

    Args:
        team_kinds: the kinds of team that may be handed a contact by it; codes of ``TEAM_KINDS``.
        with_agreement: whether whoever it is about, or their parent, must have agreed that the service hears of them.
    """

    team_kinds: tuple[str, ...]
    with_agreement: bool


def read(table: Table) -> RouteRule:
    """One ``[[routes]]`` table."""
    kinds = table.codes("team_kinds", known=TEAM_KINDS)
    if not kinds:
        raise table.wrong("team_kinds", f"at least one of {', '.join(TEAM_KINDS)}", [])
    return RouteRule(**coded_values(table), team_kinds=kinds, with_agreement=table.flag("with_agreement"))


def say(routes: Sequence[RouteRule]) -> Iterator[Said]:
    """Each service, and whether it hears of somebody only if they agree."""
    for rule in routes:
        teams = " or ".join(kind.replace("_", " ") for kind in rule.team_kinds)
        only = "; only with the agreement of whoever it is about" if rule.with_agreement else ""
        yield Said(HEADING, rule.label, f"to a team for {teams}, without an enquiry{only}", rule.source)


def disagreements(routes: Sequence[RouteRule], model: "OperatingModel") -> Iterator[Disagreement]:
    """A code twice."""
    yield from repeated(("routes",), "code", [rule.code for rule in routes])
