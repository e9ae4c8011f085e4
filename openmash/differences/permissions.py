"""Who may raise a difference, settle a step, take it further and say what keeps a child safe meanwhile."""

from uuid import UUID

from openmash.access import ALLOWED, ROLES, Actor, Permission, Refusal, Verdict, has, require
from openmash.hubs.rules import StepRule


def can_see(actor: Actor) -> Verdict:
    """Everybody who works the case sees that people do not agree, and how that stands."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_raise(actor: Actor) -> Verdict:
    """Everybody who works the case may say that they do not agree; business support writes it down for a referrer."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_raise_own(actor: Actor) -> Verdict:
    """Whoever rates, answers or decides has a view of their own; business support speaks for referrers alone."""
    own = any(has(actor, each) for each in (Permission.RATE, Permission.ANSWER_CHECKS, Permission.DECIDE))
    return can_raise(actor) if own else Refusal("You may record this for whoever referred, not for yourself.")


def can_settle(actor: Actor, step: StepRule, *, agency_kind: str) -> Verdict:
    """In a role, and of a kind of agency, that the hub's ladder names for this step; their role must reach the room."""
    verdict = has(actor, Permission.ENTER_SEALED_ROOM)
    if not verdict:
        return verdict
    if actor.role not in step.roles:
        return Refusal(f"In this hub {ROLES[actor.role].one} does not settle this step: {step.label}.")
    if step.agency_kinds and agency_kind not in step.agency_kinds:
        return Refusal(f"Your agency does not settle this step: {step.label}.")
    return ALLOWED


def can_deal_with_challenges(actor: Actor) -> Verdict:
    """Whoever tells referrers what came of it hears it too when they do not agree: managers and business support."""
    return has(actor, Permission.GIVE_FEEDBACK)


def can_go_on_for(actor: Actor, *, raised_by: UUID, agency_id: UUID | None) -> Verdict:
    """Whoever raised it, and their own agency's people, take it further or back; for a referrer whoever may raise."""
    verdict = can_raise(actor)
    if not verdict:
        return verdict
    if agency_id is None or actor.id == raised_by or actor.agency_id == agency_id:
        return ALLOWED
    return Refusal("Only whoever raised this, or their agency, takes it further or back.")


def can_read_sealed(actor: Actor) -> Verdict:
    """What speaks of the room is for those who enter it."""
    return has(actor, Permission.ENTER_SEALED_ROOM)


def require_can_see(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_see(actor))


def require_can_raise(actor: Actor, *, for_referrer: bool) -> None:
    """Go on, or Refused."""
    require(can_raise(actor) if for_referrer else can_raise_own(actor))


def require_can_settle(actor: Actor, step: StepRule, *, agency_kind: str) -> None:
    """Go on, or Refused."""
    require(can_settle(actor, step, agency_kind=agency_kind))


def require_can_go_on_for(actor: Actor, *, raised_by: UUID, agency_id: UUID | None) -> None:
    """Go on, or Refused."""
    require(can_go_on_for(actor, raised_by=raised_by, agency_id=agency_id))


def require_can_read_sealed(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_read_sealed(actor))
