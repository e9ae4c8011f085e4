"""How two accounts of a person in a family are compared: the levels, from best to worst, with weights set by hand.

Training (``train.py``) starts from these levels and replaces the probabilities; a trained model is a file of its own in
``models/``. The labels are names: words for people stand in ``explain.py``, guards in ``guards.py`` speak of them.
"""

from typing import Any, NamedTuple

from openmash.matching.conditions import AllOf, AnyOf, Condition
from openmash.matching.engines import DUCKDB, Engine
from openmash.matching.levels import (
    Begins,
    BothAre,
    Crossed,
    DayMonthSwapped,
    DaysApart,
    Edits,
    EitherIs,
    Empty,
    Exchanged,
    Missing,
    NearlyExchanged,
    Overlap,
    Same,
    SamePart,
    Turned,
    YearsApart,
)


class Step(NamedTuple):
    """One level: what it is called, what it asks (nothing: everything else), how probable it is.

    Args:
        label: its name within the comparison.
        condition: what must hold; None for the last level.
        m: how probable among accounts of one person; 0 where the level says nothing: either account does not tell
            ("missing"), or another comparison has told it already.
        u: how probable among accounts of two people taken at random.
        rarity: the column whose term frequency adjusts the weight, for a level that asks for the same.
    """

    label: str
    condition: Condition | None
    m: float = 0.0
    u: float = 0.0
    rarity: str | None = None


# What fewer than one in so many records tell counts as told by one in so many.
RAREST = 1e-6

_PARTLY_KNOWN = AnyOf(tuple(EitherIs("born_accuracy", word) for word in ("month", "year", "weak")))

_SWAPPED = AnyOf((Exchanged("fores", "surs"), NearlyExchanged("forename", "surname", 2, 4)))

