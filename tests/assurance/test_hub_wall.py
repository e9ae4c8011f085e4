"""The wall between hubs holds by itself, with every permission answering yes: PostgreSQL shows one hub, as told."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from inspect import signature
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from openmash import access
from openmash.access import ALLOWED, Actor
from openmash.accounts import queries as account_queries
from openmash.core.errors import OpenMashError
from tests.assurance import figures
from tests.assurance.crawling import Seen, addresses, opened
from tests.assurance.filling import fill
from tests.assurance.house import LONG_AGO, OPENED, House, clock_at, furnished
from tests.assurance.markers import Markers
from tests.assurance.test_access_matrix import come


@contextmanager
def everything_is_allowed() -> Iterator[None]:
    """Every ``can_…`` of every package says yes, every ``require_…`` of a permission passes, and so does any role."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in list(sys.modules.items()):
            if name.startswith("openmash.") and ".permissions" in name:
                for each in [each for each in vars(module) if each.startswith("can_")]:
                    patch.setattr(module, each, lambda *_, **__: ALLOWED)
        for name, module in list(sys.modules.items()):
            if name.startswith("openmash."):
                for each in ("has", "require"):
                    if getattr(module, each, None) is getattr(access, each) and module is not access:
                        patch.setattr(module, each, lambda *_, **__: ALLOWED)
        patch.setattr(Actor, "permissions", property(lambda _: frozenset(access.Permission)))
        yield


UUID_WRITTEN = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Wall:
    """Two hubs, and how to tell that something of the first is seen in the second.

    Args:
        houses: "devon", which is looked for, and "kent", from where.
        markers: what was put into which slot of which sealed room.
        ids: of every row that belongs to Devon.
    """

    houses: dict[str, House]
    markers: Markers
    ids: frozenset[str]

    def of_devon(self, raw: bytes, *, told: str = "") -> list[str]:
        """What of Devon stands in some bytes: sealed words, and the ids of rows, but for ids that were told."""
        slots = [self.markers.slots[word] for word in self.markers.found_in(raw)]
        ids = {found.decode() for found in UUID_WRITTEN.findall(raw)}
        return [slot for slot in slots if slot.startswith("devon/")] + sorted(
            each for each in ids & self.ids if each not in told
        )


@pytest.fixture(scope="module")
def wall(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Wall]:
    markers = Markers()
    with django_db_blocker.unblock(), transaction.atomic(), clock_at(OPENED):
        made = {"devon": furnished(), "kent": furnished("kent")}
        for house in made.values():
            with house.world.inside():
                fill(house, markers)
        with made["devon"].world.inside():
            # The index of the hub's own people is called as the hub, which everybody may know of.
            ids = frozenset(ids_of_every_row()) - {str(made["devon"].world.hub_id)}
        yield Wall(made, markers, ids)
        transaction.set_rollback(True)


def ids_of_every_row() -> Iterator[str]:
    """Of every row that belongs to the hub in which this is asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.attrelid::regclass::text FROM pg_attribute h JOIN pg_attribute i ON i.attrelid = h.attrelid "
            "JOIN pg_class t ON t.oid = h.attrelid AND t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace "
            "WHERE h.attname = 'hub_id' AND i.attname = 'id' AND i.atttypid = 'uuid'::regtype "
            "AND has_table_privilege(current_user, t.oid, 'select')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT id::text FROM {table}")
            yield from (each for (each,) in cursor.fetchall())


def answers(client: Client, paths: list[str]) -> list[Seen]:
    """Every page, asked for and sent to."""
    sent = {"q": "zq", "words": "Wren", "reason": "Because.", "version": "1"}
    return [opened(client, path, post=post) for path in paths for post in (None, sent)]


def test_no_page_shows_another_hub_when_everything_is_allowed(wall: Wall) -> None:
    client = come("kent:manager", wall.houses)
    with everything_is_allowed():
        seen = answers(client, addresses("inside", wall.houses))
    crossed = [f"{each.where}: {what}" for each in seen for what in wall.of_devon(each.raw, told=each.where)]
    own = sum(len(wall.markers.found_in(each.raw)) for each in seen)
    figures.note(
        "Hub wall on pages, every permission saying yes",
        target="0 of another hub's words or rows, every page asked for and sent to",
        figure=f"{len(seen):,} answers, {len(wall.ids):,} rows of the other hub, {len(crossed)} crossed",
        command="make test TESTS=tests/assurance/test_hub_wall.py",
    )
    assert crossed == []
    assert own > 100, "the control: a permission that says yes shows Kent's own words"


@pytest.mark.long  # every day without the slip, above, and the rows themselves in tests/integration/test_hub_context.py
def test_no_page_shows_another_hub_even_to_somebody_taken_for_its_member(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worst slip: the code believes that Kent's manager acts in Devon. PostgreSQL was told Kent, and shows none."""
    with wall.houses["devon"].world.inside():
        theirs = wall.houses["devon"].world.actor("manager")
    known = f"{theirs.id} {theirs.hub_id} {theirs.agency_id}"  # the slip itself tells these
    client = come("kent:manager", wall.houses)
    monkeypatch.setattr(account_queries, "actor_for", lambda *_, **__: theirs)
    client.raise_request_exception = False
    with everything_is_allowed():
        seen = answers(client, addresses("inside", wall.houses))
    crossed = [f"{each.where}: {what}" for each in seen for what in wall.of_devon(each.raw, told=each.where + known)]
    assert crossed == []


