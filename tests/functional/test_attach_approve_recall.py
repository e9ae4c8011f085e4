"""What the sealed room adds to a case, in a real browser: a file, something hidden, a second person, and a recall."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from openmash.core.clock import now
from tests import files
from tests.functional.visitors import Visitor
from tests.handed_on import GUIDANCE, composed, decide
from tests.rooms import Case, open_case
from tests.world import World

pytestmark = [pytest.mark.functional, pytest.mark.long]  # its pages one by one, in tests/web, are for every day
Arrives = Callable[[str], Visitor]

ARREST, HIDDEN = "He was arrested in March.", "An officer lives in the house under another name."
WHY = "It names the wrong child. Destroy what you saved."


@pytest.fixture
def case(committed_world: World) -> Case:
    """An open case; the police have something in it that nobody else may know of."""
    case = open_case(committed_world, at=now() - timedelta(hours=1))
    with committed_world.inside():
        case.put_in("police", HIDDEN, sensitivity="hidden")
        decide(case)
    return case


def downloaded(person: Visitor, name: str) -> tuple[str, bytes]:
    """What a browser keeps where somebody presses a link to a file: its name and its bytes."""
    with person.page.expect_download() as waiting:
        person.page.get_by_role("link", name=name).first.click()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def attached(police: Visitor, case: Case) -> None:
    """The police put an item in the room that may leave, with a photograph that stays."""
    page = police.go(f"/enquiries/{case.enquiry_id}/room/")
    expect(page.get_by_text(HIDDEN)).to_be_visible()
    page = police.go(f"/enquiries/{case.enquiry_id}/room/add/")
    page.get_by_label("What do you know?").fill(ARREST)
    police.choose("May go as it stands to the team that takes the case on")
    page.locator('input[type="file"]').first.set_input_files(
        {"name": "bruise.jpg", "mimeType": "image/jpeg", "buffer": files.jpeg()}
    )
    police.press("Put it in the sealed room")
    expect(page.get_by_text(ARREST)).to_be_visible()
    name, content = downloaded(police, "bruise.jpg")
    assert name == "bruise.jpg"
    assert content == files.jpeg()


def approved(case: Case, manager: Visitor, second: Visitor) -> None:
    """One manager chooses and sends, another approves and lets it go; nobody learns of what is hidden."""
    with case.world.inside():
        product_id = composed(case, guidance=GUIDANCE)
    page = manager.go(f"/enquiries/{case.enquiry_id}/room/")
    expect(page.get_by_text(ARREST)).to_be_visible()
    assert HIDDEN not in page.content()
    page = manager.go(f"/products/{product_id}/")
    manager.choose("Devon and Cornwall Police, fact we recorded")
    manager.press("Save and check")
    manager.press("Send for approval")
    expect(page.get_by_role("heading", level=1)).to_have_text("Waiting for approval")

    page = second.go(f"/products/{product_id}/approval/")
    expect(page.get_by_text(ARREST)).to_be_visible()
    second.press("Approve and release to Exeter assessment team")
    expect(page.get_by_role("heading", level=1)).to_have_text("Released to Exeter assessment team")


def test_a_file_something_hidden_a_second_person_and_a_recall_that_the_team_acknowledges(
    visitor: Arrives, case: Case
) -> None:
    attached(visitor("inside").sign_in("police"), case)
    manager, second = visitor("inside").sign_in("manager"), visitor("inside").sign_in("second_manager")
    approved(case, manager, second)

    team = visitor("outside").sign_in("assessor")
    inbox = team.go("/inbox/")
    team.click(inbox.locator("tbody a").first)
    copy_url = inbox.url
    name, content = downloaded(team, "Download as a PDF file")
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert name.endswith(".pdf")
    assert ARREST in words
    assert HIDDEN not in words + inbox.content()

    page = second.follow("Who opened it; call it back or correct it")
    expect(page.get_by_text("Took it as a PDF file")).to_be_visible()
    second.follow("Call it back")
    page.get_by_label("What should the team know?").fill(WHY)
    second.press("Call it back")
    expect(page.get_by_text("Not acknowledged").first).to_be_visible()

    team.go(copy_url)
    expect(inbox.get_by_text(WHY).first).to_be_visible()
    assert ARREST not in inbox.content()
    team.press("Acknowledge: our team knows that it no longer holds")
    expect(inbox.get_by_text("Acknowledged").first).to_be_visible()
