"""An agency's rows are read by its own people, and PostgreSQL holds to that when nothing else does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.db import DataError, OperationalError, ProgrammingError, connection, transaction

from openmash.access import ALLOWED
from openmash.accounts.models import Membership
from openmash.audit.models import Event
from openmash.audit.services import NotWritten
from openmash.core import hub_context
from openmash.core.errors import Refused
from openmash.matching.cleaning import clean
from openmash.matching.keys import keys_of
from openmash.person_index import permissions, queries
from openmash.person_index.queries import looking
from openmash.person_index.rules import Purpose
from tests.indexes import ADA, BEN, ask, load, references, seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
OTHERS = (
    "health",
    "education",
    "social_worker",
    "manager",
    "operations_manager",
    "governance",
    "administrator",
    "wall",
)


@pytest.fixture
def world() -> World:
    world = devon()
    load(world, "police", ADA, BEN)
    return world


@pytest.fixture
def nobody_asks_permissions(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every permission said yes: what PostgreSQL lets out then is all that stands between agencies."""
    for name in ("can_look_up", "can_look_up_own_people", "can_keep", "can_see_state", "can_see_refused_rows"):
        monkeypatch.setattr(permissions, name, lambda *_, **__: ALLOWED)


def candidates(*, index: Any, who: Any, keys: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference FROM person_index.found(%s, %s, %s, NULL, NULL)", [index, who, keys])
        told = list(cursor.fetchall())
    assert told[:1] in ([], [(None,)])  # of the index itself
    return told[1:]


def test_the_agency_s_own_people_find_who_is_in_it(world: World) -> None:
    assert references(ask(world, "police")) == ["P-1"]
    assert references(ask(world, "evaluator", agency="police")) == ["P-1"]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_may_ask(world: World, who: str) -> None:
    with pytest.raises(Refused):
        ask(world, who, agency="police")


@pytest.mark.usefixtures("nobody_asks_permissions")
@pytest.mark.parametrize("who", OTHERS)
def test_postgresql_lets_nothing_out_to_another_agency_whatever_permissions_say(world: World, who: str) -> None:
    answer = ask(world, who, agency="police")
    assert (answer.candidates, answer.answers) == ((), False)
    assert references(ask(world, "police")) == ["P-1"]  # the same question, by one who may


@pytest.mark.usefixtures("nobody_asks_permissions")
def test_postgresql_lets_nothing_out_into_another_hub(world: World) -> None:
    other = devon("dorset")
    for who in ("police", "manager"):
        with seen_by(other, who):
            answer = queries.look_up(
                asked=told_of(),
                agency_id=world.agencies["police"],
                actor=other.actor(who),
                purpose=Purpose.CHECK,
                at=NOW,
            )
        assert (answer.candidates, answer.answers) == ((), False)


@pytest.mark.usefixtures("nobody_asks_permissions")
def test_nobody_asks_in_the_name_of_somebody_else(world: World) -> None:
    """A page's transaction is of the person signed in; an actor of another agency does not help."""
    with seen_by(world, "health"):
        answer = queries.look_up(
            asked=told_of(),
            agency_id=world.agencies["police"],
            actor=world.actor("police"),
            purpose=Purpose.CHECK,
            at=NOW,
        )
    assert (answer.candidates, answer.answers) == ((), False)


@pytest.mark.usefixtures("nobody_asks_permissions")
def test_a_person_of_the_agency_who_left_finds_nothing(world: World) -> None:
    with seen_by(world, "police"):
        police = world.actor("police")
        # No service ends a membership yet.
        Membership.objects.filter(user_id=police.id).update(left_at=NOW)
        answer = queries.look_up(
            asked=told_of(), agency_id=world.agencies["police"], actor=police, purpose=Purpose.CHECK, at=NOW
        )
    assert answer.candidates == ()


def test_without_a_hub_nothing_comes_out(world: World) -> None:
    police, index = world.people["police"], world.agencies["police"]
    keys = keys_in(world)
    with hub_context.enter(hub_id=None, user_id=police):
        assert candidates(index=index, who=police, keys=keys) == []
    with seen_by(world, "police"):
        assert candidates(index=index, who=police, keys=keys) == [("P-1",)]


def keys_in(world: World) -> list[int]:
    with world.inside():
        secret = queries.secret_of(world.hub_id)
        assert secret is not None
        return list(keys_of(clean(told_of()), secret=secret))


@pytest.mark.parametrize("table", ["standing", "shape", "told", "change", "meanwhile", "frequency", "gone"])
def test_the_inside_door_has_no_right_to_any_table(world: World, table: str) -> None:
    with seen_by(world, "police"), connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute(f"SELECT * FROM person_index.{table}")


def test_the_inside_door_has_no_right_to_the_rows_themselves(world: World) -> None:
    with seen_by(world, "police"), connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'rows_%%' AND relkind = 'r'")
        tables = [name for (name,) in cursor.fetchall()]
        assert tables
        for table in tables:
            for verb in ("SELECT * FROM", "DELETE FROM"):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    cursor.execute(f'{verb} person_index."{table}"')


def test_what_decides_inside_cannot_be_called_from_outside_of_it(world: World) -> None:
    """Functions that take a table's name, or believe who asks, are for the others alone."""
    for call in (
        "of_this_hub(NULL)",
        "rows_of(NULL)",
        "dropped(NULL)",
        "counted_keys(NULL, 1)",
        "counted_names(NULL)",
    ):
        with (
            seen_by(world, "police"),
            connection.cursor() as cursor,
            pytest.raises(ProgrammingError),
            transaction.atomic(),
        ):
            cursor.execute(f"SELECT person_index.{call}")


def test_the_outside_door_does_not_even_reach_the_schema(
    world: World, as_outside: Callable[[], AbstractContextManager[None]]
) -> None:
    with as_outside(), seen_by(world, "police"), pytest.raises(ProgrammingError), transaction.atomic():
        candidates(index=world.agencies["police"], who=world.people["police"], keys=[1])


def test_a_caller_s_own_condition_sees_no_hidden_row(world: World) -> None:
    """Behind a view it might run on rows before they are let out; a function has let out already what it sees."""
    index, health, keys = world.agencies["police"], world.people["health"], keys_in(world)
    leaky = (
        "SELECT count(*) FROM person_index.found(%s, %s, %s, NULL, NULL) WHERE (1 / (length(reference) * 0))::boolean"
    )
    with seen_by(world, "health"), connection.cursor() as cursor:
        cursor.execute(leaky, [index, health, keys])
        assert cursor.fetchone() == (0,)
    # Where there is a row that may be seen, it does run.
    with seen_by(world, "police"), connection.cursor() as cursor, pytest.raises(DataError), transaction.atomic():
        cursor.execute(leaky, [index, world.people["police"], keys])


def test_every_look_up_is_on_the_agency_s_log_without_what_was_asked_or_found(world: World) -> None:
    with world.inside():
        before = Event.objects.count()
    ask(world, "police")
    ask(world, "police", told_of("Nobody", "Known", "1950-01-01", "AB1 2CD"))
    with world.inside():
        assert Event.objects.count() == before + 2
        found, missed = Event.objects.filter(name="index.looked_up")
    assert found.detail == missed.detail
    assert set(found.detail) == {"purpose", "model"}
    assert (found.owner_id, found.about_id) == (world.agencies["police"], world.agencies["police"])


def test_nothing_is_read_where_the_log_cannot_be_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("could not extend file: no space left on device")

    def never(*_: Any, **__: Any) -> None:
        raise AssertionError("the index was read")

    monkeypatch.setattr(looking, "_rows", never)
    with pytest.raises(AssertionError):
        ask(world, "police")  # with the log in order it would be
    monkeypatch.setattr(Event, "save", full)
    with pytest.raises(NotWritten):
        ask(world, "police")
