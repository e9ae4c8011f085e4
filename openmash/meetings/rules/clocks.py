"""By when a case's meeting is due, and the arithmetic of it in words."""

from dataclasses import dataclass
from datetime import datetime

from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import Deadline, deadline
from openmash.hubs.rules import CountedFrom, MeetingRule, OperatingModel

_BEGAN = {
    CountedFrom.RECEIVED: "Received",
    CountedFrom.RATED: "Rated",
    CountedFrom.STRATEGY_DISCUSSION: "Strategy discussion held",
}


@dataclass(frozen=True)
class Moments:
    """What a meeting's clock may be counted from, of one case; None for what has not happened."""

    rating: str
    received_at: datetime
    rated_at: datetime | None = None
    discussed_at: datetime | None = None


def meeting_deadline(rule: MeetingRule, model: OperatingModel, moments: Moments) -> Deadline | None:
    """By when a case is to come to a meeting.

    Args:
        rule: the meeting.
        model: the hub's, for its working days.
        moments: of the case.

    Returns:
        None where the meeting has no clock for that rating, or what it counts from has not happened.

    Raises:
        HolidaysUnknown: a working clock leaves the known bank holidays.
    """
    due = rule.due_for(moments.rating)
    if due is None:
        return None
    began = {
        CountedFrom.RECEIVED: moments.received_at,
        CountedFrom.RATED: moments.rated_at,
        CountedFrom.STRATEGY_DISCUSSION: moments.discussed_at,
    }[due.counted_from]
    if began is None:
        return None
    return deadline(
        due.clock, began, calendar_for(model.office), heading=f"{rule.label}:", began=_BEGAN[due.counted_from]
    )
