"""Who screens, completes checklists, interviews, brings to a panel, and who reads the words of it."""

from openmash.access import ALLOWED, Actor, Permission, Verdict, has


def can_load_texts(actor: Actor) -> Verdict:
    """The hub's administrator loads the checklists that the hub is licensed for."""
    return has(actor, Permission.ADMINISTER)


def can_screen(actor: Actor) -> Verdict:
    """Screening is triage, by several agencies together."""
    return has(actor, Permission.TRIAGE)


def can_see(actor: Actor) -> Verdict:
    """That there is a checklist, an interview or a referral is seen by everybody who sees enquiries."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_see_screenings(actor: Actor) -> Verdict:
    """What came of a screening is seen at the front door, and by whoever works the case that came of it."""
    return ALLOWED if has(actor, Permission.SEE_CONTACTS) else has(actor, Permission.SEE_ENQUIRIES)


def can_work(actor: Actor) -> Verdict:
    """Whoever works in the sealed room: the domestic-abuse specialist beside the social worker and the police."""
    return has(actor, Permission.ENTER_SEALED_ROOM)


def can_read_words(actor: Actor) -> Verdict:
    """What victims and children say is sealed: only those who may enter the room read it."""
    return has(actor, Permission.ENTER_SEALED_ROOM)
