"""The database of the tests: a fresh one each session, on a server that is thrown away.

Tests connect as `openmash_test`, which has no rights of its own and becomes the inside door's role at once; a test
that stands at the other door becomes that one. So no test sees what its door could not.
"""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from config.postgres import Cluster
from config.server import connection_words, prepare

GIVEN_SERVER = os.environ.get("OPENMASH_TEST_SERVER") or os.environ.get("DATABASE_URL") or ""
TEMPORARY = "openmash-test-"


class Database:
    """One test database, and the ways into it.

    Arguments: administrator, libpq's words for a superuser of the server; the tests make and drop databases with it.
    """

    def __init__(self, administrator: str) -> None:
        self.administrator = administrator
        self.name = f"openmash_test_{os.getpid()}_{secrets.token_hex(3)}"
        self.empty_after_migrating: list[str] = []

    def build(self) -> None:
        """Make the database, migrate it as its owner, and let Django's connections lead to it."""
        prepare(self.administrator, self.name, for_tests=True)
        self.lead()
        call_command("migrate", database="owner", verbosity=0)
        connections["owner"].close()
        self.empty_after_migrating = [name for name in self._tables() if self._is_empty(name)]

    def lead(self) -> None:
        """Let Django's connections lead to the database, which is there: as its owner, and as the inside door."""
        self._lead_to_it("owner", "openmash_owner", "OPENMASH_OWNER_PASSWORD")
        self._lead_to_it("default", "openmash_test", "OPENMASH_TEST_PASSWORD")
        connections.settings["default"]["OPTIONS"] = {"connect_timeout": 60, "assume_role": "openmash_inside"}

    def _lead_to_it(self, alias: str, user: str, password: str) -> None:
        given = psycopg.conninfo.conninfo_to_dict(self.administrator)
        connections[alias].close()
        connections.settings[alias].update(
            NAME=self.name,
            HOST=str(given.get("host", "")),
            PORT=str(given.get("port", "")),
            USER=user,
            PASSWORD=os.environ.get(password, ""),
        )

    def url(self) -> str:
        """The database's address without a user, as DATABASE_URL of a process that a test starts."""
        default = connections.settings["default"]
        if str(default["HOST"]).startswith("/"):
            return f"postgresql:///{self.name}?host={default['HOST']}"
        return f"postgresql://{default['HOST']}:{default['PORT'] or 5432}/{self.name}"

    def as_administrator(self) -> psycopg.Connection[Any]:
        """A connection that may do everything, to look behind the doors and to clean up."""
        return psycopg.connect(self.administrator, dbname=self.name, autocommit=True)

    def empty(self) -> None:
        """Take out what a test has committed; what the migrations put in stays."""
        with self.as_administrator() as server:
            filled = [name for name in self.empty_after_migrating if not self._is_empty(name, server)]
            if filled:
                server.execute("SET session_replication_role = replica")  # append-only tables too
                server.execute(
                    sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(
                        sql.SQL(", ").join(sql.Identifier(name) for name in filled)
                    )
                )
            _empty_indexes(server)

    def drop(self) -> None:
        """Close every connection and delete the database."""
        connections.close_all()
        with psycopg.connect(self.administrator, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))

    def _tables(self) -> list[str]:
        with self.as_administrator() as server:
            return [name for (name,) in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    def _is_empty(self, table: str, server: psycopg.Connection[Any] | None = None) -> bool:
        if server is None:
            with self.as_administrator() as server:
                return self._is_empty(table, server)
        row = server.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table))).fetchone()
        return row == (False,)


def _empty_indexes(server: psycopg.Connection[Any]) -> None:
    """Agencies' person indexes stand in a schema of their own, a table for each file."""
    asked = "SELECT tablename FROM pg_tables WHERE schemaname = 'person_index'"
    for (name,) in server.execute(asked).fetchall():
        table = sql.Identifier("person_index", name)
        server.execute(sql.SQL("DROP TABLE {}" if name.startswith("rows_") else "TRUNCATE {}").format(table))


@contextmanager
def temporary_server() -> Iterator[str]:
    """A private server that is gone afterwards; yields libpq's words for its superuser."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=TEMPORARY))
    (folder / "owner").write_text(str(os.getpid()))
    cluster = Cluster(folder / "pg", durable=False)
    try:
        cluster.start()
        yield connection_words({}, host=str(cluster.socket), user="postgres", dbname="postgres")
    finally:
        cluster.remove()
        _delete(folder)


def _sweep() -> None:
    """Stop and delete servers of test runs that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*"):
        if not _was_left_behind(folder):
            continue
        # Every worker of a run sweeps as it starts: the one that takes the owner's file away deletes the folder.
        try:
            (folder / "owner").unlink()
        except FileNotFoundError:
            continue
        Cluster(folder / "pg", durable=False).remove()
        _delete(folder)


def _was_left_behind(folder: Path) -> bool:
    try:
        os.kill(int((folder / "owner").read_text()), 0)
    except ProcessLookupError:
        return True
    except (FileNotFoundError, ValueError, PermissionError):
        return False  # just being made or deleted, or somebody else's
    return False


def _delete(folder: Path) -> None:
    for name in ("owner", "pg.lock", "pg.out"):
        (folder / name).unlink(missing_ok=True)
    folder.rmdir()


@contextmanager
def server() -> Iterator[str]:
    """The server of this test run: the one that is given, or a temporary one. Yields words for its superuser."""
    if GIVEN_SERVER:
        yield connection_words(dict(dj_database_url.parse(GIVEN_SERVER)))
    else:
        with temporary_server() as administrator:
            yield administrator


@contextmanager
def role(name: str) -> Iterator[None]:
    """Be another database role in this test's transaction, e.g. ``openmash_outside``."""
    connection = connections["default"]
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {name}")
    try:
        yield
    finally:
        # In a transaction that failed nothing can be said any more, and its rollback brings the role back.
        if connection.connection.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE openmash_inside")
