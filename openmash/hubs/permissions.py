"""Who prepares a hub's operating model, and who approves it: never the same person."""

from uuid import UUID

from openmash.access import Actor, Permission, Refusal, Verdict, has


def can_see(actor: Actor) -> Verdict:
    """Whoever prepares operating models, and whoever approves them."""
    return has(actor, Permission.SEE_OPERATING_MODEL)


def can_prepare(actor: Actor) -> Verdict:
    """A hub's administrator copies, edits, proposes and withdraws versions of its operating model."""
    return has(actor, Permission.ADMINISTER)


def can_approve(actor: Actor, *, prepared_by: frozenset[UUID]) -> Verdict:
    """An operations manager approves or sends back what somebody else prepared.

    Why two people: a deadline or a decider that is changed by one slip of the keyboard would change how safely every
    child of the hub is looked after from that day on, and nobody would have looked. The administrator knows the
    system and may read no case; the operations manager answers for how the hub works. Local choice of OpenMASH.

    Args:
        actor: who approves.
        prepared_by: everybody who made, edited or proposed it.
    """
    if actor.id in prepared_by:
        return Refusal("Somebody else approves what you prepared. That is what the second pair of eyes is for.")
    return has(actor, Permission.APPROVE_OPERATING_MODEL)


def can_go_live(actor: Actor) -> Verdict:
    """Whoever approves the operating model says from which day the hub takes anything in."""
    return has(actor, Permission.APPROVE_OPERATING_MODEL)
