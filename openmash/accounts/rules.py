"""What must hold of people and their memberships."""

from datetime import timedelta

from openmash.access import ROLES, Role, vetting
from openmash.core.errors import RuleBroken

DRAFT_LASTS = timedelta(days=14)
"""How long what was typed and not sent is kept. Local choice: a fortnight's leave, and no longer."""

OUTSIDE_ROLES = frozenset({Role.RECEIVING_TEAM})


def require_door_fits_role(role: Role, door: str) -> None:
    """Receiving teams sign in at the outside door, everybody else inside; nobody uses both doors."""
    expected = "outside" if role in OUTSIDE_ROLES else "inside"
    if door != expected:
        somebody = ROLES[role].one
        sentence = f"{somebody[0].upper()}{somebody[1:]} signs in at the {expected} door."
        raise RuleBroken("accounts.door_fits_role", sentence)


def require_team_for_receiving_role(role: Role, *, has_team: bool) -> None:
    """A member of a receiving team belongs to a team; nobody else does."""
    if (role is Role.RECEIVING_TEAM) != has_team:
        raise RuleBroken("accounts.receiving_role_has_team", "Say which receiving team this person belongs to.")


def require_listed_vetting(level: str) -> None:
    """A vetting level is one of the ordered list, or none: only so can an item ask for one.

    Args:
        level: a code of ``access.LEVELS``; empty for none.
    """
    if level and not vetting.is_level(level):
        raise RuleBroken("accounts.vetting_is_listed", "Choose a vetting level from the list.", field="vetting_level")
