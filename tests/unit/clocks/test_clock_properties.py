"""What holds of every clock, whatever the start: shown with invented starts and amounts."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.clocks.pauses import after_pause, time_counted
from openmash.hubs.rules import ClockKind, ClockSpec, load

LONDON = ZoneInfo("Europe/London")
CALENDAR = calendar_for(load("devon").office)
ZONES = [ZoneInfo(name) for name in ("UTC", "Europe/London", "Asia/Kolkata", "America/Los_Angeles")]

# Two and a half years: four clock changes, three Christmases' worth of bank holidays, a leap day.
starts = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
amounts = st.integers(1, 60)
kinds = st.sampled_from(ClockKind)


def spec(kind: ClockKind, amount: int) -> ClockSpec:
    return ClockSpec(kind, amount, source="invented for this test")


def due_at(kind: ClockKind, amount: int, start: datetime) -> datetime:
    return deadline(spec(kind, amount), start, CALENDAR).due_at


@given(kind=kinds, amount=st.integers(0, 60), start=starts)
@settings(max_examples=150)
def test_a_deadline_is_never_before_its_start(kind: ClockKind, amount: int, start: datetime) -> None:
    least = amount if kind is ClockKind.END_OF_WORKING_DAY else max(amount, 1)
    assert due_at(kind, least, start) >= start


@given(kind=kinds, amount=amounts, start=starts, later=st.integers(0, 20_000))
@settings(max_examples=150)
def test_what_comes_later_is_never_due_earlier(kind: ClockKind, amount: int, start: datetime, later: int) -> None:
    assert due_at(kind, amount, start) <= due_at(kind, amount, start + timedelta(minutes=later))


@given(kind=kinds, amount=amounts, more=st.integers(1, 10), start=starts)
@settings(max_examples=100)
def test_a_longer_clock_is_due_later(kind: ClockKind, amount: int, more: int, start: datetime) -> None:
    assert due_at(kind, amount, start) < due_at(kind, amount + more, start)


@given(
    kind=st.sampled_from([ClockKind.ELAPSED_HOURS, ClockKind.WORKING_HOURS]),
    start=starts,
    a=amounts,
    b=amounts,
)
@settings(max_examples=100)
def test_hours_add_up(kind: ClockKind, start: datetime, a: int, b: int) -> None:
    assert due_at(kind, b, due_at(kind, a, start)) == due_at(kind, a + b, start)


@given(start=starts, amount=amounts)
@settings(max_examples=60)
def test_working_hours_are_the_minutes_on_the_wall_clock_between_nine_and_five(start: datetime, amount: int) -> None:
    due = due_at(ClockKind.WORKING_HOURS, amount, start)
    quarter = timedelta(minutes=15)
    start -= timedelta(minutes=start.minute % 15)
    due_again = due_at(ClockKind.WORKING_HOURS, amount, start)
    assert due_again <= due
    counted, at = 0, start
    while at < due_again:
        wall = at.astimezone(LONDON)
        counted += CALENDAR.is_working_day(wall.date()) and 9 <= wall.hour < 17
        at += quarter
    assert counted == amount * 4


@given(
    kind=st.sampled_from([ClockKind.WORKING_HOURS, ClockKind.END_OF_WORKING_DAY]),
    amount=amounts,
    start=starts,
)
@settings(max_examples=100)
def test_a_working_clock_never_runs_out_while_the_hub_is_closed(kind: ClockKind, amount: int, start: datetime) -> None:
    wall = due_at(kind, amount, start).astimezone(LONDON)
    assert CALENDAR.is_working_day(wall.date())
    assert 9 <= wall.hour + wall.minute / 60 <= 17


@given(kind=kinds, amount=amounts, start=starts, zone=st.sampled_from(ZONES))
@settings(max_examples=100)
def test_the_zone_a_start_is_written_in_makes_no_difference(
    kind: ClockKind, amount: int, start: datetime, zone: ZoneInfo
) -> None:
    elsewhere = deadline(spec(kind, amount), start.astimezone(zone), CALENDAR)
    assert elsewhere == deadline(spec(kind, amount), start, CALENDAR)
    assert elsewhere.due_at.tzinfo is UTC


@given(amount=amounts, start=starts)
@settings(max_examples=60)
def test_elapsed_hours_are_what_is_left_at_the_start(amount: int, start: datetime) -> None:
    left = due_at(ClockKind.ELAPSED_HOURS, amount, start).astimezone(UTC) - start.astimezone(UTC)
    assert left == timedelta(hours=amount)


@given(
    kind=st.sampled_from([ClockKind.ELAPSED_HOURS, ClockKind.WORKING_HOURS]),
    amount=amounts,
    start=starts,
)
@settings(max_examples=100)
def test_what_a_clock_counts_up_to_its_deadline_is_its_length(kind: ClockKind, amount: int, start: datetime) -> None:
    assert time_counted(kind, start, due_at(kind, amount, start), CALENDAR) == timedelta(hours=amount)


@given(amount=amounts, start=starts)
@settings(max_examples=60)
def test_the_days_to_the_end_of_a_working_day_are_its_length(amount: int, start: datetime) -> None:
    wall = due_at(ClockKind.END_OF_WORKING_DAY, amount, start).astimezone(LONDON)
    day, days = start.astimezone(LONDON).date(), 0
    while day < wall.date():
        day = CALENDAR.next_working_day(day)
        days += 1
    assert days == amount


@contextmanager
def machine_in(zone: str) -> Iterator[None]:
    """The machine's own time zone setting, for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


