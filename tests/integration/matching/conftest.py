"""A database for what the matching part does by itself, without the tables of the product."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from config.server import prepare
from tests.databases import Database


@pytest.fixture(scope="module")
def server(database_server: str) -> Iterator[psycopg.Connection[Any]]:
    """An empty database with our extensions, as a role that is no superuser and may make temporary tables."""
    made = Database(database_server)
    try:
        prepare(made.administrator, made.name, for_tests=True)
        with made.as_administrator() as administrator:
            administrator.execute(f"GRANT TEMPORARY ON DATABASE {made.name} TO openmash_owner")
        password = os.environ.get("OPENMASH_OWNER_PASSWORD", "")
        with psycopg.connect(
            made.administrator, dbname=made.name, user="openmash_owner", password=password, autocommit=True
        ) as owner:
            yield owner
    finally:
        made.drop()
