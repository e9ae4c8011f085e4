"""An agency's index is taken away: no row is left, and whoever asks is told that there is none."""

from datetime import timedelta

import pytest
from django.db import connection

from openmash.audit.models import Event
from openmash.core.errors import Refused, RuleBroken
from openmash.person_index import queries, services
from openmash.person_index.models import Hit, LoadFile, RefusedRow
from tests.indexes import ADA, BEN, ask, file, load, references, seen_by
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = devon()
    load(world, "police", ADA, BEN, ",Nobody,Known,2001-01-05,")
    return world


def withdraw(world: World, who: str = "police") -> None:
    with seen_by(world, who):
        services.withdraw(agency_id=world.agencies["police"], actor=world.actor(who), at=NOW)


def rows_on_disk() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_relation_size(oid)), 0) FROM pg_class "
            "WHERE relname LIKE 'rows_%%' AND relkind = 'r'"
        )
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("who", ["police", "evaluator", "administrator"])
def test_nothing_of_it_is_left(world: World, who: str) -> None:
    assert rows_on_disk() > 0
    withdraw(world, who)
    answer = ask(world, "police")
    assert (answer.answers, answer.candidates) == (False, ())
    assert rows_on_disk() == 0
    with seen_by(world, "police"):
        state = queries.state(world.agencies["police"], actor=world.actor("police"))
        assert (state.answers, state.people, state.withdrawn_at) == (False, 0, NOW)
        assert not RefusedRow.objects.exists()
        assert not LoadFile.objects.exists()
        assert not Hit.objects.exists()
        assert Event.objects.filter(name="index.withdrawn", owner_id=world.agencies["police"]).count() == 1


@pytest.mark.parametrize("who", ["health", "manager", "governance"])
def test_nobody_else_takes_it_away(world: World, who: str) -> None:
    with pytest.raises(Refused):
        withdraw(world, who)
    assert references(ask(world, "police")) == ["P-1"]


def test_what_is_not_there_cannot_be_taken_away(world: World) -> None:
    withdraw(world)
    with pytest.raises(RuleBroken) as caught:
        withdraw(world)
    assert caught.value.rule == "index.is_there"


def test_a_file_that_waits_goes_with_it(world: World) -> None:
    with seen_by(world, "police"):
        services.load(agency_id=world.agencies["police"], file=file(ADA), actor=world.actor("police"), at=NOW)
    withdraw(world)
    assert services.begin_waiting(hub_id=world.hub_id, at=NOW) == 0
    assert not ask(world, "police").answers


def test_it_may_be_loaded_again(world: World) -> None:
    withdraw(world)
    load(world, "police", BEN)
    with seen_by(world, "police"):
        state = queries.state(world.agencies["police"], actor=world.actor("police"))
    assert (state.answers, state.people, state.withdrawn_at) == (True, 1, None)


def test_it_goes_by_itself_the_night_after_the_agency_s_agreement_ends(world: World) -> None:
    last_day = NOW.replace(year=2028, month=1, day=1)
    with world.inside():
        assert services.withdraw_where_agreements_ended(hub_id=world.hub_id, at=last_day) == 0
        night = last_day + timedelta(days=1)
        assert services.withdraw_where_agreements_ended(hub_id=world.hub_id, at=night) == 1
        assert services.withdraw_where_agreements_ended(hub_id=world.hub_id, at=night) == 0
    assert not ask(world, "police").answers
