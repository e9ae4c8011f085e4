"""Staff rotation: who is in the hub for a time, and who leaves with work in their hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.accounts import queries as account_queries
from openmash.audit.models import Event
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.cover import queries, services
from openmash.cover.rules import HAND_OVER_FROM, PlacementTold, TurnTold
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.worklists import queries as work_queries
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@contextmanager
def broken(rule: str, *, field: str | None = None) -> Iterator[None]:
    """That a rule refuses what is done within, beside that field."""
    with pytest.raises(RuleBroken) as said:
        yield
    assert (said.value.rule, said.value.field) == (rule, field)


@pytest.fixture
def world() -> World:
    return devon()


def told(world: World, who: str = "social_worker", **changed: Any) -> PlacementTold:
    whole: dict[str, Any] = {
        "home_team": "Assessment team North",
        "from_on": TODAY - timedelta(days=90),
        "until_on": TODAY + timedelta(days=60),
        "next_name": "Kim Bell",
    }
    return PlacementTold(world.people[who], **whole | changed)


def taken_in(world: World, who: str = "social_worker", **changed: Any) -> UUID:
    return services.take_in(told=told(world, who, **changed), actor=world.actor("manager"), at=NOW)


def seen(world: World, *, days: int = 0) -> list[queries.PlacementView]:
    return queries.rotation(world.actor("manager"), at=NOW + timedelta(days=days))


def held_by(case: Case, who: str = "social_worker") -> None:
    enquiry_services.allocate(
        enquiry_id=case.enquiry_id, holder_id=case.world.people[who], actor=case.world.actor("manager"), at=case.later()
    )


def work(world: World, *, days: int) -> list[str]:
    """What the manager's list of work says of those who leave."""
    found = work_queries.needs_me(world.actor("manager"), at=NOW + timedelta(days=days))
    return [f"{row.title}: {row.words}" for row in found if row.kind == "leaving"]


def test_a_manager_sees_who_is_here_from_which_team_until_when_and_who_comes_next(world: World) -> None:
    with world.inside():
        taken_in(world)
        [one] = seen(world)
        assert (one.agency_name, one.home_team) == ("Devon Children's Services", "Assessment team North")
        assert one.next_name == "Kim Bell"
        assert (one.stage, one.until_on, one.held) == ("here", TODAY + timedelta(days=60), ())
        assert [each.stage for each in seen(world, days=61)] == ["over"]
        assert Event.objects.filter(name="cover.placement_recorded", about_id=one.id).count() == 1


def test_whoever_leaves_with_a_case_in_their_hands_is_on_the_manager_s_list_of_work(world: World) -> None:
    case = open_case(world)
    with world.inside():
        taken_in(world)
        held_by(case)
        days = 60 - HAND_OVER_FROM.days
        assert work(world, days=days - 1) == []
        [line] = work(world, days=days)
        assert line.endswith("goes back to Assessment team North: 1 enquiry still theirs")
        assert work(world, days=70) == [line], "it stays until somebody has it"
        held_by(case, "manager")
        assert work(world, days=70) == []


def test_somebody_named_for_a_night_after_their_last_day_is_warned_of(world: World) -> None:
    with world.inside():
        taken_in(world, until_on=TODAY)
        night = TurnTold(
            world.people["social_worker"], "07700 900100", NOW + timedelta(days=2), NOW + timedelta(days=3)
        )
        services.name_owner(told=night, actor=world.actor("manager"), at=NOW)
        assert [each.turns for each in queries.leaving(world.actor("manager"), at=NOW)] == [1]


def test_the_end_of_a_placement_takes_nobody_s_access_away(world: World) -> None:
    case = open_case(world)
    with world.inside():
        taken_in(world)
        held_by(case)
        [one] = seen(world, days=200)
        assert (one.stage, one.may_sign_in) == ("over", True)
        assert [reference for _, reference in one.held], "nor the case they hold"
        assert account_queries.actor_for(world.people["social_worker"], world.hub_id).role == "social_worker"


