"""Who may analyse, decide, look again and tell people what came of it."""

from openmash.access import ALLOWED, ROLES, Actor, Permission, Refusal, Verdict, has, require
from openmash.hubs.rules import WhoRule


def can_analyse(actor: Actor) -> Verdict:
    """Whoever weighs what came back may write the shared analysis."""
    return has(actor, Permission.ANALYSE)


def can_decide(actor: Actor, who: WhoRule) -> Verdict:
    """Their role must carry the decision, and the hub's operating model must name the role for this child or adult.

    Args:
        actor: who wants to decide.
        who: the operating model's rule for whom it is about (``OperatingModel.who_may``).
    """
    verdict = has(actor, Permission.DECIDE)
    if not verdict:
        return verdict
    if actor.role not in who.roles:
        return Refusal(f"In this hub {ROLES[actor.role].one} may not make this decision. Source: {who.source}.")
    return ALLOWED


def can_see_decisions(actor: Actor) -> Verdict:
    """Level, outcome and team are seen by everybody who sees enquiries; the reasons are sealed."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_read_reasons(actor: Actor) -> Verdict:
    """Reasons and analysis speak of what is in the sealed room, so only those who may enter it read them."""
    return has(actor, Permission.ENTER_SEALED_ROOM)


def can_tell(actor: Actor) -> Verdict:
    """Telling the referrer and the agencies."""
    return has(actor, Permission.GIVE_FEEDBACK)


def require_can_analyse(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_analyse(actor))


def require_can_decide(actor: Actor, who: WhoRule) -> None:
    """Go on, or Refused."""
    require(can_decide(actor, who))


def require_can_see_decisions(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_see_decisions(actor))


def require_can_read_reasons(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_read_reasons(actor))


def require_can_tell(actor: Actor) -> None:
    """Go on, or Refused."""
    require(can_tell(actor))
