"""The invented population: written once, read by every step."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.matching.running import Figures, Work
from openmash.matching import csv_records, invented
from openmash.matching.records import Record

TWENTIETH = 20
SEED = 20  # not the one that the model was trained on, nor the one its thresholds were fixed on


class Question(NamedTuple):
    """Somebody who is looked for, and whether the index knows them.

    Args:
        record: as they are told of.
        answer: their reference in the index; empty where the index does not know them.
        slices: what is special about them.
        twins: references in the index of their twin, where the two have names that tell them apart.
    """

    record: Record
    answer: str
    slices: frozenset[str] = frozenset()
    twins: frozenset[str] = frozenset()


def invent(work: Work) -> Figures:
    """Write the files of the population."""
    made = invented.write(
        work.folder / "population", index=work.people, questions=work.questions, seed=SEED, profile=invented.CITY
    )
    return {"people": made.people, "rows": made.rows, "questions": made.questions, "seed": SEED, "profile": "city"}


def index_file(work: Work) -> Path:
    """The large index as an agency would send it."""
    return work.folder / "population" / "index.csv"


def questions(work: Work) -> list[Question]:
    """The questions with their truth."""
    return _questions(work.folder / "population")


def questions_about_twins(work: Work) -> list[Question]:
    """Questions about people whose twin is in the index, with their truth.

    Of all questions one in seventy is about a twin, too few to tell one in a hundred from two. So the same people are
    invented once more and more of them asked about; questions are drawn after the index, which stays as it is.
    """
    folder = work.folder / "twins"
    if not (folder / "truth.csv").exists():
        unfinished = work.folder / "twins.part"
        made = invented.write(
            unfinished, index=work.people, questions=work.people // TWENTIETH, seed=SEED, profile=invented.CITY
        )
        for not_needed in ("index.csv", "persons.csv"):
            (made.folder / not_needed).unlink()
        unfinished.rename(folder)
    return [question for question in _questions(folder) if question.twins]


def _questions(folder: Path) -> list[Question]:
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["left"]: row for row in csv.DictReader(file)}
    return [
        Question(record, told["right"], _several(told["slices"]), _several(told["twins"]))
        for record in records(folder / "questions.csv")
        if (told := truth.get(record.reference))
    ]


def _several(cell: str) -> frozenset[str]:
    return frozenset(cell.split("|")) - {""}


def records(path: Path) -> Iterator[Record]:
    """What can be read of a file in the index's form."""
    with path.open("rb") as file:
        for _, row in csv_records.read(csv_records.lines_of(file), today=invented.TODAY):
            if isinstance(row, Record):
                yield row
