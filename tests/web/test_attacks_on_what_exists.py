"""Every address of both doors, about things that do exist, tried by everybody who should not see them.

The addresses come from the URLs themselves, so a new page is tried without anybody thinking of it. Beside each refusal
stands somebody who does get the page, so that it is not refused because it is not there. Most of it is for the night:
every day the access matrix and the canary crawl (tests/assurance) try the same addresses.
"""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from openmash.audit.models import Event
from tests.architecture.addresses import IN_PLACE_OF, Address, all_of
from tests.everything import CODES
from tests.web.whole_case import RESTRICTED, SECRETS, Things, whole_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]

# Opened only once more has happened; each has a test that gets there: a bundle that was sent for approval and its file
# (test_subject_access.py), and what the police are asked years later (test_retention.py).
# Together they get to everything there is.
PEOPLE = (
    *("operations_manager", "second_manager", "police", "health", "social_worker", "coordinator"),
    *("governance", "administrator"),
)
LATER = {"subject_access:bundle", "subject_access:file", "retention:review"}


@pytest.fixture
def things() -> Iterator[Things]:
    world = devon()
    with world.inside():
        yield whole_case(world)


def addressed(door: str) -> list[Address]:
    """Every address that names a thing of a hub; those of the API take keys and no people: tests/web/test_api.py."""
    people = [a for a in all_of(door) if a.screen and not a.name.startswith("api:")]
    return [a for a in people if any(sort == "uuid" for _, sort in a.parts)]


def thing(address: Address, name: str, things: Things) -> UUID:
    """What a part of an address names: a request of subject access is not one to let something leave."""
    of_access = name == "request_id" and address.name.startswith("subject_access:")
    return things.ids["access_id" if of_access else name]


def path(address: Address, things: Things) -> str:
    parts = {
        name: thing(address, name, things) if sort == "uuid" else CODES.get(name, IN_PLACE_OF[sort])
        for name, sort in address.parts
    }
    return reverse(address.name, urlconf=f"config.urls_{address.door}", kwargs=parts)


def tried(client: Client, address: Address, things: Things) -> list[tuple[str, HttpResponseBase]]:
    where = path(address, things)
    ways: list[tuple[str, HttpResponseBase]] = [("GET", client.get(where))]
    if address.changes:
        typed = {
            "version": "1",
            "team": str(things.world.teams["assessment"]),
            "decision": str(things.ids["decision_id"]),
        }
        ways.append(("POST", client.post(where, typed)))
    return ways


def turned_back(answer: HttpResponseBase, method: str) -> bool:
    """Refused or not found; or, looked at without sending, led to the page of the thing, which is tried as well."""
    return answer.status_code in (403, 404) or (method == "GET" and answer.status_code == 302)


@pytest.mark.long
@pytest.mark.parametrize("handle", ["manager", "police", "operations_manager", "social_worker"])
def test_nobody_of_another_hub_gets_to_anything_at_any_address(things: Things, handle: str, client: Client) -> None:
    other = devon("kent", people=(handle,))
    sign_in(client, other, handle)
    before = Event.objects.count()
    wrong = [
        f"{method} {address.name}: {answer.status_code}"
        for address in addressed("inside")
        for method, answer in tried(client, address, things)
        if not turned_back(answer, method)
    ]
    assert wrong == []
    assert Event.objects.count() == before, "something was written down or done"


@pytest.mark.long
def test_the_people_of_the_hub_itself_do_get_to_each_of_them(things: Things) -> None:
    unseen = {address.name for address in addressed("inside") if not address.name.startswith("refer")} - LATER
    for handle in PEOPLE:
        client = sign_in(Client(), things.world, handle)
        for address in addressed("inside"):
            if client.get(path(address, things)).status_code in (200, 302, 405, 409):
                unseen.discard(address.name)
    assert sorted(unseen) == []


def crawled(things: Things, handle: str) -> str:
    """Everything that somebody gets by opening every address of the inside door."""
    client = sign_in(Client(), things.world, handle)
    pages = []
    for address in all_of("inside"):
        if address.screen and {sort for _, sort in address.parts} <= {"uuid"}:
            answer = client.get(path(address, things))
            pages.append(words_in(getattr(answer, "content", b"")))
    return "\n".join(pages)


def words_in(content: bytes) -> str:
    """What somebody can read in what they got, also where it is a PDF."""
    if content.startswith(b"%PDF"):
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode()


def found(everything: str) -> set[str]:
    """Which of the secrets stand in it."""
    return {name for name, secret in SECRETS.items() if secret in everything}


@pytest.mark.long
def test_the_owner_and_a_manager_read_what_is_theirs_to_read(things: Things) -> None:
    police, manager = crawled(things, "police"), crawled(things, "manager")
    assert {name for name, secret in SECRETS.items() if secret in police} >= {
        "police",
        "restricted",
        "handling",
        "file",
    }
    assert {name for name, secret in SECRETS.items() if secret in manager} >= {
        "police",
        "reasons",
        "analysis",
        "left out",
    }


@pytest.mark.long
@pytest.mark.parametrize(
    "handle", ["coordinator", "business_support", "governance", "administrator", "lapsed", "unvetted"]
)
def test_who_does_not_enter_the_room_finds_no_word_of_it_at_any_address(things: Things, handle: str) -> None:
    assert found(crawled(things, handle)) == set()


@pytest.mark.long
@pytest.mark.parametrize("handle", ["health", "education"])
def test_another_agency_finds_no_word_of_what_is_restricted(things: Things, handle: str) -> None:
    assert RESTRICTED not in crawled(things, handle)


def test_another_team_and_another_hub_get_no_copy(things: Things, outside_door: Door) -> None:
    other = devon("kent", people=("assessor",))
    with outside_door():
        assert sign_in(Client(), things.world, "assessor").get(f"/inbox/{things.ids['copy_id']}/").status_code == 200
        for world, handle in ((things.world, "early_helper"), (other, "assessor")):
            client = sign_in(Client(), world, handle)
            for address in addressed("outside"):
                for method, answer in tried(client, address, things):
                    assert turned_back(answer, method), f"{method} {address.name} as {handle}: {answer.status_code}"


def test_no_page_with_something_of_a_case_is_kept_by_a_browser_or_sent_on_by_its_address(things: Things) -> None:
    client = sign_in(Client(), things.world, "manager")
    for address in addressed("inside"):
        answer = client.get(path(address, things))
        assert "no-store" in answer.headers["Cache-Control"], address.name
        assert "ETag" not in answer.headers, address.name
        assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), address.name
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], address.name


def test_every_address_that_changes_something_wants_the_token_of_its_form(things: Things) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), things.world, "operations_manager")
    before = Event.objects.count()
    for address in addressed("inside"):
        assert client.post(path(address, things), {}).status_code in (403, 405), address.name
    assert Event.objects.count() == before


def test_a_draft_s_key_with_signs_that_nobody_types_is_refused_in_a_sentence(client: Client) -> None:
    sign_in(client, devon(people=("manager",)), "manager")
    assert client.post("/drafts/", {"draft_key": "contact:new", "concern": "a bruise"}).status_code == 200
    assert client.post("/drafts/", {"draft_key": "contact\x00new", "concern": "a bruise"}).status_code == 400
