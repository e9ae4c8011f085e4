"""Attacks on signing in: without the second factor, at the wrong door, by taking the factor away, by guessing."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.cache import cache
from django.test import Client

from openmash.access import Role
from openmash.accounts import services as account_services
from openmash.core import clock
from tests.world import NOW, PASSWORD, World, code, devon, email_of, sign_in

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def world() -> World:
    made = devon(people=("manager", "assessor"), passwords=("manager", "assessor"))
    with made.inside():
        for handle, door, role in (
            ("newcomer", "inside", Role.COORDINATOR),
            ("new_assessor", "outside", Role.RECEIVING_TEAM),
        ):
            made.people[handle] = account_services.add_person(
                hub_id=made.hub_id,
                name="Billie Frost",
                email=email_of(handle),
                role=role,
                agency_id=made.agencies["council"],
                team_id=made.teams["assessment"] if door == "outside" else None,
                password=PASSWORD,
                door=door,
                at=NOW,
            )
    cache.clear()
    return made


@pytest.fixture(autouse=True)
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows a commit follows at once, as it does where no test holds the transaction open."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda do, *_, **__: do())


def with_password(client: Client, handle: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/sign-in/", {"login": email_of(handle), "password": password}, **extra)


def test_password_and_code_together_open_the_door(world: World, client: Client) -> None:
    answer = with_password(client, "manager")
    assert answer.headers["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": code()}).status_code == 302
    assert client.get("/").status_code == 200


def test_the_password_alone_opens_nothing(world: World, client: Client) -> None:
    with_password(client, "manager")
    for address in (
        "/",
        "/contacts/",
        "/account/codes/",
        "/account/codes/app/",
        "/account/codes/app/remove/",
        "/account/codes/spare/",
        "/account/codes/spare/new/",
        "/account/password/",
        "/stay/",
    ):
        for answer in (client.get(address), client.post(address, {"code": code(), "password1": "x", "password2": "x"})):
            assert answer.status_code in (302, 405), address
            assert "/sign-in" in answer.headers.get("Location", "/sign-in"), address


def test_a_code_serves_once(world: World, client: Client) -> None:
    now = code()
    with_password(client, "manager")
    client.post("/sign-in/code/", {"code": now})
    assert client.get("/").status_code == 200
    second = Client()
    with_password(second, "manager")
    second.post("/sign-in/code/", {"code": now})
    assert second.get("/").status_code == 302


def test_codes_cannot_be_guessed_at_from_many_addresses(world: World, client: Client) -> None:
    with_password(client, "manager")
    for n in range(6):
        client.post("/sign-in/code/", {"code": f"{n:06}"}, REMOTE_ADDR=f"10.0.0.{n}")
    client.post("/sign-in/code/", {"code": code()}, REMOTE_ADDR="10.0.0.99")
    assert client.get("/").status_code == 302


def test_a_forwarded_address_that_the_client_made_up_does_not_lift_the_throttle(world: World, client: Client) -> None:
    for n in range(25):
        with_password(client, f"somebody{n}", "wrong", HTTP_X_FORWARDED_FOR=f"10.1.0.{n}")
    answer = with_password(client, "manager", HTTP_X_FORWARDED_FOR="10.1.9.9")
    assert b"Too many failed" in answer.content or answer.status_code == 429


def test_whoever_belongs_to_the_outside_door_does_not_sign_in_inside(world: World, client: Client) -> None:
    answer = with_password(client, "assessor")
    assert answer.status_code == 200, "the password was taken"
    assert b"not correct" in answer.content


def test_whoever_belongs_to_the_outside_door_signs_in_there(world: World, client: Client, outside_door: Door) -> None:
    with outside_door():
        assert with_password(client, "assessor").headers["Location"] == "/sign-in/code/"
        client.post("/sign-in/code/", {"code": code()})
        assert client.get("/inbox/").status_code == 200


def test_a_session_of_somebody_of_the_outside_door_opens_nothing_inside(world: World, client: Client) -> None:
    sign_in(client, world, "assessor")
    assert client.get("/stay/").status_code == 302
    sign_in(client, world, "manager")
    assert client.get("/stay/").status_code == 204


def set_up_app(client: Client) -> str:
    answer = client.get("/account/codes/app/")
    if answer.status_code == 302:
        again = answer.headers["Location"]
        assert again.startswith("/sign-in/again/"), again
        answer = client.get(client.post(again, {"password": PASSWORD}).headers["Location"])
    secret = answer.context["form"].secret
    answer = client.post("/account/codes/app/", {"code": code(secret)})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return str(secret)


@pytest.mark.parametrize("door", ["inside", "outside"])
def test_a_newcomer_sets_up_an_app_before_anything_opens_and_then_gets_in(
    world: World, client: Client, outside_door: Door, door: str
) -> None:
    handle, home = ("newcomer", "/") if door == "inside" else ("new_assessor", "/inbox/")

    def at_the_door() -> None:
        with_password(client, handle)
        assert client.get(home).headers["Location"] == "/account/codes/app/"
        set_up_app(client)
        assert client.get(home).status_code == 200

    if door == "outside":
        with outside_door():
            at_the_door()
    else:
        at_the_door()


def test_whoever_takes_their_app_away_gets_no_further_without_a_new_one(world: World, client: Client) -> None:
    with_password(client, "manager")
    client.post("/sign-in/code/", {"code": code()})
    assert client.get("/").status_code == 200
    client.post("/sign-in/again/", {"password": PASSWORD})
    client.post("/account/codes/app/remove/")
    assert not Authenticator.objects.filter(user_id=world.people["manager"], type="totp").exists()
    assert client.get("/").headers["Location"].startswith("/account/codes/app/")


def test_taking_the_app_away_asks_who_it_is_unless_they_just_said_so(world: World, client: Client) -> None:
    sign_in(client, world, "manager")  # long ago
    answer = client.post("/account/codes/app/remove/")
    assert answer.headers["Location"].startswith("/sign-in/again/")
    assert Authenticator.objects.filter(user_id=world.people["manager"], type="totp").exists()


def test_a_thief_of_a_newcomer_s_password_who_waits_does_not_take_the_app_away(world: World, client: Client) -> None:
    thief = Client()
    with_password(thief, "newcomer")
    with_password(client, "newcomer")
    set_up_app(client)
    assert client.get("/").status_code == 200
    thief.post("/sign-in/again/", {"password": PASSWORD})
    for address in ("/account/codes/app/remove/", "/account/codes/spare/", "/account/codes/", "/account/password/"):
        for answer in (thief.get(address), thief.post(address)):
            assert answer.status_code == 302, address
            assert answer.headers["Location"].startswith("/sign-in/again/code/"), address
    assert thief.get("/").headers["Location"].startswith("/sign-in/again/code/")
    assert Authenticator.objects.filter(user_id=world.people["newcomer"], type="totp").exists()


def reset_link(client: Client, handle: str) -> str:
    mail.outbox.clear()
    client.post("/password/", {"email": email_of(handle)})
    [message] = mail.outbox
    found = re.search(r"https?://[^/]+(/password/key/\S+)", str(message.body))
    assert found, message.body
    return found[1]


NEW = "a quite different long phrase"


@pytest.mark.parametrize(("door", "handle"), [("inside", "manager"), ("outside", "assessor")])
def test_a_forgotten_password_is_set_anew_and_still_asks_for_the_code(
    world: World, client: Client, outside_door: Door, door: str, handle: str
) -> None:
    def at_the_door() -> None:
        form = client.get(reset_link(client, handle)).headers["Location"]
        assert client.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
        assert client.get("/stay/").status_code == 302, "a link in a mail signed somebody in"
        assert with_password(client, handle, NEW).headers["Location"] == "/sign-in/code/"
        assert with_password(Client(), handle, PASSWORD).status_code == 200, "the old one still works"

    if door == "outside":
        with outside_door():
            at_the_door()
    else:
        at_the_door()


def test_a_new_password_ends_every_other_session(world: World, client: Client) -> None:
    elsewhere = sign_in(Client(), world, "manager")
    assert elsewhere.get("/").status_code == 200
    form = client.get(reset_link(client, "manager")).headers["Location"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert elsewhere.get("/").status_code == 302


def same_for_all(page: str) -> str:
    """A page without what differs each time it is shown, or was typed into it."""
    return re.sub(r'(nonce|value)="[^"]*"', "", page)


def test_the_page_for_a_forgotten_password_says_the_same_to_everybody(world: World, client: Client) -> None:
    known = client.post("/password/", {"email": email_of("manager")}, follow=True)
    unknown = client.post("/password/", {"email": "nobody@elsewhere.example"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert same_for_all(known.content.decode()) == same_for_all(unknown.content.decode())


def test_a_wrong_password_and_an_unknown_person_look_the_same(world: World, client: Client) -> None:
    known = with_password(client, "manager", "wrong").content.decode()
    unknown = with_password(client, "nobody", "wrong").content.decode()
    assert same_for_all(known) == same_for_all(unknown)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
def test_signing_in_leads_to_no_other_site(world: World, client: Client, elsewhere: str) -> None:
    client.post("/sign-in/", {"login": email_of("manager"), "password": PASSWORD, "next": elsewhere})
    answer = client.post(f"/sign-in/code/?next={elsewhere}", {"code": code(), "next": elsewhere})
    assert "elsewhere" not in answer.headers.get("Location", "")


def test_the_session_has_another_key_after_signing_in(world: World, client: Client) -> None:
    visitor = client.session  # as if somebody had left one in this browser
    visitor["left"] = "behind"
    visitor.save()
    before = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    with_password(client, "manager")
    client.post("/sign-in/code/", {"code": code()})
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != before


def test_a_session_ends_after_ten_hours_however_busy(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client, world, "manager")
    began = clock.now()
    for minutes, expected in ((0, 200), (599, 200), (601, 302)):
        monkeypatch.setattr(clock, "now", lambda m=minutes: began + timedelta(minutes=m))
        assert client.get("/").status_code == expected, minutes
    assert client.get("/account/codes/").status_code == 302, "the session went on elsewhere"


def test_somebody_who_left_is_out_at_their_next_click(world: World, client: Client) -> None:
    sign_in(client, world, "manager")
    assert client.get("/").status_code == 200
    get_user_model().objects.filter(pk=world.people["manager"]).update(is_active=False)
    assert client.get("/").status_code == 302
