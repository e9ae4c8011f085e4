"""The one command: starts what it needs, asks before it deletes, and says what goes wrong in a sentence."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.postgres import Cluster, way_to_run

Openmash = Callable[..., subprocess.CompletedProcess[str]]
PATIENCE_SECONDS = 600  # a guard against what hangs, which no busy machine reaches; speed is not measured here


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder of its own, with whatever runs in it stopped at the end."""
    folder = tmp_path / "data"
    if way_to_run() == "nobody":
        for parent in (tmp_path, *tmp_path.parents[:2]):
            parent.chmod(0o711)
    yield folder
    Cluster(folder / "pg").remove()


@pytest.fixture
def openmash(data: Path) -> Openmash:
    """``openmash("db", "status")`` is that command, with nobody at the keyboard."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("OPENMASH_", "DATABASE_"))}

    def run(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "config.cli", *words],
            env=environ | {"OPENMASH_DATA": str(data)} | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )

    return run


@pytest.mark.parametrize("words", [("check",), ("makemigrations", "--dry-run"), ("help",)])
def test_what_needs_no_database_starts_none(openmash: Openmash, data: Path, words: tuple[str, ...]) -> None:
    done = openmash(*words)
    assert done.returncode == 0, done.stderr
    assert not (data / "pg").exists()


def test_the_private_database_is_made_migrated_stopped_and_deleted(openmash: Openmash, data: Path) -> None:
    assert openmash("db", "status").stdout == "not running\n"
    migrated = openmash("migrate")
    assert "Made the private database" in migrated.stderr
    assert "Applying sealed.0001_first_release... OK" in migrated.stdout
    assert "openmash_inside" in openmash("db", "url").stdout
    assert openmash("db", "stop").stdout == "stopped\n"
    again = openmash("migrate")
    assert "Started the private database" in again.stderr
    assert "No migrations to apply" in again.stdout
    unasked = openmash("db", "reset")
    assert unasked.returncode == 1
    assert "Nothing was deleted. To delete without being asked: openmash db reset --yes" in unasked.stderr
    assert (data / "pg").exists()
    assert openmash("db", "reset", "--yes").returncode == 0
    assert not (data / "pg").exists()


def test_the_private_database_is_left_alone_where_a_server_is_named(openmash: Openmash, data: Path) -> None:
    done = openmash("db", "reset", "--yes", DATABASE_URL="postgresql://db.example.org/openmash")
    assert done.returncode == 1
    assert done.stderr == (
        "openmash: DATABASE_URL is set, so the private database is not used. Unset it to work on that one.\n"
    )
    assert not data.exists()


def test_a_server_that_does_not_answer_is_said_in_a_sentence(openmash: Openmash) -> None:
    done = openmash("setup", DATABASE_URL="postgresql://127.0.0.1:1/openmash")
    assert done.returncode == 1
    assert done.stderr.startswith("openmash: the database does not answer. ")
    assert "Traceback" not in done.stderr


def test_the_demo_refuses_a_real_server(openmash: Openmash) -> None:
    done = openmash("demo", DATABASE_URL="postgresql://db.example.org/openmash")
    assert done.returncode == 1
    assert "The demo only runs on its own private database." in done.stderr
