"""Looking somebody up in the large index, as the product does: warm, cold, with hot keys, by two at once."""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.matching import house, population
from bench.matching.population import Question
from bench.matching.running import Figures, Work

if TYPE_CHECKING:
    from tests.world import World

ROUNDS = 3
MOST = 10


def load(work: Work) -> Figures:
    """From the agency's file to the first look-up, by the service that the command on the server calls."""
    from_file = population.index_file(work)
    with house.opened(work.folder) as world:
        began = time.monotonic()
        rows = load_index(world, house.LARGE, from_file)
        loaded = time.monotonic() - began
        first = population.questions(work)[0]
        with asking(world) as look_up:
            look_up(first)
        took = time.monotonic() - began
        with house.as_administrator(work.folder) as server:
            server.execute("VACUUM ANALYZE")  # as autovacuum would have by the next morning
            (size,) = server.execute("SELECT pg_database_size(current_database())").fetchone()
    return {"rows": rows, "load_s": round(loaded, 1), "to_first_look_up_s": round(took, 1), "database_gb": size / 1e9}


def load_index(world: "World", agency: str, path: Path) -> int:
    """Load one agency's file; how many rows."""
    from openmash.core import clock
    from openmash.person_index import queries, services

    with path.open("rb") as file:
        load_id = services.load_here(hub_id=world.hub_id, agency_id=world.agencies[agency], file=file, at=clock.now())
    with world.inside():
        return queries.load_state(load_id, actor=world.actor(agency)).loaded


def warm(work: Work) -> Figures:
    """The statement in the database, and the whole call with permissions and audit; who comes among the first ten."""
    asked = population.questions(work)
    with house.opened(work.folder) as world:
        with asking(world) as look_up:
            found = [look_up(question) for question in asked]  # nothing counts until everything was asked once
        rounds = [_timed(world, asked) for _ in range(ROUNDS)]
        whole = _whole(world, asked[:1000])
    return {
        "people": work.people,
        "questions": len(asked),
        **_medians(rounds),
        **{f"with_audit_{name}": figure for name, figure in whole.items()},
        **quality(asked, found),
    }


def quality(asked: Sequence[Question], found: Sequence[list[Any]]) -> Figures:
    """Of questions about people whom the index knows: whether the right one comes first, among the first ten."""
    known = [
        (question, [row["reference"] for row in rows])
        for question, rows in zip(asked, found, strict=True)
        if question.answer
    ]
    first = sum(rows[:1] == [question.answer] for question, rows in known)
    ten = sum(question.answer in rows[:MOST] for question, rows in known)
    candidates = [len(rows) for rows in found]
    return {
        "known": len(known),
        "first": first / len(known),
        "first_ten": ten / len(known),
        "shown_median": statistics.median(candidates),
    }


def twins(work: Work) -> Figures:
    """How often the other twin reaches the weight at which a link is suggested, and how often the right one does."""
    from openmash.matching.model import Model

    suggest = Model.load("families").thresholds["suggest"].bits
    asked = population.questions_about_twins(work)
    if not asked:
        return {"questions": 0}
    with house.opened(work.folder) as world, asking(world) as look_up:
        found = [{row["reference"] for row in look_up(each) if row["weight"] >= suggest} for each in asked]
    other = sum(not rows.isdisjoint(question.twins) for question, rows in zip(asked, found, strict=True))
    right = sum(question.answer in rows for question, rows in zip(asked, found, strict=True))
    return {"questions": len(asked), "other_suggested": other / len(asked), "right_suggested": right / len(asked)}


def throughput(work: Work) -> Figures:
    """Look-ups a second by two clients, whose own work is done on the same processors."""
    seconds = 20
    with house.opened(work.folder):
        pass  # the server runs
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        counts = list(pool.map(partial(_as_many_as_it_can, work, seconds), (0, 1)))
    return {"clients": 2, "a_second": sum(count for count, _ in counts) / seconds, "p95_ms": max(p for _, p in counts)}


def _as_many_as_it_can(work: Work, seconds: int, client: int) -> tuple[int, float]:
    asked = population.questions(work)[client::2]
    with house.opened(work.folder) as world, asking(world) as look_up:
        for question in asked[:200]:
            look_up(question)
        took: list[float] = []
        stop = time.monotonic() + seconds
        while time.monotonic() < stop:
            began = time.perf_counter()
            look_up(asked[len(took) % len(asked)])
            took.append((time.perf_counter() - began) * 1000)
    return len(took), percentile(took, 95)


def hot(work: Work) -> Figures:
    """Common names at one address, institutions and default birthdays, put into a copy of the file and loaded."""
    crowd = work.folder / "population" / "crowded.csv"
    asked = _crowd(work, crowd)
    with house.opened(work.folder) as world:
        load_index(world, "health", crowd)
        figures: Figures = {}
        for kind, questions in asked.items():
            with asking(world, agency="health") as look_up:
                for question in questions[:20]:
                    look_up(question)
            timed = _timed(world, questions, agency="health")
            figures |= {f"{kind}_{name}": figure for name, figure in timed.items()}
    figures["p99_ms"] = max(figure for name, figure in figures.items() if name.endswith("p99_ms"))
    return figures


