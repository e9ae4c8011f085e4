"""Who reviews an ending without further action."""

from openmash.access import Actor, Permission, Verdict, has


def can_review(actor: Actor) -> Verdict:
    """Managers, who may decide; that it is another than whoever ended it is a rule."""
    return has(actor, Permission.DECIDE)


def can_see_counts(actor: Actor) -> Verdict:
    """Whoever sees contacts sees how many there were, and which: nothing of it is sealed."""
    return has(actor, Permission.SEE_CONTACTS)


def can_erase(actor: Actor) -> Verdict:
    """Information governance, when the time of a record is over."""
    return has(actor, Permission.MANAGE_RECORDS)
