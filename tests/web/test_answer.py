"""The one-time link as a virtual partner meets it: at the outside door, as the outside database role."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from openmash.checks import queries
from openmash.core import clock, envelopes
from openmash.hubs import services as hub_services
from openmash.notifications import services as notifications
from tests.integration.enquiries_case import ADA, BO, asked, decided, opened
from tests.web.page_reading import sound
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

Outside = Callable[[], AbstractContextManager[None]]
SIGNED = {"name": "Gwen Hartley", "role": "Headteacher", "searched": "Pupil records"}
NOTHING = {**SIGNED, "kind": "nothing", "nil_return": "nothing_relevant"}
ITEMS = {
    **SIGNED,
    "kind": "items",
    "items-TOTAL_FORMS": "1",
    "items-INITIAL_FORMS": "0",
    "items-0-text": "She is often absent on Mondays.",
    "items-0-source_kind": "fact",
    "items-0-leave": "ask",
}


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is opened an hour after the link was sent."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=("coordinator", "manager"))
    with made.inside():
        yield made


@pytest.fixture
def enquiry_id(world: World) -> UUID:
    return opened(world, ADA, BO)


def link(world: World, enquiry_id: UUID) -> str:
    """The path in the mail to the school."""
    asked(world, enquiry_id, "school")
    mail.outbox.clear()
    notifications.deliver_waiting(hub_id=world.hub_id, at=NOW)
    found = re.search(r"(/devon/answer/[0-9A-Z-]+/)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def letters(world: World) -> list[envelopes.Letter]:
    key = hub_services.intake_private_key(world.hub_id)
    waiting = queries.waiting_replies(world.hub_id)
    return [envelopes.take_in(r.ciphertext, private_key=key, context=r.context) for r in waiting]


def test_the_link_shows_the_question_and_both_ways_to_answer(
    world: World, enquiry_id: UUID, outside_door: Outside
) -> None:
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        response = client.get(url)
        html = response.content.decode()
        assert "What do you know of this family?" in html
        assert "Ada Wren, born 3 March 2018" in html
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response.headers["Cache-Control"]
        sound(html)
        for kind in ("nothing", "items"):
            form = client.get(f"{url}?answer={kind}")
            assert "You can send this once" in form.content.decode()
            assert "no-store" in form.headers["Cache-Control"]
            assert form.headers["Referrer-Policy"] == "same-origin"  # a browser posts nothing usable under no-referrer
            sound(form.content.decode())


def test_nothing_known_is_sent_once_and_thanked_without_a_word_of_it(
    world: World, enquiry_id: UUID, outside_door: Outside
) -> None:
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        response = client.post(f"{url}send/", NOTHING, follow=True)
        thanks = response.content.decode()
        assert response.redirect_chain[-1][0] == "/devon/answer/thank-you/"
        assert "Your answer has been sent" in thanks
        assert "Wren" not in thanks + "".join(str(c) for c in response.context or ())
        sound(thanks)
        again = client.post(f"{url}send/", NOTHING)
        assert again.status_code == 410
        assert client.get(url).status_code == 410
    [letter] = letters(world)
    assert (letter["nil_return"], letter["name"]) == ("nothing_relevant", "Gwen Hartley")


def test_items_are_sent_encrypted_to_the_hub(world: World, enquiry_id: UUID, outside_door: Outside) -> None:
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        assert client.post(f"{url}send/", ITEMS).status_code == 302
    [letter] = letters(world)
    assert letter["items"][0]["text"] == "She is often absent on Mondays."
    assert letter["items"][0]["professional"] == "Gwen Hartley, Headteacher"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({**NOTHING, "name": ""}, "Enter your name."),
        ({**NOTHING, "role": ""}, "Enter your job or post."),
        ({**NOTHING, "nil_return": ""}, "Choose what you found"),
        ({**NOTHING, "nil_return": "withheld"}, "Say whom the hub should speak to"),
        ({**NOTHING, "searched": ""}, "Say which records you searched"),
        ({**ITEMS, "items-0-text": ""}, "Enter what you know"),
        ({**ITEMS, "searched": ""}, "Say which records you searched"),
    ],
)
def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(
    world: World, enquiry_id: UUID, outside_door: Outside, typed: dict[str, str], sentence: str
) -> None:
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        response = client.post(f"{url}send/", typed)
        html = response.content.decode()
        assert response.status_code == 200
        assert sentence in html
        assert all(typed[name] in html for name in ("name", "role", "searched"))
        sound(html)
        assert client.post(f"{url}send/", NOTHING).status_code == 302  # the link is still good


def test_another_item_can_be_added_without_sending(world: World, enquiry_id: UUID, outside_door: Outside) -> None:
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        html = client.post(f"{url}send/", {**ITEMS, "add": "1"}).content.decode()
        assert "items-1-text" in html
        assert "She is often absent on Mondays." in html
        assert "There is a problem" not in html
    assert letters(world) == []


def test_a_link_that_does_not_open_says_the_same_whatever_the_reason(
    world: World, enquiry_id: UUID, outside_door: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        unknown = client.get("/devon/answer/7K3M-2QXA-9T0B-WH4C/")
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=73))
        expired = client.get(url)
    pages = {re.sub(r"\s+", " ", page.content.decode().split("<main")[1]) for page in (unknown, expired)}
    assert len(pages) == 1
    assert "ring us on 01632 960100" in pages.pop()
    assert {unknown.status_code, expired.status_code} == {410}
    sound(expired.content.decode())


def test_after_a_decision_the_partner_is_asked_what_their_answer_does_to_it(
    world: World, enquiry_id: UUID, outside_door: Outside
) -> None:
    decided(world, enquiry_id)
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        assert "Would your answer have changed it?" in client.get(f"{url}?answer=nothing").content.decode()
        refused = client.post(f"{url}send/", NOTHING).content.decode()
        assert "Say whether your answer would have changed it" in refused
        assert client.post(f"{url}send/", {**NOTHING, "late_effect": "no"}).status_code == 302


def test_looking_at_the_send_address_goes_back_to_the_question(
    world: World, enquiry_id: UUID, outside_door: Outside
) -> None:
    url, client = link(world, enquiry_id), Client()
    with outside_door():
        assert client.get(f"{url}send/").headers["Location"] == url


def test_the_link_is_not_there_inside(world: World, enquiry_id: UUID) -> None:
    assert Client().get(link(world, enquiry_id)).status_code == 404
