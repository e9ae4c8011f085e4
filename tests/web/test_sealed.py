"""The screens of the sealed room: one request in, one page out."""

from collections.abc import Iterator
from datetime import date
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.test import Client

from openmash.audit.models import Event
from openmash.sealed import queries
from openmash.sealed.models import Item
from tests.rooms import Case, open_case
from tests.web.page_reading import sound
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

SECRET = "Mr Finch was arrested in March for hurting a partner."


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry."""
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def as_(case: Case, who: str) -> Client:
    """A browser in which somebody of the hub is signed in."""
    return sign_in(Client(), case.world, who)


# What the form of an item sends of itself where nobody changed it.
AS_IT_STANDS = {"source_kind": "fact", "sensitivity": "hub", "leave": "ask", "professional": "Sam Trevail"}


def room_of(case: Case) -> str:
    """The address of the room."""
    return f"/enquiries/{case.enquiry_id}/room/"


def test_the_room_is_one_list_by_the_date_of_the_fact(case: Case) -> None:
    case.put_in("police", "The later fact", fact_on=date(2026, 3, 2), handling="Do not tell Mr Finch")
    case.put_in("health", "The fact that nobody can date")
    case.put_in("education", "The earlier fact", fact_on=date(2025, 9, 9), source_kind="opinion", leave="whole")

    page = as_(case, "social_worker").get(room_of(case))

    html = unescape(page.content.decode())
    sound(html)
    order = [html.index(words) for words in ("The earlier fact", "The later fact", "The fact that nobody can date")]
    assert order == sorted(order)
    assert html.count("Sealed room – does not leave the hub") == 1
    for words in ("2 March 2026", "Do not tell Mr Finch", "NHS Devon", "Professional opinion", "Ask us first"):
        assert words in html
    assert "May go as it stands" in html
    assert "The sealed room is not printed" in html
    assert "no-store" in page["Cache-Control"]


def test_the_room_can_be_read_agency_by_agency(case: Case) -> None:
    case.put_in("police", "First of the police", fact_on=date(2026, 3, 2))
    case.put_in("health", "Of health", fact_on=date(2026, 4, 2))
    case.put_in("police", "Second of the police", fact_on=date(2026, 5, 2))

    html = as_(case, "manager").get(f"{room_of(case)}?by=agency").content.decode()

    sound(html)
    assert html.index("First of the police") < html.index("Second of the police") < html.index("Of health")


def test_whoever_may_not_enter_is_told_why_and_sees_nothing(case: Case) -> None:
    case.put_in("police", SECRET)
    expected = {
        "governance": (403, "may not enter the sealed room"),
        "administrator": (403, "may not enter the sealed room"),
        "coordinator": (403, "may not enter the sealed room"),
        "lapsed": (409, "your vetting ended on 1 October 2026"),
        "unvetted": (409, "no vetting is recorded for you"),
    }

    for who, (status, words) in expected.items():
        page = as_(case, who).get(room_of(case))
        html = unescape(page.content.decode())
        assert (page.status_code, SECRET in html) == (status, False), who
        assert words in html

    assert SECRET in as_(case, "health").get(room_of(case)).content.decode()


def test_a_room_of_another_hub_or_of_no_enquiry_is_not_found(case: Case) -> None:
    elsewhere = devon("kent")

    assert sign_in(Client(), elsewhere, "manager").get(room_of(case)).status_code == 404
    assert as_(case, "manager").get(f"/enquiries/{uuid4()}/room/").status_code == 404
    assert as_(case, "manager").get(room_of(case)).status_code == 200


def test_a_restricted_item_shows_that_something_is_held_and_whom_to_speak_to(case: Case) -> None:
    case.put_in("police", SECRET, sensitivity="restricted", professional="DS Trevail", fact_on=date(2026, 3, 2))

    html = unescape(as_(case, "health").get(room_of(case)).content.decode())

    assert "Confidential information is held by Devon and Cornwall Police: speak to DS Trevail." in html
    assert SECRET not in html
    assert "2 March 2026" not in html
    assert SECRET in as_(case, "manager").get(room_of(case)).content.decode()


def test_opening_the_page_is_on_the_log(case: Case) -> None:
    case.put_in("police", SECRET)

    as_(case, "health").get(room_of(case))

    assert Event.objects.filter(name="room.opened", actor_id=case.world.people["health"]).count() == 1
    assert Event.objects.filter(name="item.read", actor_id=case.world.people["health"]).count() == 1


def test_somebody_puts_something_in_unasked(case: Case) -> None:
    browser = as_(case, "police")
    form = browser.get(f"{room_of(case)}add/")
    sound(form.content.decode())
    assert "Ada Wren" in form.content.decode()

    sent = browser.post(
        f"{room_of(case)}add/",
        {
            "text": SECRET,
            "source_kind": "fact",
            "fact_on_day": "2",
            "fact_on_month": "3",
            "fact_on_year": "2026",
            "about": [str(case.people()[0])],
            "professional": "PC Trevail",
            "sensitivity": "hub",
            "leave": "ask",
            "handling": "Not to Mr Finch",
        },
        follow=True,
    )

    html = unescape(sent.content.decode())
    assert "Your information is in the sealed room." in html
    for words in (SECRET, "2 March 2026", "Speak to PC Trevail", "Not to Mr Finch", "About Ada Wren"):
        assert words in html


def test_a_fault_is_said_beside_its_field_and_nothing_typed_is_lost(case: Case) -> None:
    page = as_(case, "police").post(
        f"{room_of(case)}add/",
        {"text": "", "source_kind": "fact", "sensitivity": "hub", "leave": "ask", "handling": "Not to Mr Finch"}
        | {"fact_on_day": "2", "fact_on_month": "3", "fact_on_year": "2999"},
    )

    html = unescape(page.content.decode())
    sound(page.content.decode())
    assert "Enter what you know" in html
    assert "must be today or in the past" in html
    assert "Not to Mr Finch" in html
    assert "2999" in html
    assert not Item.objects.exists()


def test_only_somebody_who_answers_for_an_agency_is_offered_to_add(case: Case) -> None:
    assert as_(case, "manager").get(f"{room_of(case)}add/").status_code == 403
    assert "Add information of your agency" not in as_(case, "manager").get(room_of(case)).content.decode()
    assert "Add information of your agency" in as_(case, "police").get(room_of(case)).content.decode()


def test_the_owner_corrects_its_words(case: Case) -> None:
    item_id = case.put_in("police", "Arrested in May", handling="Ask first")
    browser = as_(case, "police")

    form = browser.get(f"/room/{item_id}/correct/")
    sound(form.content.decode())
    assert "Arrested in May" in form.content.decode()
    nothing = AS_IT_STANDS | {"text": "", "handling": "Kept", "version": "1"}
    empty = browser.post(f"/room/{item_id}/correct/save/", nothing)
    assert "Enter what you know" in empty.content.decode()
    assert "Kept" in empty.content.decode()
    saved = browser.post(
        f"/room/{item_id}/correct/save/", AS_IT_STANDS | {"text": SECRET, "handling": "", "version": "1"}, follow=True
    )
    too_late = AS_IT_STANDS | {"text": "Other", "handling": "", "version": "1"}
    late = browser.post(f"/room/{item_id}/correct/save/", too_late)

    assert SECRET in saved.content.decode()
    assert "corrected, version 2" in saved.content.decode()
    assert late.status_code == 409
    assert case.seen_by("manager")[item_id].text == SECRET


def test_the_owner_takes_something_out_after_being_asked(case: Case) -> None:
    item_id = case.put_in("police", SECRET)
    browser = as_(case, "police")

    asked = browser.get(f"/room/{item_id}/withdraw/")
    sound(asked.content.decode())
    assert SECRET not in asked.content.decode()
    done = browser.post(f"/room/{item_id}/withdraw/", {"version": "1"}, follow=True)

    assert "Taken out of the sealed room" in done.content.decode()
    assert SECRET not in done.content.decode()


@pytest.mark.parametrize("address", ["correct/", "withdraw/"])
def test_nobody_else_is_shown_the_owners_forms(case: Case, address: str) -> None:
    item_id = case.put_in("police", SECRET)

    for who in ("health", "manager", "governance"):
        page = as_(case, who).get(f"/room/{item_id}/{address}")
        assert page.status_code == 403
        assert SECRET not in page.content.decode()
    assert as_(case, "police").get(f"/room/{item_id}/{address}").status_code == 200


def test_the_owner_agrees_in_one_click_on_the_page_of_all_requests(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET, handling="Not to Mr Finch"))
    browser = as_(case, "police")

    page = browser.get("/releases/")
    html = unescape(page.content.decode())
    sound(page.content.decode())
    for words in (SECRET, "Exeter assessment team", "Kit Marlow asked", "Not to Mr Finch"):
        assert words in html
    assert "onsent" not in html  # the family's consent is another thing, and never shares its word
    done = browser.post(f"/releases/{request_id}/answer/", {"answer": "whole", "version": "1"}, follow=True)

    assert "agrees that this goes to Exeter assessment team" in done.content.decode()
    assert "Nobody is waiting for an answer" in done.content.decode()
    assert _state(case, request_id) == "consented"


def test_the_owner_agrees_to_its_own_edited_words(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    browser = as_(case, "police")
    name = f"{request_id}-edited_text"
    assert f'name="{name}"' in browser.get("/releases/").content.decode()

    empty = browser.post(f"/releases/{request_id}/answer/", {"answer": "edited", "version": "1", name: " "})
    browser.post(f"/releases/{request_id}/answer/", {"answer": "edited", "version": "1", name: "Some of it."})

    sound(empty.content.decode())
    assert "Enter the words that may leave the hub" in empty.content.decode()
    leaving = queries.releasable(request_id, actor=case.world.actor("manager"), at=case.later())
    assert leaving.text == "Some of it."


def test_the_owner_does_not_agree_and_says_why(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    browser = as_(case, "police")
    name = f"{request_id}-reason"

    empty = browser.post(f"/releases/{request_id}/answer/", {"answer": "refused", "version": "1", name: ""})
    done = browser.post(
        f"/releases/{request_id}/answer/", {"answer": "refused", "version": "1", name: "It names a source"}, follow=True
    )

    sound(empty.content.decode())
    assert "Enter why this should not leave the hub" in empty.content.decode()
    assert "does not agree that this goes" in done.content.decode()
    manager = as_(case, "manager")
    assert f"/releases/{request_id}/reason/" in manager.get(room_of(case)).content.decode()
    why = manager.get(f"/releases/{request_id}/reason/")
    sound(why.content.decode())
    assert "It names a source" in why.content.decode()
    assert as_(case, "lapsed").get(f"/releases/{request_id}/reason/").status_code == 409
    assert as_(case, "coordinator").get(f"/releases/{request_id}/reason/").status_code == 403
    assert _state(case, request_id) == "refused"


def test_the_owner_changes_its_answer_from_the_room(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET, leave="whole"))
    browser = as_(case, "police")
    address = f"/releases/?again={request_id}"
    assert address in browser.get(room_of(case)).content.decode()
    assert SECRET not in as_(case, "health").get(address).content.decode()
    assert browser.get("/releases/?again=what").status_code == 200

    page = browser.get(address)
    sound(page.content.decode())
    assert "Sam Trevail agreed" in page.content.decode()
    assert "it may go as it stands" not in page.content.decode()
    said = {"answer": "refused", "version": "1", f"{request_id}-reason": ""}
    empty = browser.post(f"/releases/{request_id}/answer/", said)
    browser.post(f"/releases/{request_id}/answer/", said | {f"{request_id}-reason": "The source is at risk"})

    assert "Enter why this should not leave the hub" in empty.content.decode()
    assert _state(case, request_id) == "refused"
    back = browser.get(address).content.decode()
    assert "We agree: it may go as it stands" in back
    assert "Record that we do not agree" not in back


def test_an_answer_that_says_nothing_is_not_taken_for_agreement(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))

    page = as_(case, "police").post(f"/releases/{request_id}/answer/", {"version": "1"})

    assert page.status_code == 200
    assert "Choose whether" in page.content.decode()
    assert _state(case, request_id) == "asked"


def test_another_agency_sees_no_request_and_cannot_answer_it(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    health = as_(case, "health")

    assert SECRET not in health.get("/releases/").content.decode()
    assert health.post(f"/releases/{request_id}/answer/", {"answer": "whole"}).status_code == 403
    assert as_(case, "manager").get("/releases/").status_code == 403
    assert _state(case, request_id) == "asked"


def test_a_manager_records_a_lawful_basis_from_the_list(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET))
    browser = as_(case, "manager")
    assert f"/releases/{request_id}/lawful-basis/" in browser.get(room_of(case)).content.decode()

    form = browser.get(f"/releases/{request_id}/lawful-basis/")
    html = unescape(form.content.decode())
    sound(form.content.decode())
    for words in (SECRET, "Children Act 1989, section 47", "Note: ", "From 30 September 2026"):
        assert words in html
    address = f"/releases/{request_id}/lawful-basis/save/"
    half = browser.post(address, {"gateway": "children_act_1989_s47", "necessary": "To keep her safe", "version": "1"})
    done = browser.post(
        address,
        {
            "gateway": "children_act_1989_s47",
            "necessary": "To keep her safe",
            "proportionate": "Only this goes",
            "relevant": "It is about her home",
            "purpose": "section_47",
            "family": "not_sought:asking_would_harm",
            "version": "1",
        },
        follow=True,
    )

    sound(half.content.decode())
    assert "Enter why it is no more than the team needs" in half.content.decode()
    assert "To keep her safe" in half.content.decode()
    assert "has been told that this may go" in done.content.decode()
    assert "May leave on a lawful basis" in done.content.decode()
    assert _state(case, request_id) == "lawful_basis"


def test_whoever_asked_is_not_offered_to_record_the_lawful_basis(case: Case) -> None:
    request_id = case.ask_release(case.put_in("police", SECRET), who="manager")
    address = f"/releases/{request_id}/lawful-basis/"

    assert address not in as_(case, "manager").get(room_of(case)).content.decode()
    refused = as_(case, "manager").get(address)
    assert refused.status_code == 409
    assert "Another manager has to record" in refused.content.decode()
    assert as_(case, "second_manager").get(address).status_code == 200
    assert as_(case, "social_worker").get(address).status_code == 403


def _state(case: Case, request_id: UUID) -> str:
    return queries.request(request_id, actor=case.world.actor("manager")).state
