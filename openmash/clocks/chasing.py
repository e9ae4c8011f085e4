"""Which steps of a hub's chasing ladder have come, for one request to an agency."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from openmash.clocks.calendar import WorkingCalendar
from openmash.clocks.pauses import time_counted
from openmash.hubs.rules import ChasingRule, When


def steps_reached(
    ladder: Sequence[ChasingRule],
    calendar: WorkingCalendar,
    *,
    asked_at: datetime,
    due_at: datetime,
    at: datetime,
    taken: Collection[str] = (),
) -> tuple[ChasingRule, ...]:
    """The steps whose moment has come and that were not taken yet, in the ladder's order.

    A step before the deadline is passed over where the agency never had that long: whoever is asked at four for five
    is not reminded in the same minute. Once the deadline has passed, a step before it is passed over too.

    Args:
        ladder: the model's steps.
        calendar: the hub's working days and hours.
        asked_at, due_at: when the agency was asked, and by when it is to answer; aware.
        at: now.
        taken: codes of the steps taken already.

    Raises:
        HolidaysUnknown: a step of working hours leaves the known bank holidays.
    """
    return tuple(
        step
        for step in ladder
        if step.code not in taken and _reached(step, calendar, asked_at=asked_at, due_at=due_at, at=at)
    )


def _reached(
    step: ChasingRule, calendar: WorkingCalendar, *, asked_at: datetime, due_at: datetime, at: datetime
) -> bool:
    length = timedelta(hours=step.hours)
    if step.when is When.AFTER:
        return at >= due_at and time_counted(step.counts, due_at, at, calendar) >= length
    if at >= due_at or time_counted(step.counts, asked_at, due_at, calendar) <= length:
        return False
    return time_counted(step.counts, at, due_at, calendar) <= length
