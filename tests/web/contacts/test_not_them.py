"""The button “This is not them”, beside somebody whom a contact was said to be about."""

import re
from uuid import UUID

import pytest
from django.test import Client

from openmash.audit.models import Event
from openmash.contacts import queries, services
from openmash.contacts.models import Contact
from tests.integration.contacts_told import told
from tests.rooms import open_case
from tests.web.page_reading import sound
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "manager", "police", "governance"))


def said_to_be_known(world: World) -> tuple[UUID, UUID]:
    """A contact that waits for triage, and somebody in it, said to be a person of an earlier one."""
    with world.inside():
        actor = world.actor("coordinator")
        first, again = (services.record(told=told(), actor=actor, at=NOW) for _ in range(2))
        earlier, named = (queries.contact(each, actor=actor).people[0] for each in (first, again))
        known = services.identify(contact_person_id=earlier.id, person_id=None, actor=actor, at=NOW)
        services.identify(contact_person_id=named.id, person_id=known, actor=actor, at=NOW)
    return again, named.id


def identified(world: World, contact_id: UUID) -> bool:
    with world.inside():
        return queries.contact(contact_id, actor=world.actor("coordinator")).people[0].person is not None


def test_one_press_takes_it_back_says_so_and_is_on_the_log(client: Client, world: World) -> None:
    contact_id, named_id = said_to_be_known(world)
    sign_in(client, world, "coordinator")
    page = client.get(f"/contacts/{contact_id}/").content.decode()
    sound(page)
    [button] = re.findall(r'action="([^"]+/not-them/)"', page)
    assert button == f"/contacts/{contact_id}/people/{named_id}/not-them/"
    assert "This is not them" in page
    answer = client.post(button, follow=True).content.decode()
    sound(answer)
    assert "Taken back" in answer
    assert "This is not them" not in answer
    assert not identified(world, contact_id)
    with world.inside():
        assert Event.objects.filter(name="contact.identity_taken_back").count() == 1


def test_pressed_twice_the_second_is_told_that_nobody_was_named(client: Client, world: World) -> None:
    contact_id, named_id = said_to_be_known(world)
    sign_in(client, world, "coordinator")
    for _ in range(2):
        answer = client.post(f"/contacts/{contact_id}/people/{named_id}/not-them/")
        assert answer["Location"] == f"/contacts/{contact_id}/"
    page = client.get(f"/contacts/{contact_id}/").content.decode()
    sound(page)  # two messages stand on it
    assert page.count("govuk-notification-banner__heading") == 2


def test_looked_at_by_its_address_it_changes_nothing(client: Client, world: World) -> None:
    contact_id, named_id = said_to_be_known(world)
    sign_in(client, world, "coordinator")
    assert client.get(f"/contacts/{contact_id}/people/{named_id}/not-them/")["Location"] == f"/contacts/{contact_id}/"
    assert identified(world, contact_id)


def test_somebody_of_another_contact_is_not_found(client: Client, world: World) -> None:
    contact_id, named_id = said_to_be_known(world)
    with world.inside():
        other = services.record(told=told(), actor=world.actor("coordinator"), at=NOW)
    sign_in(client, world, "coordinator")
    assert client.post(f"/contacts/{other}/people/{named_id}/not-them/").status_code == 404
    assert identified(world, contact_id)


def test_who_records_no_contacts_may_not(client: Client, world: World) -> None:
    contact_id, named_id = said_to_be_known(world)
    for who in ("police", "governance"):
        sign_in(client, world, who)
        assert client.post(f"/contacts/{contact_id}/people/{named_id}/not-them/").status_code == 403
    assert identified(world, contact_id)


def test_there_is_no_button_once_an_enquiry_stands_on_it(client: Client, world: World) -> None:
    case = open_case(world)
    with case.world.inside():
        contact_id = Contact.objects.get().id
    sign_in(client, world, "coordinator")
    page = client.get(f"/contacts/{contact_id}/").content.decode()
    sound(page)
    assert "This is not them" not in page
