"""Standing at a door: within one test, or as a process of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.test import override_settings

from openmash.core import keys as core_keys
from tests import databases
from tests.key_server import KeyServer

PATIENCE_SECONDS = 120  # a guard against what hangs, which no busy machine reaches


@contextmanager
def keys_of(folder: Path) -> Iterator[None]:
    """This process holds the keys in that folder, and no others."""
    with override_settings(OPENMASH_KEYS=str(folder), OPENMASH_SEALS=str(folder.parent / "seals")):
        core_keys.ring.cache_clear()
        try:
            yield
        finally:
            core_keys.ring.cache_clear()


@contextmanager
def keys_on(server: KeyServer, name: str, *, before: str = "") -> Iterator[None]:
    """This process's keys are on a server, to which it is ``inside``, ``outside`` or the ``keeper``."""
    found = server.sign_in_as(name)
    settings_ = {"address": found.address, "role_id": found.role_id, "secret_id_file": found.secret_id_file}
    vault = {"server": settings_, "mount": "transit"}
    with override_settings(OPENMASH_KEY_STORE="vault", OPENMASH_VAULT=vault, OPENMASH_KEYS_BEFORE=before):
        core_keys.ring.cache_clear()
        try:
            yield
        finally:
            core_keys.ring.cache_clear()


@contextmanager
def outside(keys: Path) -> Iterator[None]:
    """The outside door within one test: its addresses, sessions, keys and database role."""
    core_keys.FileKeyRing(Path(settings.OPENMASH_KEYS)).hand_over(to=keys)
    with (
        override_settings(
            DOOR="outside",
            ROOT_URLCONF="config.urls_outside",
            SESSION_ENGINE="openmash.accounts.sessions",
            SESSION_COOKIE_NAME="openmash-outside",
            CSRF_COOKIE_NAME="openmash-outside-form",
            CACHES={"default": {**settings.CACHES["default"], "LOCATION": "cache_outside"}},
        ),
        keys_of(keys),
        databases.role("openmash_outside"),
    ):
        yield


@dataclass(frozen=True)
class TwoDoors:
    """Where both doors answer, and where they write their logs.

    Arguments: inside, outside, addresses without a slash at the end; logs and mail, folders.
    """

    inside: str
    outside: str
    logs: Path
    mail: Path


@contextmanager
def running(database: databases.Database, keys: Path, folder: Path) -> Iterator[TwoDoors]:
    """Both doors, started with the same command as in real life; stopped at the end."""
    ports = {"inside": _free_port(), "outside": _free_port()}
    addresses = {door: f"http://127.0.0.1:{port}" for door, port in ports.items()}
    both = TwoDoors(**addresses, logs=folder, mail=folder / "mail")
    with ExitStack() as stack:
        for door, port in ports.items():
            environment = os.environ | {
                "DATABASE_URL": database.url(),
                "OPENMASH_DATA": str(folder),
                "OPENMASH_DOOR": door,
                "OPENMASH_KEYS": str(keys / door),
                "OPENMASH_SECRET_KEY": f"only-for-the-tests-and-long-enough-{door}",
                "OPENMASH_MAIL_URL": f"file://{both.mail}",
                "OPENMASH_HTTPS": "0",
                "OPENMASH_INSIDE_URL": both.inside,
                "OPENMASH_OUTSIDE_URL": both.outside,
                "OPENMASH_STATIC": "live",
            }
            stack.enter_context(_process(door, port, environment, folder / f"{door}.log"))
        for door, address in addresses.items():
            _wait_for(address, folder / f"{door}.log")
        yield both


@contextmanager
def _process(door: str, port: int, environment: dict[str, str], log: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "config.cli", "serve", "--door", door, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_SECONDS)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{address}/static/favicon.svg", timeout=20).close()
        except urllib.error.HTTPError:
            return
        except OSError as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{address} did not answer. It said:\n{log.read_text()}") from error
            time.sleep(0.1)
        else:
            return
