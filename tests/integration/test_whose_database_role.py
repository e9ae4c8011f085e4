"""Tests prove nothing as an owner or a superuser: these hold them to the doors' roles."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tests.databases import Database

Door = Callable[[], AbstractContextManager[None]]

pytestmark = pytest.mark.django_db

RIGHTS = """
    SELECT current_user::text, rolsuper, rolbypassrls,
           EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner = r.oid)
    FROM pg_roles r WHERE rolname = current_user
"""


def whose() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS)
        row: tuple[object, ...] = cursor.fetchone()
        return row


def test_a_test_is_the_inside_door_and_owns_nothing() -> None:
    assert whose() == ("openmash_inside", False, False, False)


def test_a_test_can_be_the_outside_door_and_comes_back(as_outside: Door) -> None:
    with as_outside():
        assert whose() == ("openmash_outside", False, False, False)
    assert whose()[0] == "openmash_inside"


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_is_the_inside_door_too() -> None:
    assert whose() == ("openmash_inside", False, False, False)
    connection.close()
    assert whose()[0] == "openmash_inside"


def test_the_role_comes_back_after_an_error_in_a_savepoint(as_outside: Door) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), as_outside():
        connection.cursor().execute("SELECT * FROM cache_inside")
    assert whose()[0] == "openmash_inside"


def test_no_door_may_make_a_table() -> None:
    with pytest.raises(ProgrammingError, match="permission denied for schema public"):
        connection.cursor().execute("CREATE TABLE mine (a int)")


def test_each_door_has_its_own_counters_and_sessions(as_outside: Door) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("SELECT * FROM cache_outside")
    with as_outside(), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute("SELECT * FROM django_session")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(time: str, database: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_inside")
        assert cursor.fetchone() == (0,)
        cursor.execute("INSERT INTO cache_inside VALUES ('a', 'b', now())")
    with database.as_administrator() as server:
        assert server.execute("SELECT count(*) FROM cache_inside").fetchone() == (1,)


def test_a_refused_row_is_not_in_the_log_of_the_server(database: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW log_min_error_statement")
        assert cursor.fetchone() == ("panic",)
        cursor.execute("SHOW log_error_verbosity")
        assert cursor.fetchone() == ("terse",)
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("INSERT INTO cache_inside VALUES ('a', NULL, now())")