def queries_of_packages() -> list[tuple[str, Callable[..., Any]]]:
    """Every public query of every package."""
    found = []
    for name, module in sorted(sys.modules.items()):
        parts = name.split(".")
        if parts[0] == "openmash" and parts[-1] == "queries" and len(parts) == 3:
            for each, what in sorted(vars(module).items()):
                own = getattr(what, "__module__", "").startswith(name) and not isinstance(what, type)
                if own and callable(what) and not each.startswith("_"):
                    found.append((f"{name}.{each}", what))
    return found


def arguments(query: Callable[..., Any], house: House, actor: Actor) -> Iterator[dict[str, Any]]:
    """Whatever of Devon a query can be asked about."""
    wanted = signature(query).parameters
    about: dict[str, Any] = {
        "actor": actor,
        "hub_id": actor.hub_id,
        "user_id": actor.id,
        "words": "Wren",
        "form": "contact",
        "at": OPENED,
        "before": OPENED,
        "since": LONG_AGO,
        "by": OPENED.date(),
        "on": OPENED.date(),
    }
    everything = [thing for things in house.things.values() for thing in things.values()]
    ids = [each for each, what in wanted.items() if "UUID" in str(what.annotation) and each not in about]
    for thing in everything if ids else [None]:
        told: dict[str, Any] = {each: about[each] for each in wanted if each in about}
        for each in ids:
            several = any(
                word in str(wanted[each].annotation) for word in ("Iterable", "Collection", "Sequence", "set")
            )
            told[each] = [thing] if several else thing
        left = [e for e, what in wanted.items() if e not in told and what.default is what.empty]
        if not left:
            yield told


NOTHING_SHOWN = (
    *(OpenMashError, ObjectDoesNotExist, Error, LookupError, TypeError, ValueError, AttributeError),
    *(StopIteration, PermissionError),
)


def shown(query: Callable[..., Any], wall: Wall, actors: list[Actor]) -> list[str] | None:
    """What of Devon a query gives when it is asked about Devon's things; None where nothing here can ask it."""
    found, asked = [], False
    for told in (each for actor in actors for each in arguments(query, wall.houses["devon"], actor)):
        asked = True
        try:
            with transaction.atomic():
                given = query(**told)
                text = repr(list(given) if isinstance(given, Iterator) else given)
        except NOTHING_SHOWN:
            continue
        found += wall.of_devon(text.encode(), told=repr(told))
    return found if asked else None


@pytest.mark.long  # every day the pages stand for the queries behind them
def test_no_query_of_any_package_reads_across_the_wall(wall: Wall) -> None:
    """Each is asked in Kent, as two actors of Devon who may do everything, about everything that there is in Devon."""
    devon_, kent = wall.houses["devon"].world, wall.houses["kent"].world
    with devon_.inside():
        actors = [devon_.actor("manager"), devon_.actor("assessor")]
    with everything_is_allowed():
        with kent.inside():
            asked = {name: shown(query, wall, actors) for name, query in queries_of_packages()}
        with devon_.inside():
            own = {name: shown(query, wall, actors) for name, query in queries_of_packages()}
    crossed = {name: found for name, found in asked.items() if found}
    put = [name for name, found in asked.items() if found is not None]
    seen = [name for name, found in own.items() if found]
    figures.note(
        "Hub wall in queries, every permission saying yes",
        target="every query that can be asked by the ids of another hub's things: 0 crossed",
        figure=f"{len(put)} of {len(asked)} queries asked, {len(crossed)} crossed; "
        f"asked in the hub itself, {len(seen)} show what is its own",
        command="make assurance TESTS=tests/assurance/test_hub_wall.py ARGS='-m long'",
    )
    assert crossed == {}
    assert len(put) > 170
    assert len(seen) > 75, "the control: asked in Devon itself, they do show what is Devon's"
