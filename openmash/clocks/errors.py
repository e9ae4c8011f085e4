"""What a clock cannot answer, and what to do about it."""

from datetime import date, datetime

from openmash.core.errors import OpenMashError


class NaiveTime(OpenMashError):
    """A time without a time zone: it could be either of two hours when the clocks go back."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"The time {at:%Y-%m-%d %H:%M} has no time zone, so no deadline can be counted from it. "
            "Give it one, like 2026-12-24T15:30+00:00."
        )


class HolidaysUnknown(OpenMashError):
    """A working day was asked about for which no bank holidays are published yet, or any more.

    Args:
        day: the day asked about.
        known_from: the first day that is known.
        known_to: the last day that is known.
    """

    def __init__(self, day: date, *, known_from: date, known_to: date) -> None:
        super().__init__(
            f"Bank holidays are known from {known_from.day} {known_from:%B %Y} to {known_to.day} "
            f"{known_to:%B %Y}, so {day.day} {day:%B %Y} cannot be counted. Update the govuk-bank-holidays "
            "package, or write the missing bank holidays into the operating model: [[office.closed_days]] "
            "and office.holidays_known_to."
        )
        self.day = day
