"""How a look-up runs: one statement and one line in the log, by the index of keys, as the door's own role."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import RawCursor

from openmash.matching.cleaning import clean
from openmash.matching.keys import keys_of
from openmash.matching.postgres import parameters
from openmash.person_index import queries
from openmash.person_index.queries.model import statement
from openmash.person_index.rules import Purpose
from tests.indexes import ask, load, references, seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
MANY = [
    f"P-{n},Given{chr(65 + n % 26)},Family{chr(65 + n % 23)}{chr(65 + n % 19)},19{n % 90 + 10}-0{n % 9 + 1}-1{n % 8},"
    for n in range(2000)
]


@pytest.fixture
def world() -> World:
    world = devon()
    load(world, "police", "P-ada,Ada,Wren,2018-03-04,EX1 1AA", *MANY)
    return world


def scans() -> dict[str, tuple[int, int]]:
    """Of each table of rows: how often it was read whole, and by an index, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_scan, idx_scan FROM pg_stat_xact_user_tables WHERE schemaname = 'person_index' "
            "AND relname LIKE 'rows_%%'"
        )
        return {name: (whole, by_index) for name, whole, by_index in cursor.fetchall()}


def test_the_index_of_keys_is_used_as_the_inside_door(world: World) -> None:
    with seen_by(world, "police"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("openmash_inside",)
        before = scans()
        assert references(ask(world, "police")) == ["P-ada"]
        after = scans()
    (table,) = after
    assert after[table][0] == before[table][0], "the whole table was read"
    assert after[table][1] > before[table][1]


def test_the_statement_reads_through_the_functions_alone(world: World) -> None:
    with seen_by(world, "police"):
        connection.ensure_connection()
        secret = queries.secret_of(world.hub_id)
        assert secret is not None
        plain = clean(told_of())
        told: dict[str, Any] = {"index": world.agencies["police"], "who": world.people["police"], "without": []}
        told |= {"known": 0.9, "most": 20, "least": -4.0}
        values = parameters(plain, keys_of(plain, secret=secret, asking=True), **told)
        text, names = statement()
        with RawCursor(connection.connection) as cursor:
            lines = cursor.execute(f"EXPLAIN {text}", [values[name] for name in names]).fetchall()
        plan = "\n".join(line for (line,) in lines)
    assert plan.count("Function Scan on found") == 1
    assert "Seq Scan" not in plan


def test_postgresql_plans_a_look_up_once_for_a_connection(world: World) -> None:
    with seen_by(world, "police"), connection.cursor() as cursor:
        for _ in range(3):
            ask(world, "police")
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%person_index.found%%'")
        assert cursor.fetchone() == (1,)


def test_a_look_up_is_one_statement_and_one_line_in_the_log_whatever_it_finds(world: World) -> None:
    somebody, nobody = told_of(), told_of("Nobody", "Known", "1950-01-01", "AB1 2CD")
    with seen_by(world, "police"):
        actor = world.actor("police")
        queries.look_up(  # the hub's secret is read once for each request
            asked=nobody, agency_id=world.agencies["police"], actor=actor, purpose=Purpose.CHECK, at=NOW
        )
        for asked in (somebody, somebody, nobody, told_of("", "", "2018-03-04", "")):
            with CaptureQueriesContext(connection) as captured:
                queries.look_up(
                    asked=asked, agency_id=world.agencies["police"], actor=actor, purpose=Purpose.CHECK, at=NOW
                )
            # The look-up itself is prepared, which goes past Django's counting.
            assert [each["sql"][:24] for each in captured] == ['INSERT INTO "audit_event']
