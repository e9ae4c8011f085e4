"""Who may do what at the front door."""

from openmash.access import ALLOWED, Actor, Permission, Role, Verdict, has


def can_see(actor: Actor) -> Verdict:
    """Whoever works at the front door sees its contacts; agencies' representatives see enquiries, not contacts."""
    return has(actor, Permission.SEE_CONTACTS)


def can_see_issues(actor: Actor) -> Verdict:
    """What a contact raises is seen by everybody who works the case that came of it."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_record(actor: Actor) -> Verdict:
    """Coordinators, evaluators, social workers, business support and managers record what comes in."""
    return has(actor, Permission.RECORD_CONTACT)


def can_identify(actor: Actor) -> Verdict:
    """Whoever may record a contact may say who the people in it are."""
    return has(actor, Permission.RECORD_CONTACT)


def can_triage(actor: Actor) -> Verdict:
    """Signposting, joining and reopening are triage."""
    return has(actor, Permission.TRIAGE)


def can_fetch(actor: Actor) -> Verdict:
    """An agency's own receiving system, with its key, fetches what was handed directly to that agency; nobody else."""
    return has(actor, Permission.TAKE_IN_REFERRALS)


def can_advise(actor: Actor) -> Verdict:
    """Safeguarding advice is a social worker's or manager's to give; a coordinator passes the question on."""
    return has(actor, Permission.GIVE_ADVICE)


def can_tell_referrer(actor: Actor) -> Verdict:
    """Whoever gives feedback may tell the referrer; so may whoever triaged it, of what triage came to."""
    if has(actor, Permission.GIVE_FEEDBACK):
        return ALLOWED
    return has(actor, Permission.TRIAGE)


def can_note_review(actor: Actor) -> Verdict:
    """The hub's clockwork asks for a second manager's review; a manager gives it."""
    return ALLOWED if actor.role is Role.SYSTEM else has(actor, Permission.DECIDE)


def can_see_surveys(actor: Actor) -> Verdict:
    """Whoever answers for the hub reads what people thought of it."""
    return has(actor, Permission.SEE_REPORTS)
