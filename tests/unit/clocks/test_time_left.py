"""What the worklist and the wall screen say about a deadline."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openmash.clocks.errors import NaiveTime
from openmash.clocks.time_left import time_left

DUE = datetime(2026, 12, 29, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "late", "words"),
    [
        (timedelta(days=5), False, "due Tue 29 Dec 17:00"),
        (timedelta(hours=24), False, "due Tue 29 Dec 17:00"),
        (timedelta(hours=23, minutes=59), False, "23 h 59 min left"),
        (timedelta(hours=2, minutes=10, seconds=59), False, "2 h 10 min left"),
        (timedelta(hours=2), False, "2 h left"),
        (timedelta(minutes=10), False, "10 min left"),
        (timedelta(seconds=59), False, "less than a minute left"),
        (timedelta(0), False, "less than a minute left"),
        (timedelta(seconds=-1), True, "late by less than a minute"),
        (timedelta(minutes=-25), True, "late by 25 min"),
        (timedelta(hours=-3), True, "late by 3 h"),
        (timedelta(hours=-47, minutes=-5), True, "late by 47 h 5 min"),
        (timedelta(days=-2), True, "late by 2 days"),
        (timedelta(days=-2, hours=-3, minutes=-20), True, "late by 2 days 3 h"),
    ],
)
def test_time_left_in_words(before: timedelta, late: bool, words: str) -> None:
    left = time_left(DUE, DUE - before)
    assert (left.late, left.words) == (late, words)
    assert left.due_words == "due Tue 29 Dec 17:00"


def test_minutes_are_rounded_towards_being_late() -> None:
    assert time_left(DUE, DUE - timedelta(seconds=119)).minutes == 1
    assert time_left(DUE, DUE + timedelta(seconds=1)).minutes == -1


def test_the_year_is_said_when_it_is_another_one() -> None:
    due = datetime(2027, 1, 4, 17, 0, tzinfo=UTC)
    assert time_left(due, datetime(2026, 12, 31, 9, 0, tzinfo=UTC)).words == "due Mon 4 Jan 2027 17:00"


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    london = ZoneInfo("Europe/London")
    first = datetime(2026, 10, 25, 1, 30, tzinfo=london)
    assert time_left(first.replace(fold=1), first).words == "1 h left"


def test_due_is_said_in_local_time() -> None:
    due = datetime(2026, 7, 1, 16, 0, tzinfo=UTC)
    assert time_left(due, due - timedelta(days=2)).words == "due Wed 1 Jul 17:00"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        time_left(DUE, datetime(2026, 12, 29, 12, 0))
