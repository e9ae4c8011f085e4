"""What came of cases by who referred: Devon's split comes out of cases that were played.

Source: National Foundation for Educational Research (2011), Devon case-study report: "48 per cent of MASH enquiries
result in a referral to CYPS social care while 24 per cent are referred to Early Response Services … In 26 per cent of
cases, no further action is taken, but … the majority of these (66 per cent) arise from police 121a referrals".
"""

from datetime import date, timedelta

import pytest

from openmash.core.errors import Refused
from openmash.exclusions import services as exclusion_services
from openmash.reporting import queries
from openmash.reporting.rules import Crossing, Period, cross
from tests.played import ChildPlay, Play
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

POLICE, SCHOOL, GP = "6", "2A", "3A"
NOTHING, EARLY, CARE, STILL_OPEN = "no_further_action", "early_response", "social_care", ""

# How many children, from whom, with what outcome: what is told here is played, and the report counts it.
YEAR = [
    *((POLICE, NOTHING, 19), (SCHOOL, NOTHING, 6), (GP, NOTHING, 4)),
    *((POLICE, EARLY, 9), (SCHOOL, EARLY, 11), (GP, EARLY, 6)),
    *((POLICE, CARE, 23), (SCHOOL, CARE, 18), (GP, CARE, 12)),
    (SCHOOL, STILL_OPEN, 2),
]
SIBLINGS = 6
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 1))


@pytest.fixture
def world() -> World:
    return devon(at=NOW - timedelta(days=3))


def split(world: World, who: str = "operations_manager", period: Period = NOVEMBER) -> Crossing:
    """The report, by source and outcome."""
    found = queries.cases(world.actor(who), period)
    return cross(found, lambda case: (case.source,), lambda case: case.outcome)


def play(hub: Play, source: str, outcome: str, children: int) -> None:
    """Families of brothers and sisters, all with one outcome."""
    while children:
        siblings = min(children, SIBLINGS)
        hub.family([ChildPlay("amber", outcome)] * siblings, received_at=NOW, source=source)
        children -= siblings


def test_devon_s_split_comes_out_of_cases(world: World) -> None:
    with world.inside():
        hub = Play(world)
        for source, outcome, children in YEAR:
            play(hub, source, outcome, children)

        found = split(world)

    assert found.all.total == sum(children for _, _, children in YEAR)
    assert dict(zip(found.columns, found.all.percents, strict=True)) == {
        "Children's social care (tier 3)": 48,
        "Early response (tier 2)": 24,
        "No further action": 26,
        "Not decided yet": 2,
    }
    assert found.share("Police", "No further action") == 66


def test_a_case_counts_in_the_month_in_which_it_came_in(world: World) -> None:
    with world.inside():
        play(Play(world), POLICE, NOTHING, 1)

        assert split(world).all.total == 1
        assert split(world, period=NOVEMBER.before).all.total == 0


def test_what_somebody_is_kept_out_of_is_not_in_their_numbers(world: World) -> None:
    with world.inside():
        enquiry_id = Play(world).family([ChildPlay("amber", NOTHING)], received_at=NOW)
        manager = world.actor("manager")
        exclusion_services.declare(
            user_id=manager.id, enquiry_id=enquiry_id, ground="relative", actor=manager, at=NOW + timedelta(hours=2)
        )

        assert split(world, "manager").all.total == 0
        assert split(world, "governance").all.total == 1


def test_whoever_works_cases_alone_reads_no_reports(world: World) -> None:
    with world.inside():
        for who in ("coordinator", "social_worker", "police", "business_support", "administrator"):
            with pytest.raises(Refused):
                split(world, who)
        assert split(world, "governance").rows == ()
