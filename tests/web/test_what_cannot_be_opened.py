"""Sealed information that cannot be opened says so, and never shows something else in its place."""

import pytest
from django.test import Client

from openmash.core.keys import KeyStoreDown
from openmash.core.keys.files import FileKeyRing
from openmash.sealed.models import ItemVersion
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

WORDS = "He was arrested in March."


@pytest.fixture
def case(db: None) -> Case:
    """A family with one item in its room."""
    made = open_case(devon())
    with made.world.inside():
        made.put_in("police", WORDS)
    return made


@pytest.fixture
def room(client: Client, case: Case) -> str:
    """The manager's way to the room, where the words are read when all is well."""
    sign_in(client, case.world, "manager")
    address = f"/enquiries/{case.enquiry_id}/room/"
    assert WORDS in client.get(address).content.decode()
    return address


def test_while_the_key_store_is_away_the_page_says_so_and_what_to_do(
    client: Client, room: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(self: FileKeyRing, wrapped: object) -> list[bytes]:
        error = KeyStoreDown("The key store does not answer.")
        error.add_note("POST https://vault.example.org: timed out")
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(FileKeyRing, "unwrap_each", away)
        answer = client.get(room)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    page = answer.content.decode()
    assert "Sealed information cannot be opened now" in page
    assert WORDS not in page
    assert "vault.example.org" not in page
    assert WORDS in client.get(room).content.decode()


def test_what_was_changed_is_not_shown_and_not_taken_for_somebody_else_s_work(
    client: Client, room: str, case: Case
) -> None:
    with case.world.inside():
        version = ItemVersion.objects.get()
        wrapped = version.wrapped_key
        ItemVersion.objects.filter(id=version.id).update(wrapped_key=version.handling_wrapped_key)

    answer = client.get(room)

    assert answer.status_code == 500
    assert "This cannot be opened" in answer.content.decode()
    assert WORDS not in answer.content.decode()
    with case.world.inside():
        ItemVersion.objects.filter(id=version.id).update(wrapped_key=wrapped)
    assert WORDS in client.get(room).content.decode()


def test_what_was_erased_says_that_and_the_room_still_opens(client: Client, room: str, case: Case) -> None:
    with case.world.inside():
        ItemVersion.objects.update(wrapped_key="", handling_wrapped_key="")

    answer = client.get(room)

    assert answer.status_code == 200
    assert "erased" in answer.content.decode()
    assert WORDS not in answer.content.decode()
