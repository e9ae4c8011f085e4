"""Who may see and name the people a hub knows."""

from openmash.access import ALLOWED, Actor, Permission, Refusal, Verdict, has

_MEET_PEOPLE_AT_WORK = frozenset(
    {
        Permission.SEE_CONTACTS,
        Permission.SEE_ENQUIRIES,
        Permission.ANSWER_CHECKS,
        Permission.RECORD_CONTACT,
        Permission.EXAMINE_PROFILES,
    }
)


def can_name(actor: Actor) -> Verdict:
    """Whoever records contacts may say who somebody is, and add what was told about them."""
    return has(actor, Permission.RECORD_CONTACT)


def can_see(actor: Actor) -> Verdict:
    """Whoever sees contacts or enquiries, answers a request about somebody or examines profiles may see who it is."""
    if actor.permissions & _MEET_PEOPLE_AT_WORK:
        return ALLOWED
    return Refusal("Your role does not let you see the people this hub knows.")


def can_search(actor: Actor) -> Verdict:
    """Finding out whether somebody who is told of is known already is part of recording and triaging contacts."""
    return has(actor, Permission.RECORD_CONTACT)


def can_look_for(actor: Actor) -> Verdict:
    """Looking for somebody by what is typed is part of that too, and of examining profiles; and of nothing else."""
    if Permission.EXAMINE_PROFILES in actor.permissions:
        return ALLOWED
    return can_search(actor)


def can_warn(actor: Actor) -> Verdict:
    """Whoever takes contacts or works in the sealed room may learn of a danger to staff, and records it."""
    if actor.permissions & {Permission.RECORD_CONTACT, Permission.ENTER_SEALED_ROOM}:
        return ALLOWED
    return Refusal("Your role does not record dangers to staff.")


def can_end_warning(actor: Actor) -> Verdict:
    """A manager says that a danger is over: whoever visits next goes without having been warned."""
    return has(actor, Permission.DECIDE)


def can_note_open_case(actor: Actor) -> Verdict:
    """To whom a case is open already is social care's to say: its social workers and the hub's managers record it."""
    return has(actor, Permission.GIVE_ADVICE)


def can_propose_merge(actor: Actor) -> Verdict:
    """Whoever says who somebody is may say that two records are one person; it takes a second person to agree."""
    return has(actor, Permission.RECORD_CONTACT)


def can_answer_merge(actor: Actor) -> Verdict:
    """A manager of the hub agrees that two records are one person, or not, and undoes it."""
    return has(actor, Permission.DECIDE)


def can_keep_apart(actor: Actor) -> Verdict:
    """The hub's managers and information governance keep an old identity from the new one; nobody else learns of it.

    Everybody who may answer a merge is among them, so that a merge across it can be refused with its reason.
    """
    return has(actor, Permission.MANAGE_EXCLUSIONS)
