"""The survey as whoever was asked meets it: at the outside door, as the outside database role."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.contacts import services
from openmash.contacts.models import SurveyAnswer
from openmash.core import clock
from tests.integration.contacts_told import told
from tests.web.page_reading import sound
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db

Outside = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def world() -> Iterator[World]:
    made = devon("cornwall", operating_model="cornwall", people=("coordinator", "social_worker"))
    with made.inside():
        yield made


@pytest.fixture
def advised(world: World) -> UUID:
    made = services.record(told=told(kind="advice"), actor=world.actor("coordinator"), at=NOW)
    services.close_with_advice(contact_id=made, advice="Ask her.", actor=world.actor("social_worker"), at=NOW)
    return made


@pytest.fixture
def link(world: World, advised: UUID) -> str:
    code = services.invite_to_survey(contact_id=advised, survey="users", actor=world.actor("coordinator"), at=NOW)
    return f"/cornwall/survey/{code}/"


def test_they_answer_once_and_the_page_forgets_them(link: str, outside_door: Outside) -> None:
    client = Client()
    with outside_door():
        page = client.get(link)
        assert "Could you reach somebody when you needed to?" in page.content.decode()
        assert page["Referrer-Policy"] == "same-origin"
        assert "no-store" in page["Cache-Control"]
        sound(page.content.decode())
        assert "Answer at least one question" in client.post(link, {}).content.decode()
        assert "Select one of the answers" in client.post(link, {"reached": "maybe"}).content.decode()
        sent = client.post(link, {"reached": "yes", "told": "no"})
        assert sent.headers["Location"] == "/cornwall/survey/thank-you/"
        assert "without your name" in client.get(sent.headers["Location"]).content.decode()
        again = client.get(link)
        assert again.status_code == 410
        assert client.post(link, {"reached": "no"}).status_code == 410
        guess = client.get("/cornwall/survey/AAAA-AAAA-AAAA-AAAA/")
        assert "it has been used, or its time is over" in guess.content.decode(), "a guess tells nothing"
    assert [row.answers for row in SurveyAnswer.objects.all()] == [{"reached": "yes", "told": "no"}]


def test_whoever_may_asks_them_once_and_gets_the_whole_link_to_give_them(
    client: Client, world: World, advised: UUID
) -> None:
    coordinator = sign_in(client, world, "coordinator")
    contact = reverse("contacts:detail", args=[advised])
    assert "Ask them" in coordinator.get(contact).content.decode()
    given = coordinator.post(reverse("contacts:survey", args=[advised]), {"survey": "users"}).content.decode()
    assert "http://127.0.0.1:8001/cornwall/survey/" in given
    after = coordinator.get(contact).content.decode()
    assert "They were asked what they thought" in after
    assert "Ask them" not in after