FAMILIES: dict[str, tuple[Step, ...]] = {
    # A slip of the pen leaves the first letter; names of brothers and sisters that differ in it alone (Jayden, Kayden)
    # are two names.
    "forename": (
        Step("missing", Missing("forename")),
        Step("same", Same("forename"), 0.715, 0.004, rarity="forename"),
        Step("one edit", AllOf((Edits("forename", 1, 3), SamePart("forename", 1, 1))), 0.065, 0.0012),
        Step("another form", Overlap("fores"), 0.06, 0.002),
        Step("swapped", _SWAPPED, 0.015, 0.00001),
        Step("middle name", Crossed("forename", "middle"), 0.025, 0.004),
        Step("two edits", AllOf((Edits("forename", 2, 5), SamePart("forename", 1, 1))), 0.012, 0.002),
        Step("letters turned", AllOf((Edits("forename", 2, 3), Turned("forename"))), 0.004, 0.0001),
        Step("shortened", Begins("forename", 2), 0.015, 0.0015),
        Step("alike", Edits("forename", 2, 4), 0.006, 0.006),
        Step("initial", Begins("forename", 1), 0.008, 0.002),
        Step("in the surname's place", Crossed("forename", "surname"), 0.003, 0.0004),
        Step("same initial", SamePart("forename", 1, 1), 0.02, 0.07),
        Step("other", None, 0.056, 0.9069),
    ),
    # That both names stand the wrong way is told once, by the forename.
    "surname": (
        Step("missing", Missing("surname")),
        Step("same", Same("surname"), 0.79, 0.0012, rarity="surname"),
        Step("one edit", Edits("surname", 1, 4), 0.055, 0.0006),
        Step("another name", Overlap("surs"), 0.06, 0.0006),
        Step("swapped", _SWAPPED),
        Step("two edits", Edits("surname", 2, 7), 0.012, 0.0008),
        Step("in the forename's place", Crossed("forename", "surname")),
        Step("same initial", SamePart("surname", 1, 1), 0.012, 0.07),
        Step("other", None, 0.057, 0.9264),
    ),
    "middle": (
        Step("missing", Missing("middle")),
        Step("same", Same("middle"), 0.6, 0.015),
        Step("in part", Begins("middle", 1), 0.28, 0.06),
        Step("other", None, 0.12, 0.925),
    ),
    "born": (
        Step("missing", Missing("born")),
        Step("both expected", AllOf((BothAre("born_accuracy", "expected"), DaysApart("born", 28))), 0.006, 0.00001),
        Step("expected near", AllOf((EitherIs("born_accuracy", "expected"), DaysApart("born", 28))), 0.01, 0.0008),
        Step("expected", AllOf((EitherIs("born_accuracy", "expected"), DaysApart("born", 112))), 0.006, 0.0024),
        Step("same day", AllOf((Same("born"), BothAre("born_accuracy", "day"))), 0.79, 0.00005),
        Step("same in part", AllOf((_PARTLY_KNOWN, SamePart("born", 1, 7))), 0.02, 0.0006),
        Step("same year in part", AllOf((_PARTLY_KNOWN, SamePart("born", 1, 4))), 0.02, 0.0016),
        Step("another day told", Overlap("borns"), 0.02, 0.0001),
        Step("day and month swapped", DayMonthSwapped("born"), 0.015, 0.0001),
        Step("one digit", Edits("born", 1, 10), 0.045, 0.0009),
        Step("two parts", AnyOf((SamePart("born", 1, 7), SamePart("born", 6, 5))), 0.025, 0.0035),
        Step("same year", SamePart("born", 1, 4), 0.015, 0.009),
        Step("a generation apart", YearsApart("born", 15), 0.006, 0.64),
        Step("other", None, 0.028, 0.34105),
    ),
    # A household is told once: its property, telephone and postcode say the same thing of every member.
    "home": (
        Step("missing", AllOf((Empty("outcodes"), Empty("phones")))),
        Step("same home", Overlap("uprns"), 0.35, 0.00001),
        Step("same telephone", Overlap("phones"), 0.1, 0.00001),
        Step("same postcode", Overlap("postcodes"), 0.25, 0.0001),
        Step("same district", Overlap("outcodes"), 0.15, 0.02),
        Step("other", None, 0.15, 0.97988),
    ),
    "sex": (
        Step("missing", Missing("sex")),
        Step("same", Same("sex"), 0.985, 0.5),
        Step("other", None, 0.015, 0.5),
    ),
    "nhs": (
        Step("missing", Missing("nhs")),
        Step("same", Same("nhs"), 0.97, 0.000001),
        Step("other", None, 0.03, 0.999999),
    ),
    "upn": (
        Step("missing", Missing("upn")),
        Step("same", Same("upn"), 0.95, 0.000001),
        Step("other", None, 0.05, 0.999999),
    ),
    "school": (
        Step("missing", Missing("school")),
        Step("same", Same("school"), 0.75, 0.004),
        Step("other", None, 0.25, 0.996),
    ),
}


def comparison(name: str, steps: tuple[Step, ...], engine: Engine = DUCKDB) -> dict[str, Any]:
    """One comparison as a Splink settings file says it, in the engine's SQL."""
    return {"output_column_name": name, "comparison_levels": [_level(step, engine) for step in steps]}


def _level(step: Step, engine: Engine) -> dict[str, Any]:
    level: dict[str, Any] = {
        "sql_condition": step.condition.sql(engine) if step.condition else "ELSE",
        "label_for_charts": step.label,
    }
    if step.m == 0.0:
        return level | {"is_null_level": True}
    level |= {"m_probability": step.m, "u_probability": step.u}
    if step.rarity:
        level |= {
            "tf_adjustment_column": step.rarity,
            "tf_adjustment_weight": 1.0,
            "tf_minimum_u_value": RAREST,
        }
    return level


def settings(comparisons: dict[str, tuple[Step, ...]] = FAMILIES) -> dict[str, Any]:
    """A whole Splink settings file for DuckDB, to train from or to load as it is.

    Records come with the columns of a clean record, ``unique_id`` and ``keys``; two that share a key are compared.
    """
    return {
        "link_type": "link_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": 0.000001,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": 'l."keys" = r."keys"', "arrays_to_explode": ["keys"], "sql_dialect": "duckdb"}
        ],
        "comparisons": [comparison(name, steps) for name, steps in comparisons.items()],
        "retain_intermediate_calculation_columns": False,
        "retain_matching_columns": False,
        "additional_columns_to_retain": [],
        "sql_dialect": "duckdb",
    }
