"""What must hold of people and their memberships."""

from datetime import timedelta

from openmash.access import Role
from openmash.core.errors import RuleBroken

DRAFT_LASTS = timedelta(days=14)
"""How long what was typed and not sent is kept. Local choice: a fortnight's leave, and no longer."""

OUTSIDE_ROLES = frozenset({Role.RECEIVING_TEAM})


def require_door_fits_role(role: Role, door: str) -> None:
    """Receiving teams sign in at the outside door, everybody else inside; nobody uses both doors."""
    expected = "outside" if role in OUTSIDE_ROLES else "inside"
    if door != expected:
        raise RuleBroken("accounts.door_fits_role", f"A {role.replace('_', ' ')} signs in at the {expected} door.")


def require_team_for_receiving_role(role: Role, *, has_team: bool) -> None:
    """A member of a receiving team belongs to a team; nobody else does."""
    if (role is Role.RECEIVING_TEAM) != has_team:
        raise RuleBroken("accounts.receiving_role_has_team", "Say which receiving team this person belongs to.")
