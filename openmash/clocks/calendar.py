"""When a hub works: weekdays, opening hours, bank holidays and its own closed days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped, unused-ignore]

from openmash.clocks.errors import HolidaysUnknown, NaiveTime
from openmash.hubs.rules import OfficeHours

_DAY = timedelta(days=1)
# Each division has at least this many bank holidays a year; a published year with fewer is not complete.
_FEWEST_HOLIDAYS = 8


class Closed(StrEnum):
    """Why a hub is closed on a day."""

    BANK_HOLIDAY = "bank_holiday"
    WEEKEND = "weekend"
    NOT_WORKED = "not_worked"  # a weekday on which this hub never works
    CLOSED_DAY = "closed_day"  # a day of its own, such as staff training


@dataclass(frozen=True, eq=False)
class WorkingCalendar:
    """The days and hours in which one hub works.

    Args:
        hours: opening and closing time, local, by weekday (0 is Monday); closing 00:00 is the next midnight.
        bank_holidays: bank holidays, with their titles.
        closed_days: further days on which the hub is closed, with the reason.
        known_from, known_to: the days for which the bank holidays are known; outside them nothing is guessed.
        time_zone: the zone of ``hours``, and of every time put into words.

    Raises:
        ValueError: no working day at all.
    """

    hours: Mapping[int, tuple[time, time]]
    bank_holidays: Mapping[date, str]
    known_from: date
    known_to: date
    closed_days: Mapping[date, str] = field(default_factory=dict)
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/London"))

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("a working calendar needs at least one working weekday")

    def local(self, at: datetime) -> datetime:
        """``at`` on this hub's wall clock.

        Raises:
            NaiveTime: ``at`` has no time zone.
        """
        return require_zone(at).astimezone(self.time_zone)

    def why_closed(self, day: date) -> Closed | None:
        """Why the hub is closed on ``day``, or None on a working day.

        Raises:
            HolidaysUnknown: the day is outside the known bank holidays.
        """
        if not self.known_from <= day <= self.known_to:
            raise HolidaysUnknown(day, known_from=self.known_from, known_to=self.known_to)
        if day.weekday() not in self.hours:
            return Closed.WEEKEND if day.weekday() >= 5 else Closed.NOT_WORKED
        if day in self.bank_holidays:
            return Closed.BANK_HOLIDAY
        return Closed.CLOSED_DAY if day in self.closed_days else None

    def is_working_day(self, day: date) -> bool:
        """Whether the hub works on ``day``; raises ``HolidaysUnknown``."""
        return self.why_closed(day) is None

    def working_days_after(self, day: date, n: int) -> date:
        """The n-th working day after ``day``; the first working day after it is 1.

        The Children in Need census counts so for the 15 working days to a conference (rule 8675Q):
        ``day`` itself never counts, whether it is a working day or not.

        Raises:
            ValueError: ``n`` is less than 1.
            HolidaysUnknown: the count leaves the known bank holidays.
        """
        if n < 1:
            raise ValueError(f"count at least 1 working day, not {n}")
        for _ in range(n):
            day = self.next_working_day(day)
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after ``day``; raises ``HolidaysUnknown``."""
        day += _DAY
        while not self.is_working_day(day):
            day += _DAY
        return day

    def opening(self, day: date) -> datetime:
        """When the hub opens on a working day, in UTC."""
        return self.moment(day, self.hours[day.weekday()][0])

    def closing(self, day: date) -> datetime:
        """When the hub closes on a working day, in UTC."""
        closes = self.hours[day.weekday()][1]
        return self.moment(day + _DAY if closes == time(0) else day, closes)

    def moment(self, day: date, at: time) -> datetime:
        """A local time on a day, in UTC."""
        return datetime.combine(day, at, tzinfo=self.time_zone).astimezone(UTC)

    def open_times(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """From ``start`` on, without end: every stretch in which the hub is open, in UTC, none empty."""
        start = require_zone(start).astimezone(UTC)
        day = self.local(start).date()
        while True:
            if self.is_working_day(day) and self.closing(day) > start:
                yield max(start, self.opening(day)), self.closing(day)
            day += _DAY

    def next_opening(self, at: datetime) -> datetime:
        """``at`` itself where the hub is open then, otherwise when it next opens; in UTC."""
        return next(self.open_times(at))[0]


def require_zone(at: datetime) -> datetime:
    """``at``, if it has a time zone.

    Raises:
        NaiveTime: it has none.
    """
    if at.utcoffset() is None:
        raise NaiveTime(at)
    return at


@cache
def calendar_for(office: OfficeHours) -> WorkingCalendar:
    """The working calendar of an operating model's office hours.

    Bank holidays come from the copy of GOV.UK's list inside ``govuk-bank-holidays``; no network is used.
    """
    holidays, known_from, published_to = _published(office.bank_holidays)
    return WorkingCalendar(
        hours=MappingProxyType({each.weekday: (each.opens, each.closes) for each in office.days}),
        bank_holidays=holidays,
        known_from=known_from,
        known_to=max(published_to, office.holidays_known_to or published_to),
        closed_days=MappingProxyType({each.day: each.why for each in office.closed_days}),
        time_zone=ZoneInfo(office.time_zone),
    )


@cache
def _published(division: str) -> tuple[Mapping[date, str], date, date]:
    """A division's bank holidays, and the first and last day of the years that are published completely."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=division)
    holidays: dict[date, str] = {each["date"]: each["title"] for each in listed}
    last = max(day.year for day in holidays)
    while sum(day.year == last for day in holidays) < _FEWEST_HOLIDAYS:
        last -= 1
    return MappingProxyType(holidays), date(min(holidays).year, 1, 1), date(last, 12, 31)
