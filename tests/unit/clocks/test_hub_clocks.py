"""Every hub's clocks, worked by hand on a wall calendar: weekends, holidays, both clock changes, a leap day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openmash.clocks.deadlines import check_deadline, named_deadline, rating_deadline, re_rated_deadline
from openmash.clocks.errors import HolidaysUnknown
from openmash.hubs.rules import OperatingModel, available, load, parse, source

LONDON = ZoneInfo("Europe/London")
MODELS = [load(name) for name in available()]


def local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("name", "rating", "received", "due"),
    [
        ("bexley", "red", "2026-09-04 16:59", "2026-09-04 20:59"),
        ("bexley", "amber", "2026-09-08 10:00", "2026-09-09 17:00"),
        ("bexley", "green", "2026-09-04 12:00", "2026-09-09 17:00"),
        ("bexley", "green", "2026-12-24 15:30", "2026-12-31 17:00"),
        ("birmingham", "section_47", "2026-09-04 21:30", "2026-09-05 09:30"),
        ("birmingham", "section_47", "2026-10-24 20:00", "2026-10-25 07:00"),  # the clocks go back
        ("birmingham", "section_47", "2026-03-28 20:00", "2026-03-29 09:00"),  # the clocks go forward
        ("birmingham", "to_screen", "2026-09-04 21:30", "2026-09-07 22:00"),  # its shifts end at ten
        ("blackburn", "red", "2026-12-25 02:00", "2026-12-25 06:00"),
        ("blackburn", "amber", "2026-05-22 11:00", "2026-05-26 17:00"),  # before the spring bank holiday
        ("blackburn", "green", "2026-05-22 11:00", "2026-05-28 17:00"),
        ("bradford", "at_risk", "2026-09-04 16:00", "2026-09-05 00:00"),
        ("bradford", "not_at_risk", "2026-09-04 16:59", "2026-09-07 17:00"),
        ("bury", "red", "2026-09-05 10:00", "2026-09-05 14:00"),  # Saturday
        ("bury", "amber", "2026-09-04 16:59", "2026-09-07 17:00"),
        ("bury", "green", "2026-09-04 16:59", "2026-09-08 17:00"),
        ("camden", "red", "2026-12-31 22:00", "2027-01-01 02:00"),
        ("camden", "amber", "2026-12-31 16:00", "2027-01-04 17:00"),
        ("camden", "green", "2026-12-31 16:00", "2027-01-05 17:00"),
        ("cornwall", "immediate", "2026-09-04 20:00", "2026-09-05 00:00"),
        ("cornwall", "concern", "2026-04-02 12:00", "2026-04-07 17:00"),  # Maundy Thursday
        ("cornwall", "consultation", "2026-04-02 12:00", "2026-04-07 17:00"),
        ("dartford_gravesend", "urgent", "2026-09-04 16:00", "2026-09-05 00:00"),
        ("dartford_gravesend", "standard", "2026-12-26 10:00", "2026-12-29 17:00"),
        ("durham", "red", "2026-09-04 16:59", "2026-09-07 12:59"),  # one minute on Friday
        ("durham", "red", "2026-09-05 10:00", "2026-09-07 13:00"),  # Saturday
        ("durham", "red", "2026-12-24 15:30", "2026-12-29 11:30"),
        ("durham", "red", "2026-04-02 16:00", "2026-04-07 12:00"),  # over Easter
        ("durham", "red", "2026-03-27 16:00", "2026-03-30 12:00"),  # the clocks go forward in between
        ("durham", "red", "2026-10-23 15:00", "2026-10-26 11:00"),  # the clocks go back in between
        ("durham", "red", "2028-02-29 15:00", "2028-03-01 11:00"),
        ("durham", "amber_4", "2026-09-04 10:00", "2026-09-07 17:00"),
        ("durham", "amber_3", "2026-12-31 16:00", "2027-01-04 17:00"),
        ("ealing", "immediate", "2026-09-06 23:00", "2026-09-07 03:00"),
        ("ealing", "complex", "2026-09-04 16:00", "2026-09-07 12:00"),
        ("ealing", "complex", "2026-12-24 15:30", "2026-12-29 12:00"),
        ("ealing", "other", "2026-12-24 15:30", "2026-12-29 17:00"),
        ("first_response", "urgent", "2026-09-05 10:00", "2026-09-05 14:00"),
        ("first_response", "routine", "2026-08-31 11:00", "2026-09-01 17:00"),  # received on a bank holiday
        ("hampshire", "protection", "2026-10-24 23:00", "2026-10-25 10:00"),  # the clocks go back
        ("hampshire", "other", "2026-10-23 11:00", "2026-10-26 17:00"),
        ("kent", "immediate", "2026-12-25 02:00", "2026-12-25 06:00"),
        ("kent", "standard", "2026-12-24 15:30", "2026-12-29 17:00"),
        ("merton", "red", "2026-12-25 02:00", "2026-12-25 04:00"),
        ("merton", "amber", "2026-09-03 16:00", "2026-09-04 17:00"),
        ("merton", "green", "2026-09-03 16:00", "2026-09-07 17:00"),
        ("merton", "green", "2026-12-24 15:30", "2026-12-30 17:00"),
        ("merton", "blue", "2026-09-04 12:00", "2026-09-11 17:00"),
        ("merton", "blue", "2026-04-30 12:00", "2026-05-08 17:00"),  # month's end and May bank holiday
        ("northamptonshire", "threshold_met", "2028-02-29 21:00", "2028-03-01 01:00"),
        ("northamptonshire", "below_threshold", "2028-02-28 10:00", "2028-02-29 17:00"),
        ("nottinghamshire", "red", "2026-09-04 16:59", "2026-09-04 20:59"),
        ("nottinghamshire", "amber", "2026-08-28 11:00", "2026-09-01 17:00"),
        ("nottinghamshire", "green", "2026-08-28 11:00", "2026-09-03 17:00"),  # over the August bank holiday
        ("sandwell", "red", "2026-09-04 16:59", "2026-09-04 20:59"),
        ("sandwell", "amber", "2026-09-04 16:59", "2026-09-05 16:59"),
        ("sandwell", "amber", "2026-10-24 12:00", "2026-10-25 11:00"),  # the clocks go back
        ("sandwell", "amber", "2026-03-28 12:00", "2026-03-29 13:00"),  # the clocks go forward
        ("sandwell", "green", "2026-09-04 16:59", "2026-09-07 16:59"),
        ("sandwell", "green", "2026-12-24 15:30", "2026-12-27 15:30"),
        ("sandwell", "green", "2028-02-28 10:00", "2028-03-02 10:00"),
        ("wiltshire", "child_protection", "2026-03-29 00:30", "2026-03-29 05:30"),  # one hour is missing
        ("wiltshire", "triage", "2026-03-27 10:00", "2026-03-30 17:00"),
    ],
)
def test_a_decision_is_due(name: str, rating: str, received: str, due: str) -> None:
    assert rating_deadline(load(name), rating, local(received)).due_at == local(due).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "rating", "asked", "due"),
    [
        ("durham", "red", "2026-12-24 16:30", "2026-12-29 10:30"),
        ("merton", "red", "2026-09-05 10:00", "2026-09-05 12:00"),
        ("merton", "amber", "2026-09-03 15:00", "2026-09-04 13:00"),  # six working hours
        ("merton", "green", "2026-09-04 15:00", "2026-09-07 17:00"),
        ("sandwell", "amber", "2026-10-24 20:00", "2026-10-25 07:00"),
        ("ealing", "complex", "2026-09-04 16:00", "2026-09-07 10:00"),
        ("blackburn", "amber", "2026-09-04 15:00", "2026-09-07 11:00"),
        ("blackburn", "green", "2026-09-04 15:00", "2026-09-07 15:00"),
        ("hampshire", "protection", "2026-09-04 20:00", "2026-09-05 02:00"),
    ],
)
def test_an_agency_answers_by(name: str, rating: str, asked: str, due: str) -> None:
    assert check_deadline(load(name), rating, local(asked)).due_at == local(due).astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "clock", "started", "due"),
    [
        ("bury", "daily_meeting", "2026-09-04 09:30", "2026-09-04 17:00"),
        ("bury", "daily_meeting", "2026-09-04 17:01", "2026-09-07 17:00"),  # too late for Friday's
        ("bury", "daily_meeting", "2026-12-25 11:00", "2026-12-29 17:00"),
        ("bury", "strategy_meeting", "2026-12-24 15:30", "2026-12-25 15:30"),
        ("birmingham", "strategy_meeting", "2026-12-24 15:30", "2026-12-29 22:00"),
        ("kent", "conference", "2026-12-18 11:00", "2027-01-13 17:00"),
        ("camden", "acknowledgement", "2026-09-04 16:59", "2026-09-07 17:00"),
    ],
)
def test_the_hubs_other_clocks(name: str, clock: str, started: str, due: str) -> None:
    assert named_deadline(load(name), clock, local(started)).due_at == local(due).astimezone(UTC)


# Received on Thursday 3 September 2026 at 10:00; then the rating changes.
@pytest.mark.parametrize(
    ("name", "old", "new", "re_rated", "due"),
    [
        ("durham", "amber_3", "red", "2026-09-03 15:00", "2026-09-04 11:00"),  # two hours today, two tomorrow
        ("durham", "amber_3", "red", "2026-09-04 16:00", "2026-09-04 17:00"),  # no more than was left
        ("durham", "amber_3", "amber_4", "2026-09-03 15:00", "2026-09-04 17:00"),
        ("durham", "amber_4", "amber_3", "2026-09-03 15:00", "2026-09-04 17:00"),
        ("durham", "red", "amber_4", "2026-09-03 11:00", "2026-09-04 17:00"),
        ("sandwell", "green", "red", "2026-09-04 10:00", "2026-09-04 14:00"),
        ("sandwell", "green", "red", "2026-09-06 08:00", "2026-09-06 10:00"),  # no more than was left
        ("sandwell", "red", "green", "2026-09-03 11:00", "2026-09-06 10:00"),  # from the beginning
        ("merton", "amber", "blue", "2026-09-03 15:00", "2026-09-10 17:00"),
        ("merton", "blue", "red", "2026-09-08 09:00", "2026-09-08 11:00"),
        ("northamptonshire", "below_threshold", "threshold_met", "2026-09-04 09:00", "2026-09-04 13:00"),
        ("wiltshire", "triage", "child_protection", "2026-09-04 12:00", "2026-09-04 16:00"),
        ("ealing", "other", "complex", "2026-09-04 15:00", "2026-09-04 17:00"),
    ],
)
def test_a_changed_rating_is_due(name: str, old: str, new: str, re_rated: str, due: str) -> None:
    model, began = load(name), local("2026-09-03 10:00")
    changed = re_rated_deadline(
        model,
        old_code=old,
        new_code=new,
        began_at=began,
        re_rated_at=local(re_rated),
        old_due_at=rating_deadline(model, old, began).due_at,
    )
    assert changed.due_at == local(due).astimezone(UTC)


_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: _FIRST + timedelta(minutes=minutes))


@given(model=st.sampled_from(MODELS), at=_MOMENTS)
def test_in_no_hub_is_the_more_urgent_rating_due_later(model: OperatingModel, at: datetime) -> None:
    due = [rating_deadline(model, rating.code, at).due_at for rating in model.ratings_by_urgency()]
    assert due == sorted(due)
    assert due[0] > at


@given(model=st.sampled_from(MODELS), at=_MOMENTS)
def test_in_no_hub_may_an_agency_answer_after_the_decision_is_due(model: OperatingModel, at: datetime) -> None:
    for rating in model.ratings:
        decision = rating_deadline(model, rating.code, at).due_at
        assert at < check_deadline(model, rating.code, at, enquiry_due_at=decision).due_at <= decision


# Bank holidays that nobody has published yet, and one-off ones, are the model's own to say.
NEW_YEAR_2029 = """
[[office.closed_days]]
day = 2029-01-01
why = "New Year's Day"

