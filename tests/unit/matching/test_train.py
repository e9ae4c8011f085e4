"""The recipe: what training found becomes a settings file that can be used."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from openmash.matching import comparisons, tables
from openmash.matching.invented import COUNTY, TODAY, write
from openmash.matching.model import Model
from openmash.matching.train import LEAST_M, Recipe, filled, thresholds, train


def test_what_was_never_met_is_bounded_away_from_never() -> None:
    found = json.loads(json.dumps(comparisons.settings()))
    sex = next(each for each in found["comparisons"] if each["output_column_name"] == "sex")
    sex["comparison_levels"][1]["m_probability"], sex["comparison_levels"][2]["m_probability"] = 1.0, 0.0
    settings = filled(found, comparisons.settings())
    same, other = next(each for each in settings["comparisons"] if each["output_column_name"] == "sex")[
        "comparison_levels"
    ][1:]
    assert other["m_probability"] == pytest.approx(LEAST_M, rel=0.01)
    assert same["m_probability"] + other["m_probability"] == pytest.approx(1, abs=1e-5)


def test_what_training_did_not_tell_stays_as_it_was() -> None:
    start = comparisons.settings()
    found = json.loads(json.dumps(start))
    for comparison in found["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.pop("u_probability", None)
    before, after = Model.made_of(start), Model.made_of(filled(found, start))
    for one, other in zip(before.comparisons, after.comparisons, strict=True):
        assert [level.bits for level in other.levels] == pytest.approx([level.bits for level in one.levels], abs=0.05)


def test_without_a_truth_no_threshold_can_be_chosen(tmp_path: Path) -> None:
    files = (tmp_path / "a.csv", tmp_path / "b.csv", None)
    with pytest.raises(ValueError, match="Thresholds are chosen with a truth"):
        train(Recipe(files, files, TODAY, "nothing"), tmp_path / "m_1.json")


def test_suggestions_begin_where_they_are_right_and_candidates_are_shown_before(tmp_path: Path) -> None:
    write(tmp_path, index=3_000, questions=1_000, seed=3, profile=COUNTY, processes=1)
    connection = duckdb.connect()
    secret = b"sixteen bytes or more"
    tables.load(connection, "questions", tmp_path / "questions.csv", secret=secret, today=TODAY, asking=True)
    tables.load(connection, "records", tmp_path / "index.csv", secret=secret, today=TODAY)
    connection.execute("CREATE TABLE truth AS FROM read_csv(?, all_varchar = true)", [str(tmp_path / "truth.csv")])
    chosen = thresholds(connection, Model.made_of(Model.load().raw))
    connection.close()
    assert chosen["show"]["bits"] < chosen["suggest"]["bits"]
    assert chosen["suggest"]["right"] >= 0.985
    assert chosen["show"]["found"] > 0.95


def test_the_shipped_model_says_what_it_was_made_of() -> None:
    told = Model.load().bundle["trained"]
    assert date.fromisoformat(told["on"]) <= date.today()  # noqa: DTZ011 (a day, as the bundle has it)
    assert told["recipe"] == "matching/train.py"
    assert "county" in told["data"]
