"""Deadlines in words: how long is left, or how late, and when it was due. `clocks.js` says the same."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from openmash.clocks.wording import length_in_words

_SOON = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_THIS_WEEK = timedelta(days=6)


@dataclass(frozen=True)
class DeadlineWords:
    """How a deadline stands.

    Args:
        standing: ``"late"``, ``"soon"``, ``"in_time"``, ``"done"`` or ``"done_late"``.
        lead: what matters first, e.g. ``"2 h 10 min left"``.
        due: when, e.g. ``"due Fri 14:30"``.
    """

    standing: str
    lead: str
    due: str

    def __str__(self) -> str:
        return f"{self.lead} · {self.due}"


def describe(due_at: datetime, now: datetime, *, done_at: datetime | None = None) -> DeadlineWords:
    """Say how a deadline stands at `now`, or how it was met at `done_at`; all aware and in local time."""
    if done_at is not None:
        return _done(due_at, done_at)
    left = _until(due_at, now)
    if left < timedelta(0):
        return DeadlineWords("late", f"late by {duration(-left)}", f"was due {moment(due_at, now)}")
    return DeadlineWords("soon" if left <= _SOON else "in_time", f"{duration(left)} left", f"due {moment(due_at, now)}")


def duration(length: timedelta) -> str:
    """Return a length of time in its two largest units, or "less than a minute"."""
    return length_in_words(length) if length >= _MINUTE else "less than a minute"


def moment(at: datetime, now: datetime) -> str:
    """Return when: "Fri 14:30" within six days of now, otherwise "Fri 6 Nov 14:30", with a year not now's."""
    if abs(at.date() - now.date()) <= _THIS_WEEK:
        return f"{at:%a %H:%M}"
    year = f" {at.year}" if at.year != now.year else ""
    return f"{at:%a} {at.day} {at:%b}{year} {at:%H:%M}"


def _done(due_at: datetime, done_at: datetime) -> DeadlineWords:
    due = f"was due {moment(due_at, done_at)}"
    left = _until(due_at, done_at)
    if left < timedelta(0):
        return DeadlineWords("done_late", f"done {duration(-left)} late", due)
    return DeadlineWords("done", "done in time", due)


def _until(due_at: datetime, now: datetime) -> timedelta:
    # In UTC: Python subtracts times of one zone by their wall clocks, which repeat an hour in October.
    return due_at.astimezone(UTC) - now.astimezone(UTC)
