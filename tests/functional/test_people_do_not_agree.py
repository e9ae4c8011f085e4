"""A rating disputed and settled, and a case stepped up by three agencies, in a real browser."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize, expect

from openmash.core.clock import now
from openmash.core.keys import FileKeyRing
from tests import doors
from tests.functional.visitors import Visitor
from tests.rooms import open_case
from tests.world import World, devon

pytestmark = [pytest.mark.functional, pytest.mark.long]  # its pages one by one, in tests/web, are for every day
Arrives = Callable[[str], Visitor]

WHY = "Babies who do not roll do not bruise."
PHONE = ViewportSize(width=390, height=844)


def test_a_rating_is_disputed_on_the_case_and_settled_within_the_day(visitor: Arrives, committed_world: World) -> None:
    case = open_case(committed_world, at=now() - timedelta(minutes=20))
    nurse = visitor("inside").sign_in("health")
    page = nurse.go(f"/enquiries/{case.enquiry_id}/")
    nurse.follow("I do not agree")
    nurse.choose("The rating of Ada Wren: Amber")
    nurse.choose("Red")
    page.get_by_label("Why?").fill(WHY)
    nurse.press("Raise it")
    expect(page.get_by_role("heading", level=1)).to_contain_text("the rating is disputed")
    nurse.follow("Record what keeps them safe meanwhile")
    page.get_by_label("What is done, by whom and until when?").fill("The school keeps her until four.")
    nurse.press("Record it")
    assert nurse.clicks <= 7

    manager = visitor("inside").sign_in("manager")
    page = manager.go("/differences/")
    manager.follow(case.world.slug[:3].upper())
    manager.follow("Settle it")
    manager.choose("The rating is changed")
    manager.choose("Red")
    page.get_by_label("Reasons").fill("The visit found him there.")
    page.get_by_label("What are they told?").fill("You were right: red.")
    manager.press("Settle it")
    expect(page.get_by_text("You were right: red.")).to_be_visible()
    manager.picture("difference", full=True)
    page = manager.go(f"/enquiries/{case.enquiry_id}/")
    expect(page.get_by_text("The school keeps her until four.")).to_be_visible()
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_three_agencies_step_a_case_up(
    visitor: Arrives, keys: Path, two_doors: doors.TwoDoors, transactional_db: None
) -> None:
    world = devon("wiltshire", operating_model="wiltshire", passwords=("police", "manager", "health"))
    FileKeyRing(keys / "inside").hand_over(to=keys / "outside")
    case = open_case(world, rating="triage", at=now() - timedelta(minutes=20))
    for number, who in enumerate(("police", "manager", "health")):
        person = visitor("inside").sign_in(who, slug="wiltshire")
        page = person.go(f"/enquiries/{case.enquiry_id}/")
        expect(page.get_by_text("Stage 1 of 2: Triage.")).to_be_visible()
        person.follow("Give a view before going on")
        person.choose("Yes")
        page.get_by_label("Why").fill("A pattern of going missing.")
        if number == 1:
            person.picture("gate", full=True)
        person.press("Put this view on record")
    expect(page.get_by_text("Stage 2 of 2: The hub (MASH).")).to_be_visible()
    page = person.go(f"/enquiries/{case.enquiry_id}/before-going-on/")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
