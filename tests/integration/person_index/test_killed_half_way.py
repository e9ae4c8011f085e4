"""A load that is killed: the old index answers, nothing of the new file is in it, and the next load cleans up.

The backend, or the process itself, is really ended, as by a crash or an operator.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.utils import OperationalError

from openmash.matching.copy_rows import Block
from openmash.person_index import queries, services
from openmash.person_index.services import calling, copying
from tests.databases import Database
from tests.indexes import ADA, BEN, HEADER, ask, file, load, references, seen_by, told_of
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    world = devon()
    load(world, "police", ADA)
    return world


def tables(database: Database) -> int:
    with database.as_administrator() as server:
        row = server.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'person_index'::regnamespace AND relname LIKE 'rows_%'"
        ).fetchone()
        assert row is not None
        return int(row[0])


def end_this_backend(database: Database) -> None:
    """What the database does to a load: its connection is gone in the middle."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    with database.as_administrator() as server:
        server.execute("SELECT pg_terminate_backend(%s)", [pid])
        while server.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone():
            time.sleep(0.01)


def killed_after_the_copy(load_id: object, block: Block, *, database: Database, real: Callable[..., None]) -> None:
    real(load_id, block)
    end_this_backend(database)


def killed_before_the_swap(function: str, *values: object, database: Database, real: Callable[..., object]) -> object:
    if function == "swap":
        end_this_backend(database)
    return real(function, *values)


@pytest.mark.parametrize("moment", ["in the copy", "before the swap"])
def test_a_load_whose_connection_is_cut_leaves_the_old_index(world: World, database: Database, moment: str) -> None:
    before = tables(database)
    with seen_by(world, "police"):
        services.load(agency_id=world.agencies["police"], file=file(BEN), actor=world.actor("police"), at=NOW)
    with pytest.MonkeyPatch.context() as patch:
        if moment == "in the copy":
            real_copy = copying.copy
            patch.setattr(
                copying, "copy", lambda *given: killed_after_the_copy(*given, database=database, real=real_copy)
            )
        else:
            real_call = calling.call
            patch.setattr(
                calling, "call", lambda *given: killed_before_the_swap(*given, database=database, real=real_call)
            )
        with pytest.raises((OperationalError, psycopg.OperationalError)):
            services.begin_waiting(hub_id=world.hub_id, at=NOW)
    connections.close_all()
    assert tables(database) == before, "it has cleaned up after itself, with a new connection"
    assert references(ask(world, "police")) == ["P-1"]
    assert references(ask(world, "police", told_of("Ben", "Osprey", "2011-07-09", "EX2 5DW"))) == []
    load(world, "police", BEN, at=LATER)
    with seen_by(world, "police"):
        state = queries.state(world.agencies["police"], actor=world.actor("police"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT person_index.tidy('0 seconds')")
    assert sorted(each.state for each in state.loads) == ["done", "done", "stopped"]
    assert tables(database) == before
    assert references(ask(world, "police", told_of("Ben", "Osprey", "2011-07-09", "EX2 5DW"))) == ["P-2"]


def test_a_process_that_is_killed_leaves_the_old_index_and_the_next_load_cleans_up(
    world: World, database: Database, tmp_path: Path
) -> None:
    """`openmash index load` on the server, ended with SIGKILL while it copies."""
    before, path = tables(database), tmp_path / "police.csv"
    with path.open("w") as out:
        out.write(f"{HEADER}\n")
        for n in range(120_000):
            out.write(f"K-{n},Given{chr(97 + n % 26)},Family{chr(97 + n % 23)},{1950 + n % 60}-01-{n % 28 + 1:02},\n")
    environ = os.environ | {
        "DATABASE_URL": database.url(),
        "OPENMASH_DOOR": "inside",
        "OPENMASH_SECRET_KEY": "only-for-the-tests-and-long-enough-inside",
        "OPENMASH_HTTPS": "0",
        "OPENMASH_DATA": str(tmp_path),
        "OPENMASH_MAIL_URL": f"file://{tmp_path}",
        "OPENMASH_KEYS": settings.OPENMASH_KEYS,
        "OPENMASH_SEALS": settings.OPENMASH_SEALS,
    }
    command = [sys.executable, "-m", "config.cli", "index", "load", "Police", str(path)]
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command, env=environ, stdout=said, stderr=said, start_new_session=True)
    try:
        wait_until_it_copies(world, process, tmp_path / "said")
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # it, and the processes that clean for it
        process.wait()
    assert process.returncode == -9
    assert tables(database) == before + 1, "it was really broken off in the middle"
    assert references(ask(world, "police")) == ["P-1"]
    with world.inside():
        for _ in range(100):
            if services.stop_broken_off(hub_id=world.hub_id, at=LATER):
                break
            time.sleep(0.1)  # until PostgreSQL has noticed that its client is gone
    assert tables(database) == before
    load(world, "police", BEN, at=LATER)
    assert references(ask(world, "police", told_of("Ben", "Osprey", "2011-07-09", "EX2 5DW"))) == ["P-2"]


def wait_until_it_copies(world: World, process: "subprocess.Popen[bytes]", said: Path) -> None:
    for _ in range(1200):
        with seen_by(world, "police"):
            running = [
                each
                for each in queries.state(world.agencies["police"], actor=world.actor("police")).loads
                if each.state == "running" and each.loaded
            ]
        if running:
            return
        assert process.poll() is None, said.read_text()
        time.sleep(0.05)
    raise AssertionError("the load never began to copy")
