"""Who opened our information, and the hub's log, as their readers see them."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client

from openmash.audit import queries as audit_queries
from openmash.audit import services as audit
from openmash.audit.models import Event
from openmash.enquiries import queries as enquiry_queries
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
OURS, LOG = "/log/our-information/", "/log/"


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "manager", "social_worker", "police", "health", "governance", "administrator"))


@pytest.fixture
def case(world: World) -> Case:
    with world.inside():
        found = open_case(world)
        found.put_in("police", "He was arrested in March.")
        found.put_in("health", "She missed three appointments.")
        found.seen_by("manager")
        found.seen_by("health")
    return found


@pytest.fixture(autouse=True)
def _november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openmash.core.clock.now", lambda: NOW + timedelta(hours=2))


def page(client: Client, world: World, who: str, path: str = OURS) -> str:
    answer = sign_in(client, world, who).get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_an_agency_sees_who_opened_its_information_and_when(client: Client, world: World, case: Case) -> None:
    shown = page(client, world, "police")
    assert shown.count("Pat Holloway") >= 1
    assert shown.count("Chris Lowen") >= 1
    assert "by Sam Trevail" in shown
    assert "November 2026" in shown


def test_it_sees_nothing_of_who_opened_that_of_others(client: Client, world: World, case: Case) -> None:
    with world.inside():
        only_health = case.put_in("health", "A second thing.")
        case.seen_by("social_worker")
        opened = Event.objects.filter(name="item.read", about_id=only_health).count()
    assert opened == 1
    police, health = page(client, world, "police"), page(client, world, "health")
    assert "Chris Lowen</td>" not in police
    assert health.count("Kit Marlow<br>") == 2
    assert police.count("Kit Marlow<br>") == 1


@pytest.mark.parametrize("who", ["manager", "governance", "administrator", "coordinator"])
def test_who_owns_nothing_does_not_see_that_page(client: Client, world: World, case: Case, who: str) -> None:
    assert sign_in(client, world, who).get(OURS).status_code == 403


def test_it_can_be_narrowed_to_people_a_month_and_an_enquiry(client: Client, world: World, case: Case) -> None:
    with world.inside():
        reference = enquiry_queries.references_of([case.enquiry_id], hub_id=world.hub_id)[case.enquiry_id]
    assert "Pat Holloway<br>" in page(client, world, "police", f"{OURS}?reference={reference}&month=2026-11")
    assert "Nobody opened any of it" in page(client, world, "police", f"{OURS}?month=2026-10")
    assert "Nobody opened any of it" in page(client, world, "police", f"{OURS}?whose=own")
    health = page(client, world, "police", f"{OURS}?person={world.people['health']}")
    assert "Chris Lowen<br>" in health
    assert "Pat Holloway<br>" not in health


@pytest.mark.parametrize("path", [OURS, LOG])
def test_a_reference_that_is_none_is_said_beside_the_field(client: Client, world: World, case: Case, path: str) -> None:
    shown = page(client, world, "police" if path == OURS else "governance", f"{path}?reference=DEV-0000-0000")
    assert "There is no enquiry with this reference" in shown
    assert 'value="DEV-0000-0000"' in shown


@pytest.mark.parametrize("made_up", ["person=x", "month=1999-13", "whose=nobody", "before=yesterday", "day_0=40"])
@pytest.mark.parametrize("path", [OURS, LOG])
def test_what_somebody_made_up_in_the_address_breaks_nothing(
    client: Client, world: World, case: Case, path: str, made_up: str
) -> None:
    page(client, world, "police" if path == OURS else "governance", f"{path}?{made_up}")


def test_the_table_to_take_away_is_safe_in_a_spreadsheet(client: Client, world: World, case: Case) -> None:
    answer = sign_in(client, world, "police").get(f"{OURS}table/")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["When", "Who"]
    assert {row[1] for row in rows[1:]} == {"Pat Holloway", "Chris Lowen"}
    assert "attachment" in answer["Content-Disposition"]


def test_that_somebody_looked_at_the_log_is_on_the_log(client: Client, world: World, case: Case) -> None:
    page(client, world, "police")
    page(client, world, "governance", LOG)
    with world.inside():
        names = set(Event.objects.values_list("name", "actor_id"))
    assert ("log.openings_read", world.people["police"]) in names
    assert ("log.opened", world.people["governance"]) in names


def test_governance_sees_what_happened_in_words_and_how_many_opened_each_case(
    client: Client, world: World, case: Case
) -> None:
    with world.inside():
        reference = enquiry_queries.references_of([case.enquiry_id], hub_id=world.hub_id)[case.enquiry_id]
    shown = page(client, world, "governance", LOG)
    assert "Read information in the sealed room" in shown
    assert "item.read" not in shown.replace('value="item.read', "")
    assert f"?reference={reference}" in shown
    assert "arrested" not in shown


def test_governance_learns_of_no_hidden_item(client: Client, world: World, case: Case) -> None:
    before = page(client, world, "governance", f"{LOG}?event=item.sealed")
    with world.inside():
        audit.record(
            "item.sealed", actor=world.actor("police"), at=NOW, about=("item", _hidden(case)),
            enquiry_id=case.enquiry_id, owner=world.agencies["police"],
        )  # fmt: skip
    assert before.count("Sam Trevail<br>") == page(client, world, "governance", f"{LOG}?event=item.sealed").count(
        "Sam Trevail<br>"
    )
    with world.inside():
        audit.record(
            "item.sealed", actor=world.actor("police"), at=NOW, about=("item", case.put_in("police", "Plain.")),
            enquiry_id=case.enquiry_id, owner=world.agencies["police"],
        )  # fmt: skip
    assert before.count("Sam Trevail<br>") < page(client, world, "governance", f"{LOG}?event=item.sealed").count(
        "Sam Trevail<br>"
    )


def _hidden(case: Case) -> object:
    item_id = case.put_in("police", "An informant says so.", sensitivity="hidden")
    Event.objects.filter(about_id=item_id).exists()
    return item_id


def test_every_page_of_the_log_follows_the_one_before(client: Client, world: World, case: Case) -> None:
    with world.inside():
        for n in range(120):
            audit.record("room.opened", actor=world.actor("manager"), at=NOW, about=("enquiry", case.enquiry_id),
                         detail={"n": n})  # fmt: skip
        everything = Event.objects.filter(name="room.opened").count()
    path, seen, pages = f"{LOG}?event=room.opened", 0, 0
    while path:
        shown = page(client, world, "governance", path)
        seen += shown.count("Went into the sealed room</td>")
        found = shown.partition("Earlier ones")[0].rpartition('href="')[2].partition('"')[0]
        path = f"{LOG}{found.replace('&amp;', '&')}" if "Earlier ones" in shown else ""
        pages += 1
    assert (seen, pages) == (everything, 3)


def test_an_agency_takes_its_own_part_of_the_log_and_the_script(client: Client, world: World, case: Case) -> None:
    with world.inside():
        audit.seal(hub_id=world.hub_id, at=NOW)
        key = audit_queries.state(world.hub_id).verifier_key
    assert key in page(client, world, "police", f"{OURS}check/").replace("&#x2B;", "+")
    lines = page(client, world, "police", f"{OURS}extract/").splitlines()
    bodies = [json.loads(json.loads(line)["body"]) for line in lines[1:]]
    police = str(world.agencies["police"])
    assert bodies
    assert all(body["owner"] == police or (body["owner"] is None and body["agency"] == police) for body in bodies)
    assert "def main(" in page(client, world, "police", f"{OURS}script/")


def test_an_agency_says_where_its_checkpoints_go(client: Client, world: World, case: Case) -> None:
    path = f"{OURS}check/"
    police = sign_in(client, world, "police")
    empty = police.post(path, {"how_often": "daily", "address": ""}).content.decode()
    assert "Enter the e-mail address" in empty
    wrong = police.post(path, {"how_often": "daily", "address": "somewhere"}).content.decode()
    assert "must be an email address" in wrong
    assert 'value="somewhere"' in wrong
    assert police.post(path, {"how_often": "daily", "address": "kept@police.example"}).status_code == 302
    assert 'value="kept@police.example"' in page(client, world, "police", path)
    assert police.post(path, {"how_often": "never", "address": ""}).status_code == 302
    assert "kept@police.example" not in page(client, world, "police", path)
