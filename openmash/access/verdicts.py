"""The two answers to "may this person do that?": yes, or no with the reason as a sentence."""

from dataclasses import dataclass

from openmash.access.actor import Actor
from openmash.access.roles import ROLES, Permission
from openmash.core.errors import Refused


@dataclass(frozen=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Refusal:
    """No, and why, as a sentence fit for the screen."""

    reason: str

    def __bool__(self) -> bool:
        return False


Verdict = Allowed | Refusal
ALLOWED = Allowed()


def has(actor: Actor, permission: Permission) -> Verdict:
    """Whether the actor's role carries the permission."""
    if permission in actor.permissions:
        return ALLOWED
    one = ROLES[actor.role].one
    return Refusal(f"{one[0].upper()}{one[1:]} may not {permission.words}.")


def require(verdict: Verdict) -> None:
    """Go on if allowed.

    Raises:
        Refused: with the verdict's reason.
    """
    if isinstance(verdict, Refusal):
        raise Refused(verdict.reason)
