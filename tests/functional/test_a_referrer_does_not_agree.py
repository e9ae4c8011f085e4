"""A referrer who does not agree: from the page where they read the outcome to the worklist, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from openmash.core.clock import now
from openmash.differences import services
from tests.challenged import SAID, WHY, told
from tests.functional.visitors import Visitor
from tests.handed_on import decide
from tests.rooms import open_case
from tests.world import World

pytestmark = [pytest.mark.functional, pytest.mark.long]  # its pages one by one, in tests/web, are for every day
Arrives = Callable[[str], Visitor]


def test_they_say_so_where_they_read_it_and_it_is_taken_up_in_three_clicks(
    visitor: Arrives, committed_world: World
) -> None:
    case = open_case(committed_world)
    with committed_world.inside():
        decide(case)
        code = told(case)
    referrer = visitor("outside")
    page = referrer.go("/devon/receipt/")
    page.get_by_label("Your code").fill(code)
    referrer.press("Show the receipt")
    expect(page.get_by_text(SAID)).to_be_visible()
    referrer.follow("I do not agree with this")
    page.get_by_label("Why do you not agree?").fill(WHY)
    referrer.press("Send")
    expect(page.get_by_text("that you do not agree")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with committed_world.inside():
        assert services.take_in_challenges(hub_id=committed_world.hub_id, at=now()) == 1
    manager = visitor("inside").sign_in("manager")
    page = manager.go("/")
    manager.follow("Answer a referrer who does not agree")
    manager.choose(re.compile("Have the decision about Ada Wren looked at again"))
    manager.press("Do this")
    expect(page.get_by_text("Raised. Whoever settles it has been told.")).to_be_visible()
    assert manager.clicks == 3
    assert referrer.faults + manager.faults == []
