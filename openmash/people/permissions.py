"""Who may see and name the people a hub knows."""

from openmash.access import ALLOWED, Actor, Permission, Refusal, Verdict, has

_MEET_PEOPLE_AT_WORK = frozenset(
    {Permission.SEE_CONTACTS, Permission.SEE_ENQUIRIES, Permission.ANSWER_CHECKS, Permission.RECORD_CONTACT}
)


def can_name(actor: Actor) -> Verdict:
    """Whoever records contacts may say who somebody is, and add what was told about them."""
    return has(actor, Permission.RECORD_CONTACT)


def can_see(actor: Actor) -> Verdict:
    """Whoever sees contacts or enquiries, or answers a request about somebody, may see whom it is about."""
    if actor.permissions & _MEET_PEOPLE_AT_WORK:
        return ALLOWED
    return Refusal("Your role does not let you see the people this hub knows.")


def can_search(actor: Actor) -> Verdict:
    """Looking for people already known is part of recording and triaging contacts, and of nothing else."""
    return has(actor, Permission.RECORD_CONTACT)


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