def _crowd(work: Work, path: Path) -> dict[str, list[Question]]:
    """Write an index in which some keys are of thousands; questions about those people, by kind."""
    rng = random.Random(population.SEED)  # noqa: S311  invented people
    few = max(min(work.people // 200, 50_000), 400)
    postcodes = ["M14 5AA", "M14 5AB", "M14 5AD"]
    header = "reference,given_names,family_name,born_on,sex,postcodes"
    lines: dict[str, list[str]] = {"default_day": [], "common_name": [], "institution": []}
    for number in range(few):
        born = date(1950 + rng.randrange(70), 1 + rng.randrange(12), 1 + rng.randrange(28))
        name = f"{rng.choice('BCDFGHKLMN')}{rng.choice('aeiou')}{rng.choice('lmnrst')}{rng.choice('aeiou')}"
        family = f"{rng.choice('BCDFGHKLMN')}{rng.choice('aeiou')}{rng.choice('lmnrst')}son"
        far = f"M{1 + rng.randrange(40)} {1 + rng.randrange(9)}{rng.choice('ABDEFGH')}{rng.choice('ABDEFGH')}"
        lines["default_day"].append(f"D{number},{name},{family},{born.year}-01-01,M,{far}")
        lines["common_name"].append(
            f"C{number},{rng.choice(('Mohammed', 'Muhammad'))},{rng.choice(('Khan', 'Ali'))},{born},M,"
            f"{rng.choice(postcodes)}"
        )
        lines["institution"].append(f"I{number},{name},{family},{born},F,{postcodes[0]}")
    with path.open("w", encoding="utf-8") as out:
        out.write("\n".join([header, *(line for each in lines.values() for line in each), ""]))
    by_reference = {record.reference: record for record in population.records(path)}
    return {
        kind: [
            Question(by_reference[reference], reference)
            for line in rng.sample(told, min(len(told), 300))
            if (reference := line.split(",")[0]) in by_reference
        ]
        for kind, told in lines.items()
    }


def cold(work: Work) -> Figures:
    """The first time after the server was stopped and the operating system forgot its files."""
    asked = random.Random(1).sample(population.questions(work), min(1000, work.questions // 2))  # noqa: S311
    rounds = []
    for _ in range(ROUNDS):
        with house.opened(work.folder):
            pass
        house.stop(work.folder)
        forgot = _forget_files(work.folder / "pg")
        with house.opened(work.folder) as world:
            rounds.append(_timed(world, asked))
    return {**_medians(rounds), "questions": len(asked), "forgot_gb": forgot / 1e9}


def _forget_files(folder: Path) -> int:
    """Ask the operating system to drop what it keeps of a folder's files; how many bytes they have."""
    import os

    size = 0
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
                size += path.stat().st_size
    return size


def secret(world: "World") -> bytes:
    """What the hub's keys are made with."""
    from openmash.person_index.queries.secrets import secret_of

    with world.inside():
        found = secret_of(world.hub_id)
    if found is None:
        raise RuntimeError("the hub has no secret for its keys: nothing was loaded")
    return found


@contextmanager
def asking(world: "World", agency: str = house.LARGE) -> Iterator[Any]:
    """A function that asks the product's statement as one of an agency's people, within one transaction."""
    from openmash.core import hub_context
    from openmash.matching.cleaning import clean
    from openmash.matching.keys import keys_of
    from openmash.matching.postgres import parameters
    from openmash.person_index.queries import looking as product
    from openmash.person_index.queries.model import model

    who, key = world.people[agency], secret(world)
    with hub_context.enter(hub_id=world.hub_id, user_id=who):

        def values(question: Question) -> dict[str, Any]:
            asked = clean(question.record)
            told = {"index": world.agencies[agency], "who": who, "without": [], "most": MOST}
            weights = {"known": model().known, "least": model().thresholds["show"].bits}
            return parameters(asked, keys_of(asked, secret=key, asking=True), **told, **weights)

        def look_up(question: Question, took: list[float] | None = None) -> list[dict[str, Any]]:
            told = values(question)
            began = time.perf_counter()
            rows = product._rows(told)
            if took is not None:
                took.append((time.perf_counter() - began) * 1000)
            return [row for row in rows if row["reference"] is not None]

        yield look_up


def _timed(world: "World", asked: Sequence[Question], agency: str = house.LARGE) -> Figures:
    took: list[float] = []
    with asking(world, agency) as look_up:
        for question in asked:
            look_up(question, took)
    return percentiles(took)


def _whole(world: "World", asked: Sequence[Question]) -> Figures:
    """The call that a page makes: a transaction of its own, permissions, audit, cleaning, keys and words."""
    from openmash.core import clock, hub_context
    from openmash.person_index import queries
    from openmash.person_index.rules import Purpose

    with world.inside():
        actor = world.actor(house.LARGE)
    took = []
    for question in asked:
        began = time.perf_counter()
        with hub_context.enter(hub_id=world.hub_id, user_id=world.people[house.LARGE]):
            queries.look_up(
                asked=question.record,
                agency_id=world.agencies[house.LARGE],
                actor=actor,
                purpose=Purpose.CHECK,
                at=clock.now(),
                most=MOST,
            )
        took.append((time.perf_counter() - began) * 1000)
    return percentiles(took)


def _medians(rounds: Sequence[Figures]) -> Figures:
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def percentiles(took: list[float]) -> Figures:
    """Median, 95th and 99th percentile, in milliseconds."""
    return {f"p{part}_ms": round(percentile(took, part), 3) for part in (50, 95, 99)}


def percentile(took: list[float], part: int) -> float:
    """What ``part`` of a hundred stay below."""
    return statistics.quantiles(took, n=100, method="inclusive")[part - 1]
