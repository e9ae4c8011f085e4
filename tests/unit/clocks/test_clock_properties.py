"""What holds of every clock, whatever the start: shown with invented starts and amounts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
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
@settings(max_examples=150, deadline=None)
def test_a_deadline_is_never_before_its_start(kind: ClockKind, amount: int, start: datetime) -> None:
    least = amount if kind is ClockKind.END_OF_WORKING_DAY else max(amount, 1)
    assert due_at(kind, least, start) >= start


@given(kind=kinds, amount=amounts, start=starts, later=st.integers(0, 20_000))
@settings(max_examples=150, deadline=None)
def test_what_comes_later_is_never_due_earlier(kind: ClockKind, amount: int, start: datetime, later: int) -> None:
    assert due_at(kind, amount, start) <= due_at(kind, amount, start + timedelta(minutes=later))


@given(kind=kinds, amount=amounts, more=st.integers(1, 10), start=starts)
@settings(max_examples=100, deadline=None)
def test_a_longer_clock_is_due_later(kind: ClockKind, amount: int, more: int, start: datetime) -> None:
    assert due_at(kind, amount, start) < due_at(kind, amount + more, start)


@given(
    kind=st.sampled_from([ClockKind.ELAPSED_HOURS, ClockKind.WORKING_HOURS]),
    start=starts,
    a=amounts,
    b=amounts,
)
@settings(max_examples=100, deadline=None)
def test_hours_add_up(kind: ClockKind, start: datetime, a: int, b: int) -> None:
    assert due_at(kind, b, due_at(kind, a, start)) == due_at(kind, a + b, start)


@given(start=starts, amount=amounts)
@settings(max_examples=60, deadline=None)
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
@settings(max_examples=100, deadline=None)
def test_a_working_clock_never_runs_out_while_the_hub_is_closed(kind: ClockKind, amount: int, start: datetime) -> None:
    wall = due_at(kind, amount, start).astimezone(LONDON)
    assert CALENDAR.is_working_day(wall.date())
    assert 9 <= wall.hour + wall.minute / 60 <= 17


@given(kind=kinds, amount=amounts, start=starts, zone=st.sampled_from(ZONES))
@settings(max_examples=100, deadline=None)
def test_the_zone_a_start_is_written_in_makes_no_difference(
    kind: ClockKind, amount: int, start: datetime, zone: ZoneInfo
) -> None:
    elsewhere = deadline(spec(kind, amount), start.astimezone(zone), CALENDAR)
    assert elsewhere == deadline(spec(kind, amount), start, CALENDAR)
    assert elsewhere.due_at.tzinfo is UTC


@given(amount=amounts, start=starts)
@settings(max_examples=60, deadline=None)
def test_elapsed_hours_are_what_is_left_at_the_start(amount: int, start: datetime) -> None:
    left = due_at(ClockKind.ELAPSED_HOURS, amount, start).astimezone(UTC) - start.astimezone(UTC)
    assert left == timedelta(hours=amount)
