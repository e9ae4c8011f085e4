"""What somebody could do who has taken over the outside door: its database role, its code, everything but the inside.

Each refusal stands beside the same thing done as it is meant to be, so that it is not refused for some other reason.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.db import Error, connection, transaction

from openmash.access import Role
from openmash.accounts import queries as account_queries
from openmash.accounts.models import Membership
from openmash.audit.models import Event
from openmash.checks import queries as check_queries
from openmash.checks.models import Invitation, Reply
from openmash.contacts import queries as contact_queries
from openmash.contacts import rules as contact_rules
from openmash.contacts import services as contact_services
from openmash.contacts.models import Submission
from openmash.contacts.services.outside import submission_context
from openmash.core import envelopes, hub_context
from openmash.hubs import queries as hub_queries
from openmash.notifications import rules as notification_rules
from openmash.notifications import services as notification_services
from openmash.notifications.models import Message
from openmash.products import services as product_services
from openmash.products.models import ReleasedCopy
from openmash.sealed import services as sealed_services
from tests.databases import role
from tests.handed_on import composed, decide, released
from tests.integration.contacts_told import told
from tests.rooms import open_case
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
        ("survey.answered", Role.REFERRER),
        ("check.link_opened", Role.VIRTUAL_PARTNER),
        ("check.reply_sent", Role.VIRTUAL_PARTNER),
        ("check.mail_put_aside", Role.VIRTUAL_PARTNER),
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


@pytest.fixture
def copy_id() -> Iterator[UUID]:
    """A product that was released."""
    case = open_case(devon())
    with case.world.inside():
        decide(case)
        copy_id = released(case, composed(case))
        yield copy_id


WHAT_A_TEAM_DID = [
    "opened_at = NULL, opened_by = NULL",
    "opened_at = '2020-01-01'",
    "opened_by = gen_random_uuid()",
    "opened_by_name = 'Somebody Else'",
    "acknowledged_at = NULL, acknowledged_by = NULL",
    "acknowledged_at = '2020-01-01'",
    "acknowledged_by_name = 'Somebody Else'",
]


@pytest.mark.parametrize("change", WHAT_A_TEAM_DID)
def test_that_a_team_opened_and_acknowledged_a_product_is_written_once(
    copy_id: UUID, outside_door: Door, change: str
) -> None:
    copy = ReleasedCopy.objects.get(id=copy_id)
    user_id = Membership.objects.get(hub_id=copy.hub_id, team_id=copy.team_id).user_id
    with outside_door(), hub_context.enter(hub_id=copy.hub_id, user_id=user_id):
        actor = account_queries.actor_for(user_id, copy.hub_id)
        product_services.open_copy(copy_id=copy_id, actor=actor, at=NOW + timedelta(hours=5))
        product_services.acknowledge(copy_id=copy_id, actor=actor, at=NOW + timedelta(hours=5))
        product_services.open_copy(copy_id=copy_id, actor=actor, at=NOW + timedelta(hours=6))
        with pytest.raises(Error, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE products_releasedcopy SET {change}")
    assert ReleasedCopy.objects.get(id=copy_id).acknowledged_at == NOW + timedelta(hours=5)


def test_a_link_that_was_used_is_not_made_fresh_again(as_outside: Door) -> None:
    case = open_case(devon())
    with case.world.inside():
        case.ask("school")
        for statement, works in (
            ("UPDATE checks_invitation SET used_at = now()", True),
            ("UPDATE checks_invitation SET used_at = NULL", False),
            ("UPDATE checks_invitation SET used_at = now() + interval '1 hour'", False),
        ):
            with nullcontext() if works else pytest.raises(Error, match="pgtrigger"):
                as_outside_tries(as_outside, lambda s=statement: run(s))  # type: ignore[misc]


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "letter",
    [
        {"name": "Gwen", "role": "Head", "searched": "half \ud800 here", "nil_return": "no_trace"},
        {"name": "Gwen", "role": "Head", "searched": "All", "nil_return": "no_such_return"},
        {"name": "Gwen", "role": "Head", "searched": "All", "items": [{"text": "half \ud800 here"}]},
        {"name": "Gwen", "role": "Head", "searched": "All", "items": [{"text": "x", "fact_on": "9999-99-99"}]},
        {"name": "Gwen", "role": "Head", "searched": "All", "items": [{"text": "x", "source_kind": "rumour"}]},
        {"name": "Gwen", "role": "Head", "searched": "All", "items": {"text": "x"}},
        {"name": ["Gwen"]},
        {},
    ],
)
def test_no_reply_however_wrong_holds_up_the_replies_behind_it(as_outside: Door, letter: dict[str, Any]) -> None:
    case = open_case(devon())
    with case.world.inside():
        case.ask("school")
        invitation = Invitation.objects.get()
        reply = Reply(hub_id=case.world.hub_id, invitation=invitation, sent_at=NOW)
        reply.ciphertext = envelopes.post(
            letter,
            public_key=hub_queries.hub(case.world.hub_id).intake_public_key,
            context=check_queries.reply_context(case.world.hub_id, reply.id),
        )
        as_outside_tries(as_outside, lambda: reply.save(force_insert=True))
        assert sealed_services.take_in_replies(hub_id=case.world.hub_id, at=case.later()) == 0
        assert Reply.objects.get().failed_because, "lost without a word"


@pytest.mark.parametrize("door", ["openmash_outside", "openmash_inside"])
def test_no_door_can_switch_off_the_triggers(copy_id: UUID, door: str) -> None:
    """The package that makes them lets a session name triggers to pass by; whoever took over a door has a session."""
    with role(door), connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(tgname)::text FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%%'")
        [names] = cursor.fetchone()
        assert "never_changed" in names
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [names])
        cursor.execute("SELECT _pgtrigger_should_ignore('pgtrigger_opened_once_0216c')")
        assert cursor.fetchone() == (False,)
