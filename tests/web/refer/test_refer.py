"""The public form, page by page, as the outside database role."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from openmash.contacts import queries, services
from openmash.core import clock
from openmash.core.clock import now
from tests.world import World, devon

pytestmark = pytest.mark.django_db
OutsideDoor = Callable[[], AbstractContextManager[None]]

YOU = {"who": "professional", "need": "referral"}
DETAILS = {
    "referrer_name": "Alex Tremain",
    "referrer_role": "Head teacher",
    "referrer_organisation": "Brookfield Primary School",
    "source": "2A",
    "referrer_telephone": "01632 960001",
    "referrer_email": "head@brookfield.example",
}
JACK = {
    "involvement": "child",
    "given_name": "Jack",
    "family_name": "Harlow",
    "born_day": "1",
    "born_month": "5",
    "born_year": "2018",
    "sex": "M",
    "postcode": "EX1 1AA",
}
MOTHER = {"involvement": "household", "relationship": "Mother", "given_name": "Dawn", "family_name": "Harlow"}
WORRY = {"concern": "Jack came to school with a bruise on his arm.", "child_said": "I fell."}
FAMILY = {"consent": "given"}


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator",))


@pytest.fixture
def visitor(world: World, outside_door: OutsideDoor) -> Iterator[Client]:
    with outside_door():
        yield Client()


def fill_in(visitor: Client, *, but: str = "") -> None:
    """Answer every page; ``but`` leaves one out."""
    pages = {
        "danger": {"danger": "no"},
        "you": YOU,
        "details": DETAILS,
        "people/about/1": JACK,
        "people/household/1": MOTHER,
        "worry": WORRY,
        "family": FAMILY,
    }
    for name, answers in pages.items():
        if name != but:
            visitor.post(f"/devon/refer/{name}/", answers)


def code_on(page: bytes) -> str:
    found = re.search(r'om-code">([^<]+)<', page.decode())
    assert found is not None
    return found[1]


def test_the_start_page_says_who_may_use_it_and_begins_with_danger(visitor: Client) -> None:
    page = visitor.get("/devon/").content.decode()
    assert "do not have to say who they are" in page
    assert 'href="/devon/refer/danger/"' in page


def test_somebody_in_danger_is_sent_to_999_first_and_can_go_on_afterwards(visitor: Client) -> None:
    answer = visitor.post("/devon/refer/danger/", {"danger": "yes"})
    assert answer["Location"] == "/devon/refer/call-999/"
    page = visitor.get(answer["Location"]).content.decode()
    assert "Call 999 now" in page
    assert 'href="/devon/refer/you/"' in page
    assert visitor.post("/devon/refer/danger/", {"danger": "no"})["Location"] == "/devon/refer/you/"


def test_a_form_goes_from_page_to_page_and_its_receipt_has_a_code(visitor: Client, world: World) -> None:
    assert visitor.post("/devon/refer/danger/", {"danger": "no"})["Location"] == "/devon/refer/you/"
    assert visitor.post("/devon/refer/you/", YOU)["Location"] == "/devon/refer/details/"
    assert visitor.post("/devon/refer/details/", DETAILS)["Location"] == "/devon/refer/people/about/"
    assert visitor.get("/devon/refer/people/about/")["Location"] == "/devon/refer/people/about/1/"
    assert visitor.post("/devon/refer/people/about/1/", JACK)["Location"] == "/devon/refer/people/about/"
    assert visitor.post("/devon/refer/people/about/")["Location"] == "/devon/refer/people/household/"
    assert visitor.post("/devon/refer/people/household/1/", MOTHER)["Location"] == "/devon/refer/people/household/"
    assert visitor.post("/devon/refer/people/household/")["Location"] == "/devon/refer/worry/"
    assert visitor.post("/devon/refer/worry/", WORRY)["Location"] == "/devon/refer/family/"
    assert visitor.post("/devon/refer/family/", FAMILY)["Location"] == "/devon/refer/check/"
    check = visitor.get("/devon/refer/check/").content.decode()
    for shown in ("Jack Harlow", "Dawn Harlow", "Head teacher", "a bruise on his arm", "I fell."):
        assert shown in check
    sent = visitor.post("/devon/refer/check/")
    assert sent["Location"] == "/devon/receipt/"
    receipt = visitor.get("/devon/receipt/")
    assert b"We have received your form" in receipt.content
    assert len(code_on(receipt.content)) == 19


def test_an_answer_changed_from_the_check_page_leads_straight_back_to_it(visitor: Client) -> None:
    fill_in(visitor)
    assert visitor.post("/devon/refer/you/", YOU)["Location"] == "/devon/refer/check/"
    assert visitor.post("/devon/refer/people/about/")["Location"] == "/devon/refer/check/"


def test_what_was_sent_becomes_a_contact_inside(world: World, outside_door: OutsideDoor) -> None:
    with outside_door():
        visitor = Client()
        fill_in(visitor)
        visitor.post("/devon/refer/check/")
    with world.inside():
        assert services.take_in_submissions(hub_id=world.hub_id, at=now()) == 1
        (row,) = queries.waiting(world.actor("coordinator"))
        seen = queries.contact(row.id, actor=world.actor("coordinator"))
    assert (seen.referrer_role, seen.source_label, seen.consent) == ("Head teacher", "School", "given")
    assert [(p.display_name, p.involvement, p.relationship) for p in seen.people] == [
        ("Jack Harlow", "child", ""),
        ("Dawn Harlow", "household", "Mother"),
    ]


def test_an_unborn_child_and_an_adult_at_risk_and_several_children_can_be_named(visitor: Client) -> None:
    fill_in(visitor, but="people/about/1")
    year = str(now().year + 1)
    unborn = {"involvement": "unborn", "sex": "U", "born_day": "1", "born_month": "2", "born_year": year}
    visitor.post("/devon/refer/people/about/1/", unborn)
    visitor.post("/devon/refer/people/about/2/", JACK)
    visitor.post("/devon/refer/people/about/3/", {"involvement": "adult_at_risk", "given_name": "Edie", "sex": "F"})
    page = visitor.get("/devon/refer/people/about/").content.decode()
    assert f"1 February {year}" in page
    assert "Jack Harlow" in page
    assert "Edie" in page
    assert visitor.post("/devon/refer/people/about/", {"remove": "2" * 5_000}).status_code == 302
    assert "Jack Harlow" in visitor.get("/devon/refer/people/about/").content.decode()
    visitor.post("/devon/refer/people/about/", {"remove": "2"})
    assert "Jack Harlow" not in visitor.get("/devon/refer/people/about/").content.decode()
    assert visitor.post("/devon/refer/check/").status_code == 302


def test_an_unborn_child_needs_an_expected_date(visitor: Client) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    page = visitor.post("/devon/refer/people/about/1/", {"involvement": "unborn", "sex": "U", "family_name": "Harlow"})
    assert "give the expected date of birth" in page.content.decode()
    assert 'value="Harlow"' in page.content.decode()


def test_a_member_of_the_public_may_stay_anonymous_and_a_professional_may_not(visitor: Client) -> None:
    fill_in(visitor, but="details")
    page = visitor.post("/devon/refer/details/", {}).content.decode()
    assert "Enter your name" in page
    visitor.post("/devon/refer/you/", {"who": "neighbour", "need": "referral"})
    assert visitor.post("/devon/refer/details/", {}).status_code == 302
    assert visitor.post("/devon/refer/check/")["Location"] == "/devon/receipt/"


def test_advice_can_be_asked_for_without_naming_anybody(visitor: Client) -> None:
    fill_in(visitor, but="people/about/1")
    visitor.post("/devon/refer/you/", {"who": "professional", "need": "advice"})
    assert visitor.get("/devon/refer/people/about/").status_code == 200
    assert visitor.post("/devon/refer/check/")["Location"] == "/devon/receipt/"
    assert b"received your question" in visitor.get("/devon/receipt/").content


def test_a_referral_about_nobody_is_not_sent(visitor: Client) -> None:
    fill_in(visitor, but="people/about/1")
    page = visitor.post("/devon/refer/check/")
    assert page.status_code == 200
    assert b"Something is not finished" in page.content
    visitor.post("/devon/refer/people/about/1/", JACK)
    assert visitor.post("/devon/refer/check/").status_code == 302


def test_a_family_that_was_not_asked_needs_the_reason(visitor: Client) -> None:
    fill_in(visitor, but="family")
    page = visitor.post("/devon/refer/family/", {"consent": "not_sought", "consent_reason": ""}).content.decode()
    assert "Say why the family was not asked" in page
    answer = visitor.post("/devon/refer/family/", {"consent": "not_sought", "why": "risk_increased"})
    assert answer["Location"] == "/devon/refer/check/"
    assert "at greater risk" in visitor.get("/devon/refer/check/").content.decode()


def test_faults_stand_beside_their_fields_and_what_was_typed_is_kept_even_then(visitor: Client) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    page = visitor.post("/devon/refer/people/about/1/", {**JACK, "postcode": "nonsense"}).content.decode()
    assert "Postcode must be a full UK postcode" in page
    assert 'value="nonsense"' in page
    again = visitor.get("/devon/refer/people/about/1/").content.decode()
    assert 'value="nonsense"' in again
    assert "Not finished" in visitor.get("/devon/refer/people/about/").content.decode()


def test_a_form_is_put_aside_at_any_page_and_goes_on_with_its_code_in_another_browser(visitor: Client) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    visitor.post("/devon/refer/you/", YOU)
    later = visitor.post("/devon/refer/details/", {"referrer_name": "Alex", "do": "later"})
    assert later["Location"] == "/devon/refer/saved/"
    code = code_on(visitor.get("/devon/refer/saved/").content)
    elsewhere = Client()
    assert elsewhere.get("/devon/refer/details/")["Location"] == "/devon/refer/continue/"
    answer = elsewhere.post("/devon/refer/continue/", {"code": code.lower().replace("-", " ")})
    assert answer["Location"] == "/devon/refer/details/"
    assert code not in answer["Location"]
    assert 'value="Alex"' in elsewhere.get("/devon/refer/details/").content.decode()


def test_who_stopped_among_the_children_comes_back_to_them_and_is_asked_about_the_household(visitor: Client) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    visitor.post("/devon/refer/you/", YOU)
    visitor.post("/devon/refer/details/", DETAILS)
    visitor.post("/devon/refer/people/about/1/", JACK)
    unborn = {"involvement": "unborn", "sex": "U", "born_day": "1", "born_month": "2", "born_year": "2027"}
    unborn["do"] = "later"
    assert visitor.post("/devon/refer/people/about/2/", unborn)["Location"] == "/devon/refer/saved/"
    code = code_on(visitor.get("/devon/refer/saved/").content)
    elsewhere = Client()
    answer = elsewhere.post("/devon/refer/continue/", {"code": code})
    assert answer["Location"] == "/devon/refer/people/about/"
    assert b"Unborn child" in elsewhere.get("/devon/refer/people/about/").content
    assert elsewhere.post("/devon/refer/people/about/")["Location"] == "/devon/refer/people/household/"


def test_the_next_child_is_offered_the_address_of_the_first(visitor: Client) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    assert b"EX1 1AA" not in visitor.get("/devon/refer/people/about/1/").content
    visitor.post("/devon/refer/people/about/1/", {**JACK, "postcode": "EX1 1AA"})
    assert 'value="EX1 1AA"' in visitor.get("/devon/refer/people/about/2/").content.decode()


def test_a_date_that_is_none_stands_on_the_list_as_it_was_typed(visitor: Client) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    typed = {**JACK, "born_day": "31", "born_month": "2", "born_year": "2019"}
    assert "must be a real date" in visitor.post("/devon/refer/people/about/1/", typed).content.decode()
    assert "31 2 2019" in visitor.get("/devon/refer/people/about/").content.decode()


def test_an_empty_code_is_asked_for_and_is_no_guess(visitor: Client) -> None:
    for _ in range(30):
        assert "Enter your code" in visitor.post("/devon/refer/continue/", {"code": " "}).content.decode()
    assert "Enter your code" in visitor.post("/devon/receipt/", {"code": ""}).content.decode()


def test_what_was_typed_survives_the_end_of_the_session_when_the_code_is_known(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    code = code_on(visitor.get("/devon/refer/saved/").content)
    visitor.cookies.clear()
    page = visitor.post("/devon/refer/worry/", WORRY).content.decode()
    assert "Your form was put aside" in page
    assert "a bruise on his arm" in page
    wrong = visitor.post("/devon/refer/worry/", {**WORRY, "form_code": "0000"}).content.decode()
    assert "We cannot find anything under that code" in wrong
    assert "a bruise on his arm" in wrong
    answer = visitor.post("/devon/refer/worry/", {**WORRY, "form_code": code})
    assert answer["Location"] == "/devon/refer/family/"
    assert "a bruise on his arm" in visitor.get("/devon/refer/worry/").content.decode()


def test_the_code_in_the_browser_is_signed_hidden_from_scripts_and_of_this_hub_alone(
    visitor: Client, world: World
) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    cookie = visitor.cookies["openmash-receipt"]
    assert cookie["httponly"]
    assert (cookie["path"], cookie["samesite"], cookie["max-age"]) == ("/devon/", "Lax", "")
    code = cookie.value.split(":")[0]
    visitor.cookies["openmash-receipt"] = signing.TimestampSigner(key="another", salt="x").sign(code)
    assert visitor.get("/devon/refer/you/")["Location"] == "/devon/refer/continue/"


def test_wrong_and_old_codes_are_answered_alike_and_guessing_is_slowed_down(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    code = code_on(visitor.get("/devon/refer/saved/").content)
    visitor.cookies.clear()
    later = now() + timedelta(days=15)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        old = visitor.post("/devon/refer/continue/", {"code": code}).content.decode()
    wrong = visitor.post("/devon/refer/continue/", {"code": "0000-0000-0000-0000"}).content.decode()
    sentence = "We cannot find anything under that code."
    assert sentence in old
    assert sentence in wrong
    for _ in range(18):
        visitor.post("/devon/receipt/", {"code": "0000-0000-0000-0000"})
    assert b"Too many wrong codes" in visitor.post("/devon/refer/continue/", {"code": code}).content
    assert b"Too many wrong codes" in visitor.post("/devon/receipt/", {"code": code}).content


def test_a_receipt_shows_what_may_be_said_to_whoever_holds_the_code(world: World, outside_door: OutsideDoor) -> None:
    with outside_door():
        visitor = Client()
        fill_in(visitor)
        visitor.post("/devon/refer/check/")
        code = code_on(visitor.get("/devon/receipt/").content)
    with world.inside():
        services.take_in_submissions(hub_id=world.hub_id, at=now())
        (row,) = queries.waiting(world.actor("coordinator"))
        services.say_to_referrer(
            contact_id=row.id, said="Passed to early response.", actor=world.actor("coordinator"), at=now()
        )
    with outside_door():
        elsewhere = Client()
        answer = elsewhere.post("/devon/receipt/", {"code": code})
        assert answer["Location"] == "/devon/receipt/"
        page = elsewhere.get("/devon/receipt/").content.decode()
    assert "Passed to early response." in page
    assert "bruise" not in page


def test_leaving_forgets_the_code_on_this_device(visitor: Client) -> None:
    fill_in(visitor)
    visitor.post("/devon/refer/check/")
    visitor.post("/devon/receipt/leave/")
    assert b"Your code" in visitor.get("/devon/receipt/").content


def test_a_form_sent_already_gives_way_to_a_new_one(visitor: Client) -> None:
    fill_in(visitor)
    visitor.post("/devon/refer/check/")
    first = code_on(visitor.get("/devon/receipt/").content)
    page = visitor.get("/devon/refer/danger/")
    assert page.status_code == 200
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    assert code_on(visitor.get("/devon/refer/saved/").content) != first


def test_a_hub_or_page_that_does_not_exist_is_not_found(visitor: Client) -> None:
    assert visitor.get("/nowhere/").status_code == 404
    assert visitor.get("/devon/refer/nonsense/").status_code == 404
    assert visitor.get("/devon/refer/people/nonsense/").status_code == 404
    visitor.post("/devon/refer/danger/", {"danger": "no"})
    assert visitor.get("/devon/refer/people/about/9/").status_code == 404
    assert visitor.get("/devon/refer/people/about/1/").status_code == 200
