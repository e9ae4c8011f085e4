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
    figures = {role: (email, password) for _, _, role, _, email, password in demo.who_can_sign_in()}
    manager = visitor("inside").sign_in_with(*figures["Practice manager"], code(TOTP_SECRET))
    manager.go("/")
    manager.picture("worklist")
    manager.go("/").get_by_role("link", name="Approve the product").first.click()
    manager.page.wait_for_load_state()
    manager.picture("approval")
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
