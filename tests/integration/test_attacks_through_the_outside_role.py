"""What somebody could do who has taken over the outside door: its database role, its code, everything but the inside.

Each refusal stands beside the same thing done as it is meant to be, so that it is not refused for some other reason.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.db import Error, connection, transaction

from openmash.access import Role
from openmash.audit.models import Event
from openmash.contacts import queries as contact_queries
from openmash.contacts import rules as contact_rules
from openmash.contacts import services as contact_services
from openmash.contacts.models import Submission
from openmash.contacts.services.outside import submission_context
from openmash.core import envelopes
from openmash.hubs import queries as hub_queries
from openmash.notifications import rules as notification_rules
from openmash.notifications import services as notification_services
from openmash.notifications.models import Message
from tests.integration.contacts_told import told
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=("coordinator", "manager", "assessor"))
    with made.inside():
        yield made


def event(world: World, name: str, role: Role, **other: Any) -> Event:
    return Event(
        hub_id=world.hub_id,
        at=NOW,
        name=name,
        actor_id=other.get("actor_id", uuid4()),
        actor_role=role,
        about_kind="enquiry",
        about_id=uuid4(),
    )


def as_outside_tries(as_outside: Door, do: Callable[[], object]) -> None:
    with transaction.atomic(), as_outside():
        do()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("room.opened", Role.PRACTICE_MANAGER),  # to cover who really read, or to blame somebody
        ("decision.made", Role.PRACTICE_MANAGER),
        ("product.opened", Role.PRACTICE_MANAGER),
        ("room.opened", Role.RECEIVING_TEAM),
        ("contact.recorded", Role.SYSTEM),
    ],
)
def test_the_outside_role_cannot_write_into_the_log_what_only_the_inside_does(
    world: World, as_outside: Door, name: str, role: Role
) -> None:
    with pytest.raises(Error, match="row-level security"):
        as_outside_tries(as_outside, lambda: event(world, name, role).save(force_insert=True))


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("referral.sent", Role.REFERRER),
        ("check.link_opened", Role.VIRTUAL_PARTNER),
        ("check.reply_sent", Role.VIRTUAL_PARTNER),
        ("product.opened", Role.RECEIVING_TEAM),
        ("product.acknowledged", Role.RECEIVING_TEAM),
        ("product.reported_on", Role.RECEIVING_TEAM),
    ],
)
def test_the_outside_role_writes_down_what_is_done_at_its_own_door(
    world: World, as_outside: Door, name: str, role: Role
) -> None:
    as_outside_tries(as_outside, lambda: event(world, name, role).save(force_insert=True))
    assert Event.objects.filter(name=name, actor_role=role).count() == 1


def test_a_message_that_the_outside_queues_as_it_should_is_sent_in_the_hub_s_own_words(
    world: World, as_outside: Door
) -> None:
    letter = {"reference": "DEV-1111-2222", "path": "/devon/receipt/", "door": "outside"}
    as_outside_tries(as_outside, lambda: message(world, "referral_received", letter).save(force_insert=True))
    notification_services.deliver_waiting(hub_id=world.hub_id, at=NOW)
    assert [m.to for m in mail.outbox] == [["somebody@elsewhere.example"]]
    assert "We have received your referral" in str(mail.outbox[0].body)
    assert "/devon/receipt/" in str(mail.outbox[0].body)


def message(world: World, kind: str, letter: dict[str, Any] | bytes, to: str = "somebody@elsewhere.example") -> Message:
    row = Message(
        hub_id=world.hub_id,
        kind=kind,
        to_address=to,
        about_id=uuid4(),
        queued_at=NOW - timedelta(days=1),
        next_try_at=NOW - timedelta(days=1),
    )
    row.ciphertext = (
        letter
        if isinstance(letter, bytes)
        else envelopes.post(
            letter,
            public_key=hub_queries.hub(world.hub_id).intake_public_key,
            context=notification_rules.place_of(world.hub_id, row.id),
        )
    )
    return row


def ring(world: World) -> None:
    """Somebody inside rings an agency's doorbell, and the worker delivers."""
    to, about_id = ["mash@health.example"], uuid4()
    notification_services.queue("check_asked", hub_id=world.hub_id, to=to, about_id=about_id, at=NOW)
    notification_services.deliver_waiting(hub_id=world.hub_id, at=NOW)


def test_the_outside_role_rings_no_doorbell_but_that_of_a_receipt(world: World, as_outside: Door) -> None:
    letter = {"reference": "DEV-1111-2222", "path": "/devon/receipt/", "door": "outside"}
    as_outside_tries(as_outside, lambda: message(world, "referral_received", letter).save(force_insert=True))
    with pytest.raises(Error, match="row-level security"):
        as_outside_tries(as_outside, lambda: message(world, "check_link", letter).save(force_insert=True))


