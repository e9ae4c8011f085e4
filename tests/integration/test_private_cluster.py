"""The private PostgreSQL starts anywhere, survives a kill, and says plainly what is wrong."""

import json
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import postgres, server
from config.postgres import Cluster, DatabaseError


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that nobody else may even enter, as a home folder is."""
    folder = Path(tempfile.mkdtemp(prefix="openmash-closed-"))
    if postgres.way_to_run() == "nobody":  # without user namespaces a closed folder cannot be walked through
        folder.chmod(0o711)
    yield folder
    Cluster(folder / "pg").remove()
    shutil.rmtree(folder)


@pytest.fixture
def cluster(closed_folder: Path) -> Cluster:
    made = Cluster(closed_folder / "pg")
    made.start()
    return made


def test_it_starts_once_and_stops_once(cluster: Cluster) -> None:
    assert not cluster.start()
    assert cluster.stop()
    assert not cluster.stop()
    assert not cluster.answers()


def test_what_was_kept_survives_a_stop_and_a_kill(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('stop'), ('kill')")
    cluster.stop()
    cluster.start()
    pid = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    cluster.start()
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT word FROM kept ORDER BY word").fetchall() == [("kill",), ("stop",)]


def test_a_lock_left_by_a_crash_whose_number_is_another_process_now(cluster: Cluster) -> None:
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n\n\n")
    assert cluster.start()


def test_it_changes_no_permission_outside_its_own_folder(closed_folder: Path) -> None:
    programs = postgres.programs()[0]
    outside = [closed_folder, *closed_folder.parents, programs, *programs.parents]
    before = [(path, path.stat().st_mode, path.stat().st_uid) for path in outside]
    Cluster(closed_folder / "pg").start()
    assert [(path, path.stat().st_mode, path.stat().st_uid) for path in outside] == before


def test_a_long_path_still_has_a_socket(closed_folder: Path) -> None:
    cluster = Cluster(closed_folder / ("long" * 25) / "pg")
    try:
        cluster.start()
        assert cluster.socket.stat().st_mode & 0o777 == 0o700
    finally:
        cluster.remove()
    assert not cluster.socket.exists()


def test_data_of_another_version_is_refused_with_what_to_do(cluster: Cluster) -> None:
    cluster.stop()
    made = json.loads((cluster.folder / "made_by.json").read_text())
    (cluster.folder / "made_by.json").write_text(json.dumps(made | {"version": 12}))
    with pytest.raises(DatabaseError, match=r"made by PostgreSQL 12.*Set PG_BINDIR.*openmash db reset"):
        cluster.start()
    (cluster.folder / "made_by.json").write_text(json.dumps(made))


def test_data_of_another_user_is_refused_with_what_to_do(cluster: Cluster) -> None:
    cluster.stop()
    made = json.loads((cluster.folder / "made_by.json").read_text())
    (cluster.folder / "made_by.json").write_text(json.dumps(made | {"uid": made["uid"] + 1}))
    with pytest.raises(DatabaseError, match="Run the command as that user"):
        cluster.start()
    (cluster.folder / "made_by.json").write_text(json.dumps(made))


def test_a_folder_without_programs_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BINDIR", str(tmp_path))
    with pytest.raises(DatabaseError, match="but there is no initdb in that folder"):
        postgres.programs()


def test_preparing_twice_does_nothing_the_second_time(cluster: Cluster) -> None:
    assert "made the role openmash_outside" in server.prepare(cluster.url(), "openmash")
    assert server.prepare(cluster.url(), "openmash") == []


def test_who_may_not_prepare_a_server_is_told_what_an_administrator_must_run(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENMASH_OWNER_PASSWORD", "a secret of the owner")
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE ROLE newcomer LOGIN")
    with pytest.raises(server.NotPrepared) as refused:
        server.prepare(cluster.url(user="newcomer"), "openmash")
    assert 'CREATE DATABASE "openmash"' in str(refused.value)
    assert "CREATE ROLE openmash_backup" in str(refused.value)
    assert "ALTER ROLE openmash_owner PASSWORD '***'" in str(refused.value)
    assert "a secret of the owner" not in str(refused.value)
