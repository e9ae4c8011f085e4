"""Who may hold, prepare, approve and erase, and who prepares and approves what somebody is shown of their records."""

from uuid import UUID

from openmash.access import ALLOWED, Actor, Permission, Refusal, Verdict, has


def can_manage(actor: Actor) -> Verdict:
    """Information governance: schedules, lists for erasure, subject access requests. They read nothing sealed."""
    return has(actor, Permission.MANAGE_RECORDS)


def can_hold(actor: Actor) -> Verdict:
    """Whoever hears of it first: information governance, or a manager who is told of proceedings in a case."""
    return ALLOWED if can_manage(actor) else has(actor, Permission.DECIDE)


def can_approve(actor: Actor) -> Verdict:
    """A second person: information governance, or whoever reviews exceptions. That it is another one is a rule."""
    return ALLOWED if can_manage(actor) else has(actor, Permission.REVIEW_EXCEPTIONS)


def can_see(actor: Actor) -> Verdict:
    """Whoever prepares or approves sees the lists: references, owners, dates and counts, never a name or a word."""
    return can_approve(actor)


def can_review(actor: Actor, *, agency_id: UUID) -> Verdict:
    """The owner's own people say whether their agency still needs what it put in."""
    may = has(actor, Permission.CONTROL_OWN_ITEMS)
    if may and actor.agency_id != agency_id:
        return Refusal("Only the agency that owns it may say whether it is still needed.")
    return may


def can_prepare_access(actor: Actor) -> Verdict:
    """A manager who may enter the room reads the pieces; information governance manages the request without them."""
    return has(actor, Permission.DECIDE)


def can_see_access(actor: Actor) -> Verdict:
    """That there is a request, for whom and by when: information governance, and those who prepare."""
    return ALLOWED if can_manage(actor) else can_prepare_access(actor)


def can_answer_own(actor: Actor) -> Verdict:
    """The owner's people answer for what their agency put in."""
    return has(actor, Permission.CONTROL_OWN_ITEMS)
