"""Working days and opening hours: bank holidays, weekends, a hub's own closed days."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays  # type: ignore[import-untyped, unused-ignore]

from openmash.clocks.calendar import Closed, WorkingCalendar, _published, calendar_for
from openmash.clocks.errors import HolidaysUnknown, NaiveTime
from openmash.hubs.rules import ClosedDay, DayHours, OfficeHours, load

LONDON = ZoneInfo("Europe/London")
DEVON = calendar_for(load("devon").office)


def office(**changed: object) -> OfficeHours:
    values: dict[str, object] = {
        "source": "invented for this test",
        "effective_from": date(2020, 1, 1),
        "time_zone": "Europe/London",
        "bank_holidays": "england-and-wales",
        "days": tuple(DayHours(day, time(9), time(17)) for day in range(5)),
        "closed_days": (),
        "holidays_known_to": None,
        "out_of_hours_cover": "nobody",
        **changed,
    }
    return OfficeHours(**values)  # type: ignore[arg-type]


# The worked examples of the census rule (working days of England and Wales, the day after is 1).
@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2026, 9, 3), 1, date(2026, 9, 4)),
        (date(2026, 9, 3), 15, date(2026, 9, 24)),
        (date(2026, 9, 3), 45, date(2026, 11, 5)),
        (date(2026, 12, 18), 1, date(2026, 12, 21)),
        (date(2026, 12, 18), 15, date(2027, 1, 13)),
        (date(2026, 12, 18), 45, date(2027, 2, 24)),
        (date(2026, 3, 30), 1, date(2026, 3, 31)),
        (date(2026, 3, 30), 15, date(2026, 4, 22)),
        (date(2026, 4, 30), 1, date(2026, 5, 1)),
        (date(2026, 4, 30), 15, date(2026, 5, 22)),
        # Counted by hand on a wall calendar: a start on a Saturday, on a bank holiday, before a leap day.
        (date(2026, 9, 5), 1, date(2026, 9, 7)),
        (date(2026, 12, 25), 1, date(2026, 12, 29)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, n: int, expected: date) -> None:
    assert DEVON.working_days_after(start, n) == expected


def test_counting_no_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        DEVON.working_days_after(date(2026, 9, 3), 0)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 12, 24), None),
        (date(2026, 12, 25), Closed.BANK_HOLIDAY),
        (date(2026, 12, 26), Closed.WEEKEND),
        (date(2026, 12, 28), Closed.BANK_HOLIDAY),  # in place of Saturday 26 December
        (date(2026, 4, 3), Closed.BANK_HOLIDAY),  # Good Friday
        (date(2026, 4, 6), Closed.BANK_HOLIDAY),  # Easter Monday
        (date(2026, 8, 3), None),  # a bank holiday in Scotland only
    ],
)
def test_a_day_says_why_the_hub_is_closed(day: date, why: Closed | None) -> None:
    assert DEVON.why_closed(day) is why


def test_scotland_keeps_its_own_bank_holidays() -> None:
    scotland = calendar_for(office(bank_holidays="scotland"))
    assert scotland.why_closed(date(2026, 8, 3)) is Closed.BANK_HOLIDAY
    assert scotland.why_closed(date(2026, 4, 6)) is None  # Easter Monday is a working day there


def test_a_hub_closes_on_days_of_its_own_and_never_works_on_some_weekdays() -> None:
    calendar = calendar_for(
        office(
            days=tuple(DayHours(day, time(9), time(17)) for day in (0, 1, 3, 4)),
            closed_days=(ClosedDay(date(2026, 9, 7), "staff training"),),
        )
    )
    assert calendar.why_closed(date(2026, 9, 7)) is Closed.CLOSED_DAY
    assert calendar.why_closed(date(2026, 9, 9)) is Closed.NOT_WORKED
    assert calendar.next_working_day(date(2026, 9, 4)) == date(2026, 9, 8)


@pytest.mark.parametrize("day", [date(2011, 12, 30), date(2029, 1, 2)])
def test_a_day_beyond_the_known_bank_holidays_is_refused_with_what_to_do(day: date) -> None:
    with pytest.raises(HolidaysUnknown) as refused:
        DEVON.is_working_day(day)
    said = refused.value.sentence
    assert "known from 1 January 2012 to 31 December 2028" in said
    assert f"{day.day} {day:%B %Y} cannot be counted" in said
    assert "Update the govuk-bank-holidays package" in said


def test_a_count_that_runs_off_the_end_of_the_known_bank_holidays_is_refused() -> None:
    with pytest.raises(HolidaysUnknown):
        DEVON.working_days_after(date(2028, 12, 20), 15)


def test_a_model_may_carry_the_bank_holidays_of_further_years() -> None:
    calendar = calendar_for(
        office(closed_days=(ClosedDay(date(2029, 1, 1), "New Year's Day"),), holidays_known_to=date(2029, 1, 31))
    )
    assert calendar.working_days_after(date(2028, 12, 29), 1) == date(2029, 1, 2)


def test_a_year_that_is_not_yet_published_completely_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division="northern-ireland")
    early = [{"date": date(2029, 1, 1), "title": "New Year's Day"}]
    monkeypatch.setattr(BankHolidays, "get_holidays", lambda self, division: published + early)
    # Past the cache, so that no other test meets the invented year.
    _, _, known_to = _published.__wrapped__("northern-ireland")
    assert known_to == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-09-04T08:00+01:00", "2026-09-04T09:00+01:00"),
        ("2026-09-04T12:34+01:00", "2026-09-04T12:34+01:00"),
        ("2026-09-04T17:00+01:00", "2026-09-07T09:00+01:00"),  # closed from the closing time on
        ("2026-10-24T12:00+01:00", "2026-10-26T09:00+00:00"),  # the clocks go back in between
        ("2026-12-24T17:30+00:00", "2026-12-29T09:00+00:00"),
    ],
)
def test_the_next_opening(at: str, opens: str) -> None:
    assert DEVON.next_opening(datetime.fromisoformat(at)) == datetime.fromisoformat(opens)


def test_a_hub_that_never_closes_is_open_at_midnight() -> None:
    calendar = calendar_for(office(days=tuple(DayHours(day, time(0), time(0)) for day in range(7))))
    at = datetime(2026, 9, 5, 23, 59, tzinfo=LONDON)
    assert calendar.next_opening(at) == at
    assert calendar.closing(date(2026, 9, 5)) == datetime(2026, 9, 6, tzinfo=LONDON).astimezone(UTC)


def test_a_calendar_without_a_working_day_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one working weekday"):
        WorkingCalendar(hours={}, bank_holidays={}, known_from=date(2026, 1, 1), known_to=date(2026, 12, 31))


def test_a_time_without_a_zone_is_refused_with_an_example() -> None:
    with pytest.raises(NaiveTime) as refused:
        DEVON.next_opening(datetime(2026, 10, 25, 1, 30))
    assert "2026-10-25 01:30 has no time zone" in refused.value.sentence
    assert "2026-12-24T15:30+00:00" in refused.value.sentence
