"""A condition of every kind, and pairs of records that often meet one."""

import datetime
from typing import Any

from hypothesis import strategies as st

from openmash.matching import comparisons, levels
from openmash.matching.conditions import AllOf, AnyOf, Condition

ONE_OF_EACH: tuple[Condition, ...] = (
    levels.Missing("forename"),
    levels.Empty("outcodes"),
    levels.Same("surname"),
    levels.Different("sex"),
    levels.Overlap("fores"),
    levels.Edits("forename", 1, 4),
    levels.Crossed("forename", "surname"),
    levels.Exchanged("fores", "surs"),
    levels.NearlyExchanged("forename", "surname", 2, 4),
    levels.Turned("forename"),
    levels.Begins("forename", 2),
    levels.SamePart("born", 1, 7),
    levels.PartIs("born", 6, "01-01"),
    levels.EitherIs("born_accuracy", "expected"),
    levels.BothAre("born_accuracy", "day"),
    levels.DayMonthSwapped("born"),
    levels.DaysApart("born", 28),
    levels.YearsApart("born", 15),
)
OF_THE_FAMILIES = tuple(step.condition for steps in comparisons.FAMILIES.values() for step in steps if step.condition)
TOGETHER = (AllOf(ONE_OF_EACH[:3]), AnyOf((AllOf(ONE_OF_EACH[3:6]), ONE_OF_EACH[9])))
CONDITIONS: tuple[Condition, ...] = (*ONE_OF_EACH, *OF_THE_FAMILIES, *TOGETHER)

# Few letters and few days, so that records meet often.
names = st.none() | st.text("ABE", min_size=1, max_size=7)
days = st.none() | st.dates(datetime.date(1999, 1, 1), datetime.date(2016, 12, 31)).map(datetime.date.isoformat)
lists = st.lists(st.text("AB", min_size=1, max_size=2), max_size=3)
records = st.fixed_dictionaries(
    {
        name: {
            "born": days,
            "born_accuracy": st.sampled_from([None, "day", "month", "year", "weak", "expected"]),
            "sex": st.sampled_from([None, "F", "M"]),
        }.get(name, lists if kind == levels.LIST else names)
        for name, kind in levels.COLUMNS.items()
    }
)


def a_record(**told: Any) -> dict[str, Any]:
    return {name: [] if kind == levels.LIST else None for name, kind in levels.COLUMNS.items()} | told
