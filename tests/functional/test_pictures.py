"""The documentation's pictures of a busy hub: the demo's, so that what a newcomer sees is what they get."""

from collections.abc import Callable
from pathlib import Path

import pytest

from openmash.core.keys import FileKeyRing
from openmash.scenarios import demo
from openmash.scenarios.demo.people import TOTP_SECRET
from tests import doors
from tests.functional.visitors import Visitor
from tests.world import code

pytestmark = pytest.mark.pictures
Arrives = Callable[[str], Visitor]


def test_pictures_of_a_busy_hub(visitor: Arrives, two_doors: doors.TwoDoors, keys: Path) -> None:
    demo.load()
    FileKeyRing(keys / "inside").hand_over(to=keys / "outside")
    figures = {
        words: (email, password)
        for _, name, role, _, email, password in demo.who_can_sign_in()
        for words in (name, role)
    }
    manager = visitor("inside").sign_in_with(*figures["Practice manager"], code(TOTP_SECRET))
    manager.go("/")
    manager.picture("worklist")
    manager.go("/").get_by_role("link", name="Approve the product").first.click()
    manager.page.wait_for_load_state()
    manager.picture("approval")
    coordinator = visitor("inside").sign_in_with(*figures["Referral coordinator"], code(TOTP_SECRET))
    page = coordinator.go("/people/")
    page.locator("#id_words").press_sequentially("brackenb", delay=30)
    page.get_by_role("link", name="Theo Brackenbury").wait_for()
    coordinator.picture("find-a-person")
    coordinator.go("/contacts/").get_by_role("link", name="Leena Ashdowne").first.click()
    page.get_by_text("What speaks for and against").first.click()
    page.get_by_text("Is Leena Ashdowne somebody you know").evaluate("question => question.scrollIntoView()")
    coordinator.picture("who-is-this")
    keeper = visitor("inside").sign_in_with(*figures["Sam Trevail"], code(TOTP_SECRET))
    keeper.go("/person-index/")
    keeper.picture("person-index")
    officer = visitor("inside").sign_in_with(*figures["Information governance officer"], code(TOTP_SECRET))
    for address, name in (("/log/", "log"), ("/ledger/", "ledger"), ("/records/", "keep-and-erase")):
        officer.go(address)
        officer.picture(name)
    officer.go("/subject-access/").get_by_role("link", name="SAR-").first.click()
    officer.page.wait_for_load_state()
    officer.picture("subject-access")
    owner = visitor("inside").sign_in_with(*figures["Police evaluator"], code(TOTP_SECRET))
    owner.go("/log/our-information/")
    owner.picture("who-opened-our-information")
