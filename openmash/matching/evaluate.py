"""Evaluates a model: what it finds, misses and takes for the same where it should not; for whom, and at what cost."""

import resource
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from openmash.matching import bulk, guards, tables
from openmash.matching.explain import Evidence, waterfall
from openmash.matching.figures import At, Case, Found, Slice, Twins, of_clusters, one_to_one
from openmash.matching.model import Model

ORIGIN = "origin_"
COSTS = (-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0)
# Keys only have to be the same in both files: nothing of an evaluation is kept.
_SECRET = b"only for an evaluation, never kept"


class NoTruth(ValueError):
    """A truth that cannot be read; the text says what was expected."""


@dataclass(frozen=True)
class Explained:
    """A pair that came out wrong, with its evidence."""

    case: Case
    evidence: tuple[Evidence, ...]
    guard: str = ""


@dataclass(frozen=True)
class Origin:
    """How well people are found whose names come from one part of the world.

    Args:
        name: of the origin.
        links, recall: as in the slice.
        not_compared: share of its links that share no key.
        below: share that was compared and stayed below the threshold.
        against: the comparisons that say least beside the whole, with how many bits less, the worst first.
    """

    name: str
    links: int
    recall: float
    not_compared: float
    below: float
    against: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Held:
    """What one guard held back that would have come within a bit of the threshold, or above it.

    Args:
        guard: its name.
        right: true links that are not suggested because of it.
        wrong: other pairs that are not.
    """

    guard: str
    right: int
    wrong: int


@dataclass(frozen=True)
class Evaluation:
    """Everything that one evaluation says. `shipped` and the rest are None where there is no truth."""

    model: str
    purpose: str
    left: int
    right: int
    pairs: int
    hits: int
    seconds: float
    peak_mb: float
    threshold: float
    links: int = 0
    compared: int = 0
    strangers: int = 0
    shipped: At | None = None
    best: At | None = None
    costs: tuple[At, ...] = ()
    clusters: At | None = None
    slices: tuple[Slice, ...] = ()
    origins: tuple[Origin, ...] = ()
    twins: Twins | None = None
    held: tuple[Held, ...] = ()
    misses: tuple[Explained, ...] = ()
    wrong: tuple[Explained, ...] = ()
    refused: int = 0


@dataclass(frozen=True)
class Task:
    """What is evaluated.

    Args:
        left: questions, or the one file in which doubles are looked for.
        right: the index; None to look for doubles within `left`.
        truth: `left,right[,slices][,twins]`, or for doubles `reference,person`; None where nobody knows it.
        model: what links.
        today: no birth is taken that lies long after it.
        purpose: whose threshold counts.
        threshold: in its place.
        each_once: both files hold everybody once, so each record has at most one partner.
        worst: how many misses and wrong hits are shown.
    """

    left: Path
    right: Path | None
    truth: Path | None
    model: Model
    today: date
    purpose: str = "suggest"
    threshold: float | None = None
    each_once: bool = False
    worst: int = 10


def evaluate(task: Task, connection: duckdb.DuckDBPyConnection) -> Evaluation:
    """Load, link and judge.

    Args:
        task: what.
        connection: an empty database; tables are made in it.

    Raises:
        NoTruth: the truth is not of a known form.
    """
    model = task.model
    files = _load(connection, task)
    started = time.perf_counter()
    job = bulk.Linking(connection, model, "questions", "records" if task.right else None)
    pairs = bulk.pairs(job, "candidates")
    bulk.weigh(job, "candidates", "weighed")
    if task.each_once:
        one_to_one(connection, "weighed", "weighed")
    threshold = task.threshold if task.threshold is not None else model.thresholds[task.purpose].bits
    hits = connection.execute(f"SELECT count(*) FROM weighed WHERE weight >= {threshold!r}").fetchall()[0][0]
    clusters = None
    if task.right is None:
        bulk.clusters(job, "weighed", "clusters", threshold=threshold)
    seconds = time.perf_counter() - started
    if task.right is None and task.truth:
        clusters = of_clusters(connection, "clusters", "persons", threshold)
    told: dict[str, Any] = {
        "model": f"{model.name} {model.version}",
        "purpose": task.purpose,
        "left": files[0].rows,
        "right": files[-1].rows,
        "pairs": pairs,
        "hits": hits,
        "seconds": seconds,
        "peak_mb": peak_mb(),
        "threshold": threshold,
        "clusters": clusters,
        "refused": sum(not fault.kept for file in files for fault in file.faults),
    }
    return Evaluation(**told, **(_judged(task, connection, threshold) if task.truth else {}))


