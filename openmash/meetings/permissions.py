"""Who may call a meeting, write it down, speak for an agency in it, and close it."""

from collections.abc import Collection
from uuid import UUID

from openmash.access import Actor, Permission, Refusal, Role, Verdict, has, require
from openmash.hubs.rules import MeetingRule


def can_see(actor: Actor) -> Verdict:
    """Everybody who works a case in the hub sees which meetings there are; what was said in them is sealed."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_count(actor: Actor) -> Verdict:
    """Whoever works cases, or reads what came of them in numbers, sees how often agencies were invited and came."""
    return can_see(actor) or has(actor, Permission.SEE_REPORTS)


def can_convene(actor: Actor) -> Verdict:
    """Whoever takes in, coordinates, weighs or decides calls meetings, and notes who came."""
    return has(actor, Permission.CONVENE)


def can_take_part(actor: Actor) -> Verdict:
    """What is said in a meeting speaks of what is in the sealed room, so only those who may enter it read it."""
    return has(actor, Permission.ENTER_SEALED_ROOM)


def can_write(actor: Actor, chair_id: UUID) -> Verdict:
    """The chair writes down what was said and decided, or whoever takes the minutes: somebody who calls meetings."""
    verdict = can_take_part(actor)
    if not verdict or actor.id == chair_id:
        return verdict
    return can_convene(actor)


def can_give_view(actor: Actor, chair_id: UUID, agency_id: UUID, agency_name: str) -> Verdict:
    """An agency's own people give its view; whoever writes the meeting down takes it down as it was said.

    Args:
        actor: who gives it.
        chair_id: who chairs.
        agency_id: whose view it is.
        agency_name: that agency's name, for the refusal.
    """
    verdict = can_take_part(actor)
    if not verdict or actor.agency_id == agency_id or can_write(actor, chair_id):
        return verdict
    return Refusal(f"Only people of {agency_name}, the chair, or whoever takes the minutes may give its view.")


def can_close(actor: Actor, chair_id: UUID) -> Verdict:
    """The chair says that the meeting took place and what it came to; so may whoever decides in the hub."""
    verdict = can_take_part(actor)
    if not verdict or actor.id == chair_id or Permission.DECIDE in actor.permissions:
        return verdict
    return Refusal("Only the chair or a manager of the hub may close the meeting.")


def can_complete(actor: Actor, owner_agency_id: UUID, agency_name: str) -> Verdict:
    """Whoever owns an action says that it is done; so does whoever calls meetings."""
    seen = can_see(actor)
    if not seen or actor.agency_id == owner_agency_id or can_convene(actor):
        return seen
    return Refusal(f"Only people of {agency_name}, or whoever calls meetings, may say that it is done.")


def may_chair(role: Role, user_id: UUID, rule: MeetingRule, holders: Collection[UUID]) -> bool:
    """Whether a colleague chairs such a meeting: whoever holds the enquiry, where the model says so; else by role.

    Args:
        role: theirs.
        user_id: theirs.
        rule: the meeting.
        holders: who holds the enquiry; empty where nobody does, or the meeting goes through many.
    """
    if rule.responsible_chairs and holders:
        return user_id in holders
    return role in rule.chairs


def require_can_see(actor: Actor) -> None:
    """Raises Refused unless ``can_see``."""
    require(can_see(actor))


def require_can_convene(actor: Actor) -> None:
    """Raises Refused unless ``can_convene``."""
    require(can_convene(actor))


def require_can_write(actor: Actor, chair_id: UUID) -> None:
    """Raises Refused unless ``can_write``."""
    require(can_write(actor, chair_id))


def require_can_give_view(actor: Actor, chair_id: UUID, agency_id: UUID, agency_name: str) -> None:
    """Raises Refused unless ``can_give_view``."""
    require(can_give_view(actor, chair_id, agency_id, agency_name))


def require_can_close(actor: Actor, chair_id: UUID) -> None:
    """Raises Refused unless ``can_close``."""
    require(can_close(actor, chair_id))


def require_can_complete(actor: Actor, owner_agency_id: UUID, agency_name: str) -> None:
    """Raises Refused unless ``can_complete``."""
    require(can_complete(actor, owner_agency_id, agency_name))
