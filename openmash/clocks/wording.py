"""Times and days in the words that a deadline explains itself with."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from openmash.clocks.calendar import Closed, WorkingCalendar

_DAY = timedelta(days=1)
# Above this many stretches a list of days is harder to read than their number.
_MOST_STRETCHES = 3
_DASH = "\N{EN DASH}"
# How each reason to be closed is said: first in the sentence or after another; for one stretch or several.
_SAID = {
    Closed.BANK_HOLIDAY: ("is a bank holiday", "are bank holidays", "a bank holiday", "bank holidays"),
    Closed.WEEKEND: ("is a weekend", "are weekends", "a weekend", "weekends"),
    Closed.NOT_WORKED: ("is not worked", "are not worked", "not worked", "not worked"),
    Closed.CLOSED_DAY: ("is a closed day", "are closed days", "a closed day", "closed days"),
}
_COUNTED = {
    Closed.BANK_HOLIDAY: "bank holidays",
    Closed.WEEKEND: "weekend days",
    Closed.NOT_WORKED: "days not worked",
    Closed.CLOSED_DAY: "closed days",
}


def moment_in_words(at: datetime, zone: tzinfo) -> str:
    """Like "Thursday 24 December 2026 at 15:30"; with BST or GMT in the hour that comes twice."""
    local = at.astimezone(zone)
    said = f"{day_in_words(local.date())} {local.year} at {local:%H:%M}"
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{said} {local.tzname()}" if comes_twice else said


def day_in_words(day: date) -> str:
    """Like "Thursday 24 December"."""
    return f"{day:%A} {day.day} {day:%B}"


def length_in_words(length: timedelta) -> str:
    """Like "2 h 10 min", "3 h", "2 days 4 h": rounded down; from two days on in days and hours."""
    if length < timedelta(hours=48):
        return hours_in_words(length)
    days, hours = length.days, length.seconds // 3600
    return f"{days} days {hours} h" if hours else f"{days} days"


def hours_in_words(length: timedelta) -> str:
    """Like "2 h 10 min", "56 h": whole minutes, rounded down, however many hours."""
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def closed_days_in_words(calendar: WorkingCalendar, first: date, last: date) -> str:
    """The days from ``first`` to ``last`` that do not count, with why; empty where there are none.

    "25 and 28 December are bank holidays and 26-27 December a weekend".
    """
    found: dict[Closed, list[date]] = {reason: [] for reason in Closed}
    day = first
    while day <= last:
        if reason := calendar.why_closed(day):
            found[reason].append(day)
        day += _DAY
    said: list[str] = []
    for reason, days in found.items():
        if days:
            said.append(_group_in_words(calendar, reason, days, comes_first=not said))
    return joined(said)


def clock_change_in_words(start: datetime, end: datetime, zone: tzinfo) -> str:
    """Where the clocks change between two moments: "the clocks go back on Sunday 25 October"; or empty."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    before, after = first.utcoffset(), last.utcoffset()
    if before is None or after is None or before == after:
        return ""
    day = first.date()
    while datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset() == before:
        day += _DAY
    way = "forward" if after > before else "back"
    return f"the clocks go {way} on {day_in_words(day)}, and real hours count"


def joined(parts: Sequence[str]) -> str:
    """Like "one, two and three"."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if parts else ""


def _group_in_words(calendar: WorkingCalendar, reason: Closed, days: Sequence[date], *, comes_first: bool) -> str:
    stretches = _stretches(days)
    if len(stretches) > _MOST_STRETCHES:
        return f"{len(days)} {_COUNTED[reason]} {'do not count' if comes_first else 'not counted'}"
    several = len(stretches) > 1 or (reason is not Closed.WEEKEND and len(days) > 1)
    said = _SAID[reason][several if comes_first else 2 + several]
    if reason is Closed.CLOSED_DAY:
        reasons = dict.fromkeys(calendar.closed_days[day] for day in days)
        said += f" ({', '.join(reasons)})"
    return f"{_days_in_words(stretches)} {said}"


def _stretches(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as first and last."""
    stretches: list[tuple[date, date]] = []
    for day in days:
        if stretches and day - stretches[-1][1] == _DAY:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return stretches


def _days_in_words(stretches: Sequence[tuple[date, date]]) -> str:
    """Like "25 and 28 December", "26-27 December", "31 December and 1 January": each month once."""
    said: list[str] = []
    for number, (first, last) in enumerate(stretches):
        following = stretches[number + 1][0] if number + 1 < len(stretches) else None
        month = "" if following and following.month == last.month else f" {last:%B}"
        if first == last:
            said.append(f"{last.day}{month}")
        elif first.month == last.month:
            said.append(f"{first.day}{_DASH}{last.day}{month}")
        else:
            said.append(f"{first.day} {first:%B} {_DASH} {last.day}{month or f' {last:%B}'}")
    return joined(said)
