"""Who says that an agency's people are away."""

from uuid import UUID

from openmash.access import Actor, Permission, Verdict, has, require


def can_record_absence(actor: Actor, agency_id: UUID) -> Verdict:
    """An agency's own people who answer for it; and whoever chases in the hub, who is told by telephone."""
    answers = has(actor, Permission.ANSWER_CHECKS)
    return answers if answers and actor.agency_id == agency_id else has(actor, Permission.CHASE)


def require_can_record_absence(actor: Actor, agency_id: UUID) -> None:
    """Raises Refused unless ``can_record_absence``."""
    require(can_record_absence(actor, agency_id))


def can_record_agreements(actor: Actor) -> Verdict:
    """Information governance watches agreements: by one that holds, an agency's people may read others' information."""
    return has(actor, Permission.RECORD_AGREEMENTS)
