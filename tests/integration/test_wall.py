"""The wall: every open enquiry's rating, time left and who has answered; whose names it says is the hub's choice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.access import Actor
from openmash.checks import services as check_services
from openmash.checks.rules import NilTold
from openmash.core.errors import Refused
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import FamilyOnWall, WallRule
from openmash.worklists import queries
from openmash.worklists.queries import Answer, Wall, WallLine
from openmash.worklists.rules import ALWAYS_ON_THE_WALL, NEW_ON_THE_WALL, STAYS_NEW, TURNING_ON_THE_WALL
from tests.handed_on import decide
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> Iterator[World]:
    made = devon()
    with made.inside():
        yield made


@pytest.fixture
def display(world: World) -> Actor:
    """The screen in the room, signed in as itself."""
    return world.actor("wall")


def lines(wall: Wall) -> list[WallLine]:
    return [*wall.urgent, *wall.changed, *wall.turning]


def family_on_the_wall(monkeypatch: pytest.MonkeyPatch, family: FamilyOnWall, *, holder: bool = False) -> None:
    """The hub's model lets its walls say that much."""
    before = hub_queries.model_of
    rule = WallRule(family=family, holder=holder, source="Local choice", effective_from=date(2026, 1, 1))
    monkeypatch.setattr(hub_queries, "model_of", lambda *which: replace(before(*which), wall=rule))


def keep_out(world: World, *, enquiry_id: UUID | None = None, person_id: UUID | None = None) -> None:
    exclusion_services.declare(
        user_id=world.people["manager"],
        enquiry_id=enquiry_id,
        person_id=person_id,
        ground="relative",
        actor=world.actor("governance"),
        at=NOW,
    )


def test_a_line_says_how_urgent_how_long_and_which_agency_has_answered(world: World, display: Actor) -> None:
    case = open_case(world)
    [police, *_] = case.ask("police", "health")
    check_services.answer_nothing(
        check_id=police,
        nil=NilTold("no_trace", "PND and the local system"),
        late=None,
        actor=world.actor("police"),
        at=case.later(),
    )
    [line] = lines(queries.wall(display, at=NOW + timedelta(hours=1)))
    assert (line.rating, line.colour, line.late, line.held) == ("Amber", "amber", False, False)
    assert line.due_at is not None
    assert [(each.agency, each.answer) for each in line.asked] == [
        ("Health", Answer.WAITING),
        ("Police", Answer.ANSWERED),
    ]


def test_a_late_agency_and_a_late_decision_are_said_to_be_late(world: World, display: Actor) -> None:
    case = open_case(world)
    case.ask("police")
    wall = queries.wall(display, at=NOW + timedelta(days=7))
    [line] = lines(wall)
    assert (line.late, [each.answer for each in line.asked]) == (True, [Answer.LATE])
    assert (wall.open_, wall.late) == (1, 1)
    assert [(each.label, each.count, each.late) for each in wall.counts if each.count] == [("Amber", 1, 1)]


def test_no_name_is_on_the_wall_of_a_hub_whose_model_says_nothing_of_it(world: World, display: Actor) -> None:
    case = open_case(world)
    enquiry_services.allocate(
        enquiry_id=case.enquiry_id, holder_id=world.people["social_worker"], actor=world.actor("manager"), at=NOW
    )
    [line] = lines(queries.wall(display, at=NOW))
    assert (line.family, line.holder, line.held) == ("", "", True)


