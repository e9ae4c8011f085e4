"""The pages by which a second manager looks at what ended without further action."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.contacts import services as contact_services
from openmash.core import clock
from tests.integration.contacts_told import JACK, told
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(at_noon: None) -> World:
    return devon()


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))


def contact_about_jack(world: World) -> UUID:
    with world.inside():
        return contact_services.record(told=told(people=(JACK,)), actor=world.actor("coordinator"), at=NOW)


def signpost(client: Client, contact: UUID) -> None:
    done = client.post(reverse("contacts:signpost", args=[contact]), {"reason": "For the school nurse.", "version": 1})
    assert done.status_code == 302


def test_the_contact_says_what_came_before_and_who_will_look(client: Client, world: World) -> None:
    sign_in(client, world, "coordinator")
    signpost(client, contact_about_jack(world))
    again = contact_about_jack(world)
    assert (
        "a second manager reviews it before anybody is told"
        in client.get(reverse("contacts:detail", args=[again])).content.decode()
    )
    before = client.get(reverse("contacts:detail", args=[again])).content.decode()
    assert "Third contact in twelve months: <strong>2 of 3</strong>" in before
    signpost(client, again)
    after = client.get(reverse("contacts:detail", args=[again])).content.decode()
    assert "Waits for a second manager" in after
    assert "Review it" not in after, "a coordinator does not review"


def test_a_manager_finds_it_among_their_work_and_sends_it_back(client: Client, world: World) -> None:
    sign_in(client, world, "coordinator")
    for _ in range(2):
        signpost(client, contact_about_jack(world))
    sign_in(client, world, "manager")
    work = client.get(reverse("worklist:mine")).content.decode()
    assert "Review as second manager" in work
    assert "Jack Harlow" in work
    [row] = client.get(reverse("oversight:waiting")).context["waiting"]
    page = reverse("oversight:review", args=[row.id])
    empty = client.post(page, {"finding": "send_back", "words": ""})
    assert "Enter why you agree or do not agree" in empty.content.decode()
    assert 'value="send_back"' in empty.content.decode()
    done = client.post(page, {"finding": "send_back", "words": "Nobody asked him."}, follow=True)
    assert "It is open again." in done.content.decode()
    contact = client.get(reverse("contacts:detail", args=[row.contact_id])).content.decode()
    assert "Nobody asked him." in contact
    assert "Nobody asked him." in client.get(page).content.decode(), "what was found stays readable"


def test_who_ended_it_is_told_that_another_reviews(client: Client, world: World) -> None:
    sign_in(client, world, "manager")
    for _ in range(2):
        signpost(client, contact_about_jack(world))
    [row] = client.get(reverse("oversight:waiting")).context["waiting"]
    page = client.get(reverse("oversight:review", args=[row.id])).content.decode()
    assert "Another manager reviews it" in page
    assert "Record my review" not in page
    assert "Review as second manager" not in client.get(reverse("worklist:mine")).content.decode()
