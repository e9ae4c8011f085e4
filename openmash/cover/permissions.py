"""Who may see who covers the hub out of hours, name them, hand over and take over."""

from openmash.access import Actor, Permission, Verdict, has, require


def can_see(actor: Actor) -> Verdict:
    """Everybody who works a case in the hub sees who owns it out of hours."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_name(actor: Actor) -> Verdict:
    """Those who answer for decisions name who answers for them while the hub is closed."""
    return has(actor, Permission.DECIDE)


def can_hand_over(actor: Actor) -> Verdict:
    """Whoever asks agencies works the day's cases, and hands them over."""
    return has(actor, Permission.REQUEST_CHECKS)


def can_rotate(actor: Actor) -> Verdict:
    """Whoever moves work between people sees who leaves with what, and writes down who comes and goes."""
    return has(actor, Permission.ALLOCATE)


def require_can_rotate(actor: Actor) -> None:
    """Raises Refused unless ``can_rotate``."""
    require(can_rotate(actor))


def require_can_see(actor: Actor) -> None:
    """Raises Refused unless ``can_see``."""
    require(can_see(actor))


def require_can_name(actor: Actor) -> None:
    """Raises Refused unless ``can_name``."""
    require(can_name(actor))


def require_can_hand_over(actor: Actor) -> None:
    """Raises Refused unless ``can_hand_over``."""
    require(can_hand_over(actor))
