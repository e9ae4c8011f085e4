"""Who may look at the profile of somebody, or of a place."""

from openmash.access import Actor, Permission, Verdict, has, require


def can_profile(actor: Actor) -> Verdict:
    """The hub's analyst, whose work it is, and its managers. Others read numbers without names."""
    return has(actor, Permission.EXAMINE_PROFILES)


def require_can_profile(actor: Actor) -> None:
    """Raises Refused unless ``can_profile``."""
    require(can_profile(actor))
