"""From the case to the receiving team in a real browser, with every click counted."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from openmash.core.clock import now
from tests.functional.visitors import Visitor
from tests.rooms import Case, open_case
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]
MOST_CLICKS = 12


def looked_at(person: Visitor, name: str) -> None:
    """Keep a picture where whoever runs this asks for one (``LOOK=<folder>``)."""
    folder = os.environ.get("LOOK")
    if folder:
        for width, height in ((1366, 768), (390, 844)):
            person.page.set_viewport_size({"width": width, "height": height})
            person.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
        person.page.set_viewport_size({"width": 1366, "height": 768})


@pytest.fixture
def case(committed_world: World) -> Case:
    case = open_case(committed_world, at=now() - timedelta(hours=1))
    with committed_world.inside():
        case.put_in("health", "A&E on 3 October: a burn on the left arm.", leave="whole", professional="Dr Lowen")
        case.put_in("education", "Often late since September.", leave="whole", professional="Ms Sparrow")
        case.put_in("police", "His brother is an informant called Heron.", professional="PC Trevail")
    return case


def test_a_manager_decides_another_approves_a_product_with_two_items_and_the_team_reads_it(
    visitor: Arrives, case: Case
) -> None:
    manager = visitor("inside").sign_in("manager")
    page = manager.go(f"/enquiries/{case.enquiry_id}/")
    manager.clicks = 0

    manager.click(page.locator(f'a[href*="/enquiries/{case.enquiry_id}/decide/"]').first)
    looked_at(manager, "decide")
    manager.choose("Tier 3: children's social care")
    manager.choose("Children's social care (tier 3)")
    page.get_by_label("Reasons").fill("Unexplained burns, and an unknown adult in the home.")
    looked_at(manager, "decide-filled")
    manager.press("Record decision and start the product")
    looked_at(manager, "compose")
    manager.choose("NHS Devon, fact we recorded")
    manager.choose("Devon Education Service, fact we recorded")
    page.get_by_label("Recommendations").fill("See Ada alone at school this week.")
    page.get_by_label("Whom to speak to").fill("Dr Lowen, NHS Devon")
    manager.choose("To assess whether a child is in need, and to help (section 17)")
    manager.choose("The family consents")
    manager.press("Save and check")
    looked_at(manager, "preview")
    manager.press("Send for approval")
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for approval")

    second = visitor("inside").sign_in("second_manager")
    approving = second.go("/")
    second.clicks = 0
    second.click(approving.locator('a[href$="/approval/"]').first)
    expect(approving.get_by_text("a burn on the left arm")).to_be_visible()
    looked_at(second, "approval")
    second.press("Approve and release to Exeter assessment team")

    expect(approving.get_by_role("heading", level=1)).to_have_text("Released to Exeter assessment team")
    looked_at(second, "released")
    clicks = manager.clicks + second.clicks
    print(f"decide and send a product with two items: {clicks} clicks of two people (at most {MOST_CLICKS})")
    assert clicks <= MOST_CLICKS

    team = visitor("outside").sign_in("assessor")
    inbox = team.go("/inbox/")
    expect(inbox.get_by_text("1 unread")).to_be_visible()
    looked_at(team, "inbox")
    team.click(inbox.locator("tbody a").first)
    expect(inbox.get_by_text("a burn on the left arm")).to_be_visible()
    assert "Heron" not in inbox.content()
    looked_at(team, "copy")
    team.press("Acknowledge: our team has this")
    team.follow("Tell the hub what came of it")
    looked_at(team, "report")
    for name in ("decided", "analysis", "feedback"):
        manager.go(f"/enquiries/{case.enquiry_id}/{name}/")
        looked_at(manager, name)


def test_a_decision_half_typed_survives_a_closed_page(visitor: Arrives, case: Case) -> None:
    manager = visitor("inside").sign_in("manager")
    page = manager.go(f"/enquiries/{case.enquiry_id}/")
    manager.click(page.locator(f'a[href*="/enquiries/{case.enquiry_id}/decide/"]').first)
    address = page.url
    page.get_by_label("Reasons").fill("Half a thought")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.close()

    again = manager.context.new_page()
    again.goto(address)

    expect(again.get_by_label("Reasons")).to_have_value("Half a thought")
