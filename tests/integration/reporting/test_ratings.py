"""Ratings that went up or down: the published shares come out of cases that were played.

Source: Home Office (2014), Multi Agency Working and Information Sharing Project: final report: University of Greenwich
on five London boroughs, "a larger proportion of cases being 'escalated' … (6% to 11%), and a smaller proportion being
deescalated … (42% to 35%)"; Staffordshire and Stoke-on-Trent, "27% … were escalated following work by the MASH, and
only 7% were de-escalated".
"""

from datetime import date, timedelta

import pytest

from openmash.reporting import queries
from openmash.reporting.rules import Moves, Period, moves
from tests.played import ChildPlay, Play
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER = (Period(date(2026, month, 1), date(2026, month, 1)) for month in (10, 11))
BEFORE_THE_HUB, WITH_THE_HUB = (6, 52, 42), (11, 54, 35)
STAFFORDSHIRE = (27, 66, 7)
SIBLINGS = 10
RE_RATED = ("red", "", "green")  # from amber: up, the same, down
A_MONTH = timedelta(days=30)


@pytest.fixture
def world() -> World:
    return devon(at=NOW - timedelta(days=60))


def play(world: World, numbers: tuple[int, int, int], *, months_ago: int = 0) -> None:
    """A hundred children rated amber: so many are rated again to red, left, and rated again to green."""
    hub = Play(world)
    children = [
        ChildPlay("amber", "no_further_action", re_rated=rating)
        for rating, count in zip(RE_RATED, numbers, strict=True)
        for _ in range(count)
    ]
    for first in range(0, len(children), SIBLINGS):
        hub.family(children[first : first + SIBLINGS], received_at=NOW - months_ago * A_MONTH)


def found(world: World, period: Period) -> Moves:
    return moves(queries.cases(world.actor("operations_manager"), period))


def test_more_go_up_and_fewer_down_than_in_the_month_before(world: World) -> None:
    with world.inside():
        play(world, BEFORE_THE_HUB, months_ago=1)
        play(world, WITH_THE_HUB)

        before, now = found(world, NOVEMBER.before), found(world, NOVEMBER)

    assert (before.up_percent, now.up_percent) == (6, 11)
    assert (before.down_percent, now.down_percent) == (42, 35)


def test_staffordshire_s_shares_come_out_of_cases(world: World) -> None:
    with world.inside():
        play(world, STAFFORDSHIRE)

        now, before = found(world, NOVEMBER), found(world, OCTOBER)

    assert (now.up_percent, now.down_percent) == (27, 7)
    assert before.up_percent is None
