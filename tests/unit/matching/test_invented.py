"""An invented population: always the same for its seed, with nobody's real number in it, and a truth that fits."""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from nhs_number.validate import is_valid

from openmash.matching import cleaning
from openmash.matching.csv_records import Fault, lines_of, read
from openmash.matching.invented import CITY, COUNTY, TODAY, Made, write


@dataclass(frozen=True)
class Population:
    made: Made
    questions: list[dict[str, str]]
    index: list[dict[str, str]]
    truth: list[dict[str, str]]


def told(folder: Path, *, seed: int = 5, rows: int = 3_000) -> Population:
    made = write(folder, index=rows, questions=600, seed=seed, profile=CITY, processes=1)
    texts = [(folder / f"{name}.csv").read_text().splitlines() for name in ("questions", "index", "truth")]
    return Population(made, *(list(csv.DictReader(lines)) for lines in texts))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Population:
    return told(tmp_path_factory.mktemp("city"))


def test_the_same_seed_gives_the_same_files_and_another_seed_others(city: Population, tmp_path: Path) -> None:
    again = told(tmp_path / "again")
    assert (again.index, again.questions, again.truth) == (city.index, city.questions, city.truth)
    assert told(tmp_path / "other", seed=6).index != city.index


def test_two_processes_write_what_one_writes(tmp_path: Path) -> None:
    for processes in (1, 2):
        write(tmp_path / str(processes), index=30_000, questions=10, seed=1, profile=COUNTY, processes=processes)
    for name in ("questions", "index", "truth", "persons"):
        assert (tmp_path / "1" / f"{name}.csv").read_bytes() == (tmp_path / "2" / f"{name}.csv").read_bytes()


def test_about_as_many_rows_come_as_were_asked_for(city: Population) -> None:
    assert len(city.index) == city.made.rows
    assert 2_800 < city.made.rows < 3_200
    assert city.made.questions == 600


def test_an_index_reads_every_line_that_is_invented(city: Population) -> None:
    with (city.made.folder / "index.csv").open("rb") as file:
        refused = [row for _, row in read(lines_of(file), today=TODAY) if isinstance(row, Fault) and not row.kept]
    assert refused == []


def test_nhs_numbers_are_right_and_of_the_range_that_is_never_given_out(city: Population) -> None:
    numbers = [row["nhs_number"] for row in city.index if row["nhs_number"]]
    assert len(numbers) > 300
    assert all(number.startswith("999") and is_valid(number) for number in numbers)


def test_pupil_numbers_have_their_check_letter_and_an_authority_that_is_none(city: Population) -> None:
    numbers = [row["upn"] for row in city.index if row["upn"]]
    assert numbers
    assert all(cleaning.upn(number) == number and number[1:4] == "999" for number in numbers)


def test_the_truth_speaks_of_rows_that_are_there(city: Population) -> None:
    asked = {row["reference"] for row in city.questions}
    known = {row["reference"] for row in city.index}
    assert {row["left"] for row in city.truth} == asked
    assert {row["right"] for row in city.truth if row["right"]} <= known


def test_somebody_who_is_not_in_the_index_lives_where_others_do(city: Population) -> None:
    strangers = {row["left"] for row in city.truth if "not_in_index" in row["slices"]}
    assert strangers == {row["left"] for row in city.truth if not row["right"]}
    assert strangers

    def homes(rows: list[dict[str, str]]) -> set[str]:
        return {place.split(":")[0] for row in rows for place in row["postcodes"].split("|") if place}

    theirs = homes([row for row in city.questions if row["reference"] in strangers])
    assert len(theirs & homes(city.index)) > len(theirs) / 2


@pytest.mark.parametrize(
    "slice_name", ["twin", "half_sibling", "namesake", "moved", "no_birth_date", "unborn", "child", "adult"]
)
def test_what_makes_people_hard_to_tell_apart_is_there(city: Population, slice_name: str) -> None:
    assert any(slice_name in row["slices"].split("|") for row in city.truth)


@pytest.mark.parametrize("rows", [0, 100_000_000])
def test_more_people_than_there_are_places_for_are_refused(tmp_path: Path, rows: int) -> None:
    with pytest.raises(ValueError, match="An index may have 1 to"):
        write(tmp_path, index=rows, questions=1, seed=1, profile=CITY)
