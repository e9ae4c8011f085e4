"""Who may put a product together, let it go, and read it at the other end."""

from collections.abc import Collection
from uuid import UUID

from openmash.access import ALLOWED, Actor, Permission, Verdict, has, require
from openmash.core.errors import Refused


def can_compose(actor: Actor) -> Verdict:
    """Social workers and managers put products together."""
    return has(actor, Permission.COMPOSE_PRODUCT)


def can_release(actor: Actor) -> Verdict:
    """A manager lets it go."""
    return has(actor, Permission.RELEASE_PRODUCT)


def can_read_rendition(actor: Actor) -> Verdict:
    """Whoever composes products reads what was frozen of them, and so does whoever approves and releases."""
    if Permission.RELEASE_PRODUCT in actor.permissions:
        return ALLOWED
    return has(actor, Permission.COMPOSE_PRODUCT)


def can_review(actor: Actor) -> Verdict:
    """Operations managers and information governance look at what one manager let go alone."""
    return has(actor, Permission.REVIEW_EXCEPTIONS)


def can_see_products(actor: Actor) -> Verdict:
    """That there is a product, for whom, and whether they have acknowledged it, is seen with the enquiry."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_read_draft(actor: Actor) -> Verdict:
    """What a product says before it is released speaks of what is in the sealed room."""
    return has(actor, Permission.ENTER_SEALED_ROOM)


def can_write_part(actor: Actor) -> Verdict:
    """Whoever answers for an agency and works in the room writes its report and analysis for a receiving team."""
    verdict = has(actor, Permission.ANSWER_CHECKS)
    return has(actor, Permission.ENTER_SEALED_ROOM) if verdict else verdict


def require_can_write_part(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_write_part(actor))


def require_was_asked(actor: Actor, asked: Collection[UUID]) -> UUID:
    """The actor's own agency, or Refused: an agency writes once it was asked about the family.

    Args:
        actor: who wants to write.
        asked: the agencies that were asked about this family.
    """
    if actor.agency_id is None or actor.agency_id not in asked:
        raise Refused("Your agency was not asked about this family, so it has nothing to write for the team.")
    return actor.agency_id


def require_can_compose(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_compose(actor))


def require_can_release(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_release(actor))


def require_can_read_rendition(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_read_rendition(actor))


def require_can_review(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_review(actor))


def require_can_see_products(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_see_products(actor))


def require_can_read_draft(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_read_draft(actor))


def require_can_receive(actor: Actor) -> UUID:
    """The actor's own team, or Refused: they read what was released to it, and for them there is nothing else."""
    require(has(actor, Permission.RECEIVE_PRODUCTS))
    if actor.team_id is None:
        raise Refused("You are not in a receiving team. Ask the hub's administrator to put you in one.")
    return actor.team_id
