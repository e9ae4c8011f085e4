"""A model is its settings file and its bundle; what does not fit is refused with where and why."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openmash.matching import comparisons
from openmash.matching.cleaning import CLEANING_VERSION
from openmash.matching.engines import SPARK, PostgreSQL
from openmash.matching.keys import KEY_SCHEME
from openmash.matching.model import Model, Rarity, UnfitModel, fingerprint
from openmash.matching.postgres import from_tables, look_up_sql


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a settings file and its bundle; ``settings`` may be changed before, the bundle's words after."""

    def write(change: Callable[[dict[str, Any]], object] = lambda settings: None, **bundle: object) -> Path:
        settings = comparisons.settings()
        change(settings)
        path = tmp_path / "some_2026_11.json"
        path.write_text(json.dumps(settings))
        words = {
            "name": "some",
            "version": "2026-11",
            "settings_sha256": fingerprint(path),
            "key_scheme": KEY_SCHEME,
            "cleaning_version": CLEANING_VERSION,
            "known": 0.5,
            "thresholds": {"show": {"bits": -4.0}, "suggest": {"bits": 6.0, "found": 0.97, "right": 0.999}},
        }
        path.with_suffix(".bundle.json").write_text(json.dumps(words | bundle))
        return path

    return write


def test_the_shipped_model_loads_by_its_name() -> None:
    model = Model.load("families")
    assert model.name == "families"
    assert {"show", "suggest"} <= model.thresholds.keys()
    assert model.thresholds["show"].bits < model.thresholds["suggest"].bits


def test_a_model_says_what_it_was_written_with(written: Callable[..., Path]) -> None:
    model = Model.load(written())
    forename = model.comparison("forename")
    assert forename is not None
    assert [level.label for level in forename.levels] == [step.label for step in comparisons.FAMILIES["forename"]]
    assert forename.levels[1].bits == math.log2(0.715 / 0.004)
    assert forename.levels[1].rarity == Rarity("forename", 1.0, comparisons.RAREST, 0.004)
    assert forename.levels[0].is_null
    assert model.rarities == ("forename", "surname")
    assert model.thresholds["suggest"].found == 0.97
    assert model.comparison("shoe size") is None


def test_the_rarer_a_value_the_more_it_says() -> None:
    rarity = Rarity("surname", 1.0, 1e-6, 0.001)
    assert rarity.bits(0.001) == 0.0
    assert rarity.bits(0.001 / 8) == pytest.approx(3.0)
    assert rarity.bits(0.004) == pytest.approx(-2.0)
    assert rarity.bits(1e-9) == rarity.bits(1e-6)
    assert rarity.bits(None) == 0.0
    assert Rarity("surname", 0.5, 1e-6, 0.001).bits(0.001 / 8) == pytest.approx(1.5)


def test_the_larger_the_index_the_more_has_to_agree(written: Callable[..., Path]) -> None:
    model = Model.load(written())
    assert model.prior(1_000_000) == pytest.approx(math.log2(0.5 / 1_000_000), abs=1e-5)
    assert model.prior(2_000_000) == pytest.approx(model.prior(1_000_000) - 1, abs=1e-5)
    assert model.prior(0) == model.prior(1) < 0
    assert model.prior(10, known=1.0) > model.prior(10)


def test_settings_in_another_engines_words_ask_the_same(written: Callable[..., Path]) -> None:
    model = Model.load(written())
    told = model.settings(SPARK, link_type="dedupe_only")
    assert told["sql_dialect"] == "spark"
    assert told["link_type"] == "dedupe_only"
    assert told["comparisons"][0]["comparison_levels"][1]["sql_condition"] == "`forename_l` = `forename_r`"
    assert told["comparisons"][0]["comparison_levels"][-1]["sql_condition"] == "ELSE"
    assert model.raw["comparisons"][0]["comparison_levels"][1]["sql_condition"] == '"forename_l" = "forename_r"'


