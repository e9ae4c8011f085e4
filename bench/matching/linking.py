"""Doubles within the large index, in bulk: time and memory of a process of its own."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from bench.matching import house
from bench.matching.running import Figures, Work, say
from openmash.matching import bulk
from openmash.matching.cleaning import COLUMNS
from openmash.matching.levels import COLUMNS as KINDS
from openmash.matching.levels import LIST
from openmash.matching.model import Model

# Among ten million, keys of up to 200 people, as the look-up follows them, lead to 287 million pairs; those of up to 20
# to 70 million, nine of ten of which share a single key: three of four that are suggested of those are two people.
# Two keys of up to ten lead to 5 million, and to a better F1 than two of up to twenty, in 0.78 of their time.
MOST_OF_A_KEY, TOGETHER = 10, 2
ROUNDS = 3


def doubles(work: Work) -> Figures:
    """Pairs, weights and clusters of the whole index; how many true doubles are found."""
    import subprocess

    path = work.folder / "link.duckdb"
    if not path.exists():
        say("  a table for DuckDB")
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        _copy_people(work, unfinished)
        unfinished.rename(path)
    house.stop_server(work.folder)  # DuckDB has the machine to itself
    rounds = []
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-m", "bench.matching.linking", str(path), str(work.people)],
            check=True,
            capture_output=True,
            text=True,
        )
        rounds.append(json.loads(done.stdout.splitlines()[-1]))
        say(f"  {rounds[-1]}")
    middle = sorted(rounds, key=lambda told: told["seconds"])[len(rounds) // 2]
    return {**middle, "rounds": len(rounds), **_right(work, path)}


def _copy_people(work: Work, into: Path) -> None:
    """The large index as it was loaded, cleaned and with its keys: a table of DuckDB like those of ``tables.load``."""
    told = work.folder / "population" / "cleaned.csv"
    lists = {*(name for name in COLUMNS if KINDS[name] == LIST), "keys"}
    columns = ("reference", *COLUMNS, "keys")
    written = ", ".join(f"array_to_string({name}, '|') AS {name}" if name in lists else name for name in columns)
    with house.opened(work.folder) as world, house.as_administrator(work.folder) as server:
        rows = house.rows_of_large(server, world)
        server.execute(f"COPY (SELECT {written} FROM {rows}) TO '{told}' (FORMAT csv, HEADER)")
    chosen = ", ".join(
        f"coalesce(string_split({name}, '|'), []) AS {name}" if name in lists else name for name in columns
    )
    with duckdb.connect(str(into)) as made:
        made.execute("SET threads = 2; SET memory_limit = '6GB'; SET preserve_insertion_order = false")
        made.execute(
            "CREATE TABLE people AS SELECT * REPLACE (keys::BIGINT[] AS keys) RENAME (reference AS unique_id) "
            f"FROM (SELECT {chosen} FROM read_csv('{told}', header = true, all_varchar = true))"
        )
    told.unlink()


def alone(path: str, people: int) -> Figures:
    """What the process of its own does."""
    model = Model.load("families")
    with duckdb.connect(path) as connection:
        connection.execute("SET threads = 2; SET memory_limit = '6GB'; SET preserve_insertion_order = false")
        job = bulk.Linking(connection, model, "people", hot=MOST_OF_A_KEY, together=TOGETHER, parts=parts_for(people))
        figures: dict[str, Any] = {"rows": people, "parts": job.parts}
        began = time.monotonic()
        figures["pairs"] = bulk.pairs(job, "pairs")
        figures["pairs_s"] = round(time.monotonic() - began, 1)
        figures["kept"] = bulk.weigh(job, "pairs", "weighed", least=0.0)
        figures["weighed_s"] = round(time.monotonic() - began, 1)
        figures["persons"] = bulk.clusters(job, "weighed", "persons", threshold=model.thresholds["suggest"].bits)
        figures["seconds"] = round(time.monotonic() - began, 1)
    figures["peak_gb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6, 2)
    return figures


def parts_for(people: int) -> int:
    """Into how many parts an index of this size is divided."""
    return max(1, round(people / 5_000_000))


def _right(work: Work, path: Path) -> Figures:
    """Of the true doubles: how many were compared and how many suggested; how many of the suggested are true."""
    suggest = Model.load("families").thresholds["suggest"].bits
    with duckdb.connect(str(path)) as connection:
        truth = work.folder / "population" / "persons.csv"
        run = connection.execute
        run(f"CREATE OR REPLACE TABLE truth AS FROM read_csv('{truth}', header = true, all_varchar = true)")
        run(
            "CREATE OR REPLACE TABLE same AS SELECT a.reference AS l, b.reference AS r FROM truth AS a JOIN truth AS b "
            "ON a.person = b.person AND a.reference <> b.reference"
        )

        def count(statement: str) -> int:
            return int(run(statement).fetchall()[0][0])

        true = count("SELECT count(*) // 2 FROM same")
        said = count(f"SELECT count(*) FROM weighed WHERE weight >= {suggest}")
        right = count(
            f"SELECT count(*) FROM weighed JOIN same ON l = left_id AND r = right_id WHERE weight >= {suggest}"
        )
        compared = count(
            "SELECT count(*) FROM pairs JOIN people AS a ON a.rowid = pairs.l JOIN people AS b ON b.rowid = pairs.r "
            "JOIN same ON same.l = a.unique_id AND same.r = b.unique_id"
        )
    return {
        "true_doubles": true,
        "compared": compared / max(true, 1),
        "found": right / max(true, 1),
        "right": right / max(said, 1),
    }


if __name__ == "__main__":
    print(json.dumps(alone(sys.argv[1], int(sys.argv[2]))))
