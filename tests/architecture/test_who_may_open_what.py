"""Every person of a hub against every address of their door: without the permission there is no way in.

The addresses are of things that do not exist, so that what is asked is only who may come so far. That somebody who may
open a kind of thing cannot open *this* one is tested where that kind of thing is (tests/web).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from django.http import HttpResponse
from django.test import Client

from openmash.access import ROLES, Permission, Role
from tests.architecture import sources
from tests.architecture.addresses import Address, all_of, path
from tests.nights import at_night
from tests.world import PEOPLE, devon, sign_in

Door = Callable[[], AbstractContextManager[None]]
PUBLIC_ONLY = {Role.VIRTUAL_PARTNER, Role.REFERRER, Role.SYSTEM, Role.AGENCY_SYSTEM, Role.AGENCY_PORTAL}  # no account
# Screens for these come with a later version; the list may only become shorter.
NOT_YET_ASKED_FOR: list[Permission] = []
# Lists that ask for more than a permission of their door: to be named (tests/web/test_allegation_pages.py).
ASK_FOR_MORE = {"inside-allegations:list"}
ONE_OF_EACH_ROLE = {figure.role: handle for handle, figure in PEOPLE.items()}
EVERY_DAY = [Role.ANALYST, Role.RECEIVING_TEAM]  # one at each door; tests/assurance/test_access_matrix.py has them all
THE_OTHERS = sorted(set(ONE_OF_EACH_ROLE) - set(EVERY_DAY))

pytestmark = pytest.mark.django_db


def door_of(role: Role) -> str:
    return "outside" if role is Role.RECEIVING_TEAM else "inside"


def may(role: Role, address: Address) -> bool:
    """Whether the declaration lets the role in."""
    wanted = address.screen.permission if address.screen else None
    return not isinstance(wanted, Permission) or wanted in ROLES[role].permissions


def asked(client: Client, address: Address) -> list[tuple[str, HttpResponse]]:
    """Every way of opening an address, and what came of it."""
    ways: list[tuple[str, HttpResponse]] = [("GET", client.get(path(address)))]  # type: ignore[list-item]
    if address.changes:
        ways.append(("POST", client.post(path(address))))  # type: ignore[arg-type]
    return ways


def test_the_people_of_the_tests_cover_every_role_that_signs_in() -> None:
    assert set(ONE_OF_EACH_ROLE) == set(Role) - PUBLIC_ONLY


@pytest.mark.parametrize("role", [*EVERY_DAY, *at_night(*THE_OTHERS)], ids=str)
def test_nobody_gets_in_without_the_permission(role: Role, outside_door: Door, client: Client) -> None:
    client.raise_request_exception = False
    world = devon(people=(ONE_OF_EACH_ROLE[role],))
    door = door_of(role)
    addresses = [address for address in all_of(door) if address.screen]
    wrong: list[str] = []
    with outside_door() if door == "outside" else nullcontext():
        sign_in(client, world, ONE_OF_EACH_ROLE[role])
        for address in addresses:
            for method, answer in asked(client, address):
                status = answer.status_code
                refused = status == 403
                if status >= 500 or (not may(role, address) and not refused):
                    wrong.append(f"{method} {address}: {status} for a {role}")
    assert wrong == []


@pytest.mark.parametrize("role", sorted(ONE_OF_EACH_ROLE), ids=str)
def test_everybody_gets_as_far_as_their_permission_says(role: Role, outside_door: Door, client: Client) -> None:
    """The other half of the test above: a refusal that met everybody would prove nothing."""
    world = devon(people=(ONE_OF_EACH_ROLE[role],))
    client.raise_request_exception = False
    door = door_of(role)
    with outside_door() if door == "outside" else nullcontext():
        sign_in(client, world, ONE_OF_EACH_ROLE[role])
        lists = [a for a in all_of(door) if a.screen and may(role, a) and not a.parts]
        assert lists, "everybody has at least one page of their own"
        answers = {str(address): client.get(path(address)).status_code for address in lists}
    turned_away = {name: status for name, status in answers.items() if status in {403, 404, 405} or status >= 500}
    for name in turned_away.keys() & ASK_FOR_MORE:
        assert turned_away.pop(name) == 403
    assert turned_away == {}


def test_every_permission_is_asked_for_somewhere() -> None:
    """A permission that nothing asks for is a promise that nobody keeps."""
    code = "".join(s.text for s in sources.python("openmash") if "/roles.py" not in s.path)
    assert [each for each in Permission if f"Permission.{each.name}" not in code] == NOT_YET_ASKED_FOR
