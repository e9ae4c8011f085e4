"""The product itself on a database server that lasts: a hub whose agencies have person indexes."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from config.postgres import Cluster
    from tests.world import World

LARGE = "police"  # whose index is the large one
BUFFERS_GB = 12  # in which an index of ten million people has room


@contextmanager
def opened(folder: Path) -> Iterator["World"]:
    """The hub; made the first time. Django is set up, its connection is the inside door's."""
    settings = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "OPENMASH_DATA": str(folder / "data"),
        "OPENMASH_HTTPS": "0",
        "OPENMASH_MAIL_URL": f"file://{folder}/mail",
        "OPENMASH_LOG_LEVEL": "ERROR",
        "OPENMASH_INDEX_BUILD_MEMORY": "2GB",
    }
    os.environ |= settings
    import django

    django.setup()
    from config.server import connection_words
    from tests import databases, doors

    server = started(folder)
    made = databases.Database(connection_words({}, host=str(server.socket), user="postgres", dbname="postgres"))
    made.name = "openmash_bench"
    if (folder / "hub.json").exists():
        made.lead()
    else:
        made.build()
    with doors.keys_of(folder / "keys"):
        yield _world(folder)


def started(folder: Path) -> "Cluster":
    """The server, started with the settings below."""
    from config.postgres import Cluster

    tuned = _tuned()
    server = Cluster(folder / "pg", durable=False)
    if server.start():
        with _administrator(server) as connection:
            stands = connection.execute("SHOW shared_buffers").fetchone()
            for name, value in tuned.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        if stands != (tuned["shared_buffers"],):
            server.stop()
            server.start()
    return server


def _tuned() -> dict[str, str]:
    """Of a server that has the machine to itself and is thrown away afterwards.

    The whole index has room in PostgreSQL's own memory, where the machine has twice that: what the operating system
    keeps of files it may let go again.
    """
    buffers = max(1, min(BUFFERS_GB, memory_gb() // 2))
    return {
        "shared_buffers": f"{buffers}GB",
        "max_wal_size": "16GB",
        "jit": "off",
        "effective_cache_size": f"{buffers}GB",
    }


def memory_gb() -> int:
    """What the machine has, in gigabytes; 0 where it does not say."""
    told = Path("/proc/meminfo")
    return round(int(told.read_text().split()[1]) / 1e6) if told.exists() else 0


def stop(folder: Path) -> None:
    """Let go of the server and stop it; what it holds stays."""
    from django.db import connections

    connections.close_all()
    stop_server(folder)


def stop_server(folder: Path) -> None:
    """Stop the server; what it holds stays."""
    from config.postgres import Cluster

    Cluster(folder / "pg", durable=False).stop()


def _administrator(server: "Cluster") -> Any:
    import psycopg

    return psycopg.connect(server.url(), autocommit=True)


def as_administrator(folder: Path) -> Any:
    """A connection to the bench's database that may do everything, to put in what no service would."""
    import psycopg

    from config.postgres import Cluster

    return psycopg.connect(Cluster(folder / "pg", durable=False).url(database="openmash_bench"), autocommit=True)


def rows_of_large(server: Any, world: "World") -> str:
    """The table in which the large index lies, as SQL."""
    index = world.agencies[LARGE]
    (live,) = server.execute("SELECT live FROM person_index.standing WHERE index_id = %s", [index]).fetchone()
    return f'person_index."rows_{live}"'


def _world(folder: Path) -> "World":
    from openmash.core import clock
    from tests.world import World, devon

    kept = folder / "hub.json"
    if not kept.exists():
        made = devon(at=clock.now() - timedelta(days=1))
        ids = {
            what: {handle: str(id_) for handle, id_ in getattr(made, what).items()}
            for what in ("agencies", "teams", "people")
        }
        kept.write_text(json.dumps({"hub_id": str(made.hub_id), "slug": made.slug, **ids}))
    told = json.loads(kept.read_text())
    ids_of = {what: {h: UUID(i) for h, i in told[what].items()} for what in ("agencies", "teams", "people")}
    return World(hub_id=UUID(told["hub_id"]), slug=told["slug"], **ids_of)
