"""A hundred thousand events by eight writers at once: none lost, none taken for tampered, and fast enough."""

from datetime import UTC, datetime

import pytest

from bench import log
from openmash.audit.queries.verification import verified
from tests.world import devon

AT_LEAST = 1_000  # events a second, from the issue


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_events_by_eight_writers_without_a_false_alarm() -> None:
    world = devon(people=("manager",))
    with world.inside():
        actor = world.actor("manager")
    appended = log.append(world.hub_id, actor, writers=8, each=12_500)
    print(f"\n{appended.events} events, {appended.rate:.0f} a second, all sealed {appended.sealed_after:.1f} s later")
    began = datetime.now(UTC)
    with world.inside():
        found = verified(world.hub_id)
    print(f"{found.checkpoints} checkpoints; read and verified in {(datetime.now(UTC) - began).total_seconds():.1f} s")
    assert (found.events, found.waiting, found.problems) == (100_000, 0, ())
    assert appended.rate >= AT_LEAST


@pytest.mark.django_db(transaction=True)
def test_what_several_write_while_it_is_sealed_is_all_there_and_holds() -> None:
    world = devon(people=("manager",))
    with world.inside():
        actor = world.actor("manager")
    appended = log.append(world.hub_id, actor, writers=4, each=60)
    with world.inside():
        found = verified(world.hub_id)
    assert (found.events, found.waiting, found.problems) == (appended.events, 0, ())
