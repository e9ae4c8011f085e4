"""How much time is left until a deadline, or how late it is; always computed, never stored."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from openmash.clocks.calendar import require_zone
from openmash.clocks.wording import length_in_words

_LONDON = ZoneInfo("Europe/London")
_MINUTE = timedelta(minutes=1)
_FROM_HERE_THE_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class TimeLeft:
    """The time left until a deadline.

    Args:
        late: whether the deadline has passed.
        words: "2 h 10 min left" within a day, "due Tue 29 Dec 17:00" before that, "late by 3 h" after.
        due_words: always "due Tue 29 Dec 17:00".
        minutes: whole minutes left, rounded down; below zero when late.
    """

    late: bool
    words: str
    due_words: str
    minutes: int


def time_left(due_at: datetime, now: datetime, *, time_zone: tzinfo = _LONDON) -> TimeLeft:
    """The time left at ``now``. A deadline is kept up to its very moment and late from then on.

    Args:
        due_at: when it is due; aware.
        now: the present; aware.
        time_zone: the wall clock for the words.

    Raises:
        NaiveTime: either time has no time zone.
    """
    # In UTC, because times in one zone are compared by their wall clocks, which repeat an hour in October.
    left = require_zone(due_at).astimezone(UTC) - require_zone(now).astimezone(UTC)
    due_words = _due_in_words(due_at.astimezone(time_zone), now.astimezone(time_zone))
    minutes = left // _MINUTE
    if left < timedelta(0):
        late_by = length_in_words(-left) if -left >= _MINUTE else "less than a minute"
        return TimeLeft(late=True, words=f"late by {late_by}", due_words=due_words, minutes=minutes)
    if left >= _FROM_HERE_THE_DAY:
        return TimeLeft(late=False, words=due_words, due_words=due_words, minutes=minutes)
    words = f"{length_in_words(left)} left" if left >= _MINUTE else "less than a minute left"
    return TimeLeft(late=False, words=words, due_words=due_words, minutes=minutes)


def _due_in_words(due: datetime, now: datetime) -> str:
    year = f" {due.year}" if due.year != now.year else ""
    return f"due {due:%a} {due.day} {due:%b}{year} {due:%H:%M}"
