"""A coordinator takes a telephone call: one page, one button; what was typed survives a closed browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.functional.effort import Effort
from tests.functional.visitors import Visitor
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]


def test_a_call_is_recorded_on_one_page(visitor: Arrives, committed_world: World, effort: Effort) -> None:
    coordinator = visitor("inside").sign_in("coordinator")
    page = coordinator.go("/contacts/new/")
    coordinator.clicks = 0
    type_the_call(page)
    coordinator.choose("Yes, and they consent")
    coordinator.press("Record the contact")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bella Trewin")
    assert re.search(r"/contacts/[0-9a-f-]{36}/$", page.url)
    effort.count("record a phone call, once its one page is open", coordinator.clicks, most=2)


def test_a_half_typed_call_is_there_again_after_the_browser_was_closed(
    visitor: Arrives, committed_world: World
) -> None:
    first = visitor("inside").sign_in("coordinator")
    page = first.go("/contacts/new/")
    type_the_call(page)
    expect(page.get_by_text(re.compile(r"Draft saved \d\d:\d\d"))).to_be_visible()
    first.context.close()
    again = visitor("inside").sign_in("coordinator", again=True)
    page = again.go("/contacts/new/")
    expect(page.locator("#id_concern")).to_have_value("She came to school with a burn and said she fell.")
    expect(page.locator("#id_person-1-given_name")).to_have_value("Bella")


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(
    visitor: Arrives, committed_world: World
) -> None:
    coordinator = visitor("inside").sign_in("coordinator")
    page = coordinator.go("/contacts/new/")
    type_the_call(page)
    page.locator("#id_person-1-born_month").fill("13")
    coordinator.press("Record the contact")
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.locator("#id_concern")).to_have_value("She came to school with a burn and said she fell.")
    expect(page.locator("#id_person-1-born_month")).to_have_value("13")
    assert page.title().startswith("Error: ")


def type_the_call(page: Page) -> None:
    page.locator("#id_source").select_option("2A")
    page.locator("#id_referrer_name").fill("Jan Kerslake")
    page.locator("#id_concern").fill("She came to school with a burn and said she fell.")
    for name, words in {"given_name": "Bella", "family_name": "Trewin", "born_day": "2", "born_month": "6"}.items():
        page.locator(f"#id_person-1-{name}").fill(words)
    page.locator("#id_person-1-born_year").fill("2018")
