"""Writes an invented population: what an agency's index knows, questions about people, and the truth.

Every neighbourhood is made by itself from the seed and its number, so the files are the same however many processes
make them, and memory does not grow with the population.
"""

import csv
import io
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import NamedTuple

from openmash.matching.invented.accounts import Account, Writer
from openmash.matching.invented.families import YEAR, Families
from openmash.matching.invented.people import Person
from openmash.matching.invented.places import MOST, PEOPLE
from openmash.matching.invented.profiles import Profile

TODAY = date(2026, 6, 1)
HEADER = ("reference", *Account._fields)
TRUTH = ("left", "right", "slices", "twins")
PERSONS = ("reference", "person")
FILES = ("questions", "index", "truth", "persons")


class Made(NamedTuple):
    """How many lines were written, and where.

    Args:
        folder: holds questions.csv, index.csv, truth.csv and persons.csv.
        people: who live there.
        rows: lines of the index.
        questions: lines of the questions.
    """

    folder: Path
    people: int
    rows: int
    questions: int


class _Part(NamedTuple):
    texts: tuple[str, str, str, str]
    people: int
    rows: int
    questions: int


def write(folder: Path, *, index: int, questions: int, seed: int, profile: Profile, processes: int = 2) -> Made:
    """Write the four files.

    Args:
        folder: made where it is not there; files in it are overwritten.
        index: about how many rows the index shall have; at most about 34 million.
        questions: how many questions at most; each is about another person.
        seed: the same seed gives the same files.
        profile: what people are like and how often things go wrong.
        processes: how many make them at once.

    Raises:
        ValueError: more rows than there are invented neighbourhoods for, or none at all.
    """
    people = round(index / (profile.known * (1 + profile.twice)))
    areas = max(1, round(people / PEOPLE))
    if index < 1 or areas > MOST or people / areas > 1.2 * PEOPLE:
        raise ValueError(f"An index may have 1 to {round(MOST * PEOPLE * profile.known):,} rows; asked for {index:,}.")
    folder.mkdir(parents=True, exist_ok=True)
    make = partial(_part, areas=areas, people=people, questions=questions, seed=seed, profile=profile)
    totals = [0, 0, 0]
    files = [(folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in FILES]
    try:
        for file, header in zip(files, (HEADER, HEADER, TRUTH, PERSONS), strict=True):
            csv.writer(file).writerow(header)
        for part in _each(make, areas, processes):
            for file, text in zip(files, part.texts, strict=True):
                file.write(text)
            totals = [total + more for total, more in zip(totals, part[1:], strict=True)]
    finally:
        for file in files:
            file.close()
    return Made(folder, *totals)


def _each(make: "partial[_Part]", areas: int, processes: int) -> Iterator[_Part]:
    if processes == 1 or areas == 1:
        yield from map(make, range(areas))
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for start in range(0, areas, 4 * processes):  # not all at once: what waits to be written takes memory
            yield from pool.map(make, range(start, min(areas, start + 4 * processes)))


def _share(total: int, number: int, of: int) -> int:
    """The part of `total` that falls to one of several equal parts."""
    return total * (number + 1) // of - total * number // of


def _part(number: int, *, areas: int, people: int, questions: int, seed: int, profile: Profile) -> _Part:
    """One neighbourhood's lines."""
    today = TODAY.toordinal()
    rng = Random(f"{seed} drawing {number} {profile.name}")  # noqa: S311 (invented, no secret)
    families = Families(seed, number, of=areas, profile=profile, today=today)
    living = families.populate(_share(people, number, areas))
    writer = Writer(seed, number, profile=profile, today=today)
    rows = [(person, writer.row_of_index(person)) for person in _known(living, rng, profile)]
    rng.shuffle(rows)
    asked = rng.sample(living, min(_share(questions, number, areas), len(living)))
    texts = [io.StringIO(newline="") for _ in FILES]
    lines = [csv.writer(text) for text in texts]
    found: dict[int, list[tuple[str, Account]]] = {}
    for at, (person, account) in enumerate(rows):
        reference = f"A{number:04}{at:05}"
        lines[1].writerow((reference, *account))
        lines[3].writerow((reference, person.number))
        found.setdefault(person.number, []).append((reference, account))
    for at, person in enumerate(asked):
        reference = f"Q{number:04}{at:05}"
        account = writer.question(person)
        lines[0].writerow((reference, *account))
        there = found.get(person.number, [])
        slices = "|".join(_slices(person, account, [row for _, row in there], today))
        twin = told_apart(person)
        twins = "|".join(right for right, _ in found.get(twin.number, [])) if twin else ""
        lines[2].writerows((reference, right, slices, twins) for right, _ in there or [("", account)])
    return _Part((*(text.getvalue() for text in texts),), len(living), len(rows), len(asked))  # type: ignore[arg-type]


def _known(living: list[Person], rng: Random, profile: Profile) -> Iterator[Person]:
    """Whom the index has, some of them twice."""
    chance = rng.random
    for person in living:
        if chance() < profile.known:
            yield person
            if chance() < profile.twice:
                yield person


def told_apart(person: Person) -> Person | None:
    """The twin, unless chance gave both a name that parents would not give to two of their children."""
    twin = person.twin
    return twin if twin and _own_names(person).isdisjoint(_own_names(twin)) else None


def _own_names(person: Person) -> set[str]:
    """Given names that brothers do not share, as they do a father's name and the Mohammed before another name."""
    names = person.given[:1] if person.origin == "somali_arab" else person.given
    return set(names) - {"MOHAMMED", "MUHAMMAD"}


def _slices(person: Person, asked: Account, there: list[Account], today: int) -> list[str]:
    """By what the evaluation sorts this question."""
    found = list(dict.fromkeys(person.marks))
    found.append("child" if today - person.born < 18 * YEAR else "adult")
    found.append(f"origin_{person.origin}")
    if not asked.born_on:
        found.append("no_birth_date")
    if not asked.family_name and not asked.born_on and asked.school:
        found.append("first_name_and_school")
    if not asked.postcodes:
        found.append("no_postcode")
    if not there:
        return [*found, "not_in_index"]
    here = _postcodes(asked)
    if here and all(_postcodes(row) and not here & _postcodes(row) for row in there):
        found.append("moved")
    return found


def _postcodes(account: Account) -> set[str]:
    return {place.split(":")[0] for place in account.postcodes.split("|") if place}
