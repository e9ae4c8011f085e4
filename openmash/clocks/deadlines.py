"""When something is due, and the arithmetic of it in words that a person can check against a wall calendar.

Times are counted in UTC, so that an hour is an hour when the clocks change, and said in the hub's own time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from openmash.clocks.calendar import WorkingCalendar, calendar_for, require_zone
from openmash.clocks.wording import (
    clock_change_in_words,
    closed_days_in_words,
    day_in_words,
    hours_in_words,
    joined,
    moment_in_words,
)
from openmash.hubs.rules import ClockKind, ClockSpec, CountsFrom, OperatingModel

# OpenMASH's own rule, for hubs whose procedures are silent: the day of receipt never counts, open or closed,
# so what comes in on a Saturday and is due by the end of the next working day is due on Monday, not on
# Tuesday. It is the stricter reading, and the one of the census (see WorkingCalendar.working_days_after).
_CLOSED_DAY = "the hub is closed that day, so counting starts with the next working day (OpenMASH's rule)"
_AFTER_HOURS = "too late for that day, so it counts for the next working day (OpenMASH's rule)"


@dataclass(frozen=True)
class Deadline:
    """A deadline.

    Args:
        due_at: when it is due, in UTC; kept up to this very moment.
        words: how it came about, in full sentences.
        started_at: when its clock was started, in UTC.
    """

    due_at: datetime
    words: str
    started_at: datetime


@dataclass(frozen=True)
class _Count:
    """A due time and the notes on the way to it."""

    due_at: datetime
    notes: tuple[str, ...]


def deadline(
    spec: ClockSpec, start: datetime, calendar: WorkingCalendar, *, heading: str = "", began: str = "Received"
) -> Deadline:
    """When something that starts at ``start`` is due.

    Args:
        spec: the clock.
        start: when it starts; aware, any zone.
        calendar: the hub's working days and hours.
        heading: what is due, before the rule: "Amber: decision". Left out, the rule stands alone.
        began: what happened at ``start``, in words: "Received", "Asked".

    Raises:
        NaiveTime: ``start`` has no time zone.
        HolidaysUnknown: a working clock leaves the known bank holidays (clocks of elapsed hours never do).
    """
    start = require_zone(start).astimezone(UTC)
    count = _COUNTS[spec.kind](spec, start, calendar)
    zone = calendar.time_zone
    rule = f"{heading} {spec.words}" if heading else spec.words[0].upper() + spec.words[1:]
    said = [
        f"{began} {moment_in_words(start, zone)}",
        *filter(None, count.notes),
        f"due {moment_in_words(count.due_at, zone)}",
    ]
    return Deadline(due_at=count.due_at, words=f"{rule}. {'; '.join(said)}.", started_at=start)


def rating_deadline(model: OperatingModel, rating_code: str, received_at: datetime) -> Deadline:
    """By when a rating wants its decision; raises ``UnknownCode`` and what ``deadline`` raises."""
    rating = model.rating(rating_code)
    return deadline(rating.clock, received_at, calendar_for(model.office), heading=f"{rating.label}: decision")


def check_deadline(
    model: OperatingModel, rating_code: str, asked_at: datetime, *, enquiry_due_at: datetime | None = None
) -> Deadline:
    """By when an agency is to answer: by the rating's own clock, and never after the enquiry's deadline.

    Args:
        enquiry_due_at: the decision's deadline. Once it has passed it no longer shortens the agency's time.

    Raises:
        UnknownCode: no such rating; and what ``deadline`` raises.
    """
    rating = model.rating(rating_code)
    calendar = calendar_for(model.office)
    heading = f"{rating.label}: answer"
    own = deadline(rating.check_clock, asked_at, calendar, heading=heading, began="Asked")
    if enquiry_due_at is None:
        return own
    latest = require_zone(enquiry_due_at).astimezone(UTC)
    if not own.started_at < latest < own.due_at:
        return own
    due = moment_in_words(latest, calendar.time_zone)
    words = f"{own.words} That is after the decision is due, so the answer is due with it: {due}."
    return Deadline(due_at=latest, words=words, started_at=own.started_at)


def named_deadline(model: OperatingModel, clock_code: str, start: datetime) -> Deadline:
    """By when one of the model's other clocks runs out, such as "acknowledgement".

    Raises:
        UnknownCode: no such clock; and what ``deadline`` raises.
    """
    rule = model.clock(clock_code)
    return deadline(rule.clock, start, calendar_for(model.office), heading=f"{rule.label}:", began=rule.starts)


def re_rated_deadline(
    model: OperatingModel,
    *,
    old_code: str,
    new_code: str,
    began_at: datetime,
    re_rated_at: datetime,
    old_due_at: datetime,
) -> Deadline:
    """By when the decision is due after a change of rating, by the model's re-rating rule.

    A rating that goes up never gives more time than was left; a rating confirmed keeps its deadline.

    Args:
        began_at: when the enquiry's first clock began.
        re_rated_at: when the new rating was given.
        old_due_at: the deadline until now.

    Raises:
        UnknownCode: no such rating; and what ``deadline`` raises.
    """
    old, new = model.rating(old_code), model.rating(new_code)
    calendar = calendar_for(model.office)
    kept = require_zone(old_due_at).astimezone(UTC)
    kept_words = moment_in_words(kept, calendar.time_zone)
    if new.rank == old.rank:
        words = f"{new.label}: rating confirmed, so the decision is still due {kept_words}."
        return Deadline(due_at=kept, words=words, started_at=require_zone(began_at).astimezone(UTC))
    goes_up = new.rank < old.rank
    counts_from = model.re_rating.up if goes_up else model.re_rating.down
    afresh = counts_from is CountsFrom.RE_RATING
    due = deadline(
        new.clock,
        re_rated_at if afresh else began_at,
        calendar,
        heading=f"{new.label}: decision",
        began=f"Changed from {old.label.lower()}" if afresh else "Received",
    )
    if not goes_up or due.due_at <= kept:
        return due
    words = f"{due.words} A rating that goes up gives no more time than was left, so it stays due {kept_words}."
    return Deadline(due_at=kept, words=words, started_at=due.started_at)


def _elapsed(spec: ClockSpec, start: datetime, calendar: WorkingCalendar) -> _Count:
    due = start + timedelta(hours=spec.amount)
    return _Count(due, (clock_change_in_words(start, due, calendar.time_zone),))


def _working(spec: ClockSpec, start: datetime, calendar: WorkingCalendar) -> _Count:
    left = timedelta(hours=spec.amount)
    counted: list[tuple[date, timedelta]] = []
    opened = start
    for opens, closes in calendar.open_times(start):
        opened = opened if counted else opens
        length = min(left, closes - opens)
        counted.append((calendar.local(opens).date(), length))
        left -= length
        if not left:
            break
    due = opens + length
    waits = opened > start
    return _Count(
        due,
        (
            f"closed then, so time counts from {moment_in_words(opened, calendar.time_zone)}" if waits else "",
            _counted_in_words(counted),
            closed_days_in_words(calendar, calendar.local(start).date(), counted[-1][0]),
        ),
    )


def _counted_in_words(counted: list[tuple[date, timedelta]]) -> str:
    """Like "1 h 30 min counted on Thursday 24 December and 2 h 30 min on Tuesday 29 December"."""
    if len(counted) == 1:
        return ""
    said = [f"{hours_in_words(length)} on {day_in_words(day)}" for day, length in counted]
    if len(said) > 3:
        between = sum((length for _, length in counted[1:-1]), timedelta())
        said = [said[0], f"{hours_in_words(between)} on the {len(counted) - 2} days between", said[-1]]
    return joined([said[0].replace(" on ", " counted on ", 1), *said[1:]])


def _end_of_day(spec: ClockSpec, start: datetime, calendar: WorkingCalendar) -> _Count:
    received_on = calendar.local(start).date()
    closed = not calendar.is_working_day(received_on)
    if spec.amount:
        day = calendar.working_days_after(received_on, spec.amount)
        note = _CLOSED_DAY if closed else ""
    elif closed:
        day, note = calendar.next_working_day(received_on), _CLOSED_DAY
    elif _end(spec, received_on, calendar) < start:
        day, note = calendar.next_working_day(received_on), _AFTER_HOURS
    else:
        day, note = received_on, ""
    return _Count(_end(spec, day, calendar), (note, closed_days_in_words(calendar, received_on, day)))


def _end(spec: ClockSpec, day: date, calendar: WorkingCalendar) -> datetime:
    return calendar.closing(day) if spec.by is None else calendar.moment(day, spec.by)


_COUNTS = {
    ClockKind.ELAPSED_HOURS: _elapsed,
    ClockKind.WORKING_HOURS: _working,
    ClockKind.END_OF_WORKING_DAY: _end_of_day,
}
