"""The documentation's pictures of a busy hub: the demo's, so that what a newcomer sees is what they get."""

from collections.abc import Callable
from pathlib import Path

import pytest

from openmash.core.keys import FileKeyRing
from openmash.scenarios import demo
from tests import doors
from tests.functional.visitors import Visitor

pytestmark = pytest.mark.pictures
Arrives = Callable[[str], Visitor]


def test_pictures_of_a_busy_hub(visitor: Arrives, two_doors: doors.TwoDoors, keys: Path) -> None:
    demo.load()
    FileKeyRing(keys / "inside").hand_over(to=keys / "outside")
    emails = {role: email for door, _, role, _, email, _ in demo.who_can_sign_in() if door == "inside"}
    manager = visitor("inside").sign_in(emails["Practice manager"])
    manager.go("/")
    manager.picture("worklist")
