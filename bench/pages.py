"""The pages that are measured."""

from itertools import count

from django.contrib.auth.hashers import make_password
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse

from bench.filling import SIGNING_IN
from bench.timing import Measured
from tests.rooms import Case
from tests.world import PASSWORD, World, code, email_of, sign_in

SIGN_INS_EVERY = 10  # sign-in is throttled


def of(world: World, cases: list[Case]) -> tuple[Measured, list[Measured]]:
    """The yardstick, and everything that is measured, the yardstick first."""
    manager = sign_in(visitor(), world, "manager")
    ids = [case.enquiry_id for case in cases]

    def enquiry(number: int, name: str) -> str:
        return reverse(name, kwargs={"enquiry_id": ids[number % len(ids)]})

    yardstick = Measured("yardstick", lambda number: manager.get(f"/yardstick/{ids[number % len(ids)]}/"))
    turns = count()
    return yardstick, [
        yardstick,
        Measured("worklist", lambda _: manager.get(reverse("worklist:mine"))),
        Measured("list of contacts", lambda _: manager.get(reverse("contacts:list"))),
        Measured("list of enquiries", lambda _: manager.get(reverse("enquiries:list"))),
        Measured("case page", lambda number: manager.get(enquiry(number, "enquiries:case"))),
        Measured("sealed room", lambda number: manager.get(enquiry(number, "sealed:room"))),
        Measured("sign-in", lambda _: signing_in(world, next(turns)), turns=SIGN_INS_EVERY),
        Measured("(of it: the password's hash)", lambda _: hashing(), turns=SIGN_INS_EVERY),
    ]


def visitor() -> Client:
    """A browser that has not signed in."""
    return Client(SERVER_NAME="localhost")


def signing_in(world: World, turn: int) -> HttpResponseBase:
    """The page, the password and the code, until the first page is opened.

    No code is taken twice, so whoever signs in again gives the next one, as an app half a minute later would.
    """
    again, who = divmod(turn, len(SIGNING_IN))
    handle = SIGNING_IN[who]
    browser = visitor()
    browser.get("/sign-in/")
    browser.post("/sign-in/", {"login": email_of(handle, world.slug), "password": PASSWORD})
    answer = browser.post("/sign-in/code/", {"code": code(steps_on=again)})
    if answer.status_code != 302:
        raise RuntimeError(f"{handle} could not sign in: {answer.status_code}")
    return browser.get(answer["Location"])


def hashing() -> HttpResponse:
    """What is slow on purpose, so that a stolen table of passwords is of little use."""
    make_password(PASSWORD)
    return HttpResponse()
