"""Pairs are ruled out before they are compared: what is kept, and its weights, are those of comparing every pair."""

import itertools
import math
import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from openmash.matching import bounds, bulk, comparisons, guards, invented, tables
from openmash.matching.conditions import AllOf, AnyOf, Condition
from openmash.matching.levels import (
    Begins,
    BothAre,
    Crossed,
    DayMonthSwapped,
    DaysApart,
    Different,
    Edits,
    EitherIs,
    Empty,
    Exchanged,
    Missing,
    NearlyExchanged,
    Overlap,
    PartIs,
    Same,
    SamePart,
    Turned,
    YearsApart,
)
from openmash.matching.model import Model

SECRET = bytes(range(32))
NEARLY_NOTHING = 1e-9
LISTS = ("fores", "surs", "borns", "postcodes", "outcodes", "uprns", "phones")
TEXTS = ("forename", "middle", "surname", "born", "born_accuracy", "sex", "nhs", "upn", "school")

Step = comparisons.Step
Told = dict[tuple[str, str], tuple[float, tuple[int, ...]]]


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Some 4,000 people and 600 questions."""
    folder = tmp_path_factory.mktemp("invented")
    invented.write(folder, index=6_000, questions=1_000, seed=9, profile=invented.CITY, processes=1)
    with duckdb.connect(config={"threads": 2}) as made:
        for name in ("index", "questions"):
            tables.load(made, f"the_{name}", folder / f"{name}.csv", secret=SECRET, today=invented.TODAY)
        yield made


@pytest.mark.parametrize("right", [None, "the_index"])
@pytest.mark.parametrize("least", [-15.0, -3.0, 0.0, 6.0])
def test_what_is_kept_is_what_comparing_all_pairs_keeps_to_the_last_bit(
    population: duckdb.DuckDBPyConnection, right: str | None, least: float
) -> None:
    job = bulk.Linking(population, Model.load("families"), "the_questions" if right else "the_index", right, parts=3)
    assert bulk.pairs(job, "candidates") > 1_000
    assert _weighed(job, least) == {pair: told for pair, told in _weighed(job).items() if told[0] >= least} != {}


def test_hardly_anybody_is_left_to_be_compared(population: duckdb.DuckDBPyConnection) -> None:
    job = bulk.Linking(population, Model.load("families"), "the_questions", "the_index", hot=None)
    candidates = bulk.pairs(job, "candidates")
    kept = bulk.weigh(job, "candidates", "weighed", least=10.0)
    for column in job.model.rarities:
        bulk.frequencies(population, "the_index", column, f"weighed_tf_{column}")
    possible = bulk._possible(job, "candidates", "weighed", 10.0, None)
    left = population.execute(f"SELECT count(*) FROM {possible}").fetchall()[0][0]
    assert 0 < kept <= left < kept + (candidates - kept) / 2


def test_a_pair_that_can_just_reach_the_limit_is_kept_and_one_that_cannot_is_not() -> None:
    model = Model.made_of(
        comparisons.settings(
            {
                "sex": (
                    Step("missing", Missing("sex")),
                    Step("same", Same("sex"), 0.9, 0.5),
                    Step("o", None, 0.1, 0.5),
                ),
                "surname": (
                    Step("missing", Missing("surname")),
                    Step("same", Same("surname"), 0.7, 0.01, rarity="surname"),
                    Step("one edit", Edits("surname", 1, 4), 0.2, 0.001),
                    Step("other", None, 0.1, 0.989),
                ),
                "home": (
                    Step("missing", Empty("postcodes")),
                    Step("same", Overlap("postcodes"), 0.75, 0.0001),
                    Step("other", None, 0.25, 0.9999),
                ),
            }
        )
    )
    people = [
        _row("1", sex="F", surname="PEMBERTON", postcodes=["ZZ1 1AA"]),
        _row("2", sex="M", surname="PEMBERTOX", postcodes=["ZZ1 1AA"]),  # the best of each but the sex
        _row("3", sex="F", surname="PEMBERTON", postcodes=["ZZ9 9ZZ", "ZZ1 1AA"]),
        _row("4", sex="F", surname="QUILL", postcodes=["ZZ9 9ZZ"]),
        _row("5", sex=None, surname=None, postcodes=[]),
    ]
    with duckdb.connect() as connection:
        job = _job(connection, model, people)
        everything = _in_python(job, people)
        assert _close(_weighed(job), everything)
        for least in sorted({weight for weight, _ in _weighed(job).values()}):  # exactly at what a pair comes to
            kept = {pair: told for pair, told in _weighed(job).items() if told[0] >= least}
            assert _weighed(job, least) == kept
            above = math.nextafter(least, math.inf)
            assert _weighed(job, above) == {pair: told for pair, told in kept.items() if told[0] >= above}


CONDITIONS: tuple[Condition, ...] = (
    *(Same(column) for column in ("born", "surname", "middle", "nhs")),
    *(Different(column) for column in ("born", "sex")),
    *(Overlap(column) for column in ("fores", "borns", "uprns")),
    *(Edits("surname", at_most, letters) for at_most, letters in ((1, 1), (1, 4), (2, 3))),
    Edits("born", 1, 10),
    Crossed("forename", "middle"),
    Exchanged("fores", "surs"),
    NearlyExchanged("forename", "surname", 2, 2),
    Turned("forename"),
    Begins("forename", 1),
    Begins("surname", 3),
    SamePart("born", 1, 4),
    SamePart("forename", 1, 1),
    PartIs("born", 6, "01-01"),
    EitherIs("born_accuracy", "month"),
    BothAre("born_accuracy", "day"),
    DayMonthSwapped("born"),
    DaysApart("born", 28),
    YearsApart("born", 15),
    AllOf((Same("sex"), Overlap("fores"))),
    AnyOf((Same("school"), Edits("forename", 2, 2))),
)


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_whatever_a_level_asks_a_pair_that_meets_it_is_not_ruled_out(condition: Condition) -> None:
    """The level is the best, behind two that speak against: one that outlines tell exactly, one that they do not."""
    first = (YearsApart("born", 40), Same("school"))
    against = [Step(f"against {number}", each, 0.001, 0.4) for number, each in enumerate(first)]
    steps = (*against, Step("asked", condition, 0.6, 0.001), Step("other", None, 0.4, 0.9))
    model = Model.made_of(comparisons.settings({"one": steps}))
    chance = random.Random(7)  # noqa: S311  # the same people each time
    people = [_somebody(chance, number) for number in range(60)]
    with duckdb.connect() as connection:
        job = _job(connection, model, people)
        expected = _in_python(job, people)
        best, levels = max(expected.values())
        assert levels == (len(first),), "nobody is as this level asks"
        least = best - NEARLY_NOTHING
        assert _close(_weighed(job, least), {pair: told for pair, told in expected.items() if told[0] >= least})


def test_every_condition_is_tried() -> None:
    tried = {type(each) for each in (*CONDITIONS, Missing("sex"), Empty("phones"))}
    assert tried >= set(vars(bounds.Outlines)["told"].dispatcher.registry) - {Condition, object}


def _row(reference: str, **told: Any) -> dict[str, Any]:
    return {"unique_id": reference, **dict.fromkeys(TEXTS), **{name: [] for name in LISTS}, **told}


def _somebody(chance: random.Random, number: int) -> dict[str, Any]:
    """Somebody of few, short values, so that many agree; each may be missing."""

    def word(*letters: int) -> str:
        return "".join(chance.choice("ABC") for _ in range(chance.choice(letters)))

    def some(made: list[str]) -> str | None:
        return chance.choice([*made, *made, *made, None])  # type: ignore[list-item]

    def several(of: str) -> list[str]:
        return sorted({f"{of}{chance.randrange(6)}" for _ in range(chance.randrange(4))})

    day = date(chance.choice((1960, 1985, 2001)), chance.choice((1, 2, 11)), chance.choice((1, 2, 11))).isoformat()
    return _row(
        str(number),
        forename=some([word(1, 2, 3, 4)]),
        middle=some([word(1, 2)]),
        surname=some([word(2, 4, 5)]),
        born=some([day]),
        born_accuracy=some(["day", "month", "expected"]),
        sex=some(["F", "M"]),
        nhs=some(["1", "2"]),
        school=some(["S"]),
        fores=several("N"),
        surs=several("N"),
        borns=several("D"),
        uprns=several("U"),
    )


def _job(connection: duckdb.DuckDBPyConnection, model: Model, people: list[dict[str, Any]]) -> bulk.Linking:
    """All pairs of some people, as candidates."""
    columns = [f"{name} VARCHAR{'[]' if name in LISTS else ''}" for name in ("unique_id", *TEXTS, *LISTS)]
    connection.execute(f"CREATE TABLE people ({', '.join(columns)})")
    places = ", ".join("?" * len(columns))
    for person in people:
        connection.execute(f"INSERT INTO people VALUES ({places})", [person[each.split()[0]] for each in columns])
    connection.execute(
        "CREATE TABLE candidates AS SELECT a.rowid::INTEGER AS l, b.rowid::INTEGER AS r "
        "FROM people AS a, people AS b WHERE a.rowid < b.rowid"
    )
    return bulk.Linking(connection, model, "people")


def _weighed(job: bulk.Linking, least: float = -1e6) -> Told:
    bulk.weigh(job, "candidates", "weighed", least=least)
    rows = job.connection.execute("FROM weighed").fetchall()
    return {(left, right): (weight, tuple(levels)) for left, right, weight, levels in rows}


def _in_python(job: bulk.Linking, people: list[dict[str, Any]]) -> Told:
    frequencies: dict[str, dict[str, float]] = {}
    for column in job.model.rarities:
        bulk.frequencies(job.connection, "people", column, "how_frequent")
        frequencies[column] = dict(job.connection.execute("FROM how_frequent").fetchall())
    told = {}
    for one, other in itertools.combinations(people, 2):
        levels = job.model.compare(one, other)
        known = {column: frequencies[column].get(one[column]) for column in frequencies}
        weight = guards.capped(job.model, levels, job.model.weight(levels, known, people=len(people)))
        told[one["unique_id"], other["unique_id"]] = (weight, levels)
    return told


def _close(one: Told, other: Told) -> bool:
    return one.keys() == other.keys() and all(
        one[pair][1] == other[pair][1] and abs(one[pair][0] - other[pair][0]) < NEARLY_NOTHING for pair in one
    )