def _load(connection: duckdb.DuckDBPyConnection, task: Task) -> list[tables.Loaded]:
    asking = task.right is not None
    files = [tables.load(connection, "questions", task.left, secret=_SECRET, today=task.today, asking=asking)]
    if task.right:
        files.append(tables.load(connection, "records", task.right, secret=_SECRET, today=task.today))
    if task.truth:
        _load_truth(connection, task)
    return files


def peak_mb() -> float:
    """The most memory that this process ever held, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _load_truth(connection: duckdb.DuckDBPyConnection, task: Task) -> None:
    """The tables `truth` (left, right, slices, twins) and, for doubles, `persons` (reference, person)."""
    connection.execute(
        "CREATE OR REPLACE TABLE told AS FROM read_csv(?, all_varchar = true, header = true)", [str(task.truth)]
    )
    columns = [str(row[0]) for row in connection.execute("DESCRIBE told").fetchall()]
    if columns[:2] == ["left", "right"]:
        more = ", ".join(f"{name if name in columns else repr('')} AS {name}" for name in ("slices", "twins"))
        connection.execute(f'CREATE OR REPLACE TABLE truth AS SELECT "left", "right", {more} FROM told')
    elif columns[:2] == ["reference", "person"] and task.right is None:
        connection.execute("CREATE OR REPLACE TABLE persons AS SELECT reference, person FROM told")
        # Which of the two is left: as in bulk.pairs, whichever comes first in the file.
        connection.execute(
            "CREATE OR REPLACE TABLE truth AS WITH p AS (SELECT q.rowid AS at, reference, person FROM persons "
            'JOIN questions q ON q.unique_id = reference) SELECT a.reference AS "left", b.reference AS "right", '
            "'' AS slices, '' AS twins FROM p a JOIN p b ON a.person = b.person AND a.at < b.at"
        )
    else:
        raise NoTruth("The truth has the columns left and right, or, to look for doubles, reference and person.")


def _judged(task: Task, connection: duckdb.DuckDBPyConnection, threshold: float) -> dict[str, Any]:
    found = Found(connection)
    model = task.model
    slices = found.slices(threshold)
    return {
        "links": found.links,
        "compared": found.compared,
        "strangers": found.strangers,
        "shipped": found.at(threshold),
        "best": found.best(),
        "costs": tuple(found.at(bits) for bits in COSTS),
        "slices": tuple(each for each in slices if each.name and not each.name.startswith(ORIGIN)),
        "origins": _origins(found, model, slices),
        "twins": found.twins(threshold),
        "held": _held(found, model),
        "misses": tuple(_explained(model, case) for case in found.worst_misses(threshold, task.worst)),
        "wrong": tuple(_explained(model, case) for case in found.worst_hits(threshold, task.worst)),
    }


def _explained(model: Model, case: Case) -> Explained:
    guard = guards.found(model, case.levels)
    return Explained(case, waterfall(model, case.levels, [None] * len(model.rarities)), guard.words if guard else "")


def _held(found: Found, model: Model) -> tuple[Held, ...]:
    """By guard, what it held back, in the order of the guards."""
    highest = guards.cap(model)
    if highest is None:
        return ()
    told = {guard.name: [0, 0] for guard in guards.fitting(model)}
    for levels, right, wrong in found.exactly(highest):
        guard = guards.found(model, levels)
        if guard:
            told[guard.name][0] += right
            told[guard.name][1] += wrong
    return tuple(Held(name, right, wrong) for name, (right, wrong) in told.items())


def _origins(found: Found, model: Model, slices: tuple[Slice, ...]) -> tuple[Origin, ...]:
    """By origin, beside the origin of most people: where what is missing gets lost."""
    of_origin = [each for each in slices if each.name.startswith(ORIGIN) and each.links]
    if not of_origin:
        return ()
    bits = [[level.bits for level in comparison.levels] for comparison in model.comparisons]
    most = found.mean_bits(bits, max(of_origin, key=lambda each: each.links).name)
    told = []
    for each in of_origin:
        mean = found.mean_bits(bits, each.name)
        less = sorted(
            (
                (comparison.name, own - other)
                for comparison, own, other in zip(model.comparisons, mean, most, strict=True)
            ),
            key=lambda pair: pair[1],
        )
        told.append(
            Origin(
                each.name.removeprefix(ORIGIN),
                each.links,
                each.recall,
                1 - each.compared / each.links,
                (each.compared - each.found) / each.links,
                tuple((name, value) for name, value in less[:2] if value < -0.1),
            )
        )
    return tuple(told)


def as_data(evaluation: Evaluation) -> dict[str, Any]:
    """The figures as plain data, for a file beside the model: no record of anybody is in it."""
    told = asdict(evaluation)
    for left_out in ("misses", "wrong"):
        del told[left_out]
    return told
