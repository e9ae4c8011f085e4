"""Who may read, put in, change and let out what is in the sealed room."""

from uuid import UUID

from openmash.access import ALLOWED, Actor, Permission, Refusal, Verdict, has, require
from openmash.core.errors import NotFound
from openmash.sealed.rules import Sensitivity, why_vetting_does_not_reach


def can_enter_room(actor: Actor) -> Verdict:
    """Members of the hub whose role works in the room. Information governance and administrators do not."""
    return has(actor, Permission.ENTER_SEALED_ROOM)


def can_know(actor: Actor, *, agency_id: UUID, sensitivity: str, named: bool) -> bool:
    """Whether somebody may know that an item is there at all: a hidden one only its owner's people and those named.

    Whoever does not enter the room knows of no hidden item, whatever their agency.
    """
    if sensitivity != Sensitivity.HIDDEN:
        return True
    return bool(can_enter_room(actor)) and (named or actor.agency_id == agency_id)


def can_read(
    actor: Actor,
    *,
    agency_id: UUID,
    agency_name: str,
    sensitivity: str,
    professional: str,
    vetting: str = "",
    named: bool = False,
    granted: bool = False,
) -> Verdict:
    """Within the room: the owner's people read their own; what is held back is for those named and decision makers.

    Args:
        actor: who wants to read.
        agency_id: the agency that owns the item.
        agency_name: that agency's name.
        sensitivity: the item's sensitivity.
        professional: whom the owner names to speak to.
        vetting: the level it asks of readers of other agencies; empty for any. Nothing stands in for it.
        named: whether its owner named the actor to read it.
        granted: whether the actor holds a special grant for it; opens what is restricted, never what is hidden.
    """
    enters = can_enter_room(actor)
    if not enters or actor.agency_id == agency_id:
        return enters
    if not can_know(actor, agency_id=agency_id, sensitivity=sensitivity, named=named):
        return Refusal(NotFound().sentence)
    held = f"Confidential information is held by {agency_name}: speak to {professional}."
    if too_low := why_vetting_does_not_reach(held=actor.vetting, required=vetting):
        return Refusal(f"{held} {too_low}")
    decides = Permission.DECIDE in actor.permissions
    if sensitivity == Sensitivity.RESTRICTED and not (decides or named or granted):
        return Refusal(held)
    return ALLOWED


def can_take_grant(actor: Actor) -> Verdict:
    """Whoever works cases with what others hold back may open it in an emergency, and accounts for it."""
    return has(actor, Permission.OPEN_BY_SPECIAL_GRANT)


def can_answer(actor: Actor, *, agency_id: UUID) -> Verdict:
    """Somebody who answers for the agency that was asked."""
    may = has(actor, Permission.ANSWER_CHECKS)
    if may and actor.agency_id != agency_id:
        return Refusal("Only the agency that was asked may answer this.")
    return may


def can_add(actor: Actor) -> Verdict:
    """Somebody who speaks for an agency; what they put in belongs to that agency."""
    if Permission.ANSWER_CHECKS not in actor.permissions or actor.agency_id is None:
        return Refusal("Only somebody who answers for an agency may put information in the sealed room.")
    return ALLOWED


def can_control(actor: Actor, *, agency_id: UUID, agency_name: str) -> Verdict:
    """The owner's own people correct it, take it out, and say what may leave; nobody else, whatever their rank."""
    may = has(actor, Permission.CONTROL_OWN_ITEMS)
    if may and actor.agency_id != agency_id:
        return Refusal(f"Only {agency_name} may do this: the information is theirs.")
    return may


def can_ask_release(actor: Actor) -> Verdict:
    """Whoever composes products asks the owners of what should go into them."""
    return has(actor, Permission.COMPOSE_PRODUCT)


def can_take_out(actor: Actor) -> Verdict:
    """Whoever composes or releases products takes out the words that may leave."""
    if Permission.RELEASE_PRODUCT in actor.permissions:
        return ALLOWED
    return has(actor, Permission.COMPOSE_PRODUCT)


def can_record_lawful_basis(actor: Actor) -> Verdict:
    """Managers. That it is not the one who asked is a rule, not a permission."""
    return has(actor, Permission.RECORD_LAWFUL_BASIS)


def can_end_protection(actor: Actor) -> Verdict:
    """A manager: once it has ended, whoever must not learn something may."""
    return has(actor, Permission.DECIDE)


def can_watch(actor: Actor) -> Verdict:
    """Whoever sees the log sees the ledger too, of the whole hub and without words."""
    return has(actor, Permission.SEE_AUDIT)


def can_review(actor: Actor) -> Verdict:
    """Operations managers and information governance look afterwards at what was done by way of exception."""
    return has(actor, Permission.REVIEW_EXCEPTIONS)


def can_see_outline(actor: Actor) -> Verdict:
    """Whoever may see the enquiry may see how much each agency gave, never what."""
    return has(actor, Permission.SEE_ENQUIRIES)


def require_can_enter_room(actor: Actor) -> None:
    """Raises Refused."""
    require(can_enter_room(actor))


def require_can_answer(actor: Actor, *, agency_id: UUID) -> None:
    """Raises Refused."""
    require(can_answer(actor, agency_id=agency_id))


def require_can_add(actor: Actor) -> None:
    """Raises Refused."""
    require(can_add(actor))


def require_can_control(actor: Actor, *, agency_id: UUID, agency_name: str) -> None:
    """Raises Refused."""
    require(can_control(actor, agency_id=agency_id, agency_name=agency_name))


def require_can_ask_release(actor: Actor) -> None:
    """Raises Refused."""
    require(can_ask_release(actor))


def require_can_take_out(actor: Actor) -> None:
    """Raises Refused."""
    require(can_take_out(actor))


def require_can_record_lawful_basis(actor: Actor) -> None:
    """Raises Refused."""
    require(can_record_lawful_basis(actor))


def require_can_end_protection(actor: Actor) -> None:
    """Raises Refused."""
    require(can_end_protection(actor))


def require_can_watch(actor: Actor) -> None:
    """Raises Refused."""
    require(can_watch(actor))


def require_can_review(actor: Actor) -> None:
    """Raises Refused."""
    require(can_review(actor))


def require_can_see_outline(actor: Actor) -> None:
    """Raises Refused."""
    require(can_see_outline(actor))
