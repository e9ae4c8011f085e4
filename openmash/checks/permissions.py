"""Who may ask agencies, chase them, and answer for them."""

from uuid import UUID

from openmash.access import ALLOWED, Actor, Permission, Refusal, Verdict, has, require


def can_see(actor: Actor, agency_id: UUID) -> Verdict:
    """Whoever sees enquiries; and the agency asked sees what it was asked."""
    seen = has(actor, Permission.SEE_ENQUIRIES)
    if seen or actor.agency_id == agency_id:
        return ALLOWED
    return seen


def can_ask(actor: Actor) -> Verdict:
    """Coordinators, evaluators, social workers and managers ask."""
    return has(actor, Permission.REQUEST_CHECKS)


def can_withdraw(actor: Actor) -> Verdict:
    """Whoever may ask may say that an answer is no longer needed."""
    return has(actor, Permission.REQUEST_CHECKS)


def can_chase(actor: Actor) -> Verdict:
    """Business support and whoever works the case chase."""
    return has(actor, Permission.CHASE)


def can_answer(actor: Actor, agency_id: UUID, agency_name: str) -> Verdict:
    """Only people of the agency that was asked answer for it: the answer is signed in its name.

    Args:
        actor: who wants to answer.
        agency_id: the agency that was asked.
        agency_name: its name, for the refusal.
    """
    verdict = has(actor, Permission.ANSWER_CHECKS)
    if not verdict:
        return verdict
    if actor.agency_id != agency_id:
        return Refusal(
            f"Only people of {agency_name} may answer this request. You work for "
            f"{actor.agency_name or 'another agency'}."
        )
    return ALLOWED


def require_can_see(actor: Actor, agency_id: UUID) -> None:
    """Raises Refused unless ``can_see``."""
    require(can_see(actor, agency_id))


def require_can_ask(actor: Actor) -> None:
    """Raises Refused unless ``can_ask``."""
    require(can_ask(actor))


def require_can_withdraw(actor: Actor) -> None:
    """Raises Refused unless ``can_withdraw``."""
    require(can_withdraw(actor))


def require_can_chase(actor: Actor) -> None:
    """Raises Refused unless ``can_chase``."""
    require(can_chase(actor))


def require_can_answer(actor: Actor, agency_id: UUID, agency_name: str) -> None:
    """Raises Refused unless ``can_answer``."""
    require(can_answer(actor, agency_id, agency_name))
