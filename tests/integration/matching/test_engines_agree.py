"""One model in PostgreSQL, DuckDB, Splink on DuckDB, Splink on Spark and plain Python: one set of pairs and weights.

The population is invented, with the faults of real records. PostgreSQL is asked as an ordinary role in temporary
tables: who may read an index is another test's matter.
"""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import psycopg
import pytest
from splink import DuckDBAPI
from splink.clustering import cluster_pairwise_predictions_at_threshold

from openmash.matching import bulk, guards, invented, postgres, spark, tables
from openmash.matching.cleaning import COLUMNS, clean
from openmash.matching.levels import COLUMNS as KINDS
from openmash.matching.levels import LIST
from openmash.matching.model import Model
from openmash.matching.records import Name, Record

SECRET = bytes(range(32))
EVERYTHING = 1_000_000
NEARLY_NOTHING = 1e-9
# Java compiles quickly rather than well: half the processor time of so short a job.
A_SHORT_JOB = {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1", "spark.sql.shuffle.partitions": "2"}

Pair = tuple[str, str]


class Weighed(NamedTuple):
    weight: float
    levels: tuple[int, ...]


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load("families")


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """An index of some 8,000 people and 1,500 questions, in DuckDB."""
    folder = tmp_path_factory.mktemp("invented")
    invented.write(folder, index=15_000, questions=2_000, seed=5, profile=invented.CITY, processes=1)
    with duckdb.connect(config={"threads": 2}) as made:
        for name in ("index", "questions"):
            asking = name == "questions"
            tables.load(made, f"the_{name}", folder / f"{name}.csv", secret=SECRET, today=invented.TODAY, asking=asking)
        yield made


@pytest.fixture(scope="module")
def linking(population: duckdb.DuckDBPyConnection, model: Model) -> bulk.Linking:
    """Every question with the index, whatever key they share, in three parts."""
    job = bulk.Linking(population, model, "the_questions", "the_index", hot=None, parts=3)
    bulk.pairs(job, "candidates")
    bulk.weigh(job, "candidates", "weighed")
    return job


@pytest.fixture(scope="module")
def in_duckdb(linking: bulk.Linking) -> dict[Pair, Weighed]:
    rows = linking.connection.execute("FROM weighed").fetchall()
    return {(left, right): Weighed(weight, tuple(levels)) for left, right, weight, levels in rows}


def test_there_are_enough_pairs_to_tell(in_duckdb: dict[Pair, Weighed], model: Model) -> None:
    assert len(in_duckdb) >= 4_000
    for number, comparison in enumerate(model.comparisons):
        seen = {weighed.levels[number] for weighed in in_duckdb.values()}
        assert len(seen) >= min(3, len(comparison.levels)), f"{comparison.name} is hardly told apart: {seen}"
    assert any(guards.found(model, weighed.levels) for weighed in in_duckdb.values())


def test_postgresql_finds_the_same_pairs_and_weighs_them_the_same(
    linking: bulk.Linking, in_duckdb: dict[Pair, Weighed], server: psycopg.Connection[Any]
) -> None:
    found = _in_postgresql(server, linking)
    assert found.keys() == in_duckdb.keys()
    assert max(abs(found[pair].weight - in_duckdb[pair].weight) for pair in found) < NEARLY_NOTHING
    assert all(found[pair].levels == in_duckdb[pair].levels for pair in found)


@pytest.mark.parametrize(("name", "shown"), [(Name("Ada", "", "Osprey"), True), (Name("Ada"), False)])
def test_who_is_worth_showing_among_a_hundred_thousand_is_so_among_ten_million(
    model: Model, server: psycopg.Connection[Any], name: Name, shown: bool
) -> None:
    assert model.shown_in is not None
    weights = []
    for people in (model.shown_in, 10_000_000):
        facts = f"(SELECT {people}::bigint AS people, NULL::float8 AS tf_forename, NULL::float8 AS tf_surname)"
        statement = postgres.look_up_sql(model, rows="(SELECT a.*, 'R1' AS reference FROM asked AS a)", facts=facts)
        told: dict[str, Any] = {"known": model.known, "most": 10, "least": model.thresholds["show"].bits}
        asked = postgres.parameters(clean(Record(names=(name,))), **told)
        weights += [postgres.Found(*row).weight for row in server.execute(statement, asked).fetchall()]
    assert len(weights) == (2 if shown else 0)
    if shown:
        assert weights[0] - weights[1] == pytest.approx(math.log2(10_000_000 / model.shown_in), abs=0.001)


def test_splink_on_duckdb_weighs_every_pair_the_same_before_guards(
    linking: bulk.Linking, in_duckdb: dict[Pair, Weighed], model: Model
) -> None:
    bulk.weigh_by_splink(linking, "candidates", "by_splink")
    rows = linking.connection.execute("FROM by_splink").fetchall()
    by_splink = {(left, right): weight for left, right, weight in rows}
    assert by_splink.keys() == in_duckdb.keys()
    for pair, weight in by_splink.items():
        assert abs(guards.capped(model, in_duckdb[pair].levels, weight) - in_duckdb[pair].weight) < NEARLY_NOTHING


def test_splink_on_spark_finds_the_same_pairs_and_weighs_them_the_same(
    linking: bulk.Linking, in_duckdb: dict[Pair, Weighed], model: Model, tmp_path: Path
) -> None:
    for name in ("questions", "index"):
        linking.connection.execute(f"COPY the_{name} TO '{tmp_path}/{name}.parquet'")
    with spark.session(tmp_path, memory="1g", more=A_SHORT_JOB) as session:
        read = session.read.parquet
        job = spark.Linking(session, model, read(f"{tmp_path}/questions.parquet"), read(f"{tmp_path}/index.parquet"))
        rows = spark.weigh(job, spark.pairs(job)).collect()
    on_spark = {(left, right): weight for left, right, weight in rows}
    assert on_spark.keys() == in_duckdb.keys()
    for pair, weight in on_spark.items():
        assert abs(guards.capped(model, in_duckdb[pair].levels, weight) - in_duckdb[pair].weight) < NEARLY_NOTHING


def test_plain_python_comes_to_the_same_levels_and_weights(
    linking: bulk.Linking, in_duckdb: dict[Pair, Weighed], model: Model
) -> None:
    questions, index = _rows(linking, "the_questions"), _rows(linking, "the_index")
    frequencies = {column: _frequencies(linking, column) for column in model.rarities}
    for (left, right), weighed in list(in_duckdb.items())[::7]:
        one, other = questions[left], index[right]
        levels = model.compare(one, other)
        assert levels == weighed.levels == model.compare(other, one)
        known = {column: frequencies[column].get(one[column]) for column in model.rarities}
        weight = model.weight(levels, known, people=linking.people())
        assert abs(guards.capped(model, levels, weight) - weighed.weight) < NEARLY_NOTHING


def test_the_other_way_round_the_levels_are_the_same(linking: bulk.Linking, in_duckdb: dict[Pair, Weighed]) -> None:
    turned = bulk.Linking(linking.connection, linking.model, "the_index", "the_questions", hot=None)
    linking.connection.execute("CREATE OR REPLACE TABLE turned AS SELECT r AS l, l AS r FROM candidates")
    bulk.weigh(turned, "turned", "weighed_turned")
    rows = linking.connection.execute("SELECT left_id, right_id, levels FROM weighed_turned").fetchall()
    assert {(left, right): tuple(levels) for right, left, levels in rows} == {
        pair: weighed.levels for pair, weighed in in_duckdb.items()
    }


def test_in_parts_the_same_pairs_are_found_as_at_once(linking: bulk.Linking) -> None:
    for left, right in (("the_questions", "the_index"), ("the_index", None)):
        for hot in (None, 3):
            found = []
            for parts in (1, 4):
                job = bulk.Linking(linking.connection, linking.model, left, right, hot=hot, parts=parts)
                bulk.pairs(job, "some_pairs")
                found.append(linking.connection.execute("FROM some_pairs ORDER BY l, r").fetchall())
            assert found[0] == found[1]
            assert len(set(found[0])) == len(found[0]) > 0


def test_a_key_of_too_many_rows_brings_no_pairs_and_a_rarer_one_still_does(linking: bulk.Linking) -> None:
    connection = linking.connection
    connection.execute("CREATE TABLE crowd AS SELECT * FROM the_index LIMIT 6")
    connection.execute("UPDATE crowd SET keys = CASE WHEN rowid < 2 THEN [1, 2] ELSE [1] END")
    for hot, expected in ((6, 15), (5, 1)):
        assert bulk.pairs(bulk.Linking(connection, linking.model, "crowd", hot=hot), "of_the_crowd") == expected


def test_pairs_share_as_many_keys_as_are_asked_for_and_none_that_does_is_missed(linking: bulk.Linking) -> None:
    connection = linking.connection
    keys = dict(connection.execute("SELECT rowid, keys FROM the_index").fetchall())
    people = Counter(key for of_row in keys.values() for key in of_row)
    sharing: dict[int, list[int]] = {}
    for number, of_row in keys.items():
        for key in of_row:
            sharing.setdefault(key, []).append(number)
    shared = Counter(
        (min(pair), max(pair))
        for key, numbers in sharing.items()
        if people[key] <= 20
        for pair in combinations(numbers, 2)
    )
    for together, parts in ((1, 1), (2, 1), (2, 3), (4, 3)):
        job = bulk.Linking(connection, linking.model, "the_index", hot=20, together=together, parts=parts)
        bulk.pairs(job, "of_many")
        found = connection.execute("FROM of_many").fetchall()
        assert sorted(found) == sorted(pair for pair, count in shared.items() if count >= together)
        assert found


def test_clusters_are_those_of_splink(linking: bulk.Linking) -> None:
    connection = linking.connection
    job = bulk.Linking(connection, linking.model, "the_index")
    bulk.pairs(job, "doubles")
    bulk.weigh(job, "doubles", "weighed_doubles")
    bulk.clusters(job, "weighed_doubles", "persons", threshold=-3.0)  # so low that many hang together
    api = DuckDBAPI(connection)
    connection.execute(
        "CREATE OR REPLACE VIEW links AS SELECT left_id AS unique_id_l, right_id AS unique_id_r FROM weighed_doubles "
        "WHERE weight >= -3.0"
    )
    connection.execute("CREATE OR REPLACE VIEW everybody AS SELECT unique_id FROM the_index")
    theirs = cluster_pairwise_predictions_at_threshold(
        api.register("everybody"), api.register("links"), api, "unique_id"
    )
    together = "SELECT list(unique_id ORDER BY unique_id) FROM {} GROUP BY cluster_id"
    ours, expected = (
        {tuple(members) for (members,) in connection.execute(together.format(table)).fetchall()}
        for table in ("persons", theirs.physical_name)
    )
    assert ours == expected
    assert max(map(len, ours)) > 3


def test_clusters_join_what_is_linked_and_nothing_else(linking: bulk.Linking) -> None:
    job = bulk.Linking(linking.connection, linking.model, "the_index")
    bulk.pairs(job, "doubles")
    bulk.weigh(job, "doubles", "weighed_doubles")
    people = bulk.clusters(job, "weighed_doubles", "persons", threshold=20.0)
    links, rows = (
        linking.connection.execute(statement).fetchall()[0][0]
        for statement in ("SELECT count(*) FROM weighed_doubles WHERE weight >= 20", "SELECT count(*) FROM persons")
    )
    assert rows == job.people()
    assert rows - links <= people < rows
    apart = linking.connection.execute(
        "SELECT count(*) FROM weighed_doubles JOIN persons AS a ON a.unique_id = left_id "
        "JOIN persons AS b ON b.unique_id = right_id WHERE weight >= 20 AND a.cluster_id <> b.cluster_id"
    ).fetchall()
    assert apart == [(0,)]


def _in_postgresql(server: psycopg.Connection[Any], linking: bulk.Linking) -> dict[Pair, Weighed]:
    model = linking.model
    types = {name: "text[]" if KINDS[name] == LIST else "text" for name in COLUMNS}
    columns = ", ".join(f"{name} {kind}" for name, kind in types.items())
    server.execute(f"CREATE TEMP TABLE of_index (reference text, {columns}, keys bigint[])")
    server.execute("CREATE TEMP TABLE how_rare (about text, value text, frequency float8)")
    server.execute("CREATE TEMP TABLE too_many (key bigint, rows bigint)")
    with server.cursor() as cursor:
        with cursor.copy("COPY of_index FROM STDIN") as copy:
            for row in linking.connection.execute("FROM the_index").fetchall():
                copy.write_row(row)
        for column in model.rarities:
            for value, frequency in _frequencies(linking, column).items():
                cursor.execute("INSERT INTO how_rare VALUES (%s, %s, %s)", (column, value, frequency))
    server.execute("CREATE INDEX ON of_index USING gin (keys)")
    statement = postgres.from_tables(model, rows="of_index", frequencies="how_rare", hot_keys="too_many")
    found: dict[Pair, Weighed] = {}
    for reference, asked in _rows(linking, "the_questions").items():
        told = {"known": model.known, "most": EVERYTHING, "least": -1e6, "people": linking.people()}
        for row in server.execute(statement, asked | told, prepare=True).fetchall():
            answer = postgres.Found(*row)
            found[reference, answer.reference] = Weighed(answer.weight, tuple(answer.levels))
    return found


def _rows(linking: bulk.Linking, table: str) -> dict[str, dict[str, Any]]:
    cursor = linking.connection.execute(f"FROM {table}")
    names = [told[0] for told in cursor.description or ()]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def _frequencies(linking: bulk.Linking, column: str) -> dict[str, float]:
    bulk.frequencies(linking.connection, "the_index", column, "how_frequent")
    return dict(linking.connection.execute("FROM how_frequent").fetchall())
