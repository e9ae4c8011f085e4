"""Two clicks from what will be late to who sees to it, in a real browser, on a desk and on a telephone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from openmash.core.clock import now
from tests.functional.visitors import Visitor
from tests.rooms import open_case
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]
TWO_CLICKS = 2


def test_an_enquiry_is_moved_in_two_clicks(visitor: Arrives, committed_world: World) -> None:
    with committed_world.inside():
        for number, rating in enumerate(("red", "red", "amber", "green")):
            case = open_case(
                committed_world, family=f"Wren{number}", at=now() - timedelta(hours=3 * number + 1), rating=rating
            )
            case.ask("police", "health")
    manager = visitor("inside").sign_in("manager")
    page = manager.go("/operations/")
    expect(page.get_by_role("heading", name="Will probably be late in the next 4 hours: 1")).to_be_visible()
    manager.picture("operations")
    manager.clicks = 0
    manager.follow("Give to somebody")
    manager.press("Give it to Kit Marlow")
    assert manager.clicks == TWO_CLICKS
    expect(page.get_by_text("Kit Marlow holds")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    manager.go("/operations/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390  # nobody scrolls sideways
