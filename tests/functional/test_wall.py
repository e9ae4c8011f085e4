"""The wall in a real browser, with many open enquiries: a change made elsewhere is there in five seconds."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from openmash.checks import services as check_services
from openmash.checks.rules import NilTold
from openmash.core.clock import now
from openmash.enquiries import queries
from openmash.enquiries import services as enquiry_services
from tests.functional.visitors import Visitor
from tests.nights import at_night
from tests.rooms import Case, open_case
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]
OPEN = [60, *at_night(300)]  # enquiries: several pages, or a very busy hub
ASKED = 24  # of them: agencies are asked about those that stand on the first pages
WITHIN = 5000  # milliseconds
NOTICED_WITHIN = 9000  # a question is given up after four seconds, and the next begins three seconds after the last
SCREEN = {"width": 1920, "height": 1080}
RATINGS = ("red", "amber", "amber", "green")
LEGIBLE = 36  # CSS pixels: 20 mm of type on a 55-inch display


@pytest.fixture(params=OPEN)
def busy(request: pytest.FixtureRequest, committed_world: World) -> list[Case]:
    """So many enquiries of this morning, in one transaction: committing each of them is what would be slow."""
    began, start = now() - timedelta(hours=5), time.monotonic()
    with committed_world.inside():
        cases = [
            open_case(
                committed_world,
                family=f"Wren{number}",
                at=began + number * timedelta(minutes=1),
                rating=RATINGS[number % len(RATINGS)],
            )
            for number in range(request.param)
        ]
        for number, case in enumerate(cases[:ASKED]):
            [police, *_] = case.ask("police", "health", "education", "housing", "council")
            if number % 2:
                case.at = now()
                nothing_known(case, police)
    print(f"{len(cases)} enquiries made in {time.monotonic() - start:.1f} s")
    return cases


def nothing_known(case: Case, check_id: UUID) -> None:
    """The police answer, and a colleague takes the enquiry."""
    world = case.world
    check_services.answer_nothing(
        check_id=check_id,
        nil=NilTold("no_trace", "National and local databases"),
        late=None,
        actor=world.actor("police"),
        at=case.at - timedelta(minutes=5),
    )
    enquiry_services.allocate(
        enquiry_id=case.enquiry_id,
        holder_id=world.people["social_worker"],
        actor=world.actor("manager"),
        at=case.at - timedelta(minutes=5),
    )


def test_the_wall_of_a_very_busy_hub(visitor: Arrives, committed_world: World, busy: list[Case]) -> None:
    display = visitor("inside")
    display.page.set_viewport_size(SCREEN)  # type: ignore[arg-type]
    page = display.sign_in("wall").page
    expect(page.get_by_text(f"{len(busy)} open")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("As it is at")
    display.picture("wall")
    is_read_from_six_metres(page)
    assert Axe().run(page).response["violations"] == []
    its_pages_turn_and_can_be_stopped(page)
    what_changes_elsewhere_is_there_at_once(page, visitor("inside").sign_in("manager"), committed_world, busy[-1])
    it_says_since_when_it_hears_nothing(display)
    it_says_that_it_was_signed_out(display)


def is_read_from_six_metres(page: Page) -> None:
    """Large type, no scrolling in either direction, and a word beside every colour."""
    for part in ("reference", "time", "agencies", "rating"):
        shown = page.locator(f".om-wall__{part}").first
        assert shown.evaluate("each => parseFloat(getComputedStyle(each).fontSize)") >= LEGIBLE, part
    whole = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert whole[0] <= SCREEN["width"], whole
    assert whole[1] <= SCREEN["height"], whole
    words = page.locator(".om-wall__line .om-wall__rating").all_inner_texts()
    assert {word.strip() for word in words} <= {"Red", "Amber", "Green", "Decided"}
    assert words


def its_pages_turn_and_can_be_stopped(page: Page) -> None:
    expect(page.get_by_text(re.compile(r"Page 1 of \d+"))).to_be_visible()
    expect(page.get_by_text(re.compile(r"Page 2 of \d+"))).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Stop turning the pages").click()
    stopped = page.get_by_text(re.compile(r"Page \d+ of \d+")).inner_text()
    page.wait_for_timeout(12_000)
    assert page.get_by_text(re.compile(r"Page \d+ of \d+")).inner_text() == stopped


def what_changes_elsewhere_is_there_at_once(page: Page, manager: Visitor, world: World, case: Case) -> None:
    """The enquiry that nobody would decide for days, and that stands on the last page, is rated red."""
    with world.inside():
        enquiry = queries.enquiry(case.enquiry_id, actor=world.actor("manager"))
    line = page.locator("li", has_text=enquiry.reference)
    expect(line).to_have_count(0)
    rating = manager.go(f"/enquiries/rate/{enquiry.subjects[0].id}/")
    manager.choose("Red")
    rating.get_by_role("textbox").fill("He is on his way to the school.")
    rating.get_by_role("button", name="Save the rating").click()
    sent = time.monotonic()
    expect(line.get_by_text("Red")).to_be_visible(timeout=WITHIN)
    print(f"a rating given in another browser was on the wall after {time.monotonic() - sent:.1f} s")
    expect(line).to_contain_text("changed")
    assert page.evaluate("document.documentElement.scrollHeight") <= SCREEN["height"], "it must not need scrolling"


def it_says_since_when_it_hears_nothing(display: Visitor) -> None:
    status = display.page.get_by_role("status")
    display.context.set_offline(True)
    expect(status).to_contain_text(re.compile(r"No connection since \d\d:\d\d"), timeout=NOTICED_WITHIN)
    expect(display.page.locator(".om-wall__line").first).to_be_visible()
    display.context.set_offline(False)
    expect(status).to_contain_text("As it is at", timeout=NOTICED_WITHIN)


def it_says_that_it_was_signed_out(display: Visitor) -> None:
    display.context.clear_cookies()
    expect(display.page.get_by_role("status")).to_contain_text("Signed out", timeout=NOTICED_WITHIN)
