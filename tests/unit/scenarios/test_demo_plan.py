"""The demo's fortnight on paper: believable numbers, invented people, and the same every time."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import nhs_number
import pytest

from openmash.clocks.calendar import calendar_for
from openmash.hubs import rules
from openmash.scenarios.demo import people, plan
from openmash.scenarios.demo.passing_time import NotYet, PassingTime

NOW = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)  # a Tuesday
CALENDAR = calendar_for(rules.load("devon").office)


@pytest.fixture(scope="module")
def fortnight() -> tuple[plan.Planned, ...]:
    return plan.fortnight(NOW, CALENDAR)


def test_200_contacts_in_the_fortnight_that_ends_now(fortnight: tuple[plan.Planned, ...]) -> None:
    assert len(fortnight) == 200
    assert all(NOW - timedelta(days=14) <= each.received_at <= NOW for each in fortnight)
    assert [each.number for each in fortnight] == list(range(200)), "in order of arrival"


def test_about_20_come_in_on_a_working_day_and_few_at_the_weekend(fortnight: tuple[plan.Planned, ...]) -> None:
    days = Counter(each.received_at.date() for each in fortnight)
    whole_days = [day for day in days if CALENDAR.is_working_day(day) and day not in (NOW.date(), min(days))]
    assert all(10 <= days[day] <= 32 for day in whole_days), days
    assert sum(count for day, count in days.items() if not CALENDAR.is_working_day(day)) <= 10


def test_enquiries_end_about_as_in_the_case_study(fortnight: tuple[plan.Planned, ...]) -> None:
    enquiries = [each for each in fortnight if each.way == "enquiry"]
    share = {code: count / len(enquiries) for code, count in Counter(each.outcome for each in enquiries).items()}
    assert share["social_care"] == pytest.approx(0.48, abs=0.12)
    assert share["early_response"] == pytest.approx(0.24, abs=0.10)
    assert share["no_further_action"] == pytest.approx(0.26, abs=0.12)
    ended = [each for each in enquiries if each.outcome == "no_further_action"]
    assert sum(each.source == "police" for each in ended) / len(ended) == pytest.approx(0.66, abs=0.2)


def test_the_same_moment_gives_the_same_fortnight() -> None:
    assert plan.fortnight(NOW, CALENDAR, contacts=30) == plan.fortnight(NOW, CALENDAR, contacts=30)


def test_each_child_has_a_rating_of_their_own(fortnight: tuple[plan.Planned, ...]) -> None:
    enquiries = [each for each in fortnight if each.way == "enquiry"]
    assert all(len(each.ratings) == len(each.family.children) for each in enquiries)
    assert any(len(set(each.ratings)) > 1 for each in enquiries), "siblings may differ"


def test_a_second_notice_is_about_the_family_of_the_first(fortnight: tuple[plan.Planned, ...]) -> None:
    second = [each for each in fortnight if each.joins is not None]
    assert second
    assert all(fortnight[each.joins].family == each.family for each in second if each.joins is not None)


def test_nhs_numbers_are_from_the_range_that_is_never_issued() -> None:
    made = [plan.invented_nhs_number(sequence) for sequence in range(500)]
    assert all(number.startswith("999") and nhs_number.is_valid(number) for number in made)


def test_the_cast_is_eight_agencies_in_the_room_and_about_25_people_inside() -> None:
    in_the_room = [agency for agency in people.AGENCIES if agency.co_located]
    inside = [person for person in people.PEOPLE if person.door == "inside"]
    assert len(in_the_room) == 8
    assert 22 <= len(inside) <= 30
    assert len({person.email for person in people.PEOPLE}) == len(people.PEOPLE)


def test_time_in_a_case_goes_on_in_office_hours_and_ends_now() -> None:
    friday_evening = datetime(2026, 11, 13, 16, 50, tzinfo=UTC)
    time = PassingTime(friday_evening, NOW, CALENDAR)
    assert time.later(30) == datetime(2026, 11, 16, 9, 0, tzinfo=UTC), "Monday at nine"
    with pytest.raises(NotYet):
        time.later(3 * 24 * 60)
