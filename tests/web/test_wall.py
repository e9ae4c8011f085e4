"""The wall screen as a page: what it says, who may see it, and that looking at it by itself keeps nobody signed in."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from openmash.core import clock
from openmash.web.inside.wall.pages import Board
from openmash.worklists.rules import ALWAYS_ON_THE_WALL, TURNING_ON_THE_WALL
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(at=clock.now() - timedelta(days=3))


@pytest.fixture
def case(world: World) -> Case:
    made = open_case(world, at=clock.now() - timedelta(hours=1))
    with world.inside():
        made.ask("police", "health")
    return made


@pytest.fixture
def screen(client: Client, world: World) -> Client:
    return sign_in(client, world, "wall")


def shown(client: Client, path: str = "/wall/") -> str:
    return client.get(path).content.decode()


def test_it_says_rating_time_left_and_every_agency_and_no_name(screen: Client, case: Case) -> None:
    page = shown(screen)
    for said in ("Amber", " left", "Police", "Health", "awaited", "1</strong> open"):
        assert said in page
    assert "Wren" not in page
    assert "Ada" not in page


def test_the_display_is_led_to_the_wall_and_opens_nothing_else(screen: Client, case: Case) -> None:
    assert screen.get("/").headers["Location"] == "/wall/"
    for path in ("/contacts/", "/enquiries/", f"/enquiries/{case.enquiry_id}/", f"/enquiries/{case.enquiry_id}/room/"):
        assert screen.get(path).status_code in (403, 404), path
    assert screen.get("/wall/").status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 200), ("health", 200), ("business_support", 200), ("governance", 403), ("administrator", 403)],
)
def test_whoever_works_in_the_room_sees_it_and_nobody_else(
    client: Client, world: World, case: Case, who: str, status: int
) -> None:
    signed_in = sign_in(client, world, who)
    assert signed_in.get("/wall/").status_code == status
    assert signed_in.get("/wall/board/").status_code == status


def test_nothing_is_sent_again_while_nothing_changes(screen: Client, case: Case, world: World) -> None:
    first = screen.get("/wall/board/")
    again = screen.get("/wall/board/", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    with world.inside():
        case.ask("education")
    changed = screen.get("/wall/board/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert "Education" in changed.content.decode()


def test_its_pages_turn_without_a_script(screen: Client, world: World) -> None:
    for number in range(ALWAYS_ON_THE_WALL + TURNING_ON_THE_WALL + 1):
        open_case(world, family=f"Wren{number}", at=clock.now() - timedelta(days=1))
    board: Board = screen.get("/wall/").context["board"]
    assert (board.page, board.pages, board.after, board.before) == (1, 2, 2, 2)
    assert "Page 2 of 2" in shown(screen, "/wall/?page=2")


@pytest.mark.parametrize("page", ["0", "-1", "two", "999999999999999999999", "²", ""])
def test_a_page_that_does_not_exist_is_the_first(screen: Client, case: Case, page: str) -> None:
    assert screen.get("/wall/", {"page": page}).context["board"].page == 1


def test_a_wall_left_open_does_not_keep_a_colleague_signed_in_but_the_display_stays(
    client: Client, world: World, case: Case
) -> None:
    def moved_by(who: str, path: str) -> bool:
        signed_in = sign_in(client, world, who)
        Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
        assert signed_in.get(path).status_code == 200
        return Session.objects.get(session_key=signed_in.session.session_key).expire_date > timezone.now() + timedelta(
            minutes=10
        )

    assert not moved_by("manager", "/wall/board/")
    assert moved_by("manager", "/wall/")
    assert moved_by("wall", "/wall/board/")


def test_a_hub_without_open_enquiries_says_so(screen: Client) -> None:
    assert "No enquiry is open." in shown(screen)
