"""The pages on which protections and dangers are recorded, and on which what went out is called back or corrected."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from openmash.core import clock
from openmash.people import queries as people_queries
from openmash.products import queries, services
from openmash.sealed import queries as sealed_queries
from tests.handed_on import composed, decide, released
from tests.rooms import Case, open_case
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]

PROTECTED = {"kind": "safe_address", "address": "14 Heron Street\n9 Tern Close", "postcode": "EX31 1ZZ"}


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        decide(case)
        yield case


def at(client: Client, case: Case, who: str) -> Client:
    return sign_in(client, case.world, who)


def protected(case: Case, **other: object) -> dict[str, object]:
    """A filled-in form: Ada is protected from Bea."""
    ada, bea = case.people()
    return {**PROTECTED, "person": str(ada), "against": [str(bea)], **other}


def path(case: Case, end: str) -> str:
    return f"/enquiries/{case.enquiry_id}/{end}"


# --- Protections ----------------------------------------------------------------------------------------------------


def test_a_protection_is_recorded_from_the_case_page_and_read_by_those_who_enter_the_room(
    client: Client, case: Case
) -> None:
    at(client, case, "social_worker")
    assert path(case, "protections/add/") in client.get(path(case, "")).content.decode()

    answer = client.post(path(case, "protections/add/"), protected(case))

    assert answer["Location"] == path(case, "")
    page = client.get(path(case, "")).content.decode()
    assert "A protection is recorded" in page
    assert "Heron" not in page
    [row] = sealed_queries.protections_of(case.people(), enquiry_id=case.enquiry_id, actor=case.world.actor("manager"))
    read = client.get(f"/protections/{row.id}/").content.decode()
    assert "14 Heron Street" in read
    assert "9 Tern Close" in read
    assert "Bea Wren" in read


def test_others_read_that_one_is_recorded_and_whom_to_ask(client: Client, case: Case) -> None:
    at(client, case, "social_worker").post(path(case, "protections/add/"), protected(case))
    [row] = sealed_queries.protections_of(case.people(), enquiry_id=case.enquiry_id, actor=case.world.actor("manager"))

    page = at(client, case, "business_support").get(path(case, "")).content.decode()

    assert "A protection is recorded:" in page
    assert "ask Kit Marlow" in page
    assert str(row.id) not in page
    assert client.get(f"/protections/{row.id}/").status_code == 403
    assert client.get(path(case, "protections/add/")).status_code == 403


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kind": ""}, "Select what is protected"),
        ({"person": ""}, "Select who is protected"),
        ({"against": []}, "Select who must not learn it"),
        ({"find": "Nobody Known"}, "Nobody of that name is known here"),
        ({"address": "x" * 301}, "300 characters or fewer"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(
    client: Client, case: Case, typed: dict[str, object], sentence: str
) -> None:
    at(client, case, "social_worker")

    page = client.post(path(case, "protections/add/"), protected(case, name="Zelda Quick", **typed))

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Zelda Quick" in page.content.decode()


def test_a_protection_without_a_word_to_look_for_is_refused(client: Client, case: Case) -> None:
    empty = protected(case, kind="other", address="", postcode="")

    page = at(client, case, "social_worker").post(path(case, "protections/add/"), empty).content.decode()

    assert "Enter at least one address" in page


def test_somebody_of_another_family_is_found_by_name_and_has_to_be_ticked(client: Client, case: Case) -> None:
    other = open_case(case.world, family="Marsh", at=case.at)
    dan = other.people()[1]
    at(client, case, "social_worker")

    looked = client.post(path(case, "protections/add/"), protected(case, find="Bea Marsh")).content.decode()
    answer = client.post(path(case, "protections/add/"), protected(case, find="Bea Marsh", against=[str(dan)]))

    assert "Tick who is meant among those found" in looked
    assert "Bea Marsh" in looked
    assert answer.status_code == 302


def test_a_manager_ends_it_with_a_reason(client: Client, case: Case) -> None:
    at(client, case, "social_worker").post(path(case, "protections/add/"), protected(case))
    [row] = sealed_queries.protections_of(case.people(), enquiry_id=case.enquiry_id, actor=case.world.actor("manager"))
    assert client.get(f"/protections/{row.id}/end/").status_code == 403
    at(client, case, "manager")

    empty = client.post(f"/protections/{row.id}/end/", {"reason": ""}).content.decode()
    client.post(f"/protections/{row.id}/end/", {"reason": "He has died."})

    assert "Enter why it no longer holds" in empty
    assert "He has died." in client.get(f"/protections/{row.id}/").content.decode()
    assert "A protection is recorded" not in client.get(path(case, "")).content.decode()


# --- Dangers --------------------------------------------------------------------------------------------------------


def danger(case: Case, **other: str) -> dict[str, str]:
    today = localdate(clock.now())
    review = today + timedelta(days=90)
    days = {"since": today, "review_on": review}
    typed = {
        f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")
    }
    return {"person": str(case.people()[1]), "words": "Keeps a dog that bites.", **typed, **other}


def test_a_danger_to_staff_stands_at_the_top_of_the_case_and_is_ended_by_a_manager(client: Client, case: Case) -> None:
    at(client, case, "coordinator")

    answer = client.post(path(case, "dangers/add/"), danger(case))

    assert answer.status_code == 302
    page = at(client, case, "manager").get(path(case, "")).content.decode()
    assert "Keeps a dog that bites." in page
    [held] = people_queries.warnings(case.people(), actor=case.world.actor("manager"))
    end = path(case, f"dangers/{held.id}/end/")
    assert "Enter why it no longer holds" in client.post(end, {"reason": ""}).content.decode()
    client.post(end, {"reason": "It died."})
    assert "Keeps a dog that bites." not in client.get(path(case, "")).content.decode()


def test_a_danger_without_words_or_with_a_review_too_far_off_is_said(client: Client, case: Case) -> None:
    at(client, case, "coordinator")

    page = client.post(path(case, "dangers/add/"), danger(case, words="")).content.decode()
    far = client.post(path(case, "dangers/add/"), danger(case, review_on_year="2099")).content.decode()

    assert "Enter what the danger is" in page
    assert "a year from now at the latest" in far
    assert "Keeps a dog that bites." in far


# --- After it had left ----------------------------------------------------------------------------------------------


def test_it_is_called_back_from_the_page_of_the_product_and_the_worklist_says_so(client: Client, case: Case) -> None:
    product_id = composed(case)
    released(case, product_id)
    at(client, case, "manager")
    assert f"/products/{product_id}/afterwards/" in client.get(f"/products/{product_id}/").content.decode()

    empty = client.post(f"/products/{product_id}/recall/", {"reason": " "}).content.decode()
    case.put_in("police", "Officers found a machete under the bed of the eldest brother in March.")
    copied = "We told you that officers found a machete under the bed of the eldest brother."
    sealed = client.post(f"/products/{product_id}/recall/", {"reason": copied}).content.decode()
    client.post(f"/products/{product_id}/recall/", {"reason": "Wrong team."})

    assert "Enter what the team should know" in empty
    assert "This repeats sealed information" in sealed
    assert copied in sealed
    page = client.get(f"/products/{product_id}/afterwards/").content.decode()
    assert "Wrong team." in page
    assert "Nobody in the team has opened it" in page
    assert "Called back from Exeter assessment team" in client.get(f"/products/{product_id}/").content.decode()
    work = client.get("/").content.decode()
    assert "not acknowledged, never opened" in work
    again = client.post(f"/products/{product_id}/recall/", {"reason": "Again."}).content.decode()
    assert "Call it back" in again


def test_a_correction_begins_on_the_page_of_a_new_product(client: Client, case: Case) -> None:
    product_id = composed(case)
    released(case, product_id)
    at(client, case, "social_worker")

    answer = client.post(f"/products/{product_id}/correct/", {"reason": "It was her leg."})

    assert answer.status_code == 302
    [by] = queries.aftermath(product_id, actor=case.world.actor("manager"), at=case.later()).corrected_by
    assert answer["Location"] == f"/products/{by.product_id}/"
    assert client.get(f"/products/{product_id}/recall/").status_code == 403


def test_the_file_that_went_is_handed_over_to_be_saved(client: Client, case: Case) -> None:
    product_id = composed(case)
    released(case, product_id)

    answer = at(client, case, "social_worker").get(f"/products/{product_id}/pdf/")

    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Cache-Control"].count("no-store")
    for who in ("police", "business_support", "governance", "coordinator"):
        assert at(client, case, who).get(f"/products/{product_id}/pdf/").status_code == 403


def test_the_team_takes_its_file_and_reads_why_once_it_is_called_back(
    client: Client, case: Case, outside_door: Door
) -> None:
    product_id = composed(case)
    copy_id = released(case, product_id)
    with outside_door():
        at(client, case, "assessor")
        page = client.get(f"/inbox/{copy_id}/").content.decode()
        file = client.get(f"/inbox/{copy_id}/pdf/")
    manager = case.world.actor("manager")
    services.recall(product_id=product_id, reason="Wrong team.", actor=manager, at=case.later())

    with outside_door():
        listed = client.get("/inbox/").content.decode()
        after = client.get(f"/inbox/{copy_id}/").content.decode()
        no_file = client.get(f"/inbox/{copy_id}/pdf/")
        told = client.post(f"/inbox/{copy_id}/called-back/", follow=True).content.decode()

    assert "See Ada alone at school this week." in page
    assert file.content.startswith(b"%PDF-")
    assert "1 case no longer holds" in listed
    assert "Wrong team." in after
    assert "See Ada alone" not in after
    assert no_file.status_code != 200
    assert b"%PDF" not in no_file.content
    assert "by Frankie Dunn" in told
