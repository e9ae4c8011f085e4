"""What a clock counts between two moments, and where its deadline goes when it stood still for a while.

A clock of elapsed hours moves by the real time that it stood still, every other by the working time: an hour for which
the hub was closed anyway is not given back.
"""

from datetime import UTC, datetime, timedelta

from openmash.clocks.calendar import WorkingCalendar, require_zone
from openmash.clocks.deadlines import Deadline
from openmash.clocks.wording import hours_in_words, moment_in_words
from openmash.hubs.rules import ClockKind


def time_counted(kind: ClockKind, start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
    """How much of the time between two moments a clock of this kind counts; the inverse of setting a deadline.

    Args:
        kind: elapsed hours count real time; every other kind counts the hours in which the hub is open.
        start, end: aware, any zone; nothing is counted where the end is not after the start.
        calendar: the hub's working days and hours.

    Raises:
        NaiveTime: a moment has no time zone.
        HolidaysUnknown: a working clock leaves the known bank holidays.
    """
    start, end = require_zone(start).astimezone(UTC), require_zone(end).astimezone(UTC)
    if end <= start:
        return timedelta()
    if kind is ClockKind.ELAPSED_HOURS:
        return end - start
    counted = timedelta()
    for opens, closes in calendar.open_times(start):
        if opens >= end:
            break
        counted += min(closes, end) - opens
    return counted


def after_pause(
    due: Deadline,
    kind: ClockKind,
    *,
    paused_at: datetime,
    resumed_at: datetime,
    reason: str,
    calendar: WorkingCalendar,
) -> Deadline:
    """The deadline of a clock that stood still: moved by the time it would have counted meanwhile.

    What was left when it stopped is left when it runs again. A pause that falls outside the hours which the clock
    counts moves nothing.

    Args:
        due: the deadline before.
        kind: what the clock counts.
        paused_at, resumed_at: from when to when it stood still; aware, any zone.
        reason: why, in words that may stand beside a deadline.
        calendar: the hub's working days and hours.

    Raises:
        ValueError: it ran again before it stopped, or it had run out before it stopped.
        NaiveTime, HolidaysUnknown: as ``time_counted``.
    """
    stopped, runs = require_zone(paused_at).astimezone(UTC), require_zone(resumed_at).astimezone(UTC)
    if not stopped <= runs or stopped > due.due_at:
        raise ValueError("a clock stops before it has run out, and runs again after it stopped")
    counted = time_counted(kind, stopped, runs, calendar)
    moved = _moved(due.due_at, counted, kind, calendar)
    zone = calendar.time_zone
    length = hours_in_words(counted) if counted else "no time"
    counts = "" if kind is ClockKind.ELAPSED_HOURS else " of working time"
    stays = "so it stays due" if moved == due.due_at else "so it is due"
    words = (
        f"{due.words} Stood still from {moment_in_words(stopped, zone)} to {moment_in_words(runs, zone)} "
        f"({reason.rstrip('.')}): {length}{counts if counted else ' that counts'}, "
        f"{stays} {moment_in_words(moved, zone)}."
    )
    return Deadline(due_at=moved, words=words, started_at=due.started_at)


def _moved(due_at: datetime, by: timedelta, kind: ClockKind, calendar: WorkingCalendar) -> datetime:
    if kind is ClockKind.ELAPSED_HOURS or not by:
        return due_at + by
    for opens, closes in calendar.open_times(due_at):
        if by <= closes - opens:
            return opens + by
        by -= closes - opens
    raise AssertionError("open times never end")
