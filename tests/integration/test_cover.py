"""Who owns what runs on while the hub is closed, and what the day hands over: on PostgreSQL, as the inside door."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.audit import queries as audit_queries
from openmash.checks import services as check_services
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.cover import queries, services
from openmash.cover.rules import TurnTold
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.notifications import queries as notification_queries
from tests.integration.enquiries_case import ADA, BO, MOTHER, contact, ratings
from tests.world import World, devon

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HANDLES = ("coordinator", "social_worker", "manager", "business_support", "health", "administrator")
FRIDAY = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
CLOSES = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def kent() -> Iterator[World]:
    made = devon("kent", people=HANDLES, operating_model="kent")
    with made.inside():
        yield made


def broken(rule: str) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda error: error.rule == rule)


def named(world: World, who: str = "social_worker", *, begins: datetime = CLOSES, ends: datetime = MONDAY) -> UUID:
    told = TurnTold(world.people[who], "07700 900100", begins, ends)
    return services.name_owner(told=told, actor=world.actor("manager"), at=FRIDAY)


def opened(world: World, *people: object, rating: str, received_at: datetime = FRIDAY) -> UUID:
    contact_id = contact(world, *people, received_at=received_at, at=received_at)  # type: ignore[arg-type]
    return enquiry_services.open_(
        contact_id=contact_id,
        ratings=ratings(world, contact_id, rating),
        actor=world.actor("manager"),
        at=received_at,
    )


def test_the_owner_of_the_coming_night_is_one_person_by_name(kent: World) -> None:
    before = queries.cover(kent.hub_id, at=FRIDAY)
    assert (before.team, before.owner) == ("Out Of Hours Service", None)
    assert before.night is not None
    assert (before.night.begins_at, before.night.ends_at) == (CLOSES, MONDAY)

    named(kent)

    owner = queries.cover(kent.hub_id, at=FRIDAY).owner
    assert owner is not None
    assert (owner.name, owner.telephone) == ("Kit Marlow", "07700 900100")
    saturday = queries.cover(kent.hub_id, at=FRIDAY + 20 * HOUR)
    assert saturday.night is not None
    assert saturday.night.is_now
    assert saturday.owner == owner


def test_only_managers_name_and_only_somebody_who_can_act_is_named(kent: World) -> None:
    told = TurnTold(kent.people["social_worker"], "07700 900100", CLOSES, MONDAY)
    with pytest.raises(Refused):
        services.name_owner(told=told, actor=kent.actor("social_worker"), at=FRIDAY)
    with broken("cover.owner_can_act"):
        named(kent, "business_support")
    stranger = TurnTold(uuid4(), "07700 900100", CLOSES, MONDAY)
    with pytest.raises(NotFound):
        services.name_owner(told=stranger, actor=kent.actor("manager"), at=FRIDAY)
    named(kent)


def test_there_is_one_owner_at_a_time_and_a_turn_that_is_withdrawn_makes_room(kent: World) -> None:
    turn = named(kent)
    with broken("cover.one_owner_at_a_time"):
        named(kent, "manager", begins=CLOSES + 2 * HOUR)
    named(kent, "manager", begins=MONDAY, ends=MONDAY + HOUR)  # the end of one turn is the beginning of the next

    services.withdraw_turn(turn_id=turn, actor=kent.actor("manager"), at=FRIDAY)
    assert queries.cover(kent.hub_id, at=FRIDAY).owner is None
    with pytest.raises(NotFound):
        services.withdraw_turn(turn_id=turn, actor=kent.actor("manager"), at=FRIDAY)
    named(kent, "manager", begins=CLOSES + 2 * HOUR)


def test_what_is_due_before_morning_is_what_runs_on_and_not_what_waits_for_monday(kent: World) -> None:
    red = opened(kent, ADA, MOTHER, rating="immediate")
    opened(kent, BO, rating="standard")
    check_services.ask(
        enquiry_id=red,
        agency_ids=[kent.agencies["police"]],
        question="What do you know?",
        actor=kent.actor("social_worker"),
        at=FRIDAY,
    )

    (line,) = queries.due_before_morning(kent.actor("social_worker"), at=FRIDAY)

    assert line.enquiry_id == red
    assert (line.rating, line.decisions, line.answers) == ("immediate", 1, 1)
    assert line.due_at == FRIDAY + 2 * HOUR
    with pytest.raises(Refused):
        queries.due_before_morning(kent.actor("administrator"), at=FRIDAY)


def test_the_list_takes_no_more_statements_for_more_cases(kent: World) -> None:
    opened(kent, ADA, rating="immediate")
    actor = kent.actor("social_worker")

    def statements(cases: int) -> int:
        """Of a page of its own, which begins with nothing read."""
        with kent.inside(), CaptureQueriesContext(connection) as captured:
            assert len(queries.due_before_morning(actor, at=FRIDAY)) == cases
        return len(captured)

    one = statements(1)
    opened(kent, BO, rating="immediate")
    assert statements(2) == one


def hand_over(world: World, notes: dict[UUID, str], *, at: datetime = FRIDAY, by: str = "social_worker") -> UUID:
    return services.hand_over(notes=notes, actor=world.actor(by), at=at)


def test_the_day_hands_over_by_name_and_the_night_takes_over(kent: World) -> None:
    red = opened(kent, ADA, rating="immediate")
    named(kent, "manager")
    handover_id = hand_over(kent, {red: "Police are at the door at six; ring them."})

    found = queries.last_handover(kent.actor("coordinator"), at=FRIDAY)
    assert found is not None
    assert (found.owner_name, found.handed_by_name, found.taken_over_at) == ("Pat Holloway", "Kit Marlow", None)
    assert found.words == {red: "Police are at the door at six; ring them."}
    rung = [message for message in notification_queries.outbox(kent.hub_id) if message.kind == "night_handed_over"]
    assert len(rung) == 1

    with broken("cover.owner_takes_over"):
        services.take_over(handover_id=handover_id, actor=kent.actor("coordinator"), at=CLOSES)
    services.take_over(handover_id=handover_id, actor=kent.actor("manager"), at=CLOSES)
    with broken("cover.taken_over_once"):
        services.take_over(handover_id=handover_id, actor=kent.actor("manager"), at=CLOSES)
    events = audit_queries.of_thing(handover_id, actor=kent.actor("manager"))
    assert {event.name for event in events} == {"cover.handed_over", "cover.taken_over"}


def test_every_decision_that_is_due_tonight_is_handed_over_in_words_to_somebody(kent: World) -> None:
    red = opened(kent, ADA, rating="immediate")
    with broken("cover.handed_to_somebody_by_name"):
        hand_over(kent, {red: "Ring the police."})
    named(kent)
    with broken("cover.every_decision_is_handed_over_in_words"):
        hand_over(kent, {red: "  "})
    with pytest.raises(Refused):
        hand_over(kent, {red: "Ring the police."}, by="health")
    hand_over(kent, {red: "Ring the police."})


def test_a_hub_whose_model_knows_no_handover_names_an_owner_all_the_same() -> None:
    world = devon("bexley", people=HANDLES, operating_model="bexley")
    with world.inside():
        red = opened(world, ADA, rating="red")
        named(world)
        assert queries.cover(world.hub_id, at=FRIDAY).owner is not None
        with broken("cover.hub_hands_over_by_a_list"):
            hand_over(world, {red: "Ring the police."})


def test_a_case_that_whoever_hands_over_is_kept_out_of_is_handed_over_and_not_shown_to_them(kent: World) -> None:
    red = opened(kent, ADA, rating="immediate")
    worker = kent.actor("social_worker")
    exclusion_services.declare(user_id=worker.id, enquiry_id=red, ground="relative", actor=worker, at=FRIDAY)
    named(kent, "manager")
    assert queries.due_before_morning(kent.actor("social_worker"), at=FRIDAY) == []

    handover_id = hand_over(kent, {})

    assert queries.handover(handover_id, actor=kent.actor("social_worker")).words == {}
    assert queries.handover(handover_id, actor=kent.actor("manager")).words == {red: ""}


def test_nothing_is_handed_to_an_owner_who_is_kept_out_of_it(kent: World) -> None:
    red = opened(kent, ADA, rating="immediate")
    manager = kent.actor("manager")
    exclusion_services.declare(user_id=manager.id, enquiry_id=red, ground="relative", actor=manager, at=FRIDAY)
    turn = named(kent, "manager")
    with broken("cover.owner_may_open_what_is_handed_over"):
        hand_over(kent, {red: "Ring the police."})

    services.withdraw_turn(turn_id=turn, actor=manager, at=FRIDAY)
    named(kent, "social_worker")
    hand_over(kent, {red: "Ring the police."})