def _without(*path: str | int) -> Callable[[dict[str, Any]], object]:
    def change(settings: Any) -> None:
        *way, last = path
        for step in way:
            settings = settings[step]
        del settings[last]

    return change


def _with(value: object, *path: str | int) -> Callable[[dict[str, Any]], object]:
    def change(settings: Any) -> None:
        *way, last = path
        for step in way:
            settings = settings[step]
        settings[last] = value

    return change


FORENAME = ("comparisons", 0, "comparison_levels")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_without("comparisons"), "has no 'comparisons'"),
        (_without(*FORENAME, 1, "m_probability"), "'forename': the level 'same' has m None.*Train it"),
        (_with(0, *FORENAME, 1, "u_probability"), "has u 0, which must be between 0 and 1"),
        (_with(True, *FORENAME, 1, "u_probability"), "has u True"),
        (_with("level not observed in training dataset", *FORENAME, 2, "m_probability"), "Train it"),
        (_with("jaccard(forename_l, forename_r) > 1", *FORENAME, 2, "sql_condition"), "written like this: jaccard"),
        (_without(*FORENAME, -1), "does not end with one level ELSE"),
        (_with("ELSE", *FORENAME, 2, "sql_condition"), "does not end with one level ELSE"),
        (_with("surname", *FORENAME, 1, "tf_adjustment_column"), "does not ask for the same"),
        (_with("forename", *FORENAME, 2, "tf_adjustment_column"), "does not ask for the same"),
    ],
)
def test_settings_that_the_engines_could_not_ask_are_refused(
    written: Callable[..., Path], change: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(UnfitModel, match=words) as refused:
        Model.load(written(change))
    assert "some_2026_11.json" in str(refused.value)


@pytest.mark.parametrize(
    ("bundle", "words"),
    [
        ({"settings_sha256": "0" * 64}, "not the file that its bundle was written for"),
        ({"key_scheme": "1999"}, "made for key_scheme '1999'"),
        ({"cleaning_version": "1999"}, "made for cleaning_version '1999'"),
        ({"thresholds": {"show": {"stars": 5}}}, "some_2026_11.json"),
    ],
)
def test_a_bundle_that_does_not_fit_is_refused(
    written: Callable[..., Path], bundle: dict[str, object], words: str
) -> None:
    with pytest.raises(UnfitModel, match=words):
        Model.load(written(**bundle))


def test_a_file_that_is_missing_or_no_settings_is_refused(written: Callable[..., Path]) -> None:
    path = written()
    with pytest.raises(UnfitModel, match="cannot be read"):
        Model.load(path.with_name("other.json"))
    for text, words in (("{", "is no JSON"), ("[]", "is no JSON object")):
        path.write_text(text)
        with pytest.raises(UnfitModel, match=words):
            Model.load(path)
    with pytest.raises(UnfitModel, match=r"No model is called 'neighbours'.*families"):
        Model.load("neighbours")


def test_the_statement_is_the_same_for_every_question(written: Callable[..., Path]) -> None:
    model = Model.load(written())
    statement = from_tables(model, rows="people", frequencies="how_rare", hot_keys="too_many")
    engine = PostgreSQL()
    for comparison in model.comparisons:
        assert comparison.case(engine) in statement
    for expression, column in engine.once.items():
        assert f"{expression} AS {column}" in statement
    assert "%(forename)s::text" in statement
    assert "%(fores)s::text[]" in statement


def test_a_model_of_columns_that_no_index_has_cannot_be_looked_up(written: Callable[..., Path]) -> None:
    occupation = {
        "output_column_name": "occupation",
        "comparison_levels": [
            {"sql_condition": '"occupation_l" = "occupation_r"', "m_probability": 0.9, "u_probability": 0.1},
            {"sql_condition": "ELSE", "m_probability": 0.1, "u_probability": 0.9},
        ],
    }
    model = Model.load(written(lambda settings: settings["comparisons"].append(occupation)))
    with pytest.raises(UnfitModel, match="looks at occupation"):
        look_up_sql(model, rows="people", facts="facts")
