"""A fact of an operating model in words, and the words that many facts share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openmash.access import ROLES, Role
from openmash.hubs.rules.kinds import AGENCY_KINDS
from openmash.hubs.rules.rule import Rule, Serves

_SERVED = {Serves.CHILD: "children", Serves.UNBORN: "unborn children", Serves.ADULT: "adults"}
_DIVISIONS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}


@dataclass(frozen=True)
class Said:
    """One fact of a model, in words.

    Args:
        heading: what it belongs to: "Ratings".
        about: what it is about: "Red, decision". Heading and this together occur once in a model.
        words: what holds.
        source: where the rule comes from.
    """

    heading: str
    about: str
    words: str
    source: str


def served_in_words(serves: frozenset[Serves]) -> str:
    """Like "children, unborn children and adults"."""
    return joined([_SERVED[who] for who in Serves if who in serves])


def kinds_in_words(kinds: tuple[str, ...]) -> str:
    """Kinds of agency like "police, health and youth offending", in one order for all hubs; or "nobody"."""
    return joined([kind.replace("_", " ") for kind in AGENCY_KINDS if kind in kinds]) or "nobody"


def division_in_words(division: str) -> str:
    """GOV.UK's name of a division as people write it: "England and Wales"."""
    return _DIVISIONS[division]


def since_in_words(rule: Rule) -> str:
    """Like "from 1 June 2010", "from 1 June 2010 to 31 March 2011"."""
    until = f" to {day_in_words(rule.effective_to)}" if rule.effective_to else ""
    return f"from {day_in_words(rule.effective_from)}{until}"


def roles_in_words(roles: Sequence[Role]) -> str:
    """Like "practice manager and operations manager"."""
    return joined([ROLES[role].title.lower() for role in roles])


def joined(parts: list[str]) -> str:
    """Like "police, health and housing"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def day_in_words(day: date) -> str:
    """Like "1 June 2010"."""
    return f"{day.day} {day:%B %Y}"
