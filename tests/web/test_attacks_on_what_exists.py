"""Every address of both doors, about things that do exist, tried by everybody who should not see them.

The addresses come from the URLs themselves, so a new page is tried without anybody thinking of it. Beside each refusal
stands somebody who does get the page, so that it is not refused because it is not there.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from openmash.audit.models import Event
from openmash.contacts.models import Contact
from openmash.decisions import services as decision_services
from openmash.decisions.rules import AnalysisTold
from openmash.sealed import services as sealed_services
from tests.architecture.addresses import IN_PLACE_OF, Address, all_of
from tests.handed_on import composed, decide, decisions, released, subject
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]

POLICE, RESTRICTED, HANDLING = "Quillfeather was arrested", "Umberlight is an informant", "Do not say Vextrine"
REASONS, ANALYSIS, GUIDANCE_WORDS = "Wyrmdale reasons", "Xanthgate analysis", "Bruises on two occasions that nobody"
REFUSED = "Yaffle would be named"
SECRETS = {
    "refused": REFUSED,
    "police": POLICE,
    "restricted": RESTRICTED,
    "handling": HANDLING,
    "reasons": REASONS,
    "analysis": ANALYSIS,
}


@dataclass(frozen=True)
class Things:
    """A case that went the whole way, and every id that stands in an address."""

    case: Case
    ids: dict[str, UUID]

    @property
    def world(self) -> World:
        return self.case.world


@pytest.fixture
def things() -> Iterator[Things]:
    case = open_case(devon())
    with case.world.inside():
        item_id = case.put_in("police", POLICE, handling=HANDLING, leave="whole")
        restricted = case.put_in("police", RESTRICTED, sensitivity="restricted")
        request_id = case.ask_release(restricted, who="manager")
        sealed_services.refuse(request_id=request_id, reason=REFUSED, actor=case.world.actor("police"), at=case.later())
        [check_id] = case.ask("police")
        decision_services.analyse(
            enquiry_id=case.enquiry_id,
            told=AnalysisTold(voice="She says she is tired.", summary=ANALYSIS),
            actor=case.world.actor("social_worker"),
            at=case.later(),
        )
        decide(case, reasons=REASONS)
        product_id = composed(case, [item_id])
        copy_id = released(case, product_id)
        yield Things(
            case,
            {
                "enquiry_id": case.enquiry_id,
                "contact_id": Contact.objects.get().id,
                "subject_id": subject(case),
                "check_id": check_id,
                "item_id": item_id,
                "request_id": request_id,
                "decision_id": decisions(case)[0].id,
                "product_id": product_id,
                "copy_id": copy_id,
            },
        )


def addressed(door: str) -> list[Address]:
    """Every address that names a thing of a hub."""
    return [a for a in all_of(door) if a.screen and any(sort == "uuid" for _, sort in a.parts)]


def path(address: Address, things: Things) -> str:
    parts = {name: things.ids[name] if sort == "uuid" else IN_PLACE_OF[sort] for name, sort in address.parts}
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


def test_the_people_of_the_hub_itself_do_get_to_each_of_them(things: Things) -> None:
    unseen = {address.name for address in addressed("inside") if not address.name.startswith("refer")}
    for handle in ("operations_manager", "police", "social_worker", "coordinator"):
        client = sign_in(Client(), things.world, handle)
        for address in addressed("inside"):
            if client.get(path(address, things)).status_code in (200, 302, 405, 409):
                unseen.discard(address.name)
    assert unseen == set()


def crawled(things: Things, handle: str) -> str:
    """Everything that somebody gets by opening every address of the inside door."""
    client = sign_in(Client(), things.world, handle)
    pages = []
    for address in all_of("inside"):
        if address.screen and {sort for _, sort in address.parts} <= {"uuid"}:
            answer = client.get(path(address, things))
            pages.append(getattr(answer, "content", b"").decode())
    return "\n".join(pages)


def test_the_owner_and_a_manager_read_what_is_theirs_to_read(things: Things) -> None:
    police, manager = crawled(things, "police"), crawled(things, "manager")
    assert {name for name, secret in SECRETS.items() if secret in police} >= {"police", "restricted", "handling"}
    assert {name for name, secret in SECRETS.items() if secret in manager} >= {"police", "reasons", "analysis"}


@pytest.mark.parametrize(
    "handle", ["coordinator", "business_support", "governance", "administrator", "lapsed", "unvetted"]
)
def test_who_does_not_enter_the_room_finds_no_word_of_it_at_any_address(things: Things, handle: str) -> None:
    everything = crawled(things, handle)
    assert [name for name, secret in SECRETS.items() if secret in everything] == []


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
