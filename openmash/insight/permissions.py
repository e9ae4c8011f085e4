"""Who may look at what links people across cases."""

from openmash.access import Actor, Permission, Verdict, has, require


def can_look(actor: Actor) -> Verdict:
    """Whoever works in the sealed room, and the hub's analyst; with vetting and an agreement that hold."""
    return has(actor, Permission.SEE_NETWORK)


def require_can_look(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_look(actor))
