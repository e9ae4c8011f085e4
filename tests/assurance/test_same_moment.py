"""A release pressed twice at the same moment, over and over: one copy, one line in the ledger, one message.

Two real connections, each with its own transaction. Between two rounds the database's administrator puts back what
the round wrote, so that each begins from the very same approved product.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from django.db import close_old_connections, connection

from openmash.products import services as product_services
from tests.assurance import figures
from tests.databases import Database
from tests.handed_on import composed, decide, for_approval
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 1_000
PEOPLE = ("coordinator", "police", "manager", "second_manager", "operations_manager")
WRITTEN_BY_A_RELEASE = ("products_releasedcopy", "notifications_message", "audit_event")


@pytest.fixture
def waiting() -> tuple[Case, UUID]:
    """A product that was approved and has not left."""
    case = open_case(devon(people=PEOPLE))
    with case.world.inside():
        item_id = case.put_in("police", "He was arrested in March.", leave="whole")
        decide(case)
        product_id = composed(case, [item_id])
        for_approval(case, product_id)
        product_services.approve(product_id=product_id, actor=case.world.actor("second_manager"), at=case.later())
    return case, product_id


class AtOnce:
    """Two hands that press together, each on a connection of its own that stays open from one round to the next."""

    def __init__(self, hands: int = 2) -> None:
        self._start = threading.Barrier(hands)
        self._hands = [ThreadPoolExecutor(1) for _ in range(hands)]

    def press(self, *presses: Callable[[], UUID]) -> list[UUID | BaseException]:
        """Press all of them at the same moment; what each got."""
        pressed = [hand.submit(self._one, each) for hand, each in zip(self._hands, presses, strict=True)]
        return [each.result(300) for each in pressed]

    def _one(self, press: Callable[[], UUID]) -> UUID | BaseException:
        self._start.wait(300)
        try:
            return press()
        except Exception as error:  # noqa: BLE001  # judged by the test
            return error

    def close(self) -> None:
        """Close every connection."""
        for hand in self._hands:
            hand.submit(lambda: connection.close()).result(300)
            hand.shutdown()


@pytest.fixture
def hands() -> Iterator[AtOnce]:
    """Closed before the database goes."""
    made = AtOnce()
    yield made
    made.close()


class Rewound:
    """Puts the rows of a product back as they were."""

    def __init__(self, server: psycopg.Connection, product_id: UUID) -> None:
        self.server, self.product_id = server, product_id
        self.kept = {table: self._ids(table) for table in (*WRITTEN_BY_A_RELEASE, "sealed_ledgerline")}
        row = server.execute("SELECT state, version FROM products_product WHERE id = %s", [product_id]).fetchone()
        assert row
        self.state, self.version = row

    def _ids(self, table: str) -> list[UUID]:
        return [each for (each,) in self.server.execute(f"SELECT id FROM {table}")]

    def went(self) -> tuple[int, ...]:
        """How many copies, lines in the ledger, events and doorbells there are."""
        row = self.server.execute(
            """
            SELECT (SELECT count(*) FROM products_releasedcopy),
                   (SELECT count(*) FROM sealed_ledgerline WHERE decision = 'released'),
                   (SELECT count(*) FROM audit_event WHERE name = 'product.released'),
                   (SELECT count(DISTINCT to_address) FROM notifications_message WHERE kind = 'product_released'),
                   (SELECT count(*) FROM notifications_message WHERE kind = 'product_released')
            """
        ).fetchone()
        assert row
        return tuple(row)

    def again(self) -> None:
        self.server.execute("SET session_replication_role = replica")  # append-only tables too
        for table, ids in self.kept.items():
            self.server.execute(f"DELETE FROM {table} WHERE NOT id = ANY(%s)", [ids])
        self.server.execute(
            "UPDATE products_product SET state = %s, version = %s WHERE id = %s",
            [self.state, self.version, self.product_id],
        )


@pytest.fixture
def rewound(database: Database, waiting: tuple[Case, UUID]) -> Iterator[Rewound]:
    with database.as_administrator() as server:
        yield Rewound(server, waiting[1])
    close_old_connections()


def test_pressed_twice_it_goes_once(waiting: tuple[Case, UUID], rewound: Rewound, hands: AtOnce) -> None:
    case, product_id = waiting
    with case.world.inside():
        second, third = (case.world.actor(who) for who in ("second_manager", "operations_manager"))
    at, once = case.later(), 0

    def press(who: object) -> Callable[[], UUID]:
        def pressed() -> UUID:
            with case.world.inside():
                return product_services.release(product_id=product_id, actor=who, at=at)  # type: ignore[arg-type]

        return pressed

    for number in range(ROUNDS):
        # The same person twice, and two people at the same moment, in turn.
        got = hands.press(press(second), press(second if number % 2 else third))
        copies, lines, events, rung, doorbells = rewound.went()
        once += (copies, lines, events) == (1, 1, 1) and rung == doorbells > 0 and len(set(got)) == 1
        assert isinstance(got[0], UUID), got
        rewound.again()
    figures.note(
        "Double submits of a release",
        target="exactly one copy, 1,000 times",
        figure=f"exactly one copy, {once:,} of {ROUNDS:,} times",
        command="make test TESTS=tests/assurance/test_same_moment.py",
    )
    assert once == ROUNDS
