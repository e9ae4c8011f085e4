"""What a clock on a page says. Times are those of a wall clock in London."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openmash.web.shared.deadline_words import describe

LONDON = ZoneInfo("Europe/London")
DUE = datetime(2026, 11, 6, 14, 30, tzinfo=LONDON)  # a Friday


@pytest.mark.parametrize(
    ("left", "words", "standing"),
    [
        (timedelta(hours=2, minutes=10), "2 h 10 min left · due Fri 14:30", "in_time"),
        (timedelta(minutes=45), "45 min left · due Fri 14:30", "soon"),
        (timedelta(hours=1), "1 h left · due Fri 14:30", "soon"),
        (timedelta(seconds=20), "less than a minute left · due Fri 14:30", "soon"),
        (timedelta(0), "less than a minute left · due Fri 14:30", "soon"),
        (timedelta(seconds=-20), "late by less than a minute · was due Fri 14:30", "late"),
        (timedelta(hours=-3), "late by 3 h · was due Fri 14:30", "late"),
        (timedelta(days=3, hours=4), "3 days 4 h left · due Fri 14:30", "in_time"),
        (timedelta(days=8), "8 days left · due Fri 6 Nov 14:30", "in_time"),
        (timedelta(days=-60), "late by 60 days · was due Fri 6 Nov 2026 14:30", "late"),
    ],
)
def test_a_clock_says_what_is_left_and_when_it_is_due(left: timedelta, words: str, standing: str) -> None:
    said = describe(DUE, DUE - left)
    assert (str(said), said.standing) == (words, standing)


def test_a_clock_that_was_met_says_so() -> None:
    assert str(describe(DUE, DUE, done_at=DUE - timedelta(hours=1))) == "done in time · was due Fri 14:30"


def test_a_clock_that_was_missed_says_by_how_much() -> None:
    said = describe(DUE, DUE, done_at=DUE + timedelta(minutes=40))
    assert str(said) == "done 40 min late · was due Fri 14:30"
    assert said.standing == "done_late"


def test_the_hour_that_comes_twice_in_october_is_counted_twice() -> None:
    due = datetime(2026, 10, 25, 3, 0, tzinfo=LONDON)
    now = datetime(2026, 10, 25, 0, 30, tzinfo=LONDON)
    assert describe(due, now).lead == "3 h 30 min left"
