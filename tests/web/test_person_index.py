"""The pages of an agency's person index: loaded, looked at, kept current by keys, withdrawn; and seen by whom."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from openmash.audit.models import Event
from openmash.core import clock
from openmash.person_index import queries, services
from tests.indexes import know, looked_up, person, seen_by
from tests.rooms import Case, open_case
from tests.web.page_reading import sound
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
FILE = b"reference,given_names,family_name,born_on\nP-1,Ada,Wren,2018-03-04\nP-2,Bo,Wren,4.3.2018\n,Cy,Wren,\n"


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def world() -> World:
    return devon()


@pytest.fixture
def police(world: World) -> Client:
    return sign_in(Client(), world, "police")


@pytest.fixture
def case(world: World) -> Case:
    """The police know the child, and are asked with the health service."""
    made = open_case(world)
    with world.inside():
        know(world, "police", person("P-1"))
        made.ask("police", "health")
        looked_up(world, made.later())
    return made


def opened(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    text = answer.content.decode()
    sound(text)
    return text


def sent(client: Client, name: str, told: dict[str, object] | None = None, *args: object) -> str:
    answer = client.post(reverse(name, args=args), told or {}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_agency_without_an_index_is_told_what_one_is_for(police: Client) -> None:
    page = opened(police, "person_index:overview")
    assert "Your agency has no index here" in page
    assert "Only people of your agency see that" in page


def test_a_file_is_taken_in_read_and_its_bad_lines_told(world: World, police: Client) -> None:
    page = sent(police, "person_index:load", {"kind": "names", "file": SimpleUploadedFile("index.csv", FILE)})
    assert "The file is taken in" in page
    assert "hx-get" in page
    assert "the worker has not begun with it" in opened(police, "person_index:progress")
    services.begin_waiting(hub_id=world.hub_id, at=NOW)
    assert police.get(reverse("person_index:progress"))["HX-Refresh"] == "true"
    page = opened(police, "person_index:overview")
    assert "People in it" in page
    [refused] = re.findall(r'href="(/person-index/loads/[^"]+)"', page)
    lines = police.get(refused).content.decode()
    sound(lines)
    assert "A date is written year-month-day" in lines
    assert "reference is missing" in lines
    table = police.get(f"{refused}refused.csv")
    assert table["Content-Type"].startswith("text/csv")
    assert "born_on" in table.content.decode()


def test_what_is_no_file_is_told_beside_the_field(police: Client) -> None:
    for told in ({}, {"kind": "names", "file": SimpleUploadedFile("index.csv", b"")}):
        page = sent(police, "person_index:load", told)
        assert "There is a problem" in page
        sound(page)


def test_the_secret_of_encodings_is_shown_when_asked_for_and_that_is_on_the_log(world: World, police: Client) -> None:
    assert "Show the secret" in opened(police, "person_index:secret")
    page = sent(police, "person_index:secret")
    sound(page)
    assert re.search(r"<code>[A-Za-z0-9+/=]{40,}</code>", page)
    with world.inside():
        assert Event.objects.filter(name="index.secret_given", owner_id=world.agencies["police"]).count() == 1


def test_the_columns_are_explained_and_the_example_can_be_loaded(world: World, police: Client) -> None:
    page = opened(police, "person_index:load")
    example = police.get(reverse("person_index:example")).content
    for column in example.decode("utf-8-sig").splitlines()[0].replace('"', "").split(","):
        assert f"<code>{column}</code>" in page
    sent(police, "person_index:load", {"kind": "names", "file": SimpleUploadedFile("example.csv", example)})
    services.begin_waiting(hub_id=world.hub_id, at=NOW)
    with seen_by(world, "police"):
        [load] = queries.state(world.agencies["police"], actor=world.actor("police")).loads
    assert (load.loaded, load.refused) == (3, 0)


def test_the_index_is_withdrawn_after_it_was_said_what_happens(world: World, police: Client, case: Case) -> None:
    assert "Every row of it is deleted now" in opened(police, "person_index:withdraw")
    assert "Your person index is gone" in sent(police, "person_index:withdraw")
    assert "it was withdrawn on" in opened(police, "person_index:overview")
    assert "has no person index here" in sent(police, "person_index:withdraw")
    assert "Your index may know" not in opened(police, "worklist:mine")


def test_a_key_is_shown_once(police: Client) -> None:
    told = {"name": "Case system", "last_day_day": "31", "last_day_month": "12", "last_day_year": "2026"}
    page = sent(police, "person_index:keys", told)
    [key] = re.findall(r"omk_[0-9a-f]{40}", page)
    again = opened(police, "person_index:keys")
    assert key not in again
    assert key[:8] in again
    assert "Another key has that name" in sent(police, "person_index:keys", told)
    [revoke] = re.findall(r'href="(/person-index/keys/[^"]+revoke/)"', again)
    sound(police.get(revoke).content.decode())
    assert "opens nothing any more" in police.post(revoke, follow=True).content.decode()
    assert "Revoked by Sam Trevail" in opened(police, "person_index:keys")


def test_a_key_without_a_name_or_an_end_is_told_beside_the_field(police: Client) -> None:
    page = sent(police, "person_index:keys", {"name": " "})
    assert "There is a problem" in page
    page = sent(
        police, "person_index:keys", {"name": "", "last_day_day": "1", "last_day_month": "1", "last_day_year": "2026"}
    )
    assert "Enter which system will hold the key" in page


def test_where_nobody_is_found_the_request_says_what_was_asked(world: World) -> None:
    case = open_case(world)
    with world.inside():
        police_check, health_check = case.ask("police", "health")
    asked_of_police, asked_of_health = (sign_in(Client(), world, who) for who in ("police", "health"))
    assert "Your agency has no person index here" in opened(asked_of_police, "checks:answer", police_check)
    with world.inside():
        know(world, "police", person("P-9", "Zed", "Stone", None, places=()))
    assert "Your person index is about to be asked" in opened(asked_of_police, "checks:answer", police_check)
    with world.inside():
        looked_up(world, case.later())
    assert "Your person index found nobody alike" in opened(asked_of_police, "checks:answer", police_check)
    assert "Your agency has no person index here" in opened(asked_of_health, "checks:answer", health_check)


def test_the_administrator_sees_how_indexes_stand_and_nobody_in_them(world: World, case: Case) -> None:
    admin = sign_in(Client(), world, "administrator")
    page = opened(admin, "person_index:hub")
    assert "Devon and Cornwall Police" in page
    assert "P-1" not in page
    assert "Wren" not in page
    police_id = world.agencies["police"]
    assert "Withdraw the person index of" in opened(admin, "person_index:withdraw_agency", police_id)
    assert "is gone" in sent(admin, "person_index:withdraw_agency", None, police_id)
    assert admin.get(reverse("person_index:overview")).status_code == 403


# --- On the page of what the agency is asked -----------------------------------------------------------------------


def check_of(police: Client) -> str:
    [check] = re.findall(r'href="(/checks/[0-9a-f-]{36}/)"', opened(police, "worklist:mine"))
    return check


def test_whoever_answers_sees_whom_their_index_may_know_and_why(police: Client, case: Case) -> None:
    assert "Your index may know one of these people" in opened(police, "worklist:mine")
    page = police.get(check_of(police)).content.decode()
    sound(page)
    assert "Your own records: who this may be" in page
    assert "P-1" in page
    assert "Surname the same" in page
    assert "Born the same day" in page
    assert not re.search(r"\d\.\d+ bits|weight", page)


def test_nobody_else_sees_any_of_it(world: World, police: Client, case: Case) -> None:
    check = check_of(police)
    for who in ("coordinator", "manager", "health", "social_worker", "operations_manager"):
        page = sign_in(Client(), world, who).get(check)
        assert page.status_code == 200
        assert "own records" not in page.content.decode()
        assert "P-1" not in page.content.decode()


def test_this_is_them_is_said_seen_by_a_colleague_and_taken_back(world: World, police: Client, case: Case) -> None:
    check = check_of(police)
    child = child_of(case)
    page = police.post(f"{check}own-record/", {"person": str(child), "found": "P-1"}, follow=True).content.decode()
    assert "Noted for your agency: this is P-1" in page
    assert "This is your record P-1." in page
    assert "P-1" in police.get(f"{check}items/").content.decode()
    evaluator = sign_in(Client(), world, "evaluator")
    theirs = evaluator.get(check).content.decode()
    sound(theirs)
    assert "This is your record P-1." in theirs
    [back] = re.findall(r'action="(/checks/own-record/[^"]+)"', theirs)
    assert "Taken back" in evaluator.post(back, follow=True).content.decode()
    assert "This is your record P-1." not in police.get(check).content.decode()


def test_none_of_these_is_said_and_the_opposite_refused(police: Client, case: Case) -> None:
    check, child = check_of(police), str(child_of(case))
    page = police.post(f"{check}own-record/", {"person": child, "none": "1"}, follow=True).content.decode()
    assert "None of your records that were found." in page
    sound(page)
    page = police.post(f"{check}own-record/", {"person": child, "found": "P-1"}, follow=True).content.decode()
    assert "Take that back first" in page


def test_what_is_made_up_is_not_found(police: Client, case: Case) -> None:
    check = check_of(police)
    for person_id in ("", "nobody", str(UUID(int=3))):
        assert police.post(f"{check}own-record/", {"person": person_id, "found": "P-1"}).status_code == 404
    page = police.post(f"{check}own-record/", {"person": str(child_of(case)), "reference": " "}, follow=True)
    assert "Enter your own reference of the record" in page.content.decode()


def test_nothing_known_is_still_said_in_three_clicks(world: World, police: Client, case: Case) -> None:
    """The request, the answer, the signature: the own records stand in nobody's way."""
    check = check_of(police)  # one
    page = police.get(check).content.decode()
    version = re.findall(r'name="version" value="(\d+)"', page)[0]
    told = {"nil_return": "no_trace", "searched": "All systems", "version": version}  # two
    assert "Signed and sent" in police.post(check, told, follow=True).content.decode()  # three


def child_of(case: Case) -> UUID:
    with case.world.inside():
        return case.people()[0]
