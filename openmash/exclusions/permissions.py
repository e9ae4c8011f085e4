"""Who may keep a colleague out of a case, and who may let them in again."""

from openmash.access import ALLOWED, Actor, Permission, Verdict, has


def can_declare(actor: Actor, *, for_themselves: bool) -> Verdict:
    """Everybody declares their own tie; a tie of a colleague is declared by whoever manages exclusions."""
    return ALLOWED if for_themselves else has(actor, Permission.MANAGE_EXCLUSIONS)


def can_manage(actor: Actor) -> Verdict:
    """Managers and information governance see who is kept out of what, and end it."""
    return has(actor, Permission.MANAGE_EXCLUSIONS)
