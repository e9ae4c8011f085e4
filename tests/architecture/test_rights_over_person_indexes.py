"""What PostgreSQL itself says of the schema in which agencies' person indexes stand (docs/adr/0017)."""

from typing import Any

import pytest
from django.db import connection

from config.access_rules import DOORS
from config.index_rules import MEMBERSHIPS, OWNER, SCHEMA

pytestmark = pytest.mark.django_db

# What the inside door may call. Each looks whose index it is, or holds nothing of anybody.
CALLED_BY_THE_INSIDE = {
    *("found", "stands"),
    *("open_index", "begin_load", "end_load", "fill", "build", "swap"),
    *("begin_empty", "put", "remove", "count_changes", "recount", "withdraw", "tidy"),
}


def rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def callable_by(role: str) -> set[str]:
    asked = """
        SELECT proname FROM pg_proc
        WHERE pronamespace = %s::regnamespace AND has_function_privilege(%s, oid, 'execute')
    """
    return {name for (name,) in rows(asked, SCHEMA, role)}


def test_the_owner_of_the_indexes_cannot_sign_in_and_has_no_power_elsewhere() -> None:
    asked = "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s"
    assert rows(asked, OWNER) == [(False,) * 5]
    tables = """
        SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
        AND (has_any_column_privilege(%s, oid, 'select, insert, update') OR has_table_privilege(%s, oid, 'delete'))
    """
    assert rows(tables, OWNER, OWNER) == [(MEMBERSHIPS,)]
    columns = """
        SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
        AND has_column_privilege(%s, attrelid, attnum, 'select')
    """
    assert {name for (name,) in rows(columns, MEMBERSHIPS, OWNER)} == {"hub_id", "user_id", "agency_id", "left_at"}


def test_everything_in_the_schema_is_its_owner_s() -> None:
    tables = "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = %s::regnamespace"
    functions = "SELECT DISTINCT proowner::regrole::text FROM pg_proc WHERE pronamespace = %s::regnamespace"
    assert rows(tables, SCHEMA) == rows(functions, SCHEMA) == [(OWNER,)]


@pytest.mark.parametrize("role", [*DOORS.values(), "openmash_test"])
def test_no_door_has_a_right_to_any_table_in_it(role: str) -> None:
    asked = """
        SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
        AND (has_any_column_privilege(%s, oid, 'select, insert, update, references')
             OR has_table_privilege(%s, oid, 'delete, truncate, trigger'))
    """
    assert rows(asked, SCHEMA, role, role) == []


def test_the_inside_calls_what_looks_first_and_nothing_else() -> None:
    assert callable_by("openmash_inside") == CALLED_BY_THE_INSIDE


def test_the_outside_calls_nothing_and_does_not_reach_the_schema() -> None:
    assert callable_by("openmash_outside") == set()
    assert rows("SELECT has_schema_privilege('openmash_outside', %s, 'usage')", SCHEMA) == [(False,)]
    assert rows("SELECT has_schema_privilege('openmash_inside', %s, 'create')", SCHEMA) == [(False,)]


def test_what_runs_as_its_owner_looks_nowhere_else_for_names() -> None:
    """What it calls in turn has the search_path that was set for it; no door can call that by itself."""
    asked = "SELECT proname, proconfig FROM pg_proc WHERE pronamespace = %s::regnamespace AND prosecdef"
    found = rows(asked, SCHEMA)
    assert {name for name, _ in found} >= CALLED_BY_THE_INSIDE
    loose = [name for name, settings in found if "search_path=pg_catalog, pg_temp" not in (settings or [])]
    assert loose == []
