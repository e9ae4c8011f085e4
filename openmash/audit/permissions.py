"""Who may look at the log."""

from uuid import UUID

from openmash.access import Actor, Permission, Refusal, Verdict, has, require


def can_see_log(actor: Actor) -> Verdict:
    """Whoever answers for how the hub handles information sees the hub's log; never what was read, only that it was."""
    return has(actor, Permission.SEE_AUDIT)


def can_see_openings(actor: Actor, agency_id: UUID) -> Verdict:
    """Whoever controls an agency's information sees who opened it; nobody sees that of another agency."""
    allowed = has(actor, Permission.CONTROL_OWN_ITEMS)
    if allowed and actor.agency_id != agency_id:
        return Refusal("Only the agency that owns information sees who opened it.")
    return allowed


def require_can_see_log(actor: Actor) -> None:
    """Go on if ``can_see_log``; raises Refused."""
    require(can_see_log(actor))


def require_can_see_openings(actor: Actor, agency_id: UUID) -> None:
    """Go on if ``can_see_openings``; raises Refused."""
    require(can_see_openings(actor, agency_id))
