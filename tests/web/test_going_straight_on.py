"""The pages on which somebody goes straight on to a worker, or is handed on at the door."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from openmash.contacts import services as contact_services
from openmash.core import clock
from tests.handed_on import subject
from tests.integration.contacts_told import JACK, told
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def merton() -> Iterator[Case]:
    case = open_case(devon("merton", operating_model="merton"), rating="red", by="manager")
    with case.world.inside():
        yield case


def test_the_case_offers_it_for_a_red_and_says_afterwards_with_whom_she_is(client: Client, merton: Case) -> None:
    sign_in(client, merton.world, "manager")
    case_page, page = (
        reverse("enquiries:case", args=[merton.enquiry_id]),
        reverse("enquiries:straight_on", args=[subject(merton)]),
    )
    assert page in client.get(case_page).content.decode()
    again = client.post(page, {"team": str(merton.world.teams["assessment"]), "spoke": ""}).content.decode()
    assert "Write which worker you told, how, and what they do now" in again
    done = client.post(
        page, {"team": str(merton.world.teams["assessment"]), "spoke": "Told Jude Rowell.", "version": 1}
    )
    assert done.status_code == 302
    shown = client.get(case_page).content.decode()
    assert "With Exeter assessment team since" in shown
    assert "Told Jude Rowell." in shown
    assert "given straight to a worker, before the decision" in shown


def test_a_team_that_does_not_take_them_is_not_offered(client: Client, merton: Case) -> None:
    sign_in(client, merton.world, "manager")
    page = reverse("enquiries:straight_on", args=[subject(merton)])
    shown = client.get(page).content.decode()
    assert "Exeter assessment team" in shown
    assert "Exeter early response team" not in shown
    again = client.post(page, {"team": str(merton.world.teams["early_response"]), "spoke": "Told them."})
    assert again.status_code == 200


def test_where_the_model_has_no_such_way_the_page_says_so(client: Client) -> None:
    case = open_case(devon())
    with case.world.inside():
        sign_in(client, case.world, "manager")
        shown = client.get(reverse("enquiries:straight_on", args=[subject(case)])).content.decode()
        assert "the decision comes first" in shown
        assert (
            "Straight to a worker" not in client.get(reverse("enquiries:case", args=[case.enquiry_id])).content.decode()
        )


@pytest.fixture
def door() -> Iterator[World]:
    world = devon("door", operating_model="first_response")
    with world.inside():
        yield world


def test_the_contact_offers_the_services_and_says_who_has_it(client: Client, door: World) -> None:
    contact_id = contact_services.record(
        told=told(people=(JACK,), consent="given", consent_reason=""), actor=door.actor("coordinator"), at=NOW
    )
    sign_in(client, door, "coordinator")
    page = reverse("contacts:detail", args=[contact_id])
    assert "Support for victims and families: Exeter early response team" in client.get(page).content.decode()
    to = f"support:{door.teams['early_response']}"
    again = client.post(reverse("contacts:route", args=[contact_id]), {"to": to, "spoke": "", "version": 1})
    assert "Write whom you told, how, and what they do now" in again.content.decode()
    done = client.post(
        reverse("contacts:route", args=[contact_id]), {"to": to, "spoke": "Told Ines Farrow.", "version": 1}
    )
    assert done.status_code == 302
    shown = client.get(page).content.decode()
    assert "Told Ines Farrow." in shown
    assert "We have told a service that can help" in shown, "what the referrer may be told is there already"


def test_a_service_that_was_made_up_is_refused_beside_the_field(client: Client, door: World) -> None:
    contact_id = contact_services.record(told=told(people=(JACK,)), actor=door.actor("coordinator"), at=NOW)
    sign_in(client, door, "coordinator")
    for typed in ("", "support", "support:nobody", f"elsewhere:{door.teams['early_response']}"):
        again = client.post(reverse("contacts:route", args=[contact_id]), {"to": typed, "spoke": "x", "version": 1})
        assert again.status_code == 200, typed
