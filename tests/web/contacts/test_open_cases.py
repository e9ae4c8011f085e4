"""A case that is open to a worker already: shown first, and what is new goes to that worker."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client

from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.core.clock import now
from openmash.core.errors import Refused
from openmash.notifications import services as notifications
from openmash.people import queries as people_queries
from openmash.people import services as people_services
from openmash.people.models import OpenCase
from openmash.people.rules import OpenCaseTold
from tests.integration.contacts_told import JACK, told
from tests.rooms import open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db
SINCE = date(2026, 3, 3)
WORDS = "open to Kim Bell, "


@pytest.fixture
def world() -> Iterator[World]:
    world = devon(people=("coordinator", "social_worker", "manager", "governance"))
    with world.inside():
        yield world


def contact_about(world: World, *people: object) -> UUID:
    received = now() - timedelta(minutes=1)
    return contact_services.record(
        told=told(received_at=received, people=people), actor=world.actor("coordinator"), at=now()
    )


def identified(world: World, contact_id: UUID) -> UUID:
    actor = world.actor("coordinator")
    for each in contact_queries.contact(contact_id, actor=actor).people:
        contact_services.identify(contact_person_id=each.id, person_id=None, actor=actor, at=now())
    return next(each.person.id for each in contact_queries.contact(contact_id, actor=actor).people if each.person)


def test_what_is_new_about_an_open_case_is_passed_to_its_worker_by_word_of_mouth(world: World, client: Client) -> None:
    contact_id = contact_about(world, JACK)
    person_id = identified(world, contact_id)
    path, team = f"/contacts/{contact_id}/", world.teams["assessment"]
    sign_in(client, world, "social_worker")
    assert "Pass it on" not in client.get(path).content.decode()
    typed = {"person": str(person_id), "team": str(team), "since_day": "3", "since_month": "3", "since_year": "2026"}
    unnamed = client.post(f"{path}open-to/", typed).content.decode()
    assert "Enter the worker" in unnamed
    assert client.post(f"{path}open-to/", {**typed, "worker": "Kim Bell"}).status_code == 302
    again = client.post(f"{path}open-to/", {**typed, "worker": "Lee Moss"}).content.decode()
    assert "Their case is open to this team already" in again
    shown = client.get(path).content.decode()
    assert WORDS in shown
    assert "since 3 March 2026" in shown
    [held] = people_queries.open_cases([person_id], actor=world.actor("coordinator"))
    untold = client.post(f"{path}pass-on/", {"open_case": str(held.id), "spoke": "", "version": "1"}).content.decode()
    assert "Write whom you told, how, and what they do now" in untold
    spoke = {"open_case": str(held.id), "spoke": "Told her on the telephone; she visits today.", "version": "1"}
    assert client.post(f"{path}pass-on/", spoke).status_code == 302
    contact = contact_queries.contact(contact_id, actor=world.actor("coordinator"))
    assert contact.state == "passed_on"
    assert contact.closing_reason.startswith("Passed to Kim Bell, ")
    page = client.get(path).content.decode()
    assert "Passed to the worker who has the case already" in page
    assert "What you told us has been passed to those who will follow it up." in page
    while notifications.deliver_next(hub_id=world.hub_id, at=now()):
        pass
    [rung] = [each for each in mail.outbox if "passed to a worker of your team" in each.subject]
    assert contact.reference in rung.subject
    assert "Jack" not in rung.body
    assert "Harlow" not in rung.body
    assert "Kim" not in rung.body


def test_a_contact_about_a_brother_whose_case_is_open_to_nobody_is_not_passed_on(world: World, client: Client) -> None:
    contact_id = contact_about(world, JACK, replace(JACK, given_name="Finn", born_on=date(2020, 2, 2)))
    person_id = identified(world, contact_id)
    held = people_services.note_open_case(
        person_id=person_id,
        told=OpenCaseTold(world.teams["assessment"], "Kim Bell", SINCE),
        actor=world.actor("social_worker"),
        at=now(),
    )
    sign_in(client, world, "coordinator")
    sent = {"open_case": str(held), "spoke": "Told her.", "version": "1"}
    page = client.post(f"/contacts/{contact_id}/pass-on/", sent).content.decode()
    assert "Not open to this team: Finn Harlow." in page
    assert contact_queries.contact(contact_id, actor=world.actor("coordinator")).waits


def test_the_case_shows_it_first_and_the_decision_has_that_team_chosen(world: World, client: Client) -> None:
    case = open_case(world)
    child, _ = case.people()
    told_of = OpenCaseTold(world.teams["assessment"], "Kim Bell", SINCE)
    with pytest.raises(Refused):
        people_services.note_open_case(person_id=child, told=told_of, actor=world.actor("coordinator"), at=case.at)
    held = people_services.note_open_case(person_id=child, told=told_of, actor=world.actor("social_worker"), at=case.at)
    sign_in(client, world, "manager")
    shown = client.get(f"/enquiries/{case.enquiry_id}/").content.decode()
    assert WORDS in shown
    end = f"/contacts/open-to/{held}/end/"
    assert end in shown
    early = {"until_day": "1", "until_month": "1", "until_year": "2020"}
    assert "not before it began" in client.post(end, early).content.decode()
    ended = {"until_day": "1", "until_month": "11", "until_year": "2026"}
    assert client.post(end, ended).status_code == 302
    assert WORDS not in client.get(f"/enquiries/{case.enquiry_id}/").content.decode()
    assert OpenCase.objects.get(id=held).until == date(2026, 11, 1)
    assert client.get(end).status_code == 404
    people_services.erase(person_ids=[child], actor=world.actor("governance"), at=case.at)
    assert not OpenCase.objects.filter(person_id=child).exists()
