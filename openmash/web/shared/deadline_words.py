"""Deadlines in words: how long is left, or how late, and when it was due. No Django: the same words are in JavaScript."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_SOON = timedelta(hours=1)
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
    """Say how a deadline stands at `now`, or how it was met at `done_at`; all three aware and in one local zone."""
    if done_at is not None:
        return _done(due_at, done_at)
    if now > due_at:
        return DeadlineWords("late", f"late by {duration(now - due_at)}", f"was due {moment(due_at, now)}")
    left = due_at - now
    return DeadlineWords("soon" if left <= _SOON else "in_time", f"{duration(left)} left", f"due {moment(due_at, now)}")


def duration(length: timedelta) -> str:
    """Return a length of time in its two largest units: "45 min", "2 h 10 min", "3 days 4 h"."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return "under 1 min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return _joined((hours, "h"), (minutes, "min"))
    days, hours = divmod(hours, 24)
    return _joined((days, "days"), (hours, "h"))


def moment(at: datetime, now: datetime) -> str:
    """Return when: "Fri 14:30" within six days of now, otherwise "Fri 6 Nov 14:30", with the year if not this one."""
    if abs(at.date() - now.date()) <= _THIS_WEEK:
        return f"{at:%a %H:%M}"
    year = f" {at.year}" if at.year != now.year else ""
    return f"{at:%a} {at.day} {at:%b}{year} {at:%H:%M}"


def _done(due_at: datetime, done_at: datetime) -> DeadlineWords:
    due = f"was due {moment(due_at, done_at)}"
    if done_at > due_at:
        return DeadlineWords("done_late", f"done {duration(done_at - due_at)} late", due)
    return DeadlineWords("done", "done in time", due)


def _joined(*parts: tuple[int, str]) -> str:
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 min"
