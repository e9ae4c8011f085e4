"""Who may see groups, and who may link people and places in one."""

from openmash.access import Actor, Permission, Verdict, has, require


def can_see(actor: Actor) -> Verdict:
    """Whoever works in the sealed room; a group that names its readers, only they and whoever keeps it."""
    return has(actor, Permission.ENTER_SEALED_ROOM)


def can_keep(actor: Actor) -> Verdict:
    """Within the room those who rate risk: social workers, the police evaluator and managers begin and change groups.

    Agency representatives read them, and put what they know in the room of the case.
    """
    return can_see(actor) and has(actor, Permission.RATE)


def require_can_see(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_see(actor))


def require_can_keep(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_keep(actor))
