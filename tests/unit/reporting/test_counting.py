"""How cases are counted: shares, months, ratings that moved, and what is in time, within and beyond each limit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from openmash.core.errors import RuleBroken
from openmash.reporting.rules import (
    CaseFigures,
    Direction,
    MonthLine,
    Moves,
    Period,
    Rated,
    average,
    cross,
    direction,
    issues_of,
    median,
    moves,
    one_decimal,
    percent,
    timings,
    total,
)

RED, AMBER, GREEN = Rated("Red", 1, "red"), Rated("Amber", 2, "amber"), Rated("Green", 3, "green")
CAME = datetime(2026, 11, 18, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")
CASE = CaseFigures(
    received_at=CAME,
    source="Police",
    issues=("Neglect",),
    before=AMBER,
    after=AMBER,
    outcome="No further action",
    ends=True,
    decided_at=CAME + 3 * HOUR,
    due_at=CAME + 4 * HOUR,
    rated=RED,
)


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(53, 110, 48), (19, 29, 66), (1, 2, 50), (1, 8, 13), (1, 200, 1), (0, 3, 0), (3, 3, 100), (0, 0, None)],
)
def test_a_share_is_rounded_half_away_from_nothing(part: int, whole: int, share: int | None) -> None:
    assert percent(part, whole) == share


def test_a_quotient_has_one_decimal_place_and_there_is_none_of_nothing() -> None:
    assert one_decimal(578, 8) == Decimal("72.3")
    assert one_decimal(0, 0) is None


def test_a_period_is_whole_months_by_the_wall_clock() -> None:
    period = Period(date(2026, 3, 1), date(2026, 4, 1))

    assert period.months == (date(2026, 3, 1), date(2026, 4, 1))
    assert period.begins(LONDON) == datetime(2026, 3, 1, tzinfo=UTC)
    assert period.ends(LONDON) == datetime(2026, 4, 30, 23, tzinfo=UTC)  # summer time
    assert period.before == Period(date(2026, 1, 1), date(2026, 2, 1))
    assert (period.words, Period(period.first, period.first).words) == ("March 2026 to April 2026", "March 2026")
    assert Period.up_to(date(2026, 2, 17), months=3) == Period(date(2025, 12, 1), date(2026, 2, 1))


def test_a_period_runs_forward_and_not_for_ever() -> None:
    assert len(Period(date(2024, 1, 1), date(2026, 12, 1)).months) == 36
    with pytest.raises(RuleBroken) as longer:
        Period(date(2024, 1, 1), date(2027, 1, 1))
    assert (longer.value.rule, longer.value.field) == ("reports.not_too_long", "last")
    with pytest.raises(RuleBroken) as backwards:
        Period(date(2026, 2, 1), date(2026, 1, 1))
    assert (backwards.value.rule, backwards.value.field) == ("reports.first_month_before_last", "last")


def test_the_last_minute_is_in_time_and_the_next_is_not() -> None:
    assert replace(CASE, decided_at=CASE.due_at).in_time
    assert not replace(CASE, decided_at=CAME + 4 * HOUR + timedelta(minutes=1)).in_time
    assert not replace(CASE, decided_at=None).in_time


def test_what_is_forgotten_is_late_once_its_time_is_over() -> None:
    forgotten = replace(CASE, decided_at=None)

    assert not forgotten.overdue(CAME + 4 * HOUR)
    assert forgotten.overdue(CAME + 5 * HOUR)
    assert not CASE.overdue(CAME + 5 * HOUR)
    [red] = timings([CASE, forgotten], at=CAME + 5 * HOUR)
    assert (red.decided, red.in_time, red.overdue, red.share) == (1, 1, 1, 50)
    [red] = timings([CASE, forgotten], at=CAME + 3 * HOUR)
    assert (red.decided, red.overdue, red.share) == (1, 0, 100)


def test_times_stand_under_the_rating_that_set_the_deadline_the_most_urgent_first() -> None:
    slow = replace(CASE, rated=GREEN, decided_at=CAME + 30 * HOUR)

    red, green = timings([slow, CASE, replace(CASE, decided_at=CAME + HOUR)], at=CAME)
    assert (red.rating, red.typical, red.longest) == (RED, 2 * HOUR, 3 * HOUR)
    assert (green.rating, green.share, green.longest) == (GREEN, 0, 30 * HOUR)


@pytest.mark.parametrize(
    ("lengths", "middle"), [([], 0 * HOUR), ([HOUR], HOUR), ([3 * HOUR, HOUR, 9 * HOUR], 3 * HOUR)]
)
def test_the_middle_of_some_lengths(lengths: Sequence[timedelta], middle: timedelta) -> None:
    assert median(lengths) == middle


@pytest.mark.parametrize(
    ("before", "after", "way"), [(AMBER, RED, Direction.UP), (AMBER, GREEN, Direction.DOWN), (RED, RED, Direction.SAME)]
)
def test_up_is_to_a_more_serious_rating(before: Rated, after: Rated, way: Direction) -> None:
    assert direction(replace(CASE, before=before, after=after)) is way


def test_only_what_was_decided_has_gone_anywhere() -> None:
    up = replace(CASE, after=RED)

    found = moves([up, CASE, CASE, replace(CASE, after=GREEN), replace(up, decided_at=None)])

    assert found == Moves(up=1, same=2, down=1)
    assert (found.all, found.up_percent, found.down_percent) == (4, 25, 25)


def test_a_case_with_two_issues_counts_under_each_and_one_without_is_said() -> None:
    found = cross(
        [replace(CASE, issues=("Neglect", "Gangs")), CASE, replace(CASE, issues=())], issues_of, lambda c: c.outcome
    )

    assert [(row.label, row.counts) for row in found.rows] == [
        ("Neglect", (2,)),
        ("Gangs", (1,)),
        ("Not recorded", (1,)),
    ]
    assert found.share("Neglect", "No further action") == 50
    assert found.share("Nobody", "No further action") is None
    assert found.share("Neglect", "Something else") is None


def test_months_add_up_and_have_an_average() -> None:
    lines = [MonthLine(date(2012, 4, 1), 81, 25, 114), MonthLine(date(2012, 5, 1), 85, 31, 73)]

    assert total(lines).counts == (166, 56, 187)
    assert average(lines) == (Decimal("83.0"), Decimal("28.0"), Decimal("93.5"))
