"""Who may ask which person index, and who may keep it current."""

from uuid import UUID

from openmash.access import ALLOWED, Actor, Permission, Refusal, Role, Verdict, has, require


def can_look_up(actor: Actor, agency_id: UUID) -> Verdict:
    """An agency's index is asked by its own people who answer for it, and by nobody else.

    That an agency knows somebody is itself sealed, until it puts something into the sealed room.

    Args:
        actor: who asks.
        agency_id: whose index.
    """
    if actor.role is Role.VIRTUAL_PARTNER:
        return Refusal("A person index is asked inside the hub, not through a link.")
    verdict = has(actor, Permission.ANSWER_CHECKS)
    if verdict and actor.agency_id != agency_id:
        return Refusal("Only an agency's own people may ask its person index.")
    return verdict


def can_look_up_own_people(actor: Actor) -> Verdict:
    """The hub's own people are searched by whoever sees contacts or enquiries."""
    return ALLOWED if has(actor, Permission.SEE_CONTACTS) else has(actor, Permission.SEE_ENQUIRIES)


def can_keep(actor: Actor, agency_id: UUID) -> Verdict:
    """An agency's own people, or its computer, load the index, change it and take it away; nobody reads it by that."""
    verdict = has(actor, Permission.KEEP_INDEX)
    if verdict and actor.agency_id != agency_id:
        return Refusal("Only an agency's own people may load or change its person index.")
    return verdict


def can_withdraw(actor: Actor, agency_id: UUID) -> Verdict:
    """Whoever keeps an index; and the hub's administrator, since an agreement may end without the agency's doing."""
    return ALLOWED if has(actor, Permission.ADMINISTER) else can_keep(actor, agency_id)


def can_see_state(actor: Actor, agency_id: UUID) -> Verdict:
    """Whoever keeps an index sees how it stands; the hub's administrator too, without any row of it."""
    return ALLOWED if has(actor, Permission.ADMINISTER) else can_keep(actor, agency_id)


def can_see_refused_rows(actor: Actor, agency_id: UUID) -> Verdict:
    """What was wrong in an agency's file is for whoever keeps its index."""
    return can_keep(actor, agency_id)


def require_can_look_up(actor: Actor, agency_id: UUID) -> None:
    """Raises Refused unless ``can_look_up``."""
    require(can_look_up(actor, agency_id))


def require_can_look_up_own_people(actor: Actor) -> None:
    """Raises Refused unless ``can_look_up_own_people``."""
    require(can_look_up_own_people(actor))


def require_can_keep(actor: Actor, agency_id: UUID) -> None:
    """Raises Refused unless ``can_keep``."""
    require(can_keep(actor, agency_id))


def require_can_withdraw(actor: Actor, agency_id: UUID) -> None:
    """Raises Refused unless ``can_withdraw``."""
    require(can_withdraw(actor, agency_id))


def require_can_see_state(actor: Actor, agency_id: UUID) -> None:
    """Raises Refused unless ``can_see_state``."""
    require(can_see_state(actor, agency_id))


def require_can_see_refused_rows(actor: Actor, agency_id: UUID) -> None:
    """Raises Refused unless ``can_see_refused_rows``."""
    require(can_see_refused_rows(actor, agency_id))
