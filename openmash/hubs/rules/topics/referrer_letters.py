"""Letters to whoever referred: whether a second person sees them before they go, who that is, and how they end."""

from collections.abc import Iterator
from dataclasses import dataclass

from openmash.access import ROLES, Permission, Role
from openmash.hubs.rules.lines import Disagreement
from openmash.hubs.rules.pieces import rule_values
from openmash.hubs.rules.rule import Rule
from openmash.hubs.rules.said import Said, roles_in_words
from openmash.hubs.rules.tables import Table

HEADING = "Letters to referrers"


@dataclass(frozen=True, kw_only=True)
class ReferrerLettersRule(Rule):
    """How the hub writes to whoever referred.

    Args:
        second_eyes: whether somebody else sees a letter before it goes.
        roles: who may.
        closing: how each letter ends; the same for everybody.
    """

    second_eyes: bool
    roles: tuple[Role, ...]
    closing: str


def read(table: Table) -> ReferrerLettersRule:
    """The ``[referrer_letters]`` table."""
    return ReferrerLettersRule(
        **rule_values(table),
        second_eyes=table.flag("second_eyes"),
        roles=table.choices("roles", Role),
        closing=table.text("closing"),
    )


def say(rule: ReferrerLettersRule | None) -> Iterator[Said]:
    """Who sees them, and how they end."""
    if rule is not None:
        seen = f"seen before they go by somebody else: {roles_in_words(rule.roles)}"
        yield Said(HEADING, "Second eyes", seen if rule.second_eyes else "they go at once", rule.source)
        yield Said(HEADING, "Closing", rule.closing, rule.source)


def disagreements(rule: ReferrerLettersRule | None) -> Iterator[Disagreement]:
    """Somebody who may tell referrers nothing cannot see their letters."""
    for role in rule.roles if rule else ():
        if Permission.GIVE_FEEDBACK not in ROLES[role].permissions:
            yield ("referrer_letters",), f"expected roles that may tell referrers what came of it; not {role}"
