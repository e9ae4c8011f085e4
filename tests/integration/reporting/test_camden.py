"""Camden's management information data set, and its share of reds in four hours, come out of cases that were played.

Source: Home Office (2014), Multi Agency Working and Information Sharing Project: final report: "the initial source of
referral, the presenting issue for referral, changes in risk rating before and after MASH, case outcomes, and, time
taken to complete"; annex D: "90% of red rag rated cases being completed within the four hour timescale".
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from openmash.reporting import queries
from openmash.reporting.rules import Period, cross, issues_of, timings
from tests.played import ChildPlay, Play
from tests.world import World, devon

pytestmark = pytest.mark.django_db

CAME = datetime(2013, 7, 2, 9, tzinfo=UTC)  # ten o'clock in London, a Tuesday
JULY = Period(date(2013, 7, 1), date(2013, 7, 1))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
MERLIN, SCHOOL = "6", "2A"


@pytest.fixture
def camden() -> World:
    return devon("camden", operating_model="camden", at=datetime(2013, 6, 3, 9, tzinfo=UTC))


def red(after: timedelta) -> ChildPlay:
    """A child rated red, decided about so long after the contact came in."""
    return ChildPlay("red", "no_further_action", after=after)


def test_nine_reds_in_ten_are_decided_within_four_hours(camden: World) -> None:
    with camden.inside():
        play = Play(camden, signed_on=date(2013, 1, 1))
        for number in range(6):
            play.family([red(2 * HOUR + number * 20 * MINUTE)] * 3, received_at=CAME, source=MERLIN)
        play.family([red(4 * HOUR + MINUTE), red(5 * HOUR)], received_at=CAME, source=MERLIN)
        play.family([ChildPlay("green", "single_assessment", after=30 * HOUR)], received_at=CAME, source=SCHOOL)

        found = timings(queries.cases(camden.actor("manager"), JULY), at=CAME + 60 * HOUR)

    shares = {each.rating.label: (each.decided, each.in_time, each.share) for each in found}
    assert shares["Red"] == (20, 18, 90)
    assert shares["Green"][0] == 1


def test_the_data_set_has_source_issue_ratings_outcome_and_time(camden: World) -> None:
    with camden.inside():
        play = Play(camden, signed_on=date(2013, 1, 1))
        moved = ChildPlay("amber", "single_assessment", after=3 * HOUR, re_rated="red")
        play.family([moved], received_at=CAME, source=MERLIN, issues=["domestic_abuse"])
        play.family([ChildPlay("green")], received_at=CAME + HOUR, source=SCHOOL)

        one, open_still = queries.cases(camden.actor("operations_manager"), JULY)

    assert (one.source, one.issues, one.outcome) == ("Police", ("Domestic abuse",), "Single assessment")
    assert (one.before.label, one.after.label, one.taken) == ("Amber", "Red", 3 * HOUR)
    assert (open_still.outcome, open_still.taken, open_still.issues) == ("Not decided yet", None, ())
    assert [row.label for row in cross([one, open_still], issues_of, lambda case: case.outcome).rows] == [
        "Domestic abuse",
        "Not recorded",
    ]


def test_what_came_of_it_in_the_end_counts_and_the_time_of_the_first_decision(camden: World) -> None:
    with camden.inside():
        play = Play(camden, signed_on=date(2013, 1, 1))
        enquiry_id = play.family([red(3 * HOUR)], received_at=CAME)
        play.again(enquiry_id, ChildPlay("red", "single_assessment", after=50 * HOUR), received_at=CAME)

        [case] = queries.cases(camden.actor("manager"), JULY)

    assert (case.outcome, case.taken, case.in_time) == ("Single assessment", 3 * HOUR, True)