@given(kind=kinds, amount=amounts, start=starts, zone=st.sampled_from(["UTC", "Asia/Kolkata", "America/Los_Angeles"]))
@settings(max_examples=60)
def test_the_machine_s_time_zone_makes_no_difference(kind: ClockKind, amount: int, start: datetime, zone: str) -> None:
    with machine_in("Europe/London"):
        at_home = deadline(spec(kind, amount), start, CALENDAR)
    with machine_in(zone):
        assert deadline(spec(kind, amount), start, CALENDAR) == at_home


def paused(kind: ClockKind, amount: int, start: datetime, after: float, length: int) -> tuple[datetime, ...]:
    """A clock that stood still: its deadline before, when it stopped and ran again, and its deadline after."""
    due = deadline(spec(kind, amount), start, CALENDAR)
    stopped = start + (due.due_at - start) * after
    runs = stopped + timedelta(minutes=length)
    moved = after_pause(due, kind, paused_at=stopped, resumed_at=runs, reason="invented", calendar=CALENDAR)
    return due.due_at, stopped, runs, moved.due_at


parts = st.floats(0, 1)
lengths = st.integers(0, 20_000)


@given(kind=kinds, amount=amounts, start=starts, after=parts, length=lengths)
@settings(max_examples=100)
def test_what_was_left_when_a_clock_stopped_is_left_when_it_runs_again(
    kind: ClockKind, amount: int, start: datetime, after: float, length: int
) -> None:
    before, stopped, runs, moved = paused(kind, amount, start, after, length)
    assert time_counted(kind, runs, moved, CALENDAR) == time_counted(kind, stopped, before, CALENDAR)


@given(kind=kinds, amount=amounts, start=starts, after=parts, length=lengths)
@settings(max_examples=100)
def test_a_pause_never_brings_a_deadline_nearer_nor_gives_more_than_its_own_length_of_open_time(
    kind: ClockKind, amount: int, start: datetime, after: float, length: int
) -> None:
    before, stopped, runs, moved = paused(kind, amount, start, after, length)
    assert moved >= before
    assert time_counted(kind, before, moved, CALENDAR) == time_counted(kind, stopped, runs, CALENDAR)


@given(
    kind=st.sampled_from([ClockKind.WORKING_HOURS, ClockKind.END_OF_WORKING_DAY]),
    amount=amounts,
    start=starts,
    after=parts,
    length=lengths,
)
@settings(max_examples=100)
def test_after_a_pause_too_a_working_clock_never_runs_out_while_the_hub_is_closed(
    kind: ClockKind, amount: int, start: datetime, after: float, length: int
) -> None:
    *_, moved = paused(kind, amount, start, after, length)
    wall = moved.astimezone(LONDON)
    assert CALENDAR.is_working_day(wall.date())
    assert 9 <= wall.hour + wall.minute / 60 <= 17


def test_a_clock_that_has_run_out_cannot_be_stopped() -> None:
    start = datetime(2026, 11, 16, 9, tzinfo=UTC)
    due = deadline(spec(ClockKind.ELAPSED_HOURS, 4), start, CALENDAR)
    on_time = {"resumed_at": due.due_at + timedelta(hours=2), "reason": "invented", "calendar": CALENDAR}
    after_pause(due, ClockKind.ELAPSED_HOURS, paused_at=due.due_at, **on_time)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="before it has run out"):
        after_pause(due, ClockKind.ELAPSED_HOURS, paused_at=due.due_at + timedelta(minutes=1), **on_time)  # type: ignore[arg-type]
