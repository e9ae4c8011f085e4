"""When a contact is handed on at the door to a service outside the hub, without an enquiry. Plain Python."""

from openmash.core.errors import RuleBroken
from openmash.hubs.rules import OperatingModel, RouteRule


def route_named(model: OperatingModel, code: str) -> RouteRule:
    """The hub's route, by the operating model's ``[[routes]]``; raises RuleBroken ``contacts.route_is_the_hubs``."""
    found = next((rule for rule in model.routes if rule.code == code), None)
    if found is None:
        raise RuleBroken("contacts.route_is_the_hubs", "Select where it is handed on to.", field="route")
    return found


def require_may_route(rule: RouteRule, *, team_kind: str, agreed: bool, immediate_danger: bool) -> None:
    """A service of the route's kind; with agreement where the route asks for it; and nobody who is in danger now.

    Source: the operating model, ``[[routes]]``; Department for Education, Information sharing advice (2024): where a
    child is not at risk of harm, share with agreement. That danger goes no such way is our own choice.

    Args:
        rule: the route.
        team_kind: the kind of the service.
        agreed: whether the family, or the adult, knows and agrees.
        immediate_danger: whether whoever told of it said that somebody is in danger now.
    """
    if immediate_danger:
        raise RuleBroken(
            "contacts.danger_is_not_routed",
            "Somebody is said to be in danger now. Open an enquiry; hand nothing on from the door.",
        )
    if team_kind not in rule.team_kinds:
        raise RuleBroken(
            "contacts.routed_to_a_fitting_service",
            f"That service is none for “{rule.label}”. Select another.",
            field="team",
        )
    if rule.with_agreement and not agreed:
        raise RuleBroken(
            "contacts.routed_with_agreement",
            f"“{rule.label}” hears only of people who agree. Ask them first and correct the contact, or open an "
            "enquiry if they are at risk.",
            field="route",
        )
