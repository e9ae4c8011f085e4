"""Which agency answered in time, for those who answer for the hub; not of cases that they are kept out of."""

from datetime import timedelta

import pytest

from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.rules import NilTold
from openmash.core.errors import Refused
from openmash.exclusions import services as exclusion_services
from openmash.reporting import queries
from openmash.reporting.rules import Period
from tests.rooms import open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

NOVEMBER = Period.up_to(NOW.date(), months=1)


def lines(world: World, who: str) -> list[tuple[str, int, int, int, int]]:
    """By agency: asked, in time, late, overdue; two days after the case came in."""
    found = queries.lateness(world.actor(who), NOVEMBER, at=NOW + timedelta(days=2))
    return [(each.agency_name, each.asked, each.in_time, each.late, each.overdue) for each in found]


def test_each_agency_s_answers_are_counted_by_whether_they_came_in_time() -> None:
    world = devon(at=NOW - timedelta(days=3))
    case = open_case(world)
    with world.inside():
        health, police, _education = case.ask("health", "police", "education")
        due = check_queries.check(health, actor=world.actor("coordinator")).due_at
        nil = NilTold("no_trace", "Our records.")
        check_services.answer_nothing(check_id=police, nil=nil, late=None, actor=world.actor("police"), at=due)
        late = due + timedelta(minutes=1)
        check_services.answer_nothing(check_id=health, nil=nil, late=None, actor=world.actor("health"), at=late)

        found = lines(world, "governance")
        assert found == [
            ("Devon Education Service", 1, 0, 0, 1),
            ("Devon and Cornwall Police", 1, 1, 0, 0),
            ("NHS Devon", 1, 0, 1, 0),
        ]

        manager = world.actor("manager")
        exclusion_services.declare(
            user_id=manager.id, enquiry_id=case.enquiry_id, ground="relative", actor=manager, at=case.later()
        )
        assert lines(world, "manager") == []
        assert lines(world, "operations_manager") == found
        with pytest.raises(Refused):
            lines(world, "coordinator")
