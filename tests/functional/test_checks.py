"""Agencies answer in a real browser: inside in three clicks, outside through the one-time link of the mail."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core import mail
from playwright.sync_api import expect

from openmash.checks import queries
from openmash.core.clock import now
from openmash.notifications import services as notifications
from tests.functional.visitors import Visitor
from tests.integration.enquiries_case import ADA, BO, MOTHER, asked, opened
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]
MOST_CLICKS = 3


def looked_at(person: Visitor, name: str) -> None:
    """Keep a picture where whoever runs this asks for one (``LOOK=<folder>``)."""
    folder = os.environ.get("LOOK")
    if folder:
        for width, height in ((1366, 768), (390, 844)):
            person.page.set_viewport_size({"width": width, "height": height})
            person.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        person.page.set_viewport_size({"width": 1366, "height": 768})


@pytest.fixture
def enquiry_id(committed_world: World) -> UUID:
    began = now() - timedelta(minutes=40)
    with committed_world.inside():
        made = opened(committed_world, ADA, BO, MOTHER, received_at=began)
        for agency in ("police", "health", "school"):
            asked(committed_world, made, agency, at=began)
    return made


def test_nothing_known_takes_three_clicks_from_the_worklist(
    visitor: Arrives, committed_world: World, enquiry_id: UUID
) -> None:
    police = visitor("inside").sign_in("police")
    page = police.go("/")
    looked_at(police, "worklist")
    police.clicks = 0
    police.click(page.locator('a[href^="/checks/"]').first)
    looked_at(police, "answer")
    police.choose("No trace of these people")
    page.get_by_label("What did you search, and for whom?").fill("National and local databases, all three")
    police.press("Sign and send")
    expect(page.get_by_text("Signed and sent")).to_be_visible()
    print(f"answer a request with nothing known: {police.clicks} clicks")
    assert police.clicks <= MOST_CLICKS
    with committed_world.inside():
        [answered] = [c for c in queries.checks_of(enquiry_id, actor=committed_world.actor("manager")) if c.answered_at]
    assert answered.searched == "National and local databases, all three"


def test_what_is_typed_survives_a_closed_window(visitor: Arrives, committed_world: World, enquiry_id: UUID) -> None:
    with committed_world.inside():
        checks = queries.checks_of(enquiry_id, actor=committed_world.actor("manager"))
    path = next(f"/checks/{c.id}/items/" for c in checks if c.agency_kind == "health")
    health = visitor("inside").sign_in("health")
    page = health.go(path)
    page.get_by_label("What do you know?").first.fill("A&E on 3 October: a burn on the left arm.")
    page.get_by_label("What did you search, and for whom?").fill("A&E records")
    health.press("Add another item")
    looked_at(health, "items")
    page.get_by_label("What do you know?").nth(1).fill("No appointment was kept.")
    expect(page.get_by_text(re.compile("Draft saved"))).to_be_visible()
    page.close(run_before_unload=False)
    health.page = page = health.context.new_page()
    health.go(path)
    expect(page.get_by_label("What do you know?").nth(1)).to_have_value("No appointment was kept.")
    health.press("Sign and put in the sealed room")
    expect(page.get_by_text("Signed and sent")).to_be_visible()


def test_a_school_answers_through_the_link_in_its_mail(
    visitor: Arrives, committed_world: World, enquiry_id: UUID
) -> None:
    with committed_world.inside():
        notifications.deliver_waiting(hub_id=committed_world.hub_id, at=now())
    found = [re.search(r"/devon/answer/[0-9A-Z-]+/", str(m.body)) for m in mail.outbox]
    path = next(each[0] for each in found if each)
    school = visitor("outside")
    page = school.go(path)
    looked_at(school, "link")
    school.press("Write down what we know")
    looked_at(school, "link-items")
    page.get_by_label("What do you know?").fill("Ada is often absent on Mondays.")
    page.get_by_label("What did you search, and for whom?").fill("Registers since September")
    page.get_by_label("Your name").fill("Gwen Hartley")
    page.get_by_label("Your job or post").fill("Headteacher")
    school.press("Sign and send")
    expect(page.get_by_role("heading", name="Your answer has been sent")).to_be_visible()
    looked_at(school, "thanks")
    school.go(path)
    expect(page.get_by_role("heading", name="This link cannot be used")).to_be_visible()


def test_a_manager_reads_the_case(visitor: Arrives, committed_world: World, enquiry_id: UUID) -> None:
    manager = visitor("inside").sign_in("manager")
    page = manager.go(f"/enquiries/{enquiry_id}/")
    looked_at(manager, "case")
    expect(page.get_by_role("heading", name="Ada and Bo Wren")).to_be_visible()
    manager.click(page.get_by_role("button", name=re.compile("^Chase")).first)
    expect(page.get_by_text("is reminded")).to_be_visible()
    manager.follow("Change the rating")
    looked_at(manager, "rate")
    manager.go(f"/checks/ask/{enquiry_id}/")
    looked_at(manager, "ask")
    manager.go("/enquiries/")
    looked_at(manager, "list")
