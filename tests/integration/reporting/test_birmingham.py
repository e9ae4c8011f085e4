"""Birmingham's monthly table, its conferences and its joint screening come out of cases that were played.

Source: Wilde and Allen (2013), Birmingham Multi Agency Safeguarding Hub, sections 4 and 5.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from openmash.agencies import services as agency_services
from openmash.reporting import queries
from openmash.reporting.rules import MonthLine, Period, average, total
from tests.played import ChildPlay, MeetingPlay, Play
from tests.world import World, devon

pytestmark = pytest.mark.django_db

# What happened in South in each month of 2012, from April on: discussions, meetings, children under section 47.
SOUTH = [(81, 25, 114), (85, 31, 73), (80, 4, 68), (62, 2, 68), (84, 3, 55), (115, 8, 55), (112, 5, 77), (98, 6, 68)]
SIBLINGS, TALKED_OVER = 12, 6
CONFERENCES_A_FAMILY = 6
HOUR = timedelta(hours=1)


@pytest.fixture
def south() -> World:
    return devon("birmingham", operating_model="birmingham", at=datetime(2012, 3, 1, 9, tzinfo=UTC))


def test_the_first_month_of_south_comes_out_as_the_review_prints_it(south: World) -> None:
    assert [line.counts for line in played(south, SOUTH[:1])] == [(81, 25, 114)]


@pytest.mark.long
def test_the_whole_table_of_south_comes_out_with_its_totals_and_averages(south: World) -> None:
    lines = played(south, SOUTH)

    assert [line.counts for line in lines] == SOUTH
    assert total(lines).counts == (717, 84, 578)
    assert average(lines) == (Decimal("89.6"), Decimal("10.5"), Decimal("72.3"))


def played(south: World, months: Sequence[tuple[int, int, int]]) -> list[MonthLine]:
    """What the report says once these months have happened, from April 2012 on."""
    with south.inside():
        play = Play(south, signed_on=date(2012, 1, 1))
        for number, month in enumerate(months):
            play_month(play, datetime(2012, 4 + number, 2, 9, tzinfo=UTC), *month)
        period = Period(date(2012, 4, 1), date(2012, 3 + len(months), 1))
        return queries.child_protection(south.actor("manager"), period)


def play_month(play: Play, begins: datetime, discussions: int, meetings: int, children: int) -> None:
    """A few only children are talked over day after day; the others are brothers and sisters, decided at once.

    Opening a family for each discussion would take minutes.
    """
    child = ChildPlay("section_47", "section_47", after=11 * HOUR)
    for number in range(TALKED_OVER):
        called = [
            *(["strategy_discussion"] * share(discussions, TALKED_OVER, number)),
            *(["strategy_meeting"] * share(meetings, TALKED_OVER, number)),
        ]
        talks = [
            MeetingPlay(code, begins + (1 + position) * HOUR / 3, "section_47_joint")
            for position, code in enumerate(called)
        ]
        play.family([child], received_at=begins, meetings=talks)
    for first in range(TALKED_OVER, children, SIBLINGS):
        play.family([child] * min(SIBLINGS, children - first), received_at=begins)


def share(whole: int, among: int, number: int) -> int:
    """How many of a whole fall to one of so many, as evenly as can be."""
    return whole // among + (number < whole % among)


# Invitations to the police in South from October to 10 December 2012, and how many cases met their criteria.
INVITATIONS, CRITERIA_MET = 84, 8


def test_the_conferences_of_south_come_out_as_the_review_prints_them(south: World) -> None:
    with south.inside():
        play = Play(south, signed_on=date(2012, 1, 1))
        for number in range(INVITATIONS):
            meets = number < CRITERIA_MET
            if number % CONFERENCES_A_FAMILY == 0:
                came = datetime(2012, 10, 3, 8, tzinfo=UTC) + number * HOUR
                enquiry_id = play.family([ChildPlay("section_47")], received_at=came)
            conference = MeetingPlay(
                "conference",
                came + HOUR + (number % CONFERENCES_A_FAMILY) * HOUR,
                "protection_plan",
                criterion="criminal_activity" if meets else "none_met",
                police="room" if meets else "absent",
            )
            play.meet(enquiry_id, conference)

        found = queries.conferences(south.actor("governance"), Period(date(2012, 10, 1), date(2012, 12, 1)))

    [police] = [each for each in found if each.agency == "Police"]
    assert (police.invited, police.met, police.attended) == (INVITATIONS, CRITERIA_MET, CRITERIA_MET)


# About 10,000 reports were screened: 30 % no issue, 40 % one agency, 7-13 % an assessment, 24-27 % section 47.
SCREENED = {"no_issue": 30, "single_agency": 40, "initial_assessment": 7, "section_47": 24}


def test_joint_screening_splits_as_the_review_prints_it(south: World) -> None:
    october = Period(date(2012, 10, 1), date(2012, 10, 1))
    with south.inside():
        play = Play(south, signed_on=date(2012, 1, 1))
        south.agencies["charity"] = agency_services.add_agency(
            hub_id=south.hub_id,
            name="A charity that knows domestic abuse",
            short_name="Charity",
            kind="domestic_abuse",
            co_located=True,
            email="mash@charity.example",
        )
        came = datetime(2012, 10, 3, 8, tzinfo=UTC)
        for outcome, count in SCREENED.items():
            for _ in range(count):
                contact_id = play.contact(1, received_at=came, source="6", issues=["domestic_abuse"])
                play.screen(contact_id, outcome, agencies=("council", "police", "charity"), at=came + HOUR)

        [found] = queries.screenings(south.actor("manager"), october)
        assert queries.screenings(south.actor("manager"), october.before) == []

    assert found.contacts == sum(SCREENED.values())
    assert [each.share for each in found.outcomes] == [30, 40, 7, 24]