def test_a_hub_may_choose_initials_or_names_and_the_holder(
    world: World, display: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(world)
    enquiry_services.allocate(
        enquiry_id=case.enquiry_id, holder_id=world.people["social_worker"], actor=world.actor("manager"), at=NOW
    )
    family_on_the_wall(monkeypatch, FamilyOnWall.INITIALS)
    [line] = lines(queries.wall(display, at=NOW))
    assert (line.family, line.holder) == ("AW", "")
    family_on_the_wall(monkeypatch, FamilyOnWall.NAMES, holder=True)
    [line] = lines(queries.wall(display, at=NOW))
    assert (line.family, line.holder) == ("Ada Wren", "Kit Marlow")


def test_a_case_that_anybody_is_kept_out_of_is_never_named(
    world: World, display: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    family_on_the_wall(monkeypatch, FamilyOnWall.NAMES)
    named, by_enquiry = open_case(world, family="Lark"), open_case(world, family="Wren")
    by_person = open_case(world, family="Finch")
    keep_out(world, enquiry_id=by_enquiry.enquiry_id)
    keep_out(world, person_id=by_person.people()[0])
    again = open_case(world, family="Finch", at=NOW + MINUTE)  # the same child, recorded a second time
    assert named.enquiry_id != again.enquiry_id
    shown = lines(queries.wall(display, at=NOW + MINUTE))
    assert sorted(line.family for line in shown) == ["", "", "", "Ada Lark"]


def test_a_case_whose_parent_somebody_is_kept_away_from_is_not_named_either(
    world: World, display: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    family_on_the_wall(monkeypatch, FamilyOnWall.NAMES)
    open_case(world, family="Lark")
    _, mother = open_case(world, family="Finch").people()
    keep_out(world, person_id=mother)
    assert sorted(line.family for line in lines(queries.wall(display, at=NOW))) == ["", "Ada Lark"]


def test_somebody_who_is_kept_out_does_not_find_the_case_on_their_own_screen(world: World, display: Actor) -> None:
    case = open_case(world)
    keep_out(world, enquiry_id=case.enquiry_id)
    assert lines(queries.wall(world.actor("manager"), at=NOW)) == []
    assert len(lines(queries.wall(world.actor("second_manager"), at=NOW))) == 1
    assert len(lines(queries.wall(display, at=NOW))) == 1


def test_the_display_sees_the_wall_and_who_has_no_business_in_the_room_does_not(world: World, display: Actor) -> None:
    assert queries.wall(display, at=NOW).open_ == 0
    for who in ("governance", "administrator", "assessor"):
        with pytest.raises(Refused, match="may not see the wall screen"):
            queries.wall(world.actor(who), at=NOW)


def test_the_most_urgent_stay_and_the_others_turn(world: World, display: Actor) -> None:
    count = ALWAYS_ON_THE_WALL + TURNING_ON_THE_WALL + 1
    for number in range(count):
        open_case(world, family=f"Wren{number}", at=NOW + number * timedelta(days=1))
    later = NOW + timedelta(days=30)
    first, second = (queries.wall(display, at=later, page=page) for page in (1, 2))
    assert (first.pages, len(first.urgent), len(first.turning), len(second.turning)) == (
        *(2, ALWAYS_ON_THE_WALL),
        *(TURNING_ON_THE_WALL, 1),
    )
    assert first.urgent == second.urgent
    seen = {line.reference for line in (*first.urgent, *first.turning, *second.turning)}
    assert len(seen) == count == first.open_
    assert queries.wall(display, at=later, page=99).page == 1


def test_what_has_just_changed_is_there_whatever_the_page_and_for_a_minute(world: World, display: Actor) -> None:
    cases = [
        open_case(world, family=f"Wren{number}", at=NOW + number * timedelta(weeks=1))  # no two are due together
        for number in range(ALWAYS_ON_THE_WALL + TURNING_ON_THE_WALL + NEW_ON_THE_WALL + 1)
    ]
    later = NOW + timedelta(weeks=len(cases))
    assert queries.wall(display, at=later).changed == ()
    last: Case = cases[-1]
    last.at = later - timedelta(seconds=61)
    last.ask("police")
    wall = queries.wall(display, at=later)
    [line] = wall.changed
    assert line.new
    assert [each.agency for each in line.asked] == ["Police"]
    assert line.reference not in {each.reference for each in (*wall.urgent, *wall.turning)}
    assert queries.wall(display, at=later + STAYS_NEW).changed == ()


def test_what_is_decided_stands_last_and_what_is_closed_is_gone(world: World, display: Actor) -> None:
    first, second = open_case(world, family="Lark"), open_case(world, family="Finch", at=NOW + timedelta(days=1))
    decide(first)
    later = NOW + timedelta(days=2)
    found = lines(queries.wall(display, at=later))
    assert [(line.rating, line.due_at is None) for line in found] == [("Amber", False), ("", True)]
    enquiry_services.close(enquiry_id=first.enquiry_id, actor=world.actor("manager"), at=later)
    [line] = lines(queries.wall(display, at=later))
    assert line.due_at is not None
    assert second.enquiry_id


def test_another_hub_sees_its_own_wall_alone(world: World, display: Actor) -> None:
    open_case(world)
    kent = devon("kent", people=("coordinator", "manager"))
    with kent.inside():
        assert queries.wall(kent.actor("manager"), at=NOW).open_ == 0
    assert queries.wall(display, at=NOW).open_ == 1


def test_the_number_of_statements_does_not_grow_with_the_hub(world: World, display: Actor) -> None:
    counts = []
    queries.wall(display, at=NOW)  # what a page reads once is read
    for number in range(7):
        open_case(world, family=f"Wren{number}").ask("police", "health")
        with CaptureQueriesContext(connection) as run:
            queries.wall(display, at=NOW)
        counts.append(len(run))
    assert counts[0] == counts[-1] <= 6, counts
