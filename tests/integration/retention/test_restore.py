"""A backup brings back what was erased; the ledger outside the database erases it again before anybody signs in."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from config import postgres, retention_command
from openmash.audit.models import Event
from openmash.core.keys import Erased
from openmash.people import queries as people_queries
from openmash.retention import queries, services
from openmash.sealed import vault
from openmash.sealed.models import ItemVersion
from tests.databases import Database
from tests.kept import MUCH_LATER, ended, erased
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = "She was seen at the emergency department in May."


@pytest.fixture
def case() -> Case:
    case = open_case(devon())
    with case.world.inside():
        case.put_in("health", WORDS)
        ended(case)
    return case


@pytest.fixture
def restored(database: Database, database_server: str, case: Case, tmp_path: Path) -> Iterator[Database]:
    """A database made from a dump that was taken before the erasure; the erasure itself is done by then."""
    dump = tmp_path / "backup"
    _program("pg_dump", "-Fc", "-f", str(dump), "--dbname", _address(database))
    with case.world.inside():
        erased(case.world)
    made = Database(database_server)
    with psycopg.connect(database_server, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{made.name}" TEMPLATE template0')
    _program("pg_restore", "--dbname", _address(made), str(dump))
    yield made
    with psycopg.connect(database_server, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{made.name}" WITH (FORCE)')


def test_a_restored_database_is_behind_until_the_ledger_is_replayed(
    case: Case, restored: Database, erasures: Path
) -> None:
    child = _child(case)
    with pytest.raises(Erased):
        _read(case)
    assert queries.behind(erasures) == []

    with _in(restored):
        assert _read(case) == WORDS, "a backup brings everything back"
        assert _name(case, child) == "Ada Wren"
        assert len(queries.behind(erasures)) == 2
        with pytest.raises(SystemExit, match=r"does not know of 2 erasures .* openmash retention replay"):
            retention_command.refuse_if_behind()

        assert services.replay(erasures, at=MUCH_LATER) == 2

        with pytest.raises(Erased):
            _read(case)
        assert _name(case, child) == "Erased"
        assert queries.behind(erasures) == []
        retention_command.refuse_if_behind()
        assert services.replay(erasures, at=MUCH_LATER) == 0, "a second time there is nothing left to do"
        with case.world.inside():
            assert Event.objects.filter(name="erasure.replayed").count() == 2


def test_the_commands_say_so_and_neither_door_nor_the_worker_starts(
    case: Case, restored: Database, erasures: Path, keys: Path, tmp_path: Path
) -> None:
    environment = os.environ | {
        "DATABASE_URL": f"postgresql:///{restored.name}?host={connections.settings['default']['HOST']}",
        "OPENMASH_DATA": str(tmp_path),
        "OPENMASH_ERASURES": str(erasures),
        "OPENMASH_KEYS": str(keys / "inside"),
        "OPENMASH_SECRET_KEY": "only-for-the-tests-and-long-enough-for-them-all",
        "OPENMASH_MAIL_URL": f"file://{tmp_path / 'mail'}",
        "OPENMASH_HTTPS": "0",
        "OPENMASH_STATIC": "live",
    }

    def run(*words: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "config.cli", *words], env=environment, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    for words in (["serve", "--door", "inside"], ["serve", "--door", "outside"], ["worker"]):
        code, said = run(*words)
        assert code == 1
        assert "Nobody may sign in before they are carried out again" in said
    assert run("retention", "check")[0] == 1
    assert "2 erasures carried out again" in run("retention", "replay", str(erasures))[1]
    assert run("retention", "check") == (0, f"Everything that stands in {erasures} is erased in this database.\n")


def test_a_ledger_that_was_lost_is_written_anew_from_the_database(case: Case, erasures: Path) -> None:
    with case.world.inside():
        erased(case.world)
    before = sorted(erasures.read_text().splitlines())
    erasures.unlink()
    assert len(queries.compared(erasures).unwritten) == 2
    assert services.rewrite(erasures) == 2
    assert sorted(erasures.read_text().splitlines()) == before
    assert queries.compared(erasures).unwritten == ()


def test_a_ledger_that_was_damaged_stops_the_doors_with_the_line(case: Case, erasures: Path) -> None:
    with case.world.inside():
        erased(case.world)
    erasures.write_text(erasures.read_text()[:-40])
    with pytest.raises(SystemExit, match=r"Line 2 of .* is not an entry"):
        retention_command.refuse_if_behind()


def test_a_database_that_was_made_anew_has_nothing_that_could_come_back(erasures: Path, case: Case) -> None:
    with case.world.inside():
        erased(case.world)
    other = erasures.read_text().replace(str(case.world.hub_id), "00000000-0000-4000-8000-000000000000")
    erasures.write_text(other)
    retention_command.refuse_if_behind()


def _read(case: Case) -> str:
    with case.world.inside():
        version = ItemVersion.objects.select_related("item").get(item__enquiry_id=case.enquiry_id)
        place = vault.item_text(version.hub_id, version.item.agency_id, version.id)
        return vault.open_(vault.Envelope(bytes(version.ciphertext), version.wrapped_key), place=place).decode()


def _child(case: Case) -> object:
    with case.world.inside():
        return case.people()[0]


def _name(case: Case, person_id: object) -> str:
    with case.world.inside():
        return people_queries.names([person_id], actor=case.world.actor("manager"))[person_id]  # type: ignore[list-item,index]


@contextmanager
def _in(database: Database) -> Iterator[None]:
    """Django's connections lead to another database of the same server."""
    before = {alias: connections.settings[alias]["NAME"] for alias in ("default", "owner")}
    try:
        _lead_to(dict.fromkeys(before, database.name))
        yield
    finally:
        _lead_to(before)


def _lead_to(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


def _address(database: Database) -> str:
    return psycopg.conninfo.make_conninfo(database.administrator, dbname=database.name)


def _program(name: str, *arguments: str) -> None:
    bindirs = sorted(postgres.programs(), key=postgres.version_of)
    subprocess.run([str(bindirs[-1] / name), *arguments], check=True, capture_output=True)
