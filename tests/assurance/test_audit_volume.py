"""A hundred thousand events by eight writers at once: none lost, and none taken for tampered.

How fast is printed, and `python -m bench.log` measures it: no test asserts a time.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection

from bench import log
from openmash.audit import services as audit
from openmash.audit.queries.verification import verified
from openmash.audit.services import sealing
from tests.assurance import figures
from tests.world import NOW, devon


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_hundred_thousand_events_by_eight_writers_without_a_false_alarm() -> None:
    world = devon(people=("manager",))
    with world.inside():
        actor = world.actor("manager")
    appended = log.append(world.hub_id, actor, writers=8, each=12_500, at_once=5)
    print(f"\n{appended.events} events, {appended.rate:.0f} a second, all sealed {appended.sealed_after:.1f} s later")
    began = datetime.now(UTC)
    with world.inside():
        found = verified(world.hub_id)
    print(f"{found.checkpoints} checkpoints; read and verified in {(datetime.now(UTC) - began).total_seconds():.1f} s")
    figures.note(
        "Events of the log by eight writers at once",
        target="100,000 events, none lost, no false alarm; at least 1,000 a second",
        figure=f"{found.events:,} events, {appended.rate:,.0f} a second, {found.waiting} unsealed, "
        f"{len(found.problems)} false alarms",
        command="make assurance TESTS=tests/assurance/test_audit_volume.py ARGS='-m long'",
    )
    assert (found.events, found.waiting, found.problems) == (100_000, 0, ())


@pytest.mark.django_db(transaction=True)
def test_what_several_write_while_it_is_sealed_is_all_there_and_holds() -> None:
    world = devon(people=("manager",))
    with world.inside():
        actor = world.actor("manager")
    appended = log.append(world.hub_id, actor, writers=4, each=60, at_once=3)
    with world.inside():
        found = verified(world.hub_id)
    assert (found.events, found.waiting, found.problems) == (appended.events, 0, ())


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_give_every_event_one_place() -> None:
    world = devon(people=("manager",))
    with world.inside():
        for _ in range(300):
            audit.record("enquiry.opened", actor=world.actor("manager"), at=NOW, about=("enquiry", uuid4()))

    def seal_on(_: int) -> int:
        try:
            return sum(log.seal(world.hub_id, NOW) for _ in range(20))
        finally:
            connection.close()

    with patch.object(sealing, "MOST_AT_ONCE", 10), ThreadPoolExecutor(2) as sealers:
        sealed = sum(sealers.map(seal_on, range(2)))
        while more := log.seal(world.hub_id, NOW):
            sealed += more
    with world.inside():
        found = verified(world.hub_id)
    assert (sealed, found.events, found.waiting, found.problems) == (300, 300, 0, ())
