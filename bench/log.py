"""`python -m bench.log`: how fast the log takes events from eight writers while it is sealed, and what that costs.

The writers are processes of their own, as requests are; the sealer runs beside them. Once each event has a transaction
of its own, once ten share one, as when somebody opens a room with nine items in it.
The server is a temporary one that does not wait for the disk, so the figures are about the log and not about the disk.
"""

import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from openmash.access import Actor
    from tests.databases import Database

WRITERS, EACH = 8, 2_500
PAUSE = 1.0  # seconds between two rounds of the sealer; the worker waits ten


@dataclass(frozen=True)
class Appended:
    """What came of it.

    Args:
        events: how many were written.
        seconds: until the last writer was done.
        sealed_meanwhile: how many the sealer had sealed by then.
        sealed_after: how long it took to seal the rest, in seconds.
    """

    events: int
    seconds: float
    sealed_meanwhile: int
    sealed_after: float

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds


def append(hub_id: UUID, actor: "Actor", *, writers: int = WRITERS, each: int = EACH, at_once: int = 1) -> Appended:
    """Let writers append while the sealer seals.

    Args:
        hub_id: a hub that is committed.
        actor: as whom they write.
        writers: how many processes.
        each: how many events each of them writes.
        at_once: how many of them in one transaction.
    """
    from django.db import connections

    from openmash.core import clock

    fork = multiprocessing.get_context("fork")
    connections.close_all()  # a connection does not survive being shared
    ready = fork.Barrier(writers + 1)
    processes = [
        fork.Process(target=_write, args=(hub_id, actor, each // at_once, at_once, ready)) for _ in range(writers)
    ]
    for process in processes:
        process.start()
    ready.wait()
    began, sealed = time.perf_counter(), 0
    while any(process.is_alive() for process in processes):
        sealed += seal(hub_id, clock.now())
        time.sleep(PAUSE)
    seconds = time.perf_counter() - began
    assert [process.exitcode for process in processes] == [0] * writers
    after = time.perf_counter()
    meanwhile = sealed
    while more := seal(hub_id, clock.now()):
        sealed += more
    return Appended(writers * each, seconds, meanwhile, time.perf_counter() - after)


def seal(hub_id: UUID, at: datetime) -> int:
    """One round of the sealer, in a transaction of its own."""
    from openmash.audit import services as audit
    from openmash.core import hub_context

    with hub_context.enter(hub_id=hub_id):
        return audit.seal(hub_id=hub_id, at=at)


def _write(hub_id: UUID, actor: "Actor", times: int, at_once: int, ready: Barrier) -> None:
    from django.db import connections

    from openmash.audit import services as audit
    from openmash.core import hub_context

    for inherited in connections.all(initialized_only=True):
        # Closing the parent did may have missed one (under a running event loop Django keeps others for the same
        # thread); closed here it would be gone for the parent too.
        inherited.connection = None
    about = uuid4()
    with hub_context.enter(hub_id=hub_id):
        pass  # the connection is there before the clock starts
    ready.wait()
    for number in range(times):
        with hub_context.enter(hub_id=hub_id):
            audit.record_each(
                "item.read",
                actor=actor,
                at=datetime.now(UTC),
                about=[("item", about, {"version": number, "of": n}) for n in range(at_once)],
                enquiry_id=about,
                owners={about: about},
            )


def cost_of_the_body(made: "Database", hub_id: UUID, actor: "Actor", *, rounds: int = 600) -> tuple[float, float]:
    """Milliseconds for one event in its transaction: as it is, and with the trigger that writes the body taken away.

    Turn by turn in blocks, so that whatever slows the machine down slows both.
    """
    with_body: list[float] = []
    without: list[float] = []
    trigger = "body_is_written_here"
    with made.as_administrator() as server:
        row = server.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"%{trigger}%"]).fetchone()
        assert row is not None
        server.execute("ALTER TABLE audit_event DROP CONSTRAINT audit_event_has_a_body")
        for _ in range(6):
            for took, what in ((with_body, "ENABLE"), (without, "DISABLE")):
                server.execute(f'ALTER TABLE audit_event {what} TRIGGER "{row[0]}"')
                took += _times(rounds // 6, lambda: _one(hub_id, actor))
        server.execute(f'ALTER TABLE audit_event ENABLE TRIGGER "{row[0]}"')
    return statistics.median(with_body), statistics.median(without)


def _one(hub_id: UUID, actor: "Actor") -> None:
    from openmash.audit import services as audit
    from openmash.core import hub_context

    with hub_context.enter(hub_id=hub_id):
        audit.record("item.read", actor=actor, at=datetime.now(UTC), about=("item", uuid4()), owner=uuid4())


def _times(rounds: int, do: Callable[[], None]) -> list[float]:
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    return took


def main() -> int:
    """Run it and print the figures."""
    from bench.__main__ import database

    with database() as made:
        from tests.world import devon

        world = devon(people=("manager",))
        with world.inside():
            actor = world.actor("manager")
        measured = [(at_once, append(world.hub_id, actor, at_once=at_once)) for at_once in (1, 10)]
        with_body, without = cost_of_the_body(made, world.hub_id, actor)
    for at_once, found in measured:
        print(
            f"{found.events} events by {WRITERS} writers, {at_once} a transaction, sealed meanwhile: {found.rate:.0f} "
            f"a second; {found.sealed_meanwhile} were sealed by the end, the rest {found.sealed_after:.1f} s later."
        )
    print(f"One event in its transaction takes {with_body:.2f} ms; without the bytes that are hashed {without:.2f} ms:")
    print(f"{with_body / without:.2f} times as long. Python {sys.version.split()[0]}, load {os.getloadavg()[0]:.1f}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
