"""Ten thousand requests of four hubs over four connections that all of them share, many cut off in the middle.

What one request told PostgreSQL must be gone when the next one takes the same connection, however the first one ended.
"""

import random
import threading
from collections import Counter
from uuid import UUID

import pytest
from django.db import Error, connection, connections

from openmash.core import hub_context
from openmash.enquiries.models import Enquiry
from tests.assurance import figures
from tests.rooms import open_case
from tests.world import World, devon

CONNECTIONS, REQUESTS = 4, 10_000


@pytest.mark.django_db(transaction=True)
def test_ten_thousand_requests_of_four_hubs_over_four_connections_never_cross() -> None:
    worlds = [devon(slug, people=("coordinator", "manager")) for slug in ("devon", "kent", "york", "bath")]
    for world in worlds:
        open_case(world, family=f"Of{world.slug}")
    settings = connections.settings["default"]
    ordinary = dict(settings)
    pool = {"min_size": CONNECTIONS, "max_size": CONNECTIONS, "timeout": 300}
    # The server puts the role on: Django's own way waits for itself when it is asked to inside a pool.
    settings.update(CONN_MAX_AGE=0, OPTIONS={"connect_timeout": 60, "options": "-c role=openmash_inside", "pool": pool})
    try:
        told = pressed_by_threads(worlds)
    finally:
        # The pool is kept by the alias, not by a thread: a connection made now finds it.
        connections.create_connection("default").close_pool()
        settings.update(ordinary)
    figures.note(
        "Hub wall on shared connections",
        target="10,000 interleaved requests of 4 hubs over 4 connections, 0 crossed",
        figure=f"{told['requests']:,} requests, {told['cut off']:,} cut off on purpose, {told['crossed']} crossed",
        command="make test TESTS=tests/assurance/test_shared_connections.py",
    )
    assert told["requests"] == REQUESTS
    assert told["cut off"] > REQUESTS // 10
    assert told["seen"] > REQUESTS // 2
    assert told["crossed"] == 0


def pressed_by_threads(worlds: list[World]) -> Counter[str]:
    told: Counter[str] = Counter()
    lock = threading.Lock()

    def work(seed: int) -> None:
        chance, mine = random.Random(seed), Counter()  # noqa: S311  # the same order each time
        for _ in range(REQUESTS // 8):
            one_request(chance, worlds, mine)
        connection.close()
        with lock:
            told.update(mine)

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return told


def one_request(chance: random.Random, worlds: list[World], told: Counter[str]) -> None:
    """Somebody of one hub looks at all the enquiries there are; some are cut off in the middle, each in its own way."""
    world, fate = chance.choice(worlds), chance.random()
    told["requests"] += 1
    try:
        with hub_context.enter(hub_id=world.hub_id, reads_only=chance.random() < 0.5):
            look(world.hub_id, told)
            cut_off(fate)
            look(world.hub_id, told)
    except (Cut, Error):
        told["cut off"] += 1
    if fate > 0.9:  # something that forgot to say whose it is
        told["crossed"] += Enquiry.objects.count()
    connection.close()  # back into the pool


class Cut(Exception):
    """A fault of ours in the middle of a request."""


def cut_off(fate: float) -> None:
    if fate < 0.1:
        raise Cut
    with connection.cursor() as cursor:
        if fate < 0.2:
            cursor.execute("SET LOCAL statement_timeout = 1")
            cursor.execute("SELECT pg_sleep(1)")
        elif fate < 0.25:
            cursor.execute("SELECT 1 / 0")
        elif fate < 0.3:
            cursor.execute("SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(1)")
        elif fate < 0.35:
            connection.connection.close()  # the network is gone
            cursor.execute("SELECT 1")


def look(hub_id: UUID, told: Counter[str]) -> None:
    hubs = set(Enquiry.objects.values_list("hub_id", flat=True))
    told["seen"] += hubs == {hub_id}
    told["crossed"] += hubs != {hub_id}
