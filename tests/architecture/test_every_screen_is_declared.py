"""Every address says who may open it and what opening it does, and is held to it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import ModuleType

import pytest
from django.db import InternalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, resolve
from django.urls import path as route

from openmash.web.shared.middleware import SIGN_IN_PAGES
from openmash.web.shared.screen import DISCLOSE, PUBLIC, READ, SIGNED_IN, WRITE, HubRequest, screen
from tests.architecture.addresses import Address, all_of, everywhere, path
from tests.world import devon, sign_in

Door = Callable[[], AbstractContextManager[None]]
EVERY_ADDRESS = pytest.mark.parametrize("address", everywhere(), ids=str)
DECLARED = [address for address in everywhere() if address.screen]


def standing_at(door: str, outside_door: Door) -> AbstractContextManager[None]:
    return outside_door() if door == "outside" else nullcontext()


def test_both_doors_answer_something() -> None:
    assert len(all_of("inside")) > 5
    assert len(all_of("outside")) > 5


@EVERY_ADDRESS
def test_every_address_declares_who_may_open_it(address: Address) -> None:
    assert address.screen or address.name in SIGN_IN_PAGES, (
        f"{address.view.__module__}.{address.view.__name__} has no @screen: nobody can open it"
    )


@EVERY_ADDRESS
def test_every_address_has_a_name(address: Address) -> None:
    assert address.name
    assert not address.name.endswith(":")


def test_nothing_inside_is_open_to_everybody() -> None:
    shut = [address for address in all_of("inside") if address.needs_a_person or address.needs_a_key]
    assert [str(address) for address in all_of("inside") if address.screen and address not in shut] == []


def test_every_sign_in_page_that_is_excused_is_django_allauth_s_own() -> None:
    excused = [address for address in everywhere() if address.name in SIGN_IN_PAGES]
    assert excused
    assert {address.view.__module__.split(".")[0] for address in excused} == {"allauth"}


@EVERY_ADDRESS
def test_no_address_hides_behind_another(address: Address) -> None:
    """Of two addresses that match the same path only the first is ever opened."""
    assert resolve(path(address), urlconf=f"config.urls_{address.door}").view_name == address.name


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in DECLARED if not a.changes], ids=str)
def test_what_only_shows_takes_no_post(address: Address, outside_door: Door, client: Client) -> None:
    with standing_at(address.door, outside_door):
        assert client.post(path(address)).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in DECLARED if a.needs_a_person], ids=str)
def test_a_stranger_is_sent_to_sign_in(address: Address, outside_door: Door, client: Client) -> None:
    devon(people=())
    with standing_at(address.door, outside_door):
        for answer in [client.get(path(address))] + ([client.post(path(address))] if address.changes else []):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/sign-in/?next=/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in DECLARED if a.needs_a_key], ids=str)
def test_nobody_gets_anywhere_without_a_key_where_one_is_needed(address: Address, client: Client) -> None:
    world = devon(people=("operations_manager",))
    for somebody in (client, sign_in(Client(), world, "operations_manager")):
        for ask in (somebody.get, somebody.post, somebody.put, somebody.delete):
            assert ask(path(address)).status_code in {401, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("address", [a for a in DECLARED if not (a.needs_a_person or a.needs_a_key)], ids=str)
def test_a_public_page_bears_being_opened_by_anybody(address: Address, outside_door: Door, client: Client) -> None:
    devon(people=())
    client.raise_request_exception = False
    with standing_at(address.door, outside_door):
        answers = [client.get(path(address))] + ([client.post(path(address))] if address.changes else [])
        assert [answer for answer in answers if answer.status_code >= 500] == []
        assert client.get(path(address, hub_slug="no-such-hub")).status_code in {200, 302, 404}


# --- The middleware itself, on addresses planted for the purpose ---------------------------------------------------


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a secret")


@screen(permission=PUBLIC, kind=READ)
def declared(request: HubRequest) -> HttpResponse:
    return HttpResponse("for everybody")


def _write(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cache_inside VALUES ('planted', 'x', now())")
    return HttpResponse("written")


PLANTED = {
    "reads/": screen(permission=SIGNED_IN, kind=READ)(_write),
    "discloses/": screen(permission=SIGNED_IN, kind=DISCLOSE)(_write),
    "writes/": screen(permission=SIGNED_IN, kind=WRITE)(_write),
}


@pytest.fixture
def planted() -> ModuleType:
    module = ModuleType("planted_addresses")
    module.urlpatterns = [  # type: ignore[attr-defined]
        route("undeclared/", undeclared),
        route("declared/", declared),
        *(route(where, view) for where, view in PLANTED.items()),
        route("", include("config.urls_inside")),
    ]
    return module


@pytest.mark.django_db
def test_a_view_that_declares_nothing_is_opened_by_nobody(planted: ModuleType, client: Client) -> None:
    world = devon(people=("operations_manager",))
    with override_settings(ROOT_URLCONF=planted):
        for somebody in (client, sign_in(Client(), world, "operations_manager")):
            answer = somebody.get("/undeclared/")
            assert answer.status_code == 403
            assert b"a secret" not in answer.content
            assert somebody.get("/declared/").content == b"for everybody"


@pytest.mark.django_db
def test_a_page_that_only_reads_cannot_write_even_if_it_tries(planted: ModuleType, client: Client) -> None:
    sign_in(client, devon(people=("governance",)), "governance")
    with override_settings(ROOT_URLCONF=planted):
        for where in ("/reads/", "/writes/"):
            with pytest.raises(InternalError, match="read-only transaction"):
                client.get(where)
        assert client.get("/discloses/").content == b"written"
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cache_inside")
        assert client.post("/writes/").content == b"written"
