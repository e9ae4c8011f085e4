"""Who reviews an ending without further action."""

from openmash.access import ALLOWED, Actor, Permission, Refusal, Verdict, has


def can_review(actor: Actor) -> Verdict:
    """Managers, who may decide; that it is another than whoever ended it is a rule."""
    return has(actor, Permission.DECIDE)


def can_see_counts(actor: Actor) -> Verdict:
    """Whoever sees contacts sees how many there were, and which: nothing of it is sealed."""
    return has(actor, Permission.SEE_CONTACTS)


def can_erase(actor: Actor) -> Verdict:
    """Information governance, when the time of a record is over."""
    return has(actor, Permission.MANAGE_RECORDS)


def can_note_near_miss(actor: Actor) -> Verdict:
    """Whoever works a case may say that something nearly went wrong in it."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_do_required_review(actor: Actor) -> Verdict:
    """Managers look again; that nobody looks at their own decision is a rule."""
    return has(actor, Permission.DECIDE)


def can_see_audits(actor: Actor) -> Verdict:
    """Whoever reads reports reads how cases were graded; it names nobody."""
    return has(actor, Permission.SEE_REPORTS)


def can_read_what_is_to_be_done(actor: Actor) -> Verdict:
    """What an auditor wrote is words about a case: for those who answer for the hub, its managers and governance."""
    if actor.permissions & {Permission.DECIDE, Permission.SEE_AUDIT}:
        return ALLOWED
    return Refusal("What is to be done after an audit is read by managers and information governance.")
