"""Finding a person as one types, with the keyboard alone; and two people who make two records one."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import expect

from openmash.people import services
from openmash.people.rules import PersonTold
from tests.functional.visitors import Visitor
from tests.rooms import open_case
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]
AIDA = PersonTold("Aida", "Wren", born_on=date(2018, 3, 4), sex="F", address="9 Quay Street", postcode="EX2 2BB")


def test_a_person_is_found_as_one_types_and_with_the_keyboard_alone(visitor: Arrives, committed_world: World) -> None:
    case = open_case(committed_world)
    coordinator = visitor("inside").sign_in("coordinator")
    page = coordinator.go("/people/")
    page.locator("#id_words").focus()
    page.keyboard.type("ada wre", delay=30)
    expect(page.get_by_role("status")).to_contain_text("1 person found")
    expect(page.get_by_role("link", name=re.compile("^Ada Wren"))).to_be_visible()
    assert "ada" not in page.url
    coordinator.look()
    page.keyboard.type("zz", delay=30)
    expect(page.get_by_role("status")).to_contain_text("Nobody is found")
    page.locator("#id_words").fill("wren 2018")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 person found")
    page.get_by_role("link", name=re.compile("^Ada Wren")).focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    coordinator.look()
    expect(page.get_by_role("link", name=re.compile("^DEV-"))).to_have_attribute(
        "href", f"/enquiries/{case.enquiry_id}/"
    )


def test_one_proposes_that_two_records_are_one_another_agrees_and_it_is_undone(
    visitor: Arrives, committed_world: World
) -> None:
    case = open_case(committed_world)
    with committed_world.inside():
        services.create(told=AIDA, actor=committed_world.actor("coordinator"), at=case.later())
        child = case.people()[0]
    coordinator = visitor("inside").sign_in("coordinator")
    page = coordinator.go(f"/people/{child}/recorded-twice/")
    page.get_by_text("What speaks for and against Aida Wren").click()
    coordinator.choose(re.compile("Aida Wren, 8 years"))
    page.locator("#id_reason").fill("Her school says that it is one girl.")
    coordinator.press("Propose that they are one person")
    expect(page.get_by_text("somebody else answers it")).to_be_visible()
    manager = visitor("inside").sign_in("manager")
    page = manager.go("/")
    manager.follow("Say whether they are one person")
    expect(page.get_by_text("born the same day")).to_be_visible()
    manager.press("They are one person")
    expect(page.get_by_text("They are one person from now on")).to_be_visible()
    assert manager.clicks == 2, "from the worklist: open it, and agree"
    one = page.url
    expect(manager.go(f"/people/{child}/").locator("main")).to_contain_text("9 Quay Street")
    manager.go(one).get_by_text("They are two people after all").click()
    page.locator("#id_reason").fill("Her mother brought both of them.")
    manager.press("Undo")
    expect(page.get_by_text("Her mother brought both of them.")).to_be_visible()
    expect(manager.go(f"/people/{child}/").locator("main")).not_to_contain_text("9 Quay Street")
    for address in ("/people/same-person/", "/people/how-people-are-matched/", "/people/kept-apart/"):
        manager.go(address)
    assert manager.faults == []
