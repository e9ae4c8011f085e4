"""What every test can ask for: a database, either door, and both doors as real processes."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import TransactionTestCase
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests import databases, doors, key_server

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
PBKDF2PasswordHasher.iterations = 1_000  # Django's own million took most of the time of whoever signs in
settings.register_profile("default", deadline=None)  # a busy machine is no failure; CI's own profile has none either
if "CI" not in os.environ:
    settings.load_profile("default")


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: looking through it for garbage took a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    """In the end all of it goes; DuckDB's module says at length what it finds still there."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """libpq's words for the superuser of the tests' PostgreSQL server."""
    with databases.server() as administrator:
        yield administrator


@pytest.fixture(scope="session")
def database(
    database_server: str, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[databases.Database]:
    """The test database, migrated by its owner; Django's connections lead to it, as the inside door."""
    made = databases.Database(database_server)
    try:
        with django_db_blocker.unblock():
            made.build()
        yield made
    finally:
        with django_db_blocker.unblock():
            made.drop()


@pytest.fixture(scope="session")
def django_db_setup(database: databases.Database) -> Iterator[None]:
    """Takes the place of pytest-django's own, which would make the tables as whoever runs the tests."""

    def empty(_case: TransactionTestCase) -> None:
        database.empty()

    with pytest.MonkeyPatch.context() as patch:
        # Django would truncate as the inside door, which may not.
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(autouse=True, scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory, django_test_environment: None) -> Iterator[Path]:
    """The folder of each door's keys, in place of the demo's."""
    folder = tmp_path_factory.mktemp("keys")
    with doors.keys_of(folder / "inside"):
        yield folder


@pytest.fixture(scope="session")
def erasures_of_each(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of files, all in one folder: few of ten thousand tests write one, and none needs a folder for it."""
    folder = tmp_path_factory.mktemp("erasures")
    return (folder / f"{number}.jsonl" for number in count())


@pytest.fixture(autouse=True)
def erasures(erasures_of_each: Iterator[Path], settings: Any) -> Path:
    """The file outside the database in which stands what was erased, one for each test."""
    settings.OPENMASH_ERASURES = str(next(erasures_of_each))
    return Path(settings.OPENMASH_ERASURES)


@pytest.fixture(scope="session")
def vault_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[key_server.KeyServer]:
    """A real key server, in memory, with the policies that the documentation tells a hub to write."""
    with key_server.running(tmp_path_factory.mktemp("key-server")) as running:
        yield running


@pytest.fixture
def as_outside(db: None) -> Callable[[], AbstractContextManager[None]]:
    """``with as_outside():`` is the outside door to the database."""
    return lambda: databases.role("openmash_outside")


@pytest.fixture
def outside_door(db: None, keys: Path) -> Callable[[], AbstractContextManager[None]]:
    """``with outside_door():`` is the outside door altogether: addresses, settings, keys and database role."""
    return lambda: doors.outside(keys / "outside")


@pytest.fixture(scope="session")
def two_doors(
    database: databases.Database, keys: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[doors.TwoDoors]:
    """Both doors as processes of their own, each as its own database role. For tests in a browser."""
    with doors.running(database, keys, tmp_path_factory.mktemp("doors")) as both:
        yield both


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one (`make test` sees to it), and nothing that reaches out."""
    found = [path for path in (os.environ.get("CHROMIUM", ""), "/usr/bin/chromium") if path and Path(path).exists()]
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
    ]
    quiet += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "args": quiet} | ({"executable_path": found[0]} if found else {})
