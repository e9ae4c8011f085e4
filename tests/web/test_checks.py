"""Asking agencies and answering for one: one request in, one page out."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openmash.accounts import queries as account_queries
from openmash.checks import queries, services
from openmash.checks.rules import NilTold
from openmash.core import clock
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold
from tests.integration.enquiries_case import ADA, BO, MOTHER, asked, decided, opened, view
from tests.web.page_reading import sound
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db

HANDLES = ("coordinator", "manager", "business_support", "police", "health", "social_worker")
ITEM = {
    "items-INITIAL_FORMS": "0",
    "items-0-text": "Arrested for assault on the mother.",
    "items-0-source_kind": "fact",
    "items-0-fact_on_day": "2",
    "items-0-fact_on_month": "11",
    "items-0-fact_on_year": "2026",
    "items-0-leave": "ask",
    "items-0-sensitivity": "hub",
    "items-0-professional": "Sam Trevail",
}


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is opened an hour after the case began."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=HANDLES)
    with made.inside():
        yield made


@pytest.fixture
def enquiry_id(world: World) -> UUID:
    return opened(world, ADA, BO, MOTHER)


def get(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def ticked(html: str) -> list[str]:
    return re.findall(r'name="agencies"[^>]*value="([^"]+)"[^>]* checked', html)


def test_the_agencies_the_model_asks_at_this_rating_are_ticked_and_one_press_asks_them(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    url = reverse("checks:ask", args=[enquiry_id])
    html = get(sign_in(client, world, "coordinator"), url)
    usual = {str(world.agencies[a]) for a in ("council", "police", "health", "education", "housing")}
    assert set(ticked(html)) == usual
    assert "Ada Wren, born 3 March 2018" in html
    assert "Amber: answer by noon" in html
    sound(html)
    response = client.post(url, {"agencies": sorted(usual), "question": "What do you know?"})
    assert response.status_code == 302
    assert len(queries.checks_of(enquiry_id, actor=world.actor("manager"))) == 5
    assert ticked(get(client, url)) == []  # nobody is asked twice by an absent-minded press


def test_asking_nobody_or_nothing_is_said_beside_the_field_and_keeps_what_was_typed(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    url = reverse("checks:ask", args=[enquiry_id])
    sign_in(client, world, "coordinator")
    html = client.post(url, {"question": "Who hurt Ada?"}).content.decode()
    assert "Choose at least one agency to ask." in html
    assert "Who hurt Ada?" in html
    sound(html)


def test_where_somebody_protected_lives_is_not_in_the_question_that_is_offered_nor_asked(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    url = reverse("checks:ask", args=[enquiry_id])
    sign_in(client, world, "coordinator")
    assert "4 Mill Lane" in get(client, url)
    family = view(world, enquiry_id)
    told = GuardTold("safe_address", family.subjects[0].person.id, against_people=(family.members[0].person.id,))
    sealed_services.record_protection(
        enquiry_id=enquiry_id, told=told, actor=world.actor("manager"), at=NOW + timedelta(minutes=30)
    )
    html = get(client, url)
    assert "Ada Wren, born 3 March 2018" in html
    assert "4 Mill Lane" not in html
    typed = {"agencies": [str(world.agencies["police"])], "question": "What happened at 4 Mill Lane?"}
    refused = client.post(url, typed).content.decode()
    assert "a recorded protection keeps back" in refused
    assert "What happened at 4 Mill Lane?" in refused
    assert queries.checks_of(enquiry_id, actor=world.actor("manager")) == []
    assert client.post(url, typed | {"question": "What happened?"}).status_code == 302


def test_nothing_known_takes_an_opened_request_one_choice_and_one_press(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    before = asked(world, enquiry_id, "police")
    services.answer_nothing(
        check_id=before,
        nil=NilTold("no_trace", "National database, all four"),
        late=None,
        actor=world.actor("police"),
        at=NOW,
    )
    check_id = asked(world, enquiry_id, "police")
    url = reverse("checks:answer", args=[check_id])
    html = get(sign_in(client, world, "police"), url)
    assert "National database, all four" in html  # what was searched stands there already
    sound(html)
    fields = dict(re.findall(r'<input type="hidden" name="(version)" value="(\d+)"', html))
    response = client.post(url, {**fields, "nil_return": "no_trace", "searched": "National database, all four"})
    assert response.status_code == 302
    assert response.headers["Location"] == reverse("worklist:mine")
    assert queries.check(check_id, actor=world.actor("manager")).nil_return == "no_trace"


def test_a_nil_return_that_is_refused_says_why_beside_the_field_and_keeps_what_was_typed(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    url = reverse("checks:answer", args=[asked(world, enquiry_id, "police")])
    sign_in(client, world, "police")
    html = client.post(url, {"nil_return": "withheld", "searched": "The vault"}).content.decode()
    assert "Say whom the hub should speak to" in html
    assert "The vault" in html
    sound(html)
    assert "Choose what you found." in client.post(url, {"searched": "All"}).content.decode()


def test_another_agency_and_the_hub_see_the_request_and_no_form(world: World, client: Client, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    url = reverse("checks:answer", args=[check_id])
    for handle in ("health", "coordinator"):
        html = get(sign_in(Client(), world, handle), url)
        assert "Sign and send" not in html
        assert "Only people of Devon and Cornwall Police may answer" in html
        sound(html)
        assert sign_in(Client(), world, handle).get(reverse("checks:items", args=[check_id])).status_code == 403
    response = sign_in(client, world, "health").post(url, {"nil_return": "no_trace", "searched": "All"})
    assert response.status_code == 403
    assert queries.check(check_id, actor=world.actor("manager")).waiting


def test_items_go_into_the_sealed_room_with_whom_they_are_about(world: World, client: Client, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    ada = view(world, enquiry_id).subjects[0].person.id
    url = reverse("checks:items", args=[check_id])
    sound(get(sign_in(client, world, "police"), url))
    second = {
        "items-1-text": "He drinks.",
        "items-1-source_kind": "opinion",
        "items-1-leave": "whole",
        "items-1-sensitivity": "restricted",
    }
    typed = {**ITEM, **second, "items-TOTAL_FORMS": "3", "items-0-about": [str(ada)], "searched": "All", "version": "1"}
    response = client.post(url, typed)
    assert response.status_code == 302, response.content.decode()
    seen = queries.check(check_id, actor=world.actor("manager"))
    assert (seen.item_count, seen.searched) == (2, "All")
    room = sealed_queries.room(enquiry_id, actor=world.actor("manager"), at=NOW)
    assert {item.text for item in room.items} == {"Arrested for assault on the mother.", "He drinks."}
    assert next(i for i in room.items if i.fact_on).about == ("Ada Wren",)


def test_room_for_another_item_loses_nothing_and_finds_no_fault(world: World, client: Client, enquiry_id: UUID) -> None:
    check_id = asked(world, enquiry_id, "police")
    url = reverse("checks:items", args=[check_id])
    sign_in(client, world, "police")
    html = client.post(url, {**ITEM, "items-TOTAL_FORMS": "1", "searched": "", "add": "1"}).content.decode()
    assert "items-1-text" in html
    assert "Arrested for assault on the mother." in html
    assert "There is a problem" not in html
    assert queries.check(check_id, actor=world.actor("police")).waiting
    sound(html)


def test_items_that_are_refused_are_shown_again_with_what_was_typed(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    url = reverse("checks:items", args=[asked(world, enquiry_id, "police")])
    sign_in(client, world, "police")
    html = client.post(url, {**ITEM, "items-TOTAL_FORMS": "1", "searched": " "}).content.decode()
    assert "Say which records you searched" in html
    assert "Arrested for assault on the mother." in html
    html = client.post(url, {**ITEM, "items-0-text": "", "items-TOTAL_FORMS": "1", "searched": "All"}).content.decode()
    assert "Enter what you know" in html
    sound(html)


def test_after_a_decision_the_form_asks_whether_the_answer_would_have_changed_it(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    check_id = asked(world, enquiry_id, "police")
    url = reverse("checks:answer", args=[check_id])
    sign_in(client, world, "police")
    assert "would your answer have changed it" not in get(client, url).lower()
    decided(world, enquiry_id)
    assert "would your answer have changed it" in get(client, url).lower()
    typed = {"nil_return": "no_trace", "searched": "All"}
    assert "A decision has been made without your answer. Say whether" in client.post(url, typed).content.decode()
    assert client.post(url, {**typed, "late_effect": "no"}).status_code == 302


@pytest.mark.parametrize("form", ["answer", "items"])
def test_a_draft_comes_back_without_complaints_and_is_gone_once_sent(
    world: World, client: Client, enquiry_id: UUID, form: str
) -> None:
    check_id = asked(world, enquiry_id, "police")
    url = reverse(f"checks:{form}", args=[check_id])
    html = get(sign_in(client, world, "police"), url)
    [key] = re.findall(r'data-draft-key="([^"]+)"', html)
    typed = {"searched": "Half of it", **({**ITEM, "items-TOTAL_FORMS": "2"} if form == "items" else {})}
    assert client.post(reverse("account:save_draft"), {"draft_key": key, **typed}).status_code == 200
    again = get(client, url)
    assert "Half of it" in again
    assert "There is a problem" not in again
    assert form == "answer" or "Arrested for assault" in again
    client.post(url, {**typed, "nil_return": "no_trace"})
    assert account_queries.draft(actor=world.actor("police"), form=key) is None


def test_chasing_is_one_press_on_the_case_page_and_withdrawing_asks_first(
    world: World, client: Client, enquiry_id: UUID
) -> None:
    check_id = asked(world, enquiry_id, "police")
    sign_in(client, world, "business_support")
    assert client.get(reverse("checks:chase", args=[check_id])).status_code == 302
    assert queries.check(check_id, actor=world.actor("manager")).chased_at is None
    response = client.post(reverse("checks:chase", args=[check_id]))
    assert response.headers["Location"] == reverse("enquiries:case", args=[enquiry_id])
    assert queries.check(check_id, actor=world.actor("manager")).chased_at == NOW + timedelta(hours=1)
    withdraw = reverse("checks:withdraw", args=[check_id])
    assert client.get(withdraw).status_code == 403
    sound(get(sign_in(client, world, "coordinator"), withdraw))
    assert client.post(withdraw).status_code == 302
    assert queries.check(check_id, actor=world.actor("manager")).state == "withdrawn"
    assert "You cannot withdraw this check now" in client.post(withdraw).content.decode()


def test_the_answer_page_takes_the_same_number_of_statements_however_large_the_family(
    world: World, client: Client
) -> None:
    small, large = opened(world, ADA), opened(world, BO, MOTHER)
    sign_in(client, world, "police")

    def statements(check_id: UUID) -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client, reverse("checks:answer", args=[check_id]))
        return len(captured)

    one, two = asked(world, small, "police"), asked(world, large, "police")
    statements(one)
    assert statements(one) == statements(two)
