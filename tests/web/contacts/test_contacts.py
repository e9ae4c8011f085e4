"""Contacts on screen: one request in, one page out."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from openmash.accounts import services as account_services
from openmash.audit import queries as audit_queries
from openmash.contacts import queries, services
from openmash.contacts.states import ContactState
from openmash.core.clock import now
from tests.integration.contacts_told import JACK, told
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db

TYPED = {
    "people": "2",
    "channel": "telephone",
    "kind": "referral",
    "source": "2A",
    "referrer_name": "Alex Tremain",
    "referrer_organisation": "Brookfield Primary School",
    "concern": "Jack came to school with a bruise on his arm.",
    "consent": "given",
    "person-1-involvement": "child",
    "person-1-given_name": "Jack",
    "person-1-family_name": "Harlow",
    "person-1-born_day": "1",
    "person-1-born_month": "5",
    "person-1-born_year": "2018",
    "person-1-address": "12 Mill Lane",
    "person-1-postcode": "ex11aa",
    "person-2-involvement": "household",
}


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "social_worker", "business_support", "police"))


@pytest.fixture
def coordinator(client: Client, world: World) -> Client:
    return sign_in(client, world, "coordinator")


def typed(**changes: str) -> dict[str, str]:
    at = timezone.localtime(now())
    received = {
        "received_at_day": str(at.day),
        "received_at_month": str(at.month),
        "received_at_year": str(at.year),
        "received_at_time": f"{at:%H:%M}",
    }
    return {**TYPED, **received, **changes}


def recorded(world: World, **changes: object) -> UUID:
    with world.inside():
        given = {"received_at": now() - timedelta(minutes=1), **changes}
        return services.record(told=told(**given), actor=world.actor("coordinator"), at=now())


def known_jack(world: World) -> UUID:
    with world.inside():
        contact = queries.contact(recorded(world), actor=world.actor("coordinator"))
        return services.identify(
            contact_person_id=contact.people[0].id, person_id=None, actor=world.actor("coordinator"), at=now()
        )


def test_a_telephone_call_is_one_page_and_one_submit(coordinator: Client, world: World) -> None:
    page = coordinator.get("/contacts/new/")
    assert page.status_code == 200
    answer = coordinator.post("/contacts/new/", typed())
    assert answer.status_code == 302
    seen = coordinator.get(answer["Location"])
    assert b"Jack Harlow" in seen.content
    assert b"12 Mill Lane, EX1 1AA" in seen.content
    with world.inside():
        (row,) = queries.waiting(world.actor("coordinator"))
    assert row.channel == "telephone"


def test_received_now_by_telephone_is_what_the_page_begins_with(coordinator: Client) -> None:
    page = coordinator.get("/contacts/new/").content.decode()
    assert re.search(r'value="telephone"[^>]*checked', page)
    assert f'value="{timezone.localtime(now()).year}"' in page


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(coordinator: Client, world: World) -> None:
    wrong = typed(concern="", consent="not_sought")
    wrong |= {"person-1-postcode": "nonsense", "person-2-given_name": "Dawn", "referrer_email": "no"}
    page = coordinator.post("/contacts/new/", wrong).content.decode()
    assert "Enter what is the worry" in page or "Answer the question “What is the worry?”" in page
    assert "Say why the family was not asked" in page
    assert "Person 1: Postcode must be a full UK postcode" in page
    for kept in ("Alex Tremain", "nonsense", "Dawn", 'value="no"'):
        assert kept in page
    with world.inside():
        assert queries.waiting(world.actor("coordinator")) == []


def test_another_person_is_added_without_javascript_and_without_faults(coordinator: Client) -> None:
    page = coordinator.post("/contacts/new/", typed(add_person="1", concern="")).content.decode()
    assert "Person 3" in page
    assert "There is a problem" not in page
    assert "Alex Tremain" in page


def test_an_unborn_child_is_given_an_expected_date_in_the_same_boxes(coordinator: Client, world: World) -> None:
    year = str(timezone.localdate().year + 1)
    unborn = {
        "person-2-involvement": "unborn",
        "person-2-family_name": "Harlow",
        "person-2-born_day": "3",
        "person-2-born_month": "1",
        "person-2-born_year": year,
        "person-2-same_address": "on",
    }
    answer = coordinator.post("/contacts/new/", typed(**unborn))
    seen = coordinator.get(answer["Location"]).content.decode()
    assert f"Expected: 3 January {year}" in seen
    with world.inside():
        (row,) = queries.waiting(world.actor("coordinator"))
        people = queries.contact(row.id, actor=world.actor("coordinator")).people
    assert [person.postcode for person in people] == ["EX1 1AA", "EX1 1AA"]


def test_what_was_typed_and_not_sent_is_there_again(coordinator: Client, world: World) -> None:
    values = {name: [text] for name, text in typed(concern="Half a sentence").items()}
    with world.inside():
        actor = world.actor("coordinator")
        account_services.save_draft(actor=actor, form="contact:new", values=values, at=now())
    page = coordinator.get("/contacts/new/").content.decode()
    assert "Half a sentence" in page
    assert "Alex Tremain" in page
    assert "There is a problem" not in page
    coordinator.post("/contacts/new/", typed())
    assert "Half a sentence" not in coordinator.get("/contacts/new/").content.decode()


def test_opening_a_contact_is_written_into_the_log_first(coordinator: Client, world: World) -> None:
    contact_id = recorded(world)
    coordinator.get(f"/contacts/{contact_id}/")
    with world.inside():
        events = [e.name for e in audit_queries.of_thing(contact_id, actor=world.actor("coordinator"))]
    assert events == ["contact.recorded", "contact.opened"]


def test_an_agency_representative_sees_no_contacts(client: Client, world: World) -> None:
    contact_id = recorded(world)
    sign_in(client, world, "police")
    assert [client.get(url).status_code for url in ("/contacts/", "/contacts/new/", f"/contacts/{contact_id}/")] == [
        *(403, 403, 403)
    ]
    sign_in(client, world, "business_support")
    assert client.get(f"/contacts/{contact_id}/").status_code == 200


def test_each_child_is_rated_on_the_contact_page_and_an_enquiry_opens(coordinator: Client, world: World) -> None:
    contact_id = recorded(world)
    with world.inside():
        jack = queries.contact(contact_id, actor=world.actor("coordinator")).people[0].id
    url = f"/contacts/{contact_id}/triage/"
    refused = coordinator.post(url, {"do": "open"}).content.decode()
    assert "Select how urgent it is for Jack Harlow" in refused
    answer = coordinator.post(url, {"do": "open", f"{jack}-rating": "amber", f"{jack}-reason": "A bruise, explained."})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/enquiries/")
    with world.inside():
        assert queries.contact(contact_id, actor=world.actor("coordinator")).state == ContactState.ENQUIRY


def test_the_page_says_what_each_rating_means_and_when_it_would_be_due(coordinator: Client, world: World) -> None:
    page = coordinator.get(f"/contacts/{recorded(world)}/").content.decode()
    assert "decision within four hours" in page
    assert re.search(r"within three working days\. Due \w{3} \d", page)


def test_somebody_already_known_is_offered_with_why_and_a_person_says_who_it_is(
    coordinator: Client, world: World
) -> None:
    known = known_jack(world)
    contact_id = recorded(world, people=(JACK,))
    page = coordinator.get(f"/contacts/{contact_id}/").content.decode()
    assert "Shown because" in page
    assert "born the same day" in page
    assert "om-waterfall" in page
    assert "None of these: somebody new" in page
    with world.inside():
        jack = queries.contact(contact_id, actor=world.actor("coordinator")).people[0].id
    url = f"/contacts/{contact_id}/triage/"
    rated = {f"{jack}-rating": "green", f"{jack}-reason": "Once."}
    refused = coordinator.post(url, {"do": "open", **rated}).content.decode()
    assert "Say whether Jack Harlow is one of the people already known" in refused
    coordinator.post(url, {"do": "identify", f"{jack}-who": str(known)})
    with world.inside():
        person = queries.contact(contact_id, actor=world.actor("coordinator")).people[0].person
        [event] = [
            each
            for each in audit_queries.of_thing(contact_id, actor=world.actor("coordinator"))
            if each.name == "contact.person_identified"
        ]
    assert person is not None
    assert person.id == known
    assert "born the same day: strong" in str(event.detail["evidence"])
    assert str(event.detail["model"]).startswith("families")


def test_a_twin_is_offered_with_a_warning_and_never_chosen_beforehand(coordinator: Client, world: World) -> None:
    known_jack(world)
    lily = JACK.__class__("child", "Lily", "Harlow", born_on=JACK.born_on, postcode="EX1 1AA")
    page = coordinator.get(f"/contacts/{recorded(world, people=(lily,))}/").content.decode()
    assert "twin" in page
    assert not re.search(r'-who"[^>]*checked', page)


def test_advice_is_offered_to_a_social_worker_and_not_to_a_coordinator(
    coordinator: Client, client: Client, world: World
) -> None:
    contact_id = recorded(world)
    assert "Give advice and close" not in coordinator.get(f"/contacts/{contact_id}/").content.decode()
    assert coordinator.post(f"/contacts/{contact_id}/advice/", {"advice": "x", "version": 1}).status_code == 403
    sign_in(client, world, "social_worker")
    empty = client.post(f"/contacts/{contact_id}/advice/", {"advice": "", "version": 1}).content.decode()
    assert "Answer the question “What did you advise?”" in empty
    assert client.post(f"/contacts/{contact_id}/advice/", {"advice": "Ring again.", "version": 1}).status_code == 302
    assert "Advice given by Kit Marlow" in client.get(f"/contacts/{contact_id}/").content.decode()


def test_signposting_needs_its_reason_and_an_older_page_is_refused(coordinator: Client, world: World) -> None:
    contact_id = recorded(world)
    url = f"/contacts/{contact_id}/signpost/"
    assert "Answer the question" in coordinator.post(url, {"reason": "", "version": 1}).content.decode()
    stale = coordinator.post(url, {"reason": "Housing.", "version": 9})
    assert stale.status_code == 409
    assert coordinator.post(url, {"reason": "Housing.", "version": 1}).status_code == 302
    again = coordinator.post(f"/contacts/{contact_id}/reopen/", {"reason": "They rang again.", "version": 2})
    assert again.status_code == 302
    assert "What should happen?" in coordinator.get(f"/contacts/{contact_id}/").content.decode()


def test_another_notice_is_offered_with_why_and_joined(coordinator: Client, world: World) -> None:
    first, second = recorded(world), recorded(world, channel="police_report", source="6")
    page = coordinator.get(f"/contacts/{second}/").content.decode()
    assert "names the same people: Jack Harlow, Dawn Harlow" in page
    answer = coordinator.post(
        f"/contacts/{second}/join/", {"to": str(first), "reason": "The same evening.", "version": 1}
    )
    assert answer.status_code == 302
    assert "Joined to" in coordinator.get(f"/contacts/{second}/").content.decode()
    assert "was joined to this contact" in coordinator.get(f"/contacts/{first}/").content.decode()


def test_the_referrer_is_told_and_it_is_recorded(coordinator: Client, world: World) -> None:
    contact_id = recorded(world)
    coordinator.post(f"/contacts/{contact_id}/signpost/", {"reason": "Housing.", "version": 1})
    assert "They have no receipt" in coordinator.get(f"/contacts/{contact_id}/").content.decode()
    coordinator.post(f"/contacts/{contact_id}/tell-referrer/", {"said": "Ring Exeter Housing."})
    assert "What the referrer was told" in coordinator.get(f"/contacts/{contact_id}/").content.decode()


def test_the_list_asks_the_database_as_often_for_one_contact_as_for_twelve(coordinator: Client, world: World) -> None:
    counts = []
    for more in (1, 11):
        for _ in range(more):
            recorded(world)
        with CaptureQueriesContext(connection) as asked:
            coordinator.get("/contacts/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("number", ["2", "99", "x", "-1"])
def test_a_page_that_is_not_there_shows_one_that_is(coordinator: Client, world: World, number: str) -> None:
    recorded(world)
    assert coordinator.get(f"/contacts/?page={number}").status_code == 200


def test_a_caller_is_given_a_receipt_code_that_is_shown_once(coordinator: Client, world: World) -> None:
    contact_id = recorded(world)
    page = coordinator.post(f"/contacts/{contact_id}/receipt/").content.decode()
    found = re.search(r'om-code">([^<]+)<', page)
    assert found is not None
    with world.inside():
        actor = world.actor("coordinator")
        services.say_to_referrer(contact_id=contact_id, said="Passed to early response.", actor=actor, at=now())
        assert services.receipt(hub_id=world.hub_id, code=found[1]).said == "Passed to early response."
    again = coordinator.post(f"/contacts/{contact_id}/receipt/", follow=True).content.decode()
    assert "has a receipt code already" in again
    assert "om-code" not in again


def test_a_contact_says_its_area_and_what_sort_of_notice_it_is_in_words(client: Client) -> None:
    world = devon("first", operating_model="first_response", people=("coordinator",))
    with world.inside():
        contact_id = services.record(told=told(), actor=world.actor("coordinator"), at=now())
    sign_in(client, world, "coordinator")
    page = client.get(f"/contacts/{contact_id}/").content.decode()
    assert "The whole area" in page
    assert "Any referral" in page
