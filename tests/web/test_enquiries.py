"""The case page, rating, closing and the list of open enquiries: one request in, one page out."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openmash.audit import queries as audit_queries
from openmash.checks import services as check_services
from openmash.checks.rules import NilTold
from openmash.core import clock
from openmash.enquiries import queries, services
from openmash.web.inside.enquiries.pages import story
from tests.integration.enquiries_case import (
    ADA,
    BO,
    GRANDFATHER,
    MOTHER,
    UNBORN,
    asked,
    contact,
    decided,
    opened,
    ratings,
    view,
)
from tests.web.page_reading import sound
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db

SOURCE = Path(story.__file__).parents[5]
# Events that are never part of an enquiry's own story: they carry no enquiry, or belong to another page.
ELSEWHERE = re.compile(
    r"^(contact|person|warning|referral|submission|hub|account|membership|agency|log)\."
    r"|^(access_request|access_piece|erasure|record|retention|schedule|operating_model|cover|open_case)\."
    r"|^(api_key|identity|index|merge|survey)\.|^check\.own_record_"  # of people and indexes, not of this enquiry
    r"|^(allegation|challenge|group|network|officer|profile)\."  # seen by fewer than the enquiry
    r"|^product\.(opened|acknowledged|reported_on|recall_acknowledged)$|^report\.not_taken_in$|^checklist\.text_loaded$"
)


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page is opened an hour after the case began."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def world() -> Iterator[World]:
    made = devon()
    with made.inside():
        yield made


def get(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main", 1)[-1])).strip()


def test_the_case_page_tells_what_a_manager_needs(world: World, client: Client) -> None:
    enquiry_id = opened(world, ADA, BO, MOTHER)
    asked(world, enquiry_id, "police")
    check_id = asked(world, enquiry_id, "health")
    check_services.answer_nothing(
        check_id=check_id, nil=NilTold("no_trace", "Everything"), late=None, actor=world.actor("health"), at=NOW
    )
    html = get(sign_in(client, world, "manager"), reverse("enquiries:case", args=[enquiry_id]))
    said = text_of(html)
    for words in (
        view(world, enquiry_id).reference,
        "Ada and Bo Wren",
        "Amber",
        "Amber: decision by the end of the next working day",
        "Mary Wren",
        "mother",
        "burn on her arm",
        "Gwen Hartley",
        "1 of 2 answered",
        "NHS Devon",
        "No trace of these people",
        "Waiting",
        "Enquiry opened",
        "NHS Devon answered",
        "A burn nobody can explain.",
    ):
        assert words in said, words
    sound(html)


def test_opening_the_case_is_written_down_before_it_is_shown(world: World, client: Client) -> None:
    enquiry_id = opened(world, ADA)
    get(sign_in(client, world, "manager"), reverse("enquiries:case", args=[enquiry_id]))
    events = audit_queries.of_enquiry(enquiry_id, actor=world.actor("manager"))
    [event] = [e for e in events if e.name == "enquiry.opened"]
    assert event.actor_id == world.people["manager"]


def test_buttons_are_there_for_those_who_may_press_them_and_for_nobody_else(world: World, client: Client) -> None:
    enquiry_id = opened(world, ADA)
    check_id = asked(world, enquiry_id, "police")
    url = reverse("enquiries:case", args=[enquiry_id])
    buttons = {
        "Ask agencies": {"manager", "coordinator", "social_worker"},
        "Change the rating": {"manager", "coordinator", "social_worker"},
        ">Decide<": {"manager"},
        "Chase<": {"manager", "coordinator", "social_worker", "business_support"},
        "Answer<span": {"police"},
        "Sealed room</a>": {"manager", "social_worker", "police"},
    }
    for handle in ("manager", "coordinator", "social_worker", "business_support", "police"):
        html = get(sign_in(Client(), world, handle), url)
        for button, allowed in buttons.items():
            assert (button in html) == (handle in allowed), (handle, button)
    assert reverse("checks:chase", args=[check_id]) in get(sign_in(client, world, "manager"), url)


def test_an_agency_sees_the_case_without_the_contacts_of_the_front_door(world: World, client: Client) -> None:
    enquiry_id = opened(world, ADA)
    html = get(sign_in(client, world, "police"), reverse("enquiries:case", args=[enquiry_id]))
    assert "Gwen Hartley" not in html
    assert "Ada Wren" in html


def test_those_who_see_no_enquiries_see_no_case(world: World, client: Client) -> None:
    enquiry_id = opened(world, ADA)
    for handle in ("governance", "administrator"):
        response = sign_in(Client(), world, handle).get(reverse("enquiries:case", args=[enquiry_id]))
        assert response.status_code == 403
    assert sign_in(client, world, "manager").get(reverse("enquiries:case", args=[world.hub_id])).status_code == 404


def test_the_case_page_takes_the_same_number_of_statements_however_much_is_in_it(world: World, client: Client) -> None:
    small, large = opened(world, ADA), opened(world, BO, UNBORN, MOTHER)
    asked(world, small, "police")
    for agency in ("police", "health", "education", "school", "housing"):
        asked(world, large, agency)
    bo = view(world, large).subjects[0]
    for rating in ("red", "amber", "green"):
        services.rate(subject_id=bo.id, rating=rating, reason="News.", actor=world.actor("manager"), at=NOW)
    more = contact(world, GRANDFATHER)
    services.add_contact(enquiry_id=large, contact_id=more, actor=world.actor("coordinator"), at=NOW)
    sign_in(client, world, "manager")

    def statements(enquiry_id: object) -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client, reverse("enquiries:case", args=[enquiry_id]))
        return len(captured)

    statements(small)
    assert statements(large) == statements(small)
    # As tests/web/test_statements.py says of it; here nothing is decided, and no product is begun.
    assert statements(small) <= 50


def test_the_rating_form_says_what_each_rating_means_for_the_clock_and_saves_one(world: World, client: Client) -> None:
    enquiry_id = opened(world, ADA)
    [ada] = view(world, enquiry_id).subjects
    url = reverse("enquiries:rate", args=[ada.id])
    sign_in(client, world, "social_worker")
    html = get(client, url)
    assert "Red: decision within 4 hours, day and night" in text_of(html)
    assert "This is the rating now." in html
    sound(html)
    response = client.post(url, {"rating": "red", "reason": "A second burn.", "version": ada.version})
    assert response.status_code == 302
    [ada] = view(world, enquiry_id).subjects
    assert ada.rating == "red"


def test_a_rating_that_is_refused_is_shown_again_with_what_was_typed(world: World, client: Client) -> None:
    [ada] = view(world, opened(world, ADA)).subjects
    url = reverse("enquiries:rate", args=[ada.id])
    sign_in(client, world, "social_worker")
    same = client.post(url, {"rating": "amber", "reason": "It stays serious.", "version": ada.version})
    assert same.status_code == 200
    assert "They are rated Amber already" in same.content.decode()
    assert "It stays serious." in same.content.decode()
    empty = client.post(url, {"rating": "", "reason": ""}).content.decode()
    assert "Choose a rating for Ada Wren" in empty
    assert "Say why for Ada Wren" in empty
    sound(empty)
    stale = client.post(url, {"rating": "red", "reason": "A burn.", "version": "7"})
    assert stale.status_code == 409


def test_who_may_not_rate_gets_no_form(world: World, client: Client) -> None:
    [ada] = view(world, opened(world, ADA)).subjects
    assert sign_in(client, world, "police").get(reverse("enquiries:rate", args=[ada.id])).status_code == 403


def test_closing_is_refused_while_a_child_is_undecided_and_works_afterwards(world: World, client: Client) -> None:
    enquiry_id = opened(world, ADA)
    url = reverse("enquiries:close", args=[enquiry_id])
    sign_in(client, world, "manager")
    sound(get(client, url))
    refused = client.post(url)
    assert "There is no decision about Ada Wren yet" in refused.content.decode()
    decided(world, enquiry_id)
    assert client.post(url).status_code == 302
    assert not view(world, enquiry_id).is_open
    assert client.post(reverse("enquiries:reopen", args=[enquiry_id])).status_code == 302
    assert view(world, enquiry_id).is_open


def test_the_list_shows_open_enquiries_nearest_deadline_first(world: World, client: Client) -> None:
    opened(world, ADA, rating="green")
    opened(world, BO, rating="red")
    html = get(sign_in(client, world, "coordinator"), reverse("enquiries:list"))
    assert html.index("Bo Wren") < html.index("Ada Wren")
    sound(html)


def test_earlier_enquiries_of_the_same_people_are_on_the_page(world: World, client: Client) -> None:
    from openmash.contacts import queries as contact_queries
    from openmash.contacts import services as contact_services

    first = opened(world, ADA)
    services.close(enquiry_id=first, actor=decided(world, first), at=NOW)
    ada = view(world, first).subjects[0].person
    again, coordinator = contact(world, ADA), world.actor("coordinator")
    named = contact_queries.contact(again, actor=coordinator).people[0]
    contact_services.identify(contact_person_id=named.id, person_id=ada.id, actor=coordinator, at=NOW)
    second = services.open_(contact_id=again, ratings=ratings(world, again), actor=coordinator, at=NOW)
    html = get(sign_in(client, world, "manager"), reverse("enquiries:case", args=[second]))
    assert queries.references([first], actor=coordinator)[first] in html
    assert "Earlier enquiries" in html


def _events_in_the_code() -> set[str]:
    """Every event name that the domain packages write down."""
    found = set()
    for path in (SOURCE / "openmash").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _called(node) in {"record", "_record", "record_each"}:
                found |= _texts(node.args[:1])
            if isinstance(node, ast.Call) and _called(node) == "Move":
                found |= _texts(node.args[3:4])
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "event":
                found |= _texts([node.value])
    return {name for name in found if re.fullmatch(r"[a-z_]+\.[a-z_]+", name)}


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _texts(nodes: list[ast.expr]) -> set[str]:
    return {
        n.value for each in nodes for n in ast.walk(each) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def test_every_event_of_an_enquiry_has_words_or_is_left_out_on_purpose() -> None:
    events = _events_in_the_code()
    assert len(events) > 30
    unknown = {name for name in events - story.SENTENCES.keys() - story.LEFT_OUT if not ELSEWHERE.match(name)}
    assert unknown == set()
