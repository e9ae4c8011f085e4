"""The wall screen: whether the large display in the room says whom an enquiry is about, and who holds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from openmash.hubs.rules.pieces import rule_values
from openmash.hubs.rules.rule import Rule
from openmash.hubs.rules.said import Said
from openmash.hubs.rules.tables import Table

HEADING = "The wall screen"


class FamilyOnWall(StrEnum):
    """What a wall display says of the family; what hangs on a wall is read by whoever comes in."""

    NOTHING = "nothing"
    INITIALS = "initials"
    NAMES = "names"


_FAMILY = {
    FamilyOnWall.NOTHING: "nobody's name; the reference alone",
    FamilyOnWall.INITIALS: "the initials of those it is about",
    FamilyOnWall.NAMES: "the names of those it is about",
}


@dataclass(frozen=True, kw_only=True)
class WallRule(Rule):
    """What the hub's wall screens say beside rating, time left and which agency has answered.

    Args:
        family: of those an enquiry is about.
        holder: whether the colleague who holds it is named.
    """

    family: FamilyOnWall
    holder: bool


def read(table: Table) -> WallRule:
    """The ``[wall]`` table."""
    return WallRule(**rule_values(table), family=table.choice("family", FamilyOnWall), holder=table.flag("holder"))


def say(wall: WallRule | None) -> Iterator[Said]:
    """What it shows."""
    if wall is not None:
        yield Said(HEADING, "Of the family", _FAMILY[wall.family], wall.source)
        yield Said(HEADING, "Who holds it", "named" if wall.holder else "not named", wall.source)
