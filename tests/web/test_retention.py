"""The pages of keeping and erasing: one person prepares, another approves; no family is named."""

from datetime import datetime

import pytest
from django.test import Client

from openmash.core import clock
from openmash.retention import queries
from tests.kept import AFTER_SEVEN_YEARS, MUCH_LATER, ended, prepared
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon()


@pytest.fixture
def case(world: World) -> Case:
    case = open_case(world)
    with world.inside():
        case.put_in("health", "She was seen in May.")
        ended(case)
    return case


@pytest.fixture(autouse=True)
def much_later(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Every page is opened more than six months after the world's day."""
    monkeypatch.setattr(clock, "now", lambda: MUCH_LATER)
    return MUCH_LATER


def at(client: Client, case: Case, who: str) -> Client:
    return sign_in(client, case.world, who)


def test_from_what_is_due_to_what_was_erased(client: Client, case: Case) -> None:
    page = at(client, case, "governance").get("/records/").content.decode()
    assert "1 item: NHS Devon 1" in page
    assert "6 months from" in page
    assert "Wren" not in page

    answer = client.post("/records/prepare/", follow=True)
    assert "You prepared this list, so somebody else must look at it" in answer.content.decode()
    address = answer.redirect_chain[-1][0]
    own = client.post(f"{address}approve/")
    assert "You prepared this" in own.content.decode()

    second = at(client, case, "operations_manager")
    assert "This cannot be undone" in second.get(address).content.decode()
    done = second.post(f"{address}approve/", {"version": "1"}, follow=True).content.decode()
    assert "2 entries are erased" in done
    ledger = second.get("/records/erased/").content.decode()
    assert "Dale Fenwick, prepared by Morgan Quill" in ledger
    assert "An enquiry in which nobody was passed on to a team" in ledger
    with case.world.inside():
        assert len(queries.entries(case.world.hub_id)) == 2


def test_the_case_and_its_room_say_that_they_were_erased_and_never_fail(client: Client, case: Case) -> None:
    at(client, case, "operations_manager")
    with case.world.inside():
        batch_id = prepared(case.world)
    client.post(f"/records/lists/{batch_id}/approve/")
    for path in ("", "room/"):
        answer = client.get(f"/enquiries/{case.enquiry_id}/{path}")
        assert answer.status_code == 200
        assert "She was seen in May" not in answer.content.decode()
        assert "Ada" not in answer.content.decode()


@pytest.mark.parametrize("who", ["manager", "social_worker", "health", "administrator", "business_support"])
@pytest.mark.parametrize("path", ["/records/", "/records/schedule/", "/records/holds/", "/records/erased/"])
def test_others_may_not_open_them(client: Client, case: Case, who: str, path: str) -> None:
    assert at(client, case, who).get(path).status_code == 403
    assert at(client, case, "governance").get(path).status_code == 200


def test_the_operations_manager_approves_but_does_not_prepare(client: Client, case: Case) -> None:
    answer = at(client, case, "operations_manager").post("/records/prepare/")
    assert answer.status_code == 403
    assert at(client, case, "governance").post("/records/prepare/").status_code == 302


def test_a_hold_says_what_is_missing_and_keeps_what_was_typed(client: Client, case: Case) -> None:
    at(client, case, "governance")
    typed = {"on": "enquiry", "ground": "court", "reason": "Family court, case 12"}
    page = client.post("/records/holds/place/", typed).content.decode()
    assert "Enter the reference of the enquiry" in page
    assert "Family court, case 12" in page
    wrong = client.post("/records/holds/place/", typed | {"reference": "DEV-NONE"}).content.decode()
    assert "There is no enquiry with that reference" in wrong


@pytest.mark.parametrize("on", ["enquiry", "people", "hub", "agency"])
def test_a_hold_stops_what_is_due_until_it_is_lifted_with_a_reason(client: Client, case: Case, on: str) -> None:
    at(client, case, "governance")
    with case.world.inside():
        reference = (
            queries.due(by=MUCH_LATER.date(), actor=case.world.actor("governance"), at=MUCH_LATER).lines[0].reference
        )
    typed = {"on": on, "ground": "inquiry", "reason": "Letter of 3 May", "reference": reference}
    typed |= {"agency": str(case.world.agencies["health"])}
    page = client.post("/records/holds/place/", typed, follow=True).content.decode()
    assert "In force" in page
    assert "Due, but held" in client.get("/records/").content.decode()
    with case.world.inside():
        holds = [each.id for each in queries.holds(actor=case.world.actor("governance"))]
    assert "Enter the reason" in client.post(f"/records/holds/{holds[0]}/lift/", {}).content.decode()
    for hold_id in holds:
        client.post(f"/records/holds/{hold_id}/lift/", {"because": "It is over"})
    assert "Due, but held" not in client.get("/records/").content.decode()


def test_a_manager_holds_a_case_from_its_page(client: Client, case: Case) -> None:
    at(client, case, "manager")
    address = f"/enquiries/{case.enquiry_id}/hold/"
    assert "Everything about Ada Wren" in client.get(address).content.decode()
    assert "Choose what must be kept" in client.post(address, {}).content.decode()
    client.post(address, {"on": "enquiry", "ground": "court", "reason": "Family court"})
    with case.world.inside():
        assert queries.due(by=MUCH_LATER.date(), actor=case.world.actor("governance"), at=MUCH_LATER).lines == ()
    assert at(client, case, "social_worker").get(address).status_code == 403


def test_the_schedule_says_where_each_period_comes_from(client: Client, case: Case) -> None:
    page = at(client, case, "governance").get("/records/schedule/").content.decode()
    assert "Devon&#x27;s published schedule: advice only, 6 years" in page
    assert "No published source was found" in page
    assert "Own choice" in page


def test_adopting_a_line_asks_for_its_source(client: Client, case: Case) -> None:
    at(client, case, "governance")
    typed = {"record_class": "not_progressed", "months": "24", "starts": "closed", "then": "erase"}
    typed |= {"from_on_day": "18", "from_on_month": "9", "from_on_year": "2027"}
    page = client.post("/records/schedule/adopt/", typed).content.decode()
    assert "Enter where the period comes from" in page
    assert 'value="24"' in page
    done = client.post("/records/schedule/adopt/", typed | {"source": "The board, 1 September"}, follow=True)
    assert "The schedule is changed" in done.content.decode()


def test_declining_asks_for_a_reason(client: Client, case: Case) -> None:
    with case.world.inside():
        batch_id = prepared(case.world)
    at(client, case, "operations_manager")
    assert "Enter the reason" in client.post(f"/records/lists/{batch_id}/decline/", {}).content.decode()
    done = client.post(f"/records/lists/{batch_id}/decline/", {"because": "An inquest is coming"}, follow=True)
    assert "An inquest is coming" in done.content.decode()


def test_whoever_prepared_a_list_takes_it_back(client: Client, case: Case) -> None:
    with case.world.inside():
        batch_id = prepared(case.world)
    at(client, case, "governance")
    assert "Take it back" in client.get(f"/records/lists/{batch_id}/").content.decode()
    done = client.post(f"/records/lists/{batch_id}/decline/", {"because": "The wrong month"}, follow=True)
    assert "Nothing on the list was erased" in done.content.decode()


def test_the_police_say_years_later_whether_theirs_is_still_needed(
    client: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: AFTER_SEVEN_YEARS)
    address = f"/records/reviews/{case.enquiry_id}/"

    assert at(client, case, "health").get(address).status_code == 404
    police = at(client, case, "police")
    assert address in police.get("/records/reviews/").content.decode()
    assert "Enter the reason" in police.post(address, {}).content.decode()
    assert police.post(address, {"verdict": "erase", "reason": "No risk"}).status_code == 302
    assert address not in police.get("/records/reviews/").content.decode()
