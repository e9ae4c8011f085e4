"""How rare a name is, asked of the index in PostgreSQL and counted in bulk: one number, or the engines part."""

from pathlib import Path

import duckdb
import pytest
from django.db import connection

from openmash.matching import bulk, tables
from openmash.matching.cleaning import clean
from openmash.matching.records import Name, Record
from tests.indexes import file, load, seen_by
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
# Of whom 300 have no surname, 200 no forename; and one name that only one person has.
PEOPLE = (*[("Ada", "Wren")] * 500, *[("Ben", "")] * 300, *[("", "Wren")] * 200, *[("Ada", "Osprey")] * 99)
LINES = tuple(
    f"P-{n},{given},{family},2018-03-04,EX1 1AA" for n, (given, family) in enumerate((*PEOPLE, ("Zoe", "Lark")))
)


@pytest.fixture
def world() -> World:
    return devon()


def in_bulk(path: Path, column: str) -> dict[str, float]:
    """The share of each name, counted in the whole file."""
    path.write_bytes(file(*LINES).getvalue())
    with duckdb.connect() as made:
        tables.load(made, "the_index", path, secret=b"a secret that a test may know", today=NOW.date())
        bulk.frequencies(made, "the_index", column, "counted")
        return dict(made.execute("FROM counted").fetchall())


def in_postgresql(world: World, given: str, family: str) -> tuple[float, float]:
    """The shares that the look-up reckons with for somebody of this name."""
    asked = clean(Record(names=(Name(given, "", family),)))
    values = [world.agencies["police"], world.people["police"], asked.forename, asked.surname]
    with seen_by(world, "police"), connection.cursor() as cursor:
        cursor.execute("SELECT tf_forename, tf_surname FROM person_index.found(%s, %s, '{}', %s, %s)", values)
        [(forename, surname)] = cursor.fetchall()
    return float(forename), float(surname)


def test_the_look_up_and_the_bulk_job_reckon_with_the_same_shares(world: World, tmp_path: Path) -> None:
    load(world, "police", *LINES)
    forenames, surnames = (in_bulk(tmp_path / "index.csv", column) for column in ("forename", "surname"))
    assert forenames["ADA"] == pytest.approx(599 / 900)  # of those who have one, not of everybody
    assert surnames["OSPREY"] == pytest.approx(99 / 800)
    for given, family in (("Ada", "Wren"), ("Ben", "Osprey"), ("Zoe", "Lark")):
        expected = (forenames[given.upper()], surnames[family.upper()])
        assert in_postgresql(world, given, family) == pytest.approx(expected)
