"""A hub to measure: families, enquiries, requests and items, all made through services."""

from datetime import datetime, timedelta

from openmash.checks import services as check_services
from openmash.checks.rules import NilTold
from openmash.contacts import services as contact_services
from openmash.core import clock
from tests.integration.contacts_told import told
from tests.rooms import Case, open_case
from tests.world import World, devon

SIGNING_IN = (
    *("coordinator", "evaluator", "police", "health", "education", "social_worker", "manager"),
    *("second_manager", "operations_manager", "business_support"),
)
SPACING = timedelta(minutes=20)


def fill(cases: int) -> tuple[World, list[Case]]:
    """A hub with that many families, the last just now, and a contact waiting for each; ten people can sign in.

    Returns:
        The hub, and its enquiries, the oldest first.
    """
    world = devon(at=clock.now() - timedelta(days=30), passwords=SIGNING_IN)
    first = clock.now() - timedelta(hours=1) - cases * SPACING
    return world, [_family(world, number, first + number * SPACING) for number in range(cases)]


def _family(world: World, number: int, at: datetime) -> Case:
    case = open_case(world, family=f"Wren{number}", at=at)
    with world.inside():
        checks = case.ask("police", "health", "education")
        case.put_in("police", "He was arrested in March.")
        case.put_in("health", "She has missed two appointments.")
        if number % 2:
            check_services.answer_nothing(
                check_id=checks[2],
                nil=NilTold("no_trace", "The school roll", ""),
                late=None,
                actor=world.actor("education"),
                at=case.later(),
            )
        contact_services.record(told=told(received_at=at), actor=world.actor("coordinator"), at=case.later())
    return case
