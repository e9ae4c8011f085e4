"""Where the work lies, as a page: what will be late and why, and two clicks that give it to somebody."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from openmash.accounts.models import Membership
from openmash.core import clock
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(at=clock.now() - timedelta(days=3))


@pytest.fixture
def case(world: World) -> Case:
    """Rated red an hour ago, so due in three hours; held by nobody."""
    return open_case(world, at=clock.now() - timedelta(hours=1), rating="red")


def shown(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.content.decode())


def holder(world: World, case: Case) -> str:
    with world.inside():
        found = enquiry_queries.holders([case.enquiry_id], actor=world.actor("manager"))
    return found[case.enquiry_id].holder_name if found else ""


def test_it_says_what_will_be_late_why_and_who_holds_it(client: Client, world: World, case: Case) -> None:
    page = shown(sign_in(client, world, "operations_manager"), "/operations/")
    for said in (
        "in the next 4 hours: 1",
        "Ada Wren",
        "Nobody holds it.",
        "No agency has been asked yet.",
        "Late now: 0",
    ):
        assert said in page


def test_two_clicks_give_it_to_a_colleague(client: Client, world: World, case: Case) -> None:
    manager = sign_in(client, world, "operations_manager")
    [link] = re.findall(r'href="(/operations/give/[^"]+)"', shown(manager, "/operations/"))  # click 1
    page = shown(manager, link)
    assert "Nobody holds it now." in page
    chosen = re.search(r'name="holder" value="([^"]+)"[^>]*>Give it to Kit Marlow', page)
    assert chosen
    given = manager.post(link, {"holder": chosen[1]}, follow=True)  # click 2
    assert "Kit Marlow holds" in given.content.decode()
    assert holder(world, case) == "Kit Marlow"
    assert "Nobody holds it." not in shown(manager, "/operations/")


def test_from_the_case_it_leads_back_to_the_case(client: Client, world: World, case: Case) -> None:
    manager = sign_in(client, world, "manager")
    page = shown(manager, f"/enquiries/{case.enquiry_id}/")
    assert "Nobody holds it yet" in page
    path = f"/operations/give/{case.enquiry_id}/?from=case"
    assert path in page
    given = manager.post(path, {"holder": str(world.people["social_worker"])})
    assert given.headers["Location"] == f"/enquiries/{case.enquiry_id}/"
    page = shown(manager, f"/enquiries/{case.enquiry_id}/")
    assert "Held by Kit Marlow since" in page
    assert "Given to Kit Marlow" in page


@pytest.mark.parametrize("typed", ["", "nobody", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_colleague_gets_a_sentence(client: Client, world: World, case: Case, typed: str) -> None:
    manager = sign_in(client, world, "manager")
    answer = manager.post(f"/operations/give/{case.enquiry_id}/", {"holder": typed})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert holder(world, case) == ""


def test_somebody_kept_out_is_refused_with_the_reason(client: Client, world: World, case: Case) -> None:
    with world.inside():
        exclusion_services.declare(
            user_id=world.people["social_worker"],
            enquiry_id=case.enquiry_id,
            ground="relative",
            actor=world.actor("governance"),
            at=case.later(),
        )
    manager = sign_in(client, world, "manager")
    path = f"/operations/give/{case.enquiry_id}/"
    answer = manager.post(path, {"holder": str(world.people["social_worker"])})
    assert "Kit Marlow is kept out of this case" in answer.content.decode()
    manager.post(path, {"holder": str(world.people["coordinator"])})
    assert holder(world, case) == "Robin Amery"


def test_whoever_rates_takes_what_nobody_holds_from_the_case(client: Client, world: World, case: Case) -> None:
    worker = sign_in(client, world, "social_worker")
    case_url, take = f"/enquiries/{case.enquiry_id}/", f"/operations/take/{case.enquiry_id}/"
    assert take in shown(worker, case_url)
    assert worker.get(take).headers["Location"] == case_url
    assert holder(world, case) == ""
    worker.post(take)
    assert holder(world, case) == "Kit Marlow"
    assert take not in shown(worker, case_url)
    again = worker.post(take, follow=True)
    assert again.status_code == 403
    assert sign_in(client, world, "coordinator").post(take).status_code == 403
    assert holder(world, case) == "Kit Marlow"


@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 200), ("operations_manager", 200), ("coordinator", 403), ("health", 403), ("wall", 403)],
)
def test_only_managers_see_where_the_work_lies(client: Client, world: World, case: Case, who: str, status: int) -> None:
    signed_in = sign_in(client, world, who)
    assert signed_in.get("/operations/").status_code == status
    assert signed_in.get(f"/operations/give/{case.enquiry_id}/").status_code == status


def test_what_somebody_who_left_held_is_to_be_given_to_somebody(client: Client, world: World, case: Case) -> None:
    with world.inside():
        enquiry_services.allocate(
            enquiry_id=case.enquiry_id,
            holder_id=world.people["social_worker"],
            actor=world.actor("manager"),
            at=case.later(),
        )
    manager = sign_in(client, world, "operations_manager")
    assert "Holds enquiries no longer" not in shown(manager, "/operations/")
    with world.inside():
        Membership.objects.filter(user_id=world.people["social_worker"]).update(left_at=clock.now())
    page = shown(manager, "/operations/")
    assert "Kit Marlow" in page
    assert "Holds enquiries no longer" in page