@pytest.mark.parametrize(
    "letter",
    [
        {"subject": "Your account", "body": "Send your password to http://elsewhere.example"},
        {"reference": "Send your password to", "path": "//elsewhere.example/", "door": "outside"},
        {"reference": "DEV-1111-2222", "path": "@elsewhere.example/", "door": "outside"},
        {"reference": "DEV-1111-2222\r\nBcc: all@elsewhere.example", "path": "/devon/receipt/", "door": "outside"},
        {"reference": ["x"], "path": "/devon/receipt/", "door": "outside"},
        {},
        b"not a letter at all",
    ],
)
def test_the_hub_sends_no_words_that_the_outside_made_up_and_all_other_mail_goes_on(
    world: World, as_outside: Door, letter: dict[str, Any] | bytes
) -> None:
    as_outside_tries(as_outside, lambda: message(world, "referral_received", letter).save(force_insert=True))
    notification_services.queue(
        "check_asked",
        hub_id=world.hub_id,
        to=["mash@health.example"],
        about_id=uuid4(),
        at=NOW,
        reference="DEV-AAAA-BBBB",
    )
    notification_services.deliver_waiting(hub_id=world.hub_id, at=NOW)
    assert [m.to for m in mail.outbox] == [["mash@health.example"]], "one that cannot be read holds up no other"
    assert Message.objects.get(to_address="somebody@elsewhere.example").last_error


@pytest.mark.parametrize("address", ["x@y.example\nBcc: all@elsewhere.example", "nobody", "a@" + "b" * 200])
def test_an_address_that_is_none_holds_up_no_other_mail(world: World, as_outside: Door, address: str) -> None:
    letter = {"reference": "DEV-1111-2222", "path": "/devon/receipt/", "door": "outside"}
    as_outside_tries(as_outside, lambda: message(world, "referral_received", letter, address).save(force_insert=True))
    notification_services.queue(
        "check_asked",
        hub_id=world.hub_id,
        to=["mash@health.example"],
        about_id=uuid4(),
        at=NOW,
        reference="DEV-AAAA-BBBB",
    )
    notification_services.deliver_waiting(hub_id=world.hub_id, at=NOW)
    assert ["mash@health.example"] in [m.to for m in mail.outbox]


GOOD = contact_rules.letter_of(told())


@pytest.mark.parametrize(
    "letter",
    [
        {},
        {"contact": None, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": [], "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"concern": 7}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"concern": None}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"concern": ["x"]}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"concern": "nul \x00 here"}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"concern": "half \ud800 here"}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"people": 5}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"people": [5]}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"people": [{"involvement": "child"}]}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"received_at": "2026-11-18T10:00:00"}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"received_at": "0001-01-01T00:00:00+14:00"}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"received_at": "9999-12-31T23:59:59-12:00"}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"received_at": 12}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"channel": "smoke signals" * 40}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"channel": {"a": 1}}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"source": "no such source"}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD | {"immediate_danger": "yes"}, "reference": "DEV-1", "receipt_hash": "x"},
        {"contact": GOOD, "reference": "D" * 500, "receipt_hash": "x"},
        {"contact": GOOD, "reference": None, "receipt_hash": "x"},
        {"contact": GOOD, "reference": {"a": 1}, "receipt_hash": 7},
    ],
)
def test_no_letter_however_wrong_holds_up_the_referrals_behind_it(
    world: World, as_outside: Door, letter: dict[str, Any]
) -> None:
    submission_id = uuid4()
    sealed = envelopes.post(
        letter,
        public_key=hub_queries.hub(world.hub_id).intake_public_key,
        context=submission_context(world.hub_id, submission_id),
    )
    row = Submission(id=submission_id, hub_id=world.hub_id, ciphertext=sealed, sent_at=NOW - timedelta(days=1))
    as_outside_tries(as_outside, lambda: row.save(force_insert=True))
    with transaction.atomic(), as_outside():
        contact_services.submit(
            hub_id=world.hub_id, letter=contact_rules.letter_of(told(concern="A real one.")), code=None, at=NOW
        )
    contact_services.take_in_submissions(hub_id=world.hub_id, at=NOW)
    rows = contact_queries.waiting(world.actor("coordinator"))
    taken = Submission.objects.get(id=submission_id)
    assert any(contact_queries.contact(r.id, actor=world.actor("coordinator")).concern == "A real one." for r in rows)
    assert bool(taken.failed_because) != bool(taken.taken_in_at), "lost without a word"


def test_what_is_on_the_log_cannot_be_changed_by_either_door(world: World, as_outside: Door) -> None:
    event(world, "product.opened", Role.RECEIVING_TEAM).save(force_insert=True)
    for door in (lambda: transaction.atomic(), as_outside):
        for statement in ("UPDATE audit_event SET name = 'x'", "DELETE FROM audit_event"):
            with pytest.raises(Error), transaction.atomic(), door(), connection.cursor() as cursor:
                cursor.execute(statement)
