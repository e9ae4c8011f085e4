"""What a level may ask: symmetric, read back from SQL as itself, and never met by what is not known."""

from typing import Any

import pytest
from hypothesis import given

from openmash.matching import levels
from openmash.matching.conditions import Condition
from openmash.matching.engines import DUCKDB, SPARK, PostgreSQL
from openmash.matching.reading import ATOMS, NotInVocabulary, read
from tests.conditions import CONDITIONS, ONE_OF_EACH, a_record, records


@given(records, records)
def test_every_condition_is_symmetric(one: dict[str, Any], other: dict[str, Any]) -> None:
    for condition in CONDITIONS:
        assert condition.holds(one, other) == condition.holds(other, one), condition


@given(records)
def test_what_is_not_known_meets_no_condition_but_that_it_is_missing(other: dict[str, Any]) -> None:
    nothing = a_record()
    for condition in ONE_OF_EACH:
        asks_whether_missing = isinstance(condition, levels.Missing | levels.Empty)
        if not isinstance(condition, levels.EitherIs):  # one of the two is enough for it
            assert condition.holds(nothing, other) == asks_whether_missing


def test_there_is_an_example_of_every_kind_of_condition() -> None:
    assert {type(condition) for condition in ONE_OF_EACH} == set(ATOMS)


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_a_condition_written_for_duckdb_is_read_back_as_itself(condition: Condition) -> None:
    assert read(condition.sql(DUCKDB)) == condition
    assert read("  " + condition.sql(DUCKDB).replace(" ", "\n ")) == condition


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 = 1",
        '"forename_l" = "surname_r"',
        'jaro_winkler_similarity("forename_l", "forename_r") >= 0.9',
        'length("surname_l") >= 4 AND length("surname_r") >= 5 AND levenshtein("surname_l", "surname_r") <= 1',
        'NOT ("sex_l" = "sex_r")',
        '("sex_l" = "sex_r") AND',
        '("sex_l" = "sex_r") AND ("nhs_l" = "nhs_r") OR ("upn_l" = "upn_r")',
        "\"born_l\" = 'x' OR \"born_r\" = 'y'",
    ],
)
def test_a_condition_that_no_engine_of_ours_would_ask_the_same_way_is_refused(text: str) -> None:
    with pytest.raises(NotInVocabulary, match="no condition of the vocabulary"):
        read(text)


def test_every_condition_can_be_said_to_every_engine() -> None:
    for condition in CONDITIONS:
        said = {condition.sql(engine) for engine in (DUCKDB, SPARK, PostgreSQL())}
        assert len(said) == 3
        assert condition.columns <= set(levels.COLUMNS)


@pytest.mark.parametrize(
    ("condition", "one", "other", "expected"),
    [
        (levels.Edits("forename", 1, 4), {"forename": "SARA"}, {"forename": "SARAH"}, True),
        (levels.Edits("forename", 1, 4), {"forename": "MIA"}, {"forename": "MAIA"}, False),
        (levels.Begins("forename", 2), {"forename": "SAM"}, {"forename": "SAMUEL"}, True),
        (levels.Begins("forename", 2), {"forename": "S"}, {"forename": "SAMUEL"}, False),
        (levels.DayMonthSwapped("born"), {"born": "2012-03-04"}, {"born": "2012-04-03"}, True),
        (levels.DayMonthSwapped("born"), {"born": "2012-03-04"}, {"born": "2011-04-03"}, False),
        (levels.DaysApart("born", 28), {"born": "2026-02-01"}, {"born": "2026-03-01"}, True),
        (levels.DaysApart("born", 28), {"born": "2026-02-01"}, {"born": "2026-03-02"}, False),
        (levels.YearsApart("born", 15), {"born": "1990-12-31"}, {"born": "2005-01-01"}, True),
        (levels.YearsApart("born", 15), {"born": "1990-01-01"}, {"born": "2004-12-31"}, False),
        (levels.Crossed("forename", "surname"), {"forename": "ALI"}, {"surname": "ALI"}, True),
        (levels.Overlap("fores"), {"fores": ["TEDDY", "EDWARD"]}, {"fores": ["EDWARD"]}, True),
        (levels.Different("sex"), {"sex": "F"}, {"sex": "M"}, True),
        (levels.Different("sex"), {"sex": "F"}, {"sex": None}, False),
        (levels.BothAre("born_accuracy", "day"), {"born_accuracy": "day"}, {"born_accuracy": "year"}, False),
    ],
)
def test_a_condition_draws_its_line_where_it_says(
    condition: Condition, one: dict[str, Any], other: dict[str, Any], expected: bool
) -> None:
    assert condition.holds(a_record(**one), a_record(**other)) is expected
