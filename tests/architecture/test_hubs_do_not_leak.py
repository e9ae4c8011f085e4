"""One connection, many hubs: what was set for one request is not there in the next, however that one ended."""

import random
from uuid import UUID

import pytest
from django.db import DataError, connection, transaction

from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.core import hub_context
from tests.world import World, devon

ALTERNATIONS = 300


class Interrupted(Exception):
    """Something went wrong in the middle of a request."""


def hub_of_the_connection() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('openmash.hub', true), '')")
        return str(cursor.fetchone()[0])


def rows_seen() -> set[UUID]:
    """The hubs of every agency that this connection sees without saying which it wants."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT hub_id FROM agencies_agency")
        return {hub for (hub,) in cursor.fetchall()}


@pytest.fixture
def hubs(transactional_db: None) -> list[World]:
    return [devon(slug, people=("manager",)) for slug in ("devon", "cornwall", "kent")]


def test_three_hundred_requests_of_three_hubs_on_one_connection_leak_nothing(hubs: list[World]) -> None:
    chance = random.Random(2026)  # noqa: S311  # the same every time, and no secret
    connection.ensure_connection()
    underlying = connection.connection
    for _ in range(ALTERNATIONS):
        request(chance.choice(hubs), how_it_ends=chance.choice(["well", "raising", "refused", "reading"]))
        assert hub_of_the_connection() == ""
        assert rows_seen() == set()
    assert connection.connection is underlying, "all on one connection, or nothing was shown"


def request(world: World, *, how_it_ends: str) -> None:
    """One request, as the screens make it; it may fail at the worst moment."""
    try:
        with hub_context.enter(
            hub_id=world.hub_id, user_id=world.people["manager"], reads_only=how_it_ends == "reading"
        ):
            assert rows_seen() == {world.hub_id}
            assert account_queries.actor_for(world.people["manager"], world.hub_id).hub_id == world.hub_id
            if how_it_ends == "raising":
                raise Interrupted
            if how_it_ends == "refused":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1 / 0")
    except (Interrupted, DataError):
        return


def test_work_for_one_hub_inside_work_for_another_comes_back_after_an_error(hubs: list[World]) -> None:
    here, there = hubs[:2]
    with here.inside():
        for _ in range(20):
            request(there, how_it_ends="raising")
            assert rows_seen() == {here.hub_id}
            request(there, how_it_ends="refused")
            assert rows_seen() == {here.hub_id}


def test_a_hub_that_was_entered_and_rolled_back_is_left(hubs: list[World]) -> None:
    with transaction.atomic():
        with hubs[0].inside():
            assert rows_seen() == {hubs[0].hub_id}
        transaction.set_rollback(True)
    assert rows_seen() == set()


def test_without_a_hub_nothing_is_seen_and_nothing_can_be_written(hubs: list[World]) -> None:
    assert rows_seen() == set()
    assert agency_queries.agencies(hubs[0].hub_id) == []
    with pytest.raises(Exception, match="row-level security"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agencies_agency (id, hub_id, name, short_name, kind, co_located, email) "
            "VALUES (gen_random_uuid(), %s, 'x', 'x', 'police', true, '')",
            [hubs[0].hub_id],
        )


def test_a_row_cannot_be_written_into_another_hub(hubs: list[World]) -> None:
    with (
        pytest.raises(Exception, match="row-level security"),
        hubs[0].inside(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE agencies_agency SET hub_id = %s", [hubs[1].hub_id])
