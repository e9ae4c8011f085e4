"""The public form at the outside door: put aside, sent, taken in; and what that door cannot do."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from openmash.contacts import queries, rules, services
from openmash.contacts.errors import CodeNotFound
from openmash.core import envelopes
from openmash.core.errors import RuleBroken
from tests.integration.contacts_told import told
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
OutsideDoor = Callable[[], AbstractContextManager[None]]
LETTER = rules.letter_of(told(channel="public_form"))


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "social_worker"))


def take_in(world: World) -> int:
    return services.take_in_submissions(hub_id=world.hub_id, at=NOW)


def test_a_form_put_aside_opens_again_with_its_code_however_it_is_typed(
    world: World, outside_door: OutsideDoor
) -> None:
    with outside_door(), world.inside():
        code = services.save_form(hub_id=world.hub_id, code=None, letter={"a": ["1"]}, at=NOW)
        same = services.save_form(hub_id=world.hub_id, code=code, letter={"a": ["2"]}, at=NOW)
        opened = services.saved_form(hub_id=world.hub_id, code=code.lower().replace("-", " "), at=NOW)
    assert (same, opened) == (code, {"a": ["2"]})


def test_a_wrong_code_and_a_code_too_old_are_answered_with_the_same_sentence(
    world: World, outside_door: OutsideDoor
) -> None:
    late = NOW + timedelta(days=rules.SAVED_FORM_DAYS)
    with outside_door(), world.inside():
        code = services.save_form(hub_id=world.hub_id, code=None, letter={}, at=NOW)
        assert services.saved_form(hub_id=world.hub_id, code=code, at=late - timedelta(seconds=1)) == {}
        with pytest.raises(CodeNotFound) as too_old:
            services.saved_form(hub_id=world.hub_id, code=code, at=late)
        with pytest.raises(CodeNotFound) as wrong:
            services.saved_form(hub_id=world.hub_id, code="0000-0000-0000-0000", at=NOW)
    assert too_old.value.sentence == wrong.value.sentence


def test_a_form_of_one_hub_does_not_open_in_another(world: World, outside_door: OutsideDoor) -> None:
    other = devon("cornwall", people=())
    with outside_door():
        with world.inside():
            code = services.save_form(hub_id=world.hub_id, code=None, letter={}, at=NOW)
        with other.inside(), pytest.raises(CodeNotFound):
            services.saved_form(hub_id=other.hub_id, code=code, at=NOW)


def test_what_is_put_aside_is_not_readable_in_the_database(world: World, outside_door: OutsideDoor) -> None:
    with outside_door(), world.inside():
        services.save_form(hub_id=world.hub_id, code=None, letter={"concern": ["a bruise"]}, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT ciphertext, code_hash FROM contacts_savedform")
            ciphertext, _ = cursor.fetchone()
    assert b"bruise" not in bytes(ciphertext)


def test_a_form_sent_becomes_a_contact_and_its_receipt_says_so(world: World, outside_door: OutsideDoor) -> None:
    with outside_door(), world.inside():
        code = services.save_form(hub_id=world.hub_id, code=None, letter={}, at=NOW)
        assert services.submit(hub_id=world.hub_id, letter=LETTER, code=code, at=NOW) == code
        with pytest.raises(CodeNotFound):
            services.saved_form(hub_id=world.hub_id, code=code, at=NOW)
        receipt = services.receipt(hub_id=world.hub_id, code=code)
    assert "decides what happens next by Thursday 19 November 2026 at 17:00" in receipt.said
    with world.inside():
        assert take_in(world) == 1
        assert take_in(world) == 0
        (row,) = queries.waiting(world.actor("coordinator"))
        seen = queries.contact(row.id, actor=world.actor("coordinator"))
    assert (seen.reference, seen.channel, seen.recorded_by_name) == (receipt.reference, "public_form", "OpenMASH")
    assert [p.display_name for p in seen.people] == ["Jack Harlow", "Dawn Harlow"]
    assert seen.has_receipt


def test_a_button_pressed_twice_sends_one_form(world: World, outside_door: OutsideDoor) -> None:
    with outside_door(), world.inside():
        code = services.submit(hub_id=world.hub_id, letter=LETTER, code=None, at=NOW)
        assert services.submit(hub_id=world.hub_id, letter=LETTER, code=code, at=NOW) == code
    with world.inside():
        assert take_in(world) == 1


def test_a_form_that_lacks_something_is_refused_at_the_door(world: World, outside_door: OutsideDoor) -> None:
    with outside_door(), world.inside(), pytest.raises(RuleBroken) as caught:
        services.submit(hub_id=world.hub_id, letter={**LETTER, "concern": ""}, code=None, at=NOW)
    assert caught.value.rule == "contacts.concern_is_said"


def test_what_may_be_said_of_the_outcome_is_on_the_receipt(world: World, outside_door: OutsideDoor) -> None:
    with outside_door(), world.inside():
        code = services.submit(hub_id=world.hub_id, letter=LETTER, code=None, at=NOW)
    with world.inside():
        take_in(world)
        (row,) = queries.waiting(world.actor("coordinator"))
        later = NOW + timedelta(hours=5)
        services.say_to_referrer(
            contact_id=row.id, said="Passed to social care.", actor=world.actor("coordinator"), at=later
        )
    with outside_door(), world.inside():
        receipt = services.receipt(hub_id=world.hub_id, code=code)
    assert (receipt.said, receipt.said_at) == ("Passed to social care.", later)


def test_a_letter_that_cannot_be_taken_in_is_kept_shown_and_tried_again(
    world: World, outside_door: OutsideDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = envelopes.post
    with monkeypatch.context() as patch, outside_door(), world.inside():
        patch.setattr(envelopes, "post", lambda letter, **given: seal({**letter, "contact": {}}, **given))
        services.submit(hub_id=world.hub_id, letter=LETTER, code=None, at=NOW)
    with outside_door(), world.inside():
        services.submit(hub_id=world.hub_id, letter=LETTER, code=None, at=NOW)
    with world.inside():
        assert take_in(world) == 1  # the good one, in spite of the bad one before it
        failed = queries.failed_submissions(world.actor("coordinator"))
        assert take_in(world) == 0
    assert [f.failed_because for f in failed] == ["It is not written as a referral. Tell the hub's administrator."]


def test_a_form_that_the_database_cannot_keep_does_not_hold_up_the_forms_behind_it(
    world: World, outside_door: OutsideDoor, monkeypatch: pytest.MonkeyPatch
) -> None:
    too_long = {**LETTER, "referrer_name": "a" * 121}
    with monkeypatch.context() as patch:
        patch.setattr("openmash.contacts.rules.telling.require_lengths", lambda told: None)
        with outside_door(), world.inside():
            services.submit(hub_id=world.hub_id, letter=too_long, code=None, at=NOW)
            services.submit(hub_id=world.hub_id, letter=LETTER, code=None, at=NOW)
        with world.inside():
            assert take_in(world) == 1
            (failed,) = queries.failed_submissions(world.actor("coordinator"))
    assert failed.failed_because.startswith("Something in it cannot be kept")


@pytest.mark.parametrize(
    "table",
    [
        *("contacts_contact", "contacts_contactperson", "contacts_advice", "contacts_submission"),
        *("people_person", "people_othername", "people_address", "people_relationship"),
    ],
)
def test_the_outside_role_reads_neither_contacts_nor_people_nor_what_was_sent(
    world: World, outside_door: OutsideDoor, table: str
) -> None:
    with outside_door(), world.inside():
        services.submit(hub_id=world.hub_id, letter=LETTER, code=None, at=NOW)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(f"SELECT count(*) FROM {table}")
        with connection.cursor() as cursor:  # the same role does read receipts, so the refusals above mean something
            cursor.execute("SELECT count(*) FROM contacts_receipt")
            assert cursor.fetchone() == (1,)
    with world.inside(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")


def test_the_outside_role_cannot_change_what_a_receipt_says(world: World, outside_door: OutsideDoor) -> None:
    with outside_door(), world.inside():
        services.submit(hub_id=world.hub_id, letter=LETTER, code=None, at=NOW)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute("UPDATE contacts_receipt SET said = 'Nothing to see'")


def test_the_inside_cannot_open_a_form_that_was_put_aside(world: World, outside_door: OutsideDoor) -> None:
    with outside_door(), world.inside():
        services.save_form(hub_id=world.hub_id, code=None, letter={}, at=NOW)
    with world.inside(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT ciphertext FROM contacts_savedform")
