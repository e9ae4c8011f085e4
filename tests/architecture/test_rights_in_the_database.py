"""What PostgreSQL itself says of its tables and roles after `migrate`, compared with what the models promise.

Each door *trying* what it may not is in tests/integration/test_outside_role.py; this is the catalogue.
"""

from collections import defaultdict
from typing import Any

import pytest
from django.db import connection

from config.access_rules import DOORS, OTHERS, data_of, our_models
from openmash.core.records import HubRow
from tests.databases import Database

pytestmark = pytest.mark.django_db

# Tables without row-level security, and why that is right.
WITHOUT_A_WALL = {
    "django_session": "the inside door's sessions; the outside has no right to them",
    "django_content_type": "names of models, the same for every hub",
    "django_migrations": "names of migrations, the same for every hub",
    "cache_inside": "counters of failed sign-ins, keyed by hashes; one table a door",
    "cache_outside": "likewise",
    "procrastinate_jobs": "rounds that go through every hub; holds no data of a case",
    "procrastinate_events": "likewise",
    "procrastinate_periodic_defers": "likewise",
    "procrastinate_workers": "likewise",
}


def rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


TABLES = """
    SELECT relname, relrowsecurity, relforcerowsecurity,
           has_any_column_privilege('openmash_inside', oid, 'select, insert, update')
             OR has_table_privilege('openmash_inside', oid, 'delete'),
           has_any_column_privilege('openmash_outside', oid, 'select, insert, update')
             OR has_table_privilege('openmash_outside', oid, 'delete')
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
"""


def test_every_table_that_a_door_may_touch_has_a_forced_wall_or_a_reason_not_to() -> None:
    open_ = {
        name
        for name, enabled, forced, inside, outside in rows(TABLES)
        if (inside or outside) and not (enabled and forced)
    }
    assert open_ == set(WITHOUT_A_WALL)


def test_every_table_of_ours_has_a_forced_wall_and_a_policy_for_each_of_its_doors() -> None:
    walls = {name: (enabled, forced) for name, enabled, forced, _, _ in rows(TABLES)}
    policies: dict[str, set[str]] = defaultdict(set)
    for table, roles in rows("SELECT tablename, roles::text[] FROM pg_policies WHERE schemaname = 'public'"):
        policies[table] |= set(roles)
    for model in our_models():
        table = model._meta.db_table
        assert walls[table] == (True, True), table
        assert {DOORS[door] for door in data_of(model).doors} <= policies[table], table


def test_the_wall_of_a_hub_s_table_is_the_hub() -> None:
    asked = "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
    hub_tables = {model._meta.db_table for model in our_models() if issubclass(model, HubRow)}
    walls = [row for row in rows(asked) if row[0] in hub_tables and row[1].startswith("wall_")]
    assert {row[0] for row in walls} == hub_tables
    for table, _, seen, written in walls:
        assert "openmash.hub" in seen, table
        assert "hub_id" in seen, table
        assert seen == written, f"{table}: what may be written and what may be seen differ"


def test_the_rights_are_exactly_those_that_are_promised() -> None:
    promised: dict[tuple[str, str], set[str]] = {}
    for model in our_models():
        for door, rights in data_of(model).doors.items():
            promised[(model._meta.db_table, DOORS[door])] = spread(rights)
    for table, doors in OTHERS.items():
        for door, (rights, _) in doors.items():
            promised[(table, DOORS[door])] = spread(rights)
    assert given() == promised


def spread(rights: str) -> set[str]:
    """Rights as single words: ``"update(a,b)"`` is ``{"update(a)", "update(b)"}``."""
    single: set[str] = set()
    for right in rights.split():
        verb, _, columns = right.partition("(")
        single |= {f"{verb}({column})" for column in columns.removesuffix(")").split(",")} if columns else {verb}
    return single


def given() -> dict[tuple[str, str], set[str]]:
    """What each door's role has been granted, table by table."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    whole = """
        SELECT relname, grantee::regrole::text, lower(privilege_type) FROM pg_class, aclexplode(relacl)
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    """
    for table, role, right in rows(whole):
        if role in DOORS.values():
            found[(table, role)].add(right)
    columns = """
        SELECT relname, grantee::regrole::text, lower(privilege_type), attname
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl)
        WHERE relnamespace = 'public'::regnamespace
    """
    for table, role, right, column in rows(columns):
        if role in DOORS.values():
            found[(table, role)].add(f"{right}({column})")
    return dict(found)


@pytest.mark.parametrize("role", [*DOORS.values(), "openmash_test"])
def test_a_role_that_serves_has_no_power_of_its_own(role: str) -> None:
    asked = """
        SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication,
               has_schema_privilege(rolname, 'public', 'create'),
               EXISTS (SELECT FROM pg_class WHERE relowner = r.oid), EXISTS (SELECT FROM pg_proc WHERE proowner = r.oid)
        FROM pg_roles r WHERE rolname = %s
    """
    assert rows(asked, role) == [(False,) * 8]


@pytest.mark.parametrize("role", DOORS.values())
def test_a_door_is_a_member_of_no_other_role(role: str) -> None:
    asked = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole"
    assert rows(asked, role) == []


def test_the_role_of_the_tests_has_no_rights_until_it_stands_at_a_door() -> None:
    assert rows("SELECT rolinherit FROM pg_roles WHERE rolname = 'openmash_test'") == [(False,)]
    asked = "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = 'openmash_test'::regrole"
    assert {role for (role,) in rows(asked)} == set(DOORS.values())


@pytest.mark.parametrize("right", ["truncate", "references", "trigger"])
def test_no_door_may(right: str) -> None:
    having = [pair for pair, rights in given().items() if right in rights]
    assert having == []


def test_only_the_owner_owns() -> None:
    owners = rows("SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    assert owners == [("openmash_owner",)]


def test_no_view_or_function_leads_round_the_wall() -> None:
    views = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
    assert rows(views) == []
    as_its_owner = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    assert rows(as_its_owner) == []


def test_a_row_points_only_at_rows_of_its_own_hub() -> None:
    """Beside every foreign key between hub tables stands one that carries the hub."""
    asked = "SELECT conrelid::regclass::text, cardinality(conkey) FROM pg_constraint WHERE contype = 'f'"
    carrying: dict[str, int] = defaultdict(int)
    for table, columns in rows(asked):
        carrying[table.strip('"')] += columns == 2
    for model in our_models():
        if issubclass(model, HubRow):
            wanted = sum(
                isinstance(field.related_model, type) and issubclass(field.related_model, HubRow)
                for field in model._meta.concrete_fields
                if field.many_to_one
            )
            assert carrying[model._meta.db_table] == wanted, model._meta.db_table


def test_what_is_never_changed_is_guarded_by_the_database_too(database: Database) -> None:
    guarded = {model._meta.db_table for model in our_models() if getattr(model._meta, "triggers", [])}
    asked = (
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger_%%'"
    )
    assert {table for (table,) in rows(asked)} == guarded
    assert {"audit_event", "decisions_decision", "sealed_itemversion"} <= guarded


def test_every_trigger_stands_in_the_database_as_its_model_has_it(database: Database) -> None:
    """The first migrations leave it to the package to make a table's triggers with the table."""
    wanted = {
        (model._meta.db_table, trigger.get_pgid(model), trigger.compile(model).hash)
        for model in our_models()
        for trigger in getattr(model._meta, "triggers", [])
    }
    asked = (
        "SELECT tgrelid::regclass::text, tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname LIKE 'pgtrigger_%%' AND tgenabled = 'O'"
    )
    assert set(rows(asked)) == wanted