[[areas]]"""


def test_a_model_extends_the_bank_holidays_that_are_published() -> None:
    text = source("durham")
    extended = text.replace("\n[[areas]]", NEW_YEAR_2029, 1).replace(
        "[office]\n", "[office]\nholidays_known_to = 2029-01-31\n"
    )
    friday = local("2028-12-29 16:00")
    with pytest.raises(HolidaysUnknown, match="known from 1 January 2012 to 31 December 2028"):
        rating_deadline(load("durham"), "red", friday)
    found = rating_deadline(parse(extended, source_name="mine.toml"), "red", friday)
    assert found.due_at == local("2029-01-02 12:00").astimezone(UTC)
    assert "1 January" in found.words
    assert "New Year's Day" in found.words


def test_beyond_what_the_model_says_it_knows_nothing_is_guessed() -> None:
    text = source("durham").replace("[office]\n", "[office]\nholidays_known_to = 2029-01-31\n")
    with pytest.raises(HolidaysUnknown, match="to 31 January 2029"):
        rating_deadline(parse(text, source_name="mine.toml"), "red", local("2029-01-31 16:00"))


def test_a_one_off_closed_day_moves_working_clocks_and_leaves_red_alone() -> None:
    day = NEW_YEAR_2029.replace("2029-01-01", "2026-09-04").replace("New Year's Day", "A day of mourning")
    devon = parse(source("devon").replace("\n[[areas]]", day, 1), source_name="mine.toml")
    thursday = local("2026-09-03 15:00")
    assert rating_deadline(devon, "amber", thursday).due_at == local("2026-09-07 17:00").astimezone(UTC)
    assert "A day of mourning" in rating_deadline(devon, "amber", thursday).words
    assert rating_deadline(devon, "red", thursday).due_at == local("2026-09-03 19:00").astimezone(UTC)
    assert rating_deadline(load("devon"), "amber", thursday).due_at == local("2026-09-04 17:00").astimezone(UTC)
