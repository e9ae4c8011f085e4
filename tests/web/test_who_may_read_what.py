"""Special grants, their review, and being kept out, as pages."""

from collections.abc import Iterator
from html import unescape

import pytest

from tests.rooms import Case, open_case
from tests.web.test_sealed import as_, room_of
from tests.world import devon

pytestmark = pytest.mark.django_db

SECRET = "An officer lives in the house under another name."


@pytest.fixture
def case() -> Iterator[Case]:
    """One family's enquiry."""
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def test_a_social_worker_opens_what_is_held_back_and_governance_reviews_it(case: Case) -> None:
    item = case.put_in("police", SECRET, sensitivity="restricted")
    worker = as_(case, "social_worker")
    assert "open it by a special grant" in worker.get(room_of(case)).content.decode()

    empty = worker.post(f"/room/{item}/special-grant/", {"hours": "1"})
    assert "Choose the ground" in empty.content.decode()
    told = {"ground": "overriding_public_interest", "why": "She is alone with him.", "hours": "1"}
    opened = worker.post(f"/room/{item}/special-grant/", told, follow=True)
    assert SECRET in opened.content.decode()

    governance = as_(case, "governance")
    page = governance.get("/reviews/").content.decode()
    assert "She is alone with him." in page
    assert SECRET not in page
    grant = page.split("/reviews/special-grants/")[1].split("/")[0]
    found = {f"{grant}-finding": "justified", f"{grant}-words": "A child alone."}
    reviewed = governance.post(f"/reviews/special-grants/{grant}/", found, follow=True)
    assert "It was justified" in reviewed.content.decode()
    assert "It was justified" in as_(case, "police").get(room_of(case)).content.decode()


def test_nothing_of_a_hidden_item_is_on_the_pages_of_those_who_may_not_know(case: Case) -> None:
    hidden = case.put_in("police", SECRET, sensitivity="hidden")

    for who in ("second_manager", "social_worker"):
        browser = as_(case, who)
        for address in (room_of(case), f"/enquiries/{case.enquiry_id}/"):
            page = browser.get(address).content.decode()
            assert SECRET not in page
            assert str(hidden) not in page
            assert "put information in the sealed room" not in page
    assert SECRET in as_(case, "police").get(room_of(case)).content.decode()


def test_i_know_this_family_takes_two_clicks_and_shuts_the_case(case: Case) -> None:
    browser = as_(case, "social_worker")
    case_page = browser.get(f"/enquiries/{case.enquiry_id}/").content.decode()
    assert f"/enquiries/{case.enquiry_id}/i-know-this-family/" in case_page

    declared = browser.post(
        f"/enquiries/{case.enquiry_id}/i-know-this-family/", {"ground": "conflict", "of": "case", "words": ""}
    )

    assert declared.status_code == 302
    shut = browser.get(f"/enquiries/{case.enquiry_id}/")
    assert shut.status_code == 403
    assert "You are kept out of this case" in unescape(shut.content.decode())
    governance = as_(case, "governance")
    listed = governance.get("/exclusions/").content.decode()
    assert "Kit Marlow" in listed
    exclusion = listed.split("/exclusions/")[1:]
    ended = next(part.split("/")[0] for part in exclusion if "/end/" in part[:45])
    governance.post(f"/exclusions/{ended}/end/")
    assert as_(case, "social_worker").get(f"/enquiries/{case.enquiry_id}/").status_code == 200