def test_a_case_that_the_manager_is_kept_out_of_is_not_counted_for_them(world: World) -> None:
    case = open_case(world)
    with world.inside():
        taken_in(world, until_on=TODAY)
        held_by(case)
        assert len(queries.leaving(world.actor("manager"), at=NOW)) == 1
        exclusion_services.declare(
            user_id=world.people["manager"],
            enquiry_id=case.enquiry_id,
            ground="relative",
            actor=world.actor("governance"),
            at=case.later(),
        )
        assert queries.leaving(world.actor("manager"), at=NOW) == []
        assert len(queries.leaving(world.actor("operations_manager"), at=NOW)) == 1


def test_a_placement_is_changed_or_withdrawn_and_how_it_stood_stays(world: World) -> None:
    with world.inside():
        placement_id = taken_in(world)
        longer = told(world, until_on=TODAY + timedelta(days=100), next_name="")
        manager = world.actor("manager")
        changed = services.change_placement(placement_id=placement_id, told=longer, actor=manager, at=NOW)
        assert [(each.id, each.next_name) for each in seen(world)] == [(changed, "")]
        with pytest.raises(NotFound):
            services.withdraw_placement(placement_id=placement_id, actor=manager, at=NOW)
        services.withdraw_placement(placement_id=changed, actor=manager, at=NOW)
        assert seen(world) == []
        assert Event.objects.filter(name="cover.placement_recorded").count() == 2


def test_somebody_comes_again_later_and_leaves_now_all_the_same(world: World) -> None:
    case = open_case(world)
    with world.inside():
        taken_in(world, until_on=TODAY)
        taken_in(world, from_on=TODAY + timedelta(days=90), until_on=TODAY + timedelta(days=180))
        held_by(case)
        assert [(each.stage, len(each.held), each.leaves_with_work) for each in seen(world)] == [
            ("here", 1, True),
            ("coming", 0, False),
        ]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"home_team": " "}, "cover.placement_has_a_home_team", "home_team"),
    ({"until_on": TODAY - timedelta(days=91)}, "cover.placement_ends_after_it_begins", "until_on"),
    ({"until_on": TODAY - timedelta(days=1)}, "cover.placement_is_not_over", "until_on"),
    ({"until_on": date(2031, 1, 1)}, "cover.placement_is_not_too_long", "until_on"),
    ({"next_name": "x" * 121}, "cover.next_name_not_too_long", "next_name"),
]


@pytest.mark.parametrize(("changed", "rule", "field"), WRONG)
def test_a_placement_is_written_down_whole(changed: dict[str, Any], rule: str, field: str, world: World) -> None:
    with world.inside():
        with broken(rule, field=field):
            taken_in(world, **changed)
        assert taken_in(world)


def test_somebody_is_in_one_placement_at_a_time(world: World) -> None:
    with world.inside():
        taken_in(world)
        with broken("cover.one_placement_at_a_time", field="from_on"):
            taken_in(world, from_on=TODAY + timedelta(days=60), until_on=TODAY + timedelta(days=90))
        assert taken_in(world, from_on=TODAY + timedelta(days=61), until_on=TODAY + timedelta(days=90))


@pytest.mark.parametrize("who", ["social_worker", "police", "governance", "administrator"])
def test_whoever_does_not_move_work_neither_sees_nor_writes_it(who: str, world: World) -> None:
    with world.inside():
        with pytest.raises(Refused):
            services.take_in(told=told(world), actor=world.actor(who), at=NOW)
        with pytest.raises(Refused):
            queries.rotation(world.actor(who), at=NOW)
        assert seen(world) == []


def test_somebody_of_no_hub_is_not_taken_in(world: World) -> None:
    with world.inside(), pytest.raises(NotFound):
        services.take_in(told=PlacementTold(UUID(int=7), "North", TODAY, TODAY), actor=world.actor("manager"), at=NOW)


def test_the_statements_do_not_grow_with_those_who_come_and_go(world: World) -> None:
    with world.inside():
        counts = []
        for who in ("social_worker", "police", "health"):
            taken_in(world, who)
            case = open_case(world, family=who.capitalize().replace("_", ""))
            held_by(case)
            seen(world)  # who is recorded twice is read once a page
            with CaptureQueriesContext(connection) as ran:
                seen(world)
            counts.append(len(ran))
        assert len(set(counts)) == 1, counts
