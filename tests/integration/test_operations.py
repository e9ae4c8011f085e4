"""Where the work lies: who holds what, how long it has waited, and which decisions will be late, with why."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.contacts import services as contact_services
from openmash.core.errors import Refused
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.worklists import queries
from openmash.worklists.queries import Load, Operations
from tests.handed_on import decide
from tests.integration.contacts_told import told
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> Iterator[World]:
    made = devon()
    with made.inside():
        yield made


def hold(world: World, case: Case, who: str) -> None:
    enquiry_services.allocate(
        enquiry_id=case.enquiry_id, holder_id=world.people[who], actor=world.actor("manager"), at=case.later()
    )


def seen(world: World, *, hours: float = 0.5, who: str = "operations_manager") -> Operations:
    return queries.operations(world.actor(who), at=NOW + hours * HOUR)


def load_of(found: Operations, name: str) -> Load:
    return next(each for each in found.loads if each.name == name)


def test_what_each_colleague_holds_is_counted_and_what_nobody_holds_stands_first(world: World) -> None:
    for family in ("Lark", "Finch"):
        hold(world, open_case(world, family=family, rating="red"), "social_worker")
    hold(world, open_case(world, family="Wren"), "coordinator")
    open_case(world, family="Moss")
    found = seen(world)
    assert [(each.name, each.held) for each in found.loads[:3]] == [
        ("Nobody", 1),
        ("Kit Marlow", 2),
        ("Robin Amery", 1),
    ]
    kit = load_of(found, "Kit Marlow")
    assert (kit.late, kit.soon, kit.rest) == (0, 2, 0)
    late = load_of(seen(world, hours=5), "Kit Marlow")
    assert (late.late, late.soon, late.rest) == (2, 0, 0)
    robin = load_of(found, "Robin Amery")
    assert (robin.late, robin.soon, robin.rest) == (0, 0, 1)


def test_a_decision_in_whose_way_something_stands_is_forecast_with_the_reason(world: World) -> None:
    case = open_case(world, rating="red")  # due at 14:00
    case.ask("police")
    [risk] = seen(world).forecast
    assert (risk.family, risk.late, risk.reasons) == ("Ada Wren", False, ("Nobody holds it.",))
    hold(world, case, "social_worker")
    found = seen(world)
    assert (found.forecast, found.in_hand) == ((), 1)
    [risk] = seen(world, hours=3).forecast  # the police were to answer within two hours
    assert risk.reasons == ("Police is late with an answer.",)


def test_what_is_due_later_than_the_next_four_hours_is_not_in_the_forecast(world: World) -> None:
    open_case(world)  # amber: due tomorrow
    assert (seen(world).forecast, seen(world).in_hand) == ((), 0)
    open_case(world, family="Lark", rating="red")
    assert len(seen(world, hours=0.1).forecast) == 1


def test_too_many_on_one_desk_are_forecast_and_spread_they_are_not(world: World) -> None:
    cases = [open_case(world, family=f"Wren{number}", rating="red", at=NOW) for number in range(9)]
    for case in cases:
        case.ask("police")
        case.at = NOW
        hold(world, case, "social_worker")
    crowded = seen(world, hours=0.25)  # at 10:15, all nine due at 14:00: the eighth would be decided at 14:15
    assert [each.reasons[0][:35] for each in crowded.forecast] == [
        "Kit Marlow has 7 to decide before i",
        "Kit Marlow has 8 to decide before i",
    ]
    for case in cases[2:]:
        hold(world, case, "second_manager")
    assert seen(world, hours=0.25).forecast == ()


def test_what_is_late_stands_apart_with_what_held_it_up(world: World) -> None:
    open_case(world, rating="red")
    found = seen(world, hours=5)
    [risk] = found.late
    assert risk.late
    assert "Nobody holds it." in risk.reasons
    assert found.forecast == ()


def test_a_red_that_is_due_after_the_hub_has_closed_says_so(world: World) -> None:
    case = open_case(world, rating="red", at=NOW + timedelta(hours=5))  # Wednesday 15:00: due at 19:00
    case.ask("police")
    hold(world, case, "social_worker")
    [risk] = seen(world, hours=5.5).forecast
    assert [reason for reason in risk.reasons if reason.startswith("The hub closes at 17")]


def test_how_long_the_queue_has_waited(world: World) -> None:
    open_case(world, family="Lark")
    open_case(world, family="Wren", at=NOW + 40 * HOUR)
    ages = {each.label: (each.waiting, each.late) for each in seen(world, hours=41).ages}
    assert ages == {
        "Under 4 hours": (1, 0),
        "4 to 24 hours": (0, 0),
        "1 to 3 days": (1, 1),
        "3 to 7 days": (0, 0),
        "Over 7 days": (0, 0),
    }


def test_contacts_that_wait_for_triage_are_part_of_the_queue(world: World) -> None:
    assert seen(world).queue.waiting == 0
    contact_services.record(told=told(), actor=world.actor("coordinator"), at=NOW)
    queue = seen(world, hours=100).queue
    assert (queue.waiting, queue.late) == (1, 1)
    assert queue.oldest is not None


def test_what_is_decided_weighs_on_nobody(world: World) -> None:
    case = open_case(world)
    hold(world, case, "social_worker")
    decide(case)
    found = seen(world)
    assert (load_of(found, "Kit Marlow").held, found.decided) == (0, 1)


def test_somebody_who_is_kept_out_does_not_find_the_case_here_either(world: World) -> None:
    case = open_case(world, rating="red")
    exclusion_services.declare(
        user_id=world.people["manager"],
        enquiry_id=case.enquiry_id,
        ground="relative",
        actor=world.actor("governance"),
        at=NOW,
    )
    found = seen(world, who="manager")
    assert (found.forecast, load_of(found, "Nobody").held) == ((), 0)
    assert len(seen(world, who="second_manager").forecast) == 1


@pytest.mark.parametrize("who", ["coordinator", "social_worker", "police", "business_support", "governance", "wall"])
def test_whoever_does_not_move_work_does_not_see_it(world: World, who: str) -> None:
    for ask in (queries.operations, queries.loads):
        with pytest.raises(Refused, match="may not say who holds an enquiry"):
            ask(world.actor(who), at=NOW)
    assert queries.loads(world.actor("manager"), at=NOW)


def test_the_number_of_statements_does_not_grow_with_the_hub(world: World) -> None:
    counts = []
    seen(world)  # what a page reads once is read
    for number in range(6):
        case = open_case(world, family=f"Wren{number}", rating="red")
        case.ask("police", "health")
        hold(world, case, "social_worker")
        with CaptureQueriesContext(connection) as run:
            seen(world)
        counts.append(len(run))
    assert counts[0] == counts[-1], counts
