"""Who may raise an allegation, who may know of it, and who considers it."""

from collections.abc import Collection
from uuid import UUID

from openmash.access import ALLOWED, Actor, Permission, Refusal, Verdict, has, require


def can_raise(actor: Actor) -> Verdict:
    """Whoever records what comes in raises it; having raised it they do not see what comes of it."""
    return has(actor, Permission.RECORD_CONTACT)


def can_see(actor: Actor, officers: Collection[UUID]) -> Verdict:
    """The designated officers who are named today, and managers: nobody else, whatever room they may enter.

    That it is not about the actor themself is asked where rows are fetched, so that they do not even learn of it.
    """
    if actor.id in officers or has(actor, Permission.DECIDE):
        return ALLOWED
    return Refusal("Allegations against people who work with children are seen by the designated officer and managers.")


def can_consider(actor: Actor, officers: Collection[UUID]) -> Verdict:
    """Only a designated officer considers it, decides about the employer and records the outcome."""
    if actor.id in officers:
        return ALLOWED
    return Refusal("Only a designated officer does this. The list says who they are.")


def can_name_officers(actor: Actor) -> Verdict:
    """The operations manager, who approves how the hub works, names the designated officers."""
    return has(actor, Permission.APPROVE_OPERATING_MODEL)


def require_can_raise(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_raise(actor))


def require_can_see(actor: Actor, officers: Collection[UUID]) -> None:
    """Go on, or Refused."""
    require(can_see(actor, officers))


def require_can_consider(actor: Actor, officers: Collection[UUID]) -> None:
    """Go on, or Refused."""
    require(can_consider(actor, officers))
