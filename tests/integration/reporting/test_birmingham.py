"""Birmingham's monthly table, its conferences and its joint screening come out of cases that were played.

Source: Wilde and Allen (2013), Birmingham Multi Agency Safeguarding Hub, sections 4 and 5.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from openmash.reporting import queries
from openmash.reporting.rules import Period, average, total
from tests.played import ChildPlay, MeetingPlay, Play
from tests.world import World, devon

pytestmark = pytest.mark.django_db

# What happened in South in each month of 2012, from April on: discussions, meetings, children under section 47.
SOUTH = [(81, 25, 114), (85, 31, 73), (80, 4, 68), (62, 2, 68), (84, 3, 55), (115, 8, 55), (112, 5, 77), (98, 6, 68)]
SIBLINGS = 12
HOUR = timedelta(hours=1)


@pytest.fixture
def south() -> World:
    return devon("birmingham", operating_model="birmingham", at=datetime(2012, 3, 1, 9, tzinfo=UTC))


def test_the_months_of_south_come_out_as_the_review_prints_them(south: World) -> None:
    with south.inside():
        play = Play(south, signed_on=date(2012, 1, 1))
        for number, month in enumerate(SOUTH):
            play_month(play, datetime(2012, 4 + number, 2, 9, tzinfo=UTC), *month)

        lines = queries.child_protection(south.actor("manager"), Period(date(2012, 4, 1), date(2012, 11, 1)))

    assert [line.counts for line in lines] == SOUTH
    assert total(lines).counts == (717, 84, 578)
    assert average(lines) == (Decimal("89.6"), Decimal("10.5"), Decimal("72.3"))


def play_month(play: Play, begins: datetime, discussions: int, meetings: int, children: int) -> None:
    """Families of siblings; each is discussed, or met about, as often as the month's numbers come to a family."""
    families = -(-children // SIBLINGS)
    for number in range(families):
        received_at = begins + timedelta(days=number)
        called = [
            *(["strategy_discussion"] * share(discussions, families, number)),
            *(["strategy_meeting"] * share(meetings, families, number)),
        ]
        at = [
            MeetingPlay(code, received_at + (1 + position) * HOUR / 2, "section_47_joint")
            for position, code in enumerate(called)
        ]
        child = ChildPlay("section_47", "section_47", after=11 * HOUR)
        play.family([child] * share(children, families, number), received_at=received_at, meetings=at)


def share(whole: int, among: int, number: int) -> int:
    """How many of a whole fall to one of so many, as evenly as can be."""
    return whole // among + (number < whole % among)
