"""Doubles within the large index, in bulk: time and memory of a process of its own."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import duckdb

from bench.matching import population
from bench.matching.running import Figures, Work, say
from openmash.matching import bulk, invented, tables
from openmash.matching.model import Model

SECRET = b"of a population that is invented"


def doubles(work: Work) -> Figures:
    """Pairs, weights and clusters of the whole index; how many true doubles are found."""
    import subprocess

    path = work.folder / "link.duckdb"
    if not path.exists():
        say("  cleaning and keys for DuckDB")
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        with duckdb.connect(str(unfinished)) as made:
            tables.load(made, "people", population.index_file(work), secret=SECRET, today=invented.TODAY)
        unfinished.rename(path)
    rounds = []
    for _ in range(1 if work.people > 3_000_000 else 3):
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


def alone(path: str, people: int) -> Figures:
    """What the process of its own does."""
    model = Model.load("families")
    with duckdb.connect(path) as connection:
        connection.execute("SET threads = 2; SET memory_limit = '6GB'; SET preserve_insertion_order = false")
        job = bulk.Linking(connection, model, "people", parts=parts_for(people))
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
    return max(1, round(people / 1_250_000))


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
