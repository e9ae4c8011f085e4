"""Deadlines worked by hand: each row was counted on a wall calendar, not taken from the code."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from openmash.clocks.calendar import WorkingCalendar, calendar_for
from openmash.clocks.deadlines import (
    check_deadline,
    deadline,
    named_deadline,
    rating_deadline,
    re_rated_deadline,
)
from openmash.clocks.errors import HolidaysUnknown, NaiveTime
from openmash.hubs.rules import ClockKind, ClockSpec, UnknownCode, load

LONDON = ZoneInfo("Europe/London")
DEVON = load("devon")
CALENDAR = calendar_for(DEVON.office)
FOUR_WORKING_HOURS = ClockSpec(ClockKind.WORKING_HOURS, 4, source="Durham: red in four working hours")
SAME_DAY = ClockSpec(ClockKind.END_OF_WORKING_DAY, 0, source="invented for this test")


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("rating", "received", "due"),
    [
        # red: four real hours, whatever the hour
        ("red", "2026-09-04 16:59", "2026-09-04 20:59"),  # Friday evening
        ("red", "2026-12-25 02:00", "2026-12-25 06:00"),  # Christmas night
        ("red", "2026-12-31 22:00", "2027-01-01 02:00"),  # over the year's end
        ("red", "2028-02-29 21:00", "2028-03-01 01:00"),  # out of a leap day
        ("red", "2026-10-24 23:30", "2026-10-25 02:30"),  # the clocks go back: one hour twice
        ("red", "2026-03-29 00:30", "2026-03-29 05:30"),  # the clocks go forward: one hour missing
        # amber: the end of the next working day
        ("amber", "2026-09-03 09:00", "2026-09-04 17:00"),
        ("amber", "2026-09-03 18:00", "2026-09-04 17:00"),  # after closing: still that day's contact
        ("amber", "2026-09-04 16:59", "2026-09-07 17:00"),  # Friday
        ("amber", "2026-09-05 10:00", "2026-09-07 17:00"),  # Saturday: Monday is the next working day
        ("amber", "2026-12-24 15:30", "2026-12-29 17:00"),  # Christmas Eve
        ("amber", "2026-12-26 10:00", "2026-12-29 17:00"),
        ("amber", "2026-12-31 16:00", "2027-01-04 17:00"),
        ("amber", "2026-04-02 12:00", "2026-04-07 17:00"),  # Maundy Thursday
        ("amber", "2026-05-02 10:00", "2026-05-05 17:00"),  # before the May bank holiday
        ("amber", "2028-02-28 10:00", "2028-02-29 17:00"),
        ("amber", "2026-03-27 10:00", "2026-03-30 17:00"),  # the clocks go forward in between
        ("amber", "2026-10-23 10:00", "2026-10-26 17:00"),  # the clocks go back in between
        # green: the end of the third working day
        ("green", "2026-09-03 09:00", "2026-09-08 17:00"),
        ("green", "2026-12-24 15:30", "2026-12-31 17:00"),
        ("green", "2026-12-30 11:00", "2027-01-05 17:00"),
        ("green", "2026-08-31 11:00", "2026-09-03 17:00"),  # received on a bank holiday
        ("green", "2026-04-30 11:00", "2026-05-06 17:00"),  # month's end and May bank holiday
        ("green", "2028-02-25 11:00", "2028-03-01 17:00"),  # over the end of a leap February
    ],
)
def test_devons_ratings_are_due(rating: str, received: str, due: str) -> None:
    assert rating_deadline(DEVON, rating, local(received)).due_at == local(due).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-09-03 09:00", "2026-09-03 13:00"),
        ("2026-09-04 13:00", "2026-09-04 17:00"),  # fills the day, does not spill over
        ("2026-09-04 16:59", "2026-09-07 12:59"),
        ("2026-09-07 07:00", "2026-09-07 13:00"),  # before opening
        ("2026-09-05 10:00", "2026-09-07 13:00"),  # Saturday
        ("2026-12-24 15:30", "2026-12-29 11:30"),
        ("2026-04-02 16:00", "2026-04-07 12:00"),
        ("2026-03-27 15:00", "2026-03-30 11:00"),
        ("2026-10-23 15:00", "2026-10-26 11:00"),
        ("2026-12-31 16:30", "2027-01-04 12:30"),
    ],
)
def test_working_hours_count_only_while_the_hub_is_open(received: str, due: str) -> None:
    assert deadline(FOUR_WORKING_HOURS, local(received), CALENDAR).due_at == local(due).astimezone(UTC)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-09-03 09:00", "2026-09-03 17:00"),
        ("2026-09-03 17:00", "2026-09-03 17:00"),
        ("2026-09-04 17:01", "2026-09-07 17:00"),  # too late for Friday
        ("2026-09-05 08:00", "2026-09-07 17:00"),  # Saturday
    ],
)
def test_the_end_of_the_same_working_day_is_never_before_the_start(received: str, due: str) -> None:
    assert deadline(SAME_DAY, local(received), CALENDAR).due_at == local(due).astimezone(UTC)


def test_working_hours_of_a_hub_that_never_closes_are_real_hours_when_the_clocks_change() -> None:
    calendar = WorkingCalendar(
        hours={day: (time(0), time(0)) for day in range(7)},
        bank_holidays={},
        known_from=date(2026, 1, 1),
        known_to=date(2026, 12, 31),
    )
    day_long = ClockSpec(ClockKind.WORKING_HOURS, 24, source="invented for this test")
    assert deadline(day_long, local("2026-03-28 12:00"), calendar).due_at == local("2026-03-29 13:00").astimezone(UTC)
    assert deadline(day_long, local("2026-10-24 12:00"), calendar).due_at == local("2026-10-25 11:00").astimezone(UTC)


def test_a_contact_in_the_hour_that_comes_twice_keeps_its_four_hours() -> None:
    second_half_past_one = local("2026-10-25 01:30").replace(fold=1)
    due = rating_deadline(DEVON, "red", second_half_past_one)
    assert due.due_at == datetime(2026, 10, 25, 5, 30, tzinfo=UTC)
    assert "01:30 GMT" in due.words


def test_christmas_explains_itself_in_words() -> None:
    assert rating_deadline(DEVON, "amber", local("2026-12-24 15:30")).words == (
        "Amber: decision by the end of the next working day. Received Thursday 24 December 2026 at 15:30; "
        "25 and 28 December are bank holidays and 26–27 December a weekend; "
        "due Tuesday 29 December 2026 at 17:00."
    )


def test_a_clock_change_explains_itself_in_words() -> None:
    assert rating_deadline(DEVON, "red", local("2026-10-24 23:30")).words == (
        "Red: decision within 4 hours, day and night. Received Saturday 24 October 2026 at 23:30; "
        "the clocks go back on Sunday 25 October, and real hours count; due Sunday 25 October 2026 at 02:30."
    )


def test_a_closed_day_of_receipt_says_whose_rule_is_applied() -> None:
    words = rating_deadline(DEVON, "amber", local("2026-09-05 10:00")).words
    assert "the hub is closed that day, so counting starts with the next working day (OpenMASH's rule)" in words


def test_working_hours_explain_themselves_in_words() -> None:
    assert deadline(FOUR_WORKING_HOURS, local("2026-12-24 15:30"), CALENDAR).words == (
        "Within 4 working hours. Received Thursday 24 December 2026 at 15:30; 1 h 30 min counted on Thursday "
        "24 December and 2 h 30 min on Tuesday 29 December; 25 and 28 December are bank holidays and "
        "26–27 December a weekend; due Tuesday 29 December 2026 at 11:30."
    )
    words = deadline(FOUR_WORKING_HOURS, local("2026-09-05 10:00"), CALENDAR).words
    assert "closed then, so time counts from Monday 7 September 2026 at 09:00" in words


def test_many_closed_days_are_counted_instead_of_listed() -> None:
    words = named_deadline(DEVON, "assessment", local("2026-12-18 10:00")).words
    assert words.startswith("Assessment complete: by the end of the 45th working day. Referral received Friday 18")
    assert "25, 28 December and 1 January are bank holidays and 20 weekend days not counted" in words
    assert words.endswith("due Wednesday 24 February 2027 at 17:00.")


def test_a_closed_day_of_the_hubs_own_gives_its_reason() -> None:
    calendar = WorkingCalendar(
        hours={day: (time(9), time(17)) for day in range(5)},
        bank_holidays={},
        known_from=date(2026, 1, 1),
        known_to=date(2026, 12, 31),
        closed_days={date(2026, 9, 4): "staff training"},
    )
    next_day = ClockSpec(ClockKind.END_OF_WORKING_DAY, 1, source="invented for this test")
    words = deadline(next_day, local("2026-09-03 10:00"), calendar).words
    assert "5–6 September is a weekend and 4 September a closed day (staff training)" in words


def test_the_acknowledgement_is_due_within_one_working_day() -> None:
    due = named_deadline(DEVON, "acknowledgement", local("2026-09-04 16:59"))
    assert due.due_at == local("2026-09-07 17:00").astimezone(UTC)
    assert due.words.startswith("Acknowledgement to the referrer: by the end of the next working day.")


@pytest.mark.parametrize(
    ("rating", "asked", "due"),
    [
        ("red", "2026-09-05 23:00", "2026-09-06 01:00"),
        ("amber", "2026-09-03 10:00", "2026-09-04 12:00"),
        ("green", "2026-09-03 10:00", "2026-09-07 17:00"),
    ],
)
def test_agencies_answer_before_the_decision_is_due(rating: str, asked: str, due: str) -> None:
    decision = rating_deadline(DEVON, rating, local(asked)).due_at
    answer = check_deadline(DEVON, rating, local(asked), enquiry_due_at=decision)
    assert answer.due_at == local(due).astimezone(UTC)
    assert answer.due_at < decision


def test_an_agency_asked_late_answers_by_the_decisions_deadline() -> None:
    decision = rating_deadline(DEVON, "amber", local("2026-09-03 10:00")).due_at
    answer = check_deadline(DEVON, "amber", local("2026-09-04 11:00"), enquiry_due_at=decision)
    assert answer.due_at == decision
    assert answer.words.endswith("so the answer is due with it: Friday 4 September 2026 at 17:00.")


def test_an_agency_asked_after_the_decisions_deadline_has_its_own_time() -> None:
    decision = rating_deadline(DEVON, "amber", local("2026-09-03 10:00")).due_at
    answer = check_deadline(DEVON, "amber", local("2026-09-04 17:30"), enquiry_due_at=decision)
    assert answer.due_at == local("2026-09-07 12:00").astimezone(UTC)


def re_rated(old: str, new: str, began: str, at: str) -> tuple[str, str]:
    due = re_rated_deadline(
        DEVON,
        old_code=old,
        new_code=new,
        began_at=local(began),
        re_rated_at=local(at),
        old_due_at=rating_deadline(DEVON, old, local(began)).due_at,
    )
    return f"{due.due_at.astimezone(LONDON):%Y-%m-%d %H:%M}", due.words


def test_a_rating_that_goes_up_counts_from_the_new_rating() -> None:
    due, words = re_rated("green", "red", "2026-09-03 10:00", "2026-09-04 09:30")
    assert due == "2026-09-04 13:30"
    assert "Changed from green Friday 4 September 2026 at 09:30" in words


def test_a_rating_that_goes_up_never_gives_more_time_than_was_left() -> None:
    due, words = re_rated("green", "red", "2026-09-03 10:00", "2026-09-08 15:00")
    assert due == "2026-09-08 17:00"
    assert words.endswith(
        "A rating that goes up gives no more time than was left, so it stays due Tuesday 8 September 2026 at 17:00."
    )


def test_a_rating_that_goes_down_counts_from_the_beginning() -> None:
    due, words = re_rated("red", "green", "2026-09-03 10:00", "2026-09-03 11:00")
    assert due == "2026-09-08 17:00"
    assert "Received Thursday 3 September 2026 at 10:00" in words


def test_a_rating_confirmed_keeps_its_deadline() -> None:
    due, words = re_rated("amber", "amber", "2026-09-03 10:00", "2026-09-04 11:00")
    assert due == "2026-09-04 17:00"
    assert words == "Amber: rating confirmed, so the decision is still due Friday 4 September 2026 at 17:00."


def test_red_is_counted_beyond_the_known_bank_holidays_and_amber_is_refused() -> None:
    new_years_eve = local("2028-12-31 22:00")
    assert rating_deadline(DEVON, "red", new_years_eve).due_at == local("2029-01-01 02:00").astimezone(UTC)
    with pytest.raises(HolidaysUnknown):
        rating_deadline(DEVON, "amber", new_years_eve)


def test_a_start_without_a_time_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        rating_deadline(DEVON, "red", datetime(2026, 9, 3, 10))


def test_a_rating_the_hub_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(UnknownCode) as refused:
        rating_deadline(DEVON, "blue", local("2026-09-03 10:00"))
    assert refused.value.sentence == "Devon's operating model has no rating “blue”. It has: red, amber, green."
