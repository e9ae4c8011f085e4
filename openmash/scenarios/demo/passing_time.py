"""Time in one demo case: it goes on while the hub is open, and ends now."""

from datetime import datetime, timedelta

from openmash.clocks.calendar import WorkingCalendar


class NotYet(Exception):
    """The next thing in this case has not happened yet; the case stands where it stands."""


class PassingTime:
    """The clock of one case.

    Args:
        start: when the case begins, aware.
        now: the moment the demo is loaded; nothing happens after it.
        calendar: the hub's, whose people work while it is open.
    """

    def __init__(self, start: datetime, now: datetime, calendar: WorkingCalendar) -> None:
        self.at, self.now, self.calendar = start, now, calendar

    def later(self, minutes: float) -> datetime:
        """The moment so many minutes on, or when the hub opens next.

        Raises:
            NotYet: that is after now.
        """
        return self.move_to(self.in_hours(self.at + timedelta(minutes=minutes)))

    def move_to(self, moment: datetime) -> datetime:
        """Go on to a moment, never back.

        Raises:
            NotYet: it is after now.
        """
        self.at = max(self.at, moment)
        if self.at > self.now:
            raise NotYet
        return self.at

    def in_hours(self, moment: datetime) -> datetime:
        """The moment itself while the hub is open, otherwise when it opens next."""
        return self.calendar.next_opening(moment)
