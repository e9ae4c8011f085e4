"""Starting a door or the worker as a process of its own, with its own environment."""

import argparse
import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from config import environment
from config.postgres import Cluster
from config.server import prepare

PORTS = {"inside": 8000, "outside": 8001}


def say(words: str) -> None:
    """Tell the person at the keyboard; results go to stdout, this goes to stderr."""
    print(words, file=sys.stderr, flush=True)


def have_a_database() -> Cluster | None:
    """Start and prepare the private database, where DATABASE_URL names no server. Returns it, or None."""
    if environment.has_own_server():
        return None
    environment.made_data_folder()
    cluster = environment.private_cluster()
    new = not cluster.data.exists()
    if cluster.start():
        say(f"{'Made' if new else 'Started'} the private database in {cluster.folder}")
    prepare(cluster.url(), environment.PRIVATE_DATABASE, for_tests=True)
    return cluster


@contextlib.contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Two processes that start together do not both do this; the second waits."""
    with (environment.made_data_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate_if_behind() -> None:
    """Bring the private database into step; for a server of its own an operator runs `openmash migrate`."""
    with one_at_a_time("migrate"):
        try:
            call_command("migrate", database="owner", check_unapplied=True, verbosity=0)
        except SystemExit:
            say("Bringing the database into step")
            call_command("migrate", database="owner", verbosity=0)


def collect_static_if_changed() -> None:
    """Copy the static files, with names that change when they do, unless that was done already."""
    root = Path(settings.STATIC_ROOT)
    done = root / ".collected"
    now = _static_fingerprint()
    with one_at_a_time("static"):
        if done.exists() and done.read_text() == now:
            return
        environ = os.environ | {"OPENMASH_STATIC": "collected", "OPENMASH_OFFLINE": "1"}
        command = [*_ourselves(), "collectstatic", "--noinput", "-v", "0"]
        if subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, check=False).returncode:
            raise SystemExit(f"The static files could not be collected into {root}; see above.")
        done.write_text(now)


def _static_fingerprint() -> str:
    found = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            found.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return found.hexdigest()


def _ourselves() -> list[str]:
    return [sys.executable, "-m", "config.cli"]


def serving_environment(door: str) -> dict[str, str]:
    """The environment of a process that stands at a door: it has no way to be the owner of the tables."""
    environ = os.environ | {"OPENMASH_DOOR": door, "OPENMASH_SERVING": "1"}
    environ.setdefault("OPENMASH_STATIC", "collected")
    environ.pop("OPENMASH_OWNER_PASSWORD", None)
    environ.pop("OPENMASH_PLAYING", None)
    return environ


def door_command(port: int) -> list[str]:
    """The command that serves the door OPENMASH_DOOR names, on this machine only: a proxy stands in front."""
    return [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}"]


def worker_command() -> list[str]:
    """The command of the worker."""
    options = ["--concurrency", "2", "--delete-jobs", "successful", "--shutdown-graceful-timeout", "5"]
    return [*_ourselves(), "procrastinate", "worker", *options]


def serve(arguments: list[str]) -> None:
    """`openmash serve`: become gunicorn."""
    parser = argparse.ArgumentParser(prog="openmash serve", description="Serve one door.")
    parser.add_argument("--door", choices=list(PORTS), required=True)
    parser.add_argument("--port", type=int, help="8000 for the inside, 8001 for the outside")
    chosen = parser.parse_args(arguments)
    os.environ["OPENMASH_DOOR"] = chosen.door
    _make_ready()
    port = chosen.port or PORTS[chosen.door]
    say(f"The {chosen.door} door: http://127.0.0.1:{port}")
    os.execve(sys.executable, door_command(port), serving_environment(chosen.door))  # noqa: S606


def work(arguments: list[str]) -> None:
    """`openmash worker`: become the worker, which stands inside."""
    os.environ["OPENMASH_DOOR"] = "inside"
    _make_ready(static=False)
    say("The worker runs")
    os.execve(sys.executable, [*worker_command(), *arguments], serving_environment("inside"))  # noqa: S606


def _make_ready(*, static: bool = True) -> None:
    import django

    private = have_a_database()
    django.setup()
    if private:
        migrate_if_behind()
    from config import retention_command  # needs Django to be set up

    _have_keys()
    retention_command.refuse_if_behind()
    if static and os.environ.get("OPENMASH_STATIC", "collected") == "collected":
        collect_static_if_changed()


def _have_keys() -> None:
    """A door that cannot use its keys does not open: people would find out one page at a time."""
    from openmash.core.keys import KeyStoreDown, ring

    try:
        ring().check()
    except KeyStoreDown as error:
        raise SystemExit("\n".join([f"openmash: {error.sentence}", *getattr(error, "__notes__", [])])) from error
