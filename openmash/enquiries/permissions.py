"""Who may see, open, rate and close an enquiry."""

from openmash.access import ALLOWED, ROLES, Actor, Permission, Refusal, Role, Verdict, has, require
from openmash.hubs.rules import Act, GateRule, OperatingModel, PauseRule, Serves

_SERVED = {Serves.CHILD: "a child", Serves.UNBORN: "an unborn child", Serves.ADULT: "an adult"}


def can_see(actor: Actor) -> Verdict:
    """Everybody who works a case in the hub sees which enquiries there are and how they stand."""
    return has(actor, Permission.SEE_ENQUIRIES)


def can_open(actor: Actor) -> Verdict:
    """Whoever triages contacts and may rate opens enquiries: opening one means rating every child in it."""
    triage = has(actor, Permission.TRIAGE)
    return has(actor, Permission.RATE) if triage else triage


def can_rate(actor: Actor, whom: Serves, model: OperatingModel) -> Verdict:
    """A role that rates at all, and that this hub's operating model lets rate for such a person."""
    verdict = has(actor, Permission.RATE)
    if not verdict:
        return verdict
    rule = model.who_may(Act.RATE, whom)
    if actor.role not in rule.roles:
        return Refusal(f"In {model.title} {ROLES[actor.role].one} does not rate {_SERVED[whom]}.")
    if rule.registered_social_worker and not actor.is_registered_social_worker:
        return Refusal(f"In {model.title} only a registered social worker rates {_SERVED[whom]}.")
    return ALLOWED


def can_view_gate(actor: Actor, gate: GateRule) -> Verdict:
    """Whoever works the case, in a role that the operating model names for this gate."""
    verdict = has(actor, Permission.SEE_ENQUIRIES)
    if not verdict:
        return verdict
    if actor.role not in gate.roles:
        return Refusal(f"In this hub {ROLES[actor.role].one} gives no view on “{gate.label}”. Source: {gate.source}.")
    if gate.registered_social_worker and not actor.is_registered_social_worker:
        return Refusal(f"In this hub only a registered social worker gives a view on “{gate.label}”.")
    return ALLOWED


def can_add_contact(actor: Actor) -> Verdict:
    """Whoever triages contacts adds them to a running enquiry."""
    return has(actor, Permission.TRIAGE)


def can_mark_decided(actor: Actor) -> Verdict:
    """Who may decide about whom is the business of ``decisions``; here: only somebody who decides at all."""
    return has(actor, Permission.DECIDE)


def can_close(actor: Actor) -> Verdict:
    """Whoever may decide says that nothing is left to do."""
    return has(actor, Permission.DECIDE)


def can_allocate(actor: Actor, *, to_themselves: bool, held_by_somebody: bool) -> Verdict:
    """Managers say who holds an enquiry; anybody who may hold one takes what nobody holds."""
    verdict = has(actor, Permission.ALLOCATE)
    if verdict or not to_themselves or Permission.RATE not in actor.permissions:
        return verdict
    if held_by_somebody:
        return Refusal("A colleague holds this enquiry. A manager may give it to you.")
    return ALLOWED


def can_hold(role: Role) -> Verdict:
    """Whoever holds an enquiry answers for its rating and its way to a decision, so their role must rate."""
    if Permission.RATE in ROLES[role].permissions:
        return ALLOWED
    one = ROLES[role].one
    return Refusal(f"{one[0].upper()}{one[1:]} does not hold enquiries. Choose somebody who rates or decides.")


def can_reopen(actor: Actor) -> Verdict:
    """Whoever triages what comes in reopens what it is about; so do those who decide."""
    triage = has(actor, Permission.TRIAGE)
    return triage if triage else has(actor, Permission.DECIDE)


def can_note_happening(actor: Actor) -> Verdict:
    """Whoever asks or chases for a case notes what happened in it, and so ends the clocks that waited for that."""
    asks = has(actor, Permission.REQUEST_CHECKS)
    return asks if asks else has(actor, Permission.CHASE)


def can_pause(actor: Actor, rule: PauseRule, model: OperatingModel) -> Verdict:
    """A role that rates at all, and on whose word this hub's operating model lets a clock stand still."""
    verdict = has(actor, Permission.RATE)
    if not verdict or actor.role in rule.roles:
        return verdict
    return Refusal(f"In {model.title} {ROLES[actor.role].one} does not let this clock stand still.")


def can_resume(actor: Actor) -> Verdict:
    """Letting a clock run on takes no time from anybody: whoever rates may."""
    return has(actor, Permission.RATE)


def require_can_note_happening(actor: Actor) -> None:
    """Raises Refused unless ``can_note_happening``."""
    require(can_note_happening(actor))


def require_can_pause(actor: Actor, rule: PauseRule, model: OperatingModel) -> None:
    """Raises Refused unless ``can_pause``."""
    require(can_pause(actor, rule, model))


def require_can_resume(actor: Actor) -> None:
    """Raises Refused unless ``can_resume``."""
    require(can_resume(actor))


def require_can_see(actor: Actor) -> None:
    """Raises Refused unless ``can_see``."""
    require(can_see(actor))


def require_can_open(actor: Actor) -> None:
    """Raises Refused unless ``can_open``."""
    require(can_open(actor))


def require_can_rate(actor: Actor, whom: Serves, model: OperatingModel) -> None:
    """Raises Refused unless ``can_rate``."""
    require(can_rate(actor, whom, model))


def require_can_view_gate(actor: Actor, gate: GateRule) -> None:
    """Raises Refused unless ``can_view_gate``."""
    require(can_view_gate(actor, gate))


def require_can_add_contact(actor: Actor) -> None:
    """Raises Refused unless ``can_add_contact``."""
    require(can_add_contact(actor))


def require_can_mark_decided(actor: Actor) -> None:
    """Raises Refused unless ``can_mark_decided``."""
    require(can_mark_decided(actor))


def require_can_note_review(actor: Actor) -> None:
    """The hub's clockwork asks for a second manager's review; a manager gives it. Raises Refused otherwise."""
    if actor.role is not Role.SYSTEM:
        require(has(actor, Permission.DECIDE))


def require_can_close(actor: Actor) -> None:
    """Raises Refused unless ``can_close``."""
    require(can_close(actor))


def require_can_reopen(actor: Actor) -> None:
    """Raises Refused unless ``can_reopen``."""
    require(can_reopen(actor))


def require_can_allocate(actor: Actor, *, to_themselves: bool, held_by_somebody: bool) -> None:
    """Raises Refused unless ``can_allocate``."""
    require(can_allocate(actor, to_themselves=to_themselves, held_by_somebody=held_by_somebody))
