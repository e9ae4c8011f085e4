"""The outside door's database role has no right on any sealed table, tried table by table and verb by verb.

What may be touched is asked of PostgreSQL by doing it, never read from the code that grants it.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, models, transaction

from config.access_rules import OTHERS, data_of, our_models
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]

SEALED = [model for model in our_models() if getattr(data_of(model), "sealed", False)]
NO_OUTSIDE_DOOR = [model for model in our_models() if "outside" not in data_of(model).doors]
TABLES = sorted({model._meta.db_table for model in (*SEALED, *NO_OUTSIDE_DOOR)})
VERBS = {
    "SELECT": 'SELECT count(*) FROM "{table}"',
    "SELECT a column": 'SELECT "{column}" FROM "{table}" LIMIT 1',
    "INSERT": 'INSERT INTO "{table}" DEFAULT VALUES',
    "UPDATE": 'UPDATE "{table}" SET "{column}" = "{column}"',
    "DELETE": 'DELETE FROM "{table}"',
    "TRUNCATE": 'TRUNCATE "{table}"',
    "LOCK": 'SELECT 1 FROM "{table}" FOR UPDATE',
    "COPY": 'COPY "{table}" TO STDOUT',
}
EXPECTED_SEALED = {
    "sealed_item",
    "sealed_itemversion",
    "sealed_itemperson",
    "sealed_sealedtext",
    "sealed_releaserequest",
    "decisions_analysis",
    "products_product",
    "products_productsubject",
    "products_productitem",
    "accounts_draft",
}


@pytest.fixture
def case() -> Iterator[Case]:
    """A room with something in it, so that no refusal is for want of rows."""
    world = devon()
    case = open_case(world)
    with world.inside():
        item_id = case.put_in("police", "He was arrested.", about=tuple(case.people()))
        case.ask_release(item_id)
        yield case


def test_the_list_of_sealed_tables_holds_what_we_think_it_does() -> None:
    names = {model._meta.db_table for model in SEALED}

    assert names >= EXPECTED_SEALED
    assert names <= {model._meta.db_table for model in NO_OUTSIDE_DOOR}


@pytest.mark.parametrize("table", TABLES)
def test_the_outside_role_can_do_nothing_with(table: str, as_outside: Door) -> None:
    column = _columns(table)[0]

    for verb, statement in VERBS.items():
        with pytest.raises(ProgrammingError, match="permission denied"):
            _as_outside(as_outside, statement.format(table=table, column=column))
        assert verb


@pytest.mark.parametrize("table", TABLES)
def test_the_outside_role_reads_no_single_column_of(table: str, as_outside: Door) -> None:
    for column in _columns(table):
        with pytest.raises(ProgrammingError, match="permission denied"):
            _as_outside(as_outside, f'SELECT "{column}" FROM "{table}"')


def test_every_table_of_the_database_is_accounted_for() -> None:
    """A table that neither a model nor the list of other people's tables speaks of has no grant for anybody outside."""
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | set(OTHERS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT table_name FROM information_schema.role_table_grants "
            "WHERE grantee IN ('openmash_outside', 'PUBLIC') AND table_schema = 'public'"
        )
        granted = {str(name) for (name,) in cursor.fetchall()}

    assert granted <= known - set(TABLES)


def test_no_function_or_view_lends_the_outside_role_somebody_elses_rights() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
        functions = cursor.fetchall()
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        views = cursor.fetchall()

    assert (functions, views) == ([], [])


def test_the_inside_role_reads_what_the_outside_role_does_not(case: Case, as_outside: Door) -> None:
    """The positive control: the rows are there, and the same statement shows them to the other door."""
    filled = {"sealed_item", "sealed_itemversion", "sealed_itemperson", "sealed_releaserequest", "enquiries_enquiry"}

    for table in filled:
        with connection.cursor() as cursor:
            cursor.execute(VERBS["SELECT"].format(table=table))
            assert cursor.fetchone()[0] > 0, table
        with pytest.raises(ProgrammingError, match="permission denied"):
            _as_outside(as_outside, VERBS["SELECT"].format(table=table))


def test_the_outside_role_does_what_it_is_there_for(as_outside: Door) -> None:
    """And so the refusals are not because it can do nothing at all."""
    readable = [m for m in our_models() if "select" in data_of(m).doors.get("outside", "").split()]

    assert len(readable) > 3
    for model in readable:
        _as_outside(as_outside, f'SELECT count(*) FROM "{model._meta.db_table}"')


def test_the_outside_role_cannot_become_anybody_else(as_outside: Door) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.rolname FROM pg_roles r WHERE r.rolname LIKE 'openmash%%' AND r.rolname <> 'openmash_outside' "
            "AND pg_has_role('openmash_outside', r.oid, 'MEMBER')"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'openmash_outside'")
        assert cursor.fetchone() == (False, False, False)


def _columns(table: str) -> list[str]:
    model: type[models.Model] = next(m for m in our_models() if m._meta.db_table == table)
    return [str(field.column) for field in model._meta.concrete_fields]


def _as_outside(as_outside: Door, statement: str) -> None:
    with transaction.atomic(), as_outside(), connection.cursor() as cursor:
        cursor.execute(statement)
