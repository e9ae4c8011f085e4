"""Who may record what the law asks about an adult, and who may read the words of it."""

from openmash.access import Actor, Permission, Verdict, has


def can_record(actor: Actor) -> Verdict:
    """Social workers and managers: whoever weighs what came back answers the three parts and speaks with the adult."""
    return has(actor, Permission.ANALYSE)


def can_see(actor: Actor) -> Verdict:
    """How the test, capacity and wishes stand is seen by everybody who sees enquiries; the words are sealed."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_read_words(actor: Actor) -> Verdict:
    """The words speak of somebody's health and private life, so only those who may enter the sealed room read them."""
    return has(actor, Permission.ENTER_SEALED_ROOM)
