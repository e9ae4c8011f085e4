"""An agency loads its person index, is asked, and says which of its records it is: in a real browser."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from openmash.core.clock import now
from openmash.person_index import services
from tests.functional.test_checks import looked_at
from tests.functional.visitors import Visitor
from tests.indexes import looked_up
from tests.integration.enquiries_case import ADA, BO, MOTHER, asked, opened
from tests.world import World

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]
HEADER = "reference,given_names,family_name,other_names,born_on,sex,postcodes,phones"
NOTHING_IN_COMMON = "P-77,Zed,Stone,,1961-01-02,M,PL1 1AA,"


@pytest.fixture
def enquiry_id(committed_world: World) -> UUID:
    began = now() - timedelta(minutes=40)
    with committed_world.inside():
        made = opened(committed_world, ADA, BO, MOTHER, received_at=began)
        asked(committed_world, made, "police", at=began)
    return made


def people_like(*told: object) -> str:
    """The people of the enquiry as the police's own system has them, one of them with day and month swapped."""
    lines = [HEADER, NOTHING_IN_COMMON]
    for number, each in enumerate(told):
        given, family, born = each.given_name, each.family_name, each.born_on  # type: ignore[attr-defined]
        lines.append(f"P-{number},{given},{family},,{born or ''},,{each.postcode},")  # type: ignore[attr-defined]
    lines.append("P-5,Bad,Date,,31.12.2019,F,,")
    return "\n".join([*lines, ""])


def test_an_index_is_loaded_and_says_who_somebody_may_be(
    visitor: Arrives, committed_world: World, enquiry_id: UUID, tmp_path: Path
) -> None:
    file = tmp_path / "index.csv"
    file.write_text(people_like(ADA, BO, MOTHER))
    police = visitor("inside").sign_in("police")
    page = police.go("/person-index/")
    looked_at(police, "index-none")
    police.follow("Load a file")
    looked_at(police, "index-load")
    page.get_by_label("Choose the file").set_input_files(file)
    police.press("Load the file")
    expect(page.get_by_text("The file was taken in; the worker has not begun with it")).to_be_visible()
    looked_at(police, "index-waiting")
    services.begin_waiting(hub_id=committed_world.hub_id, at=now())
    expect(page.get_by_text("People in it")).to_be_visible()  # the page asked by itself
    police.look()
    looked_at(police, "index-loaded")
    police.picture("person-index")
    police.click(page.get_by_role("link", name=re.compile("refused of the file")))
    expect(page.get_by_text("A date is written year-month-day")).to_be_visible()
    looked_at(police, "index-refused")

    with committed_world.inside():
        looked_up(committed_world, now())
    police.go("/")
    expect(page.get_by_text(re.compile("Your index may know"))).to_be_visible()
    looked_at(police, "index-worklist")
    police.clicks = 0
    police.click(page.locator('a[href^="/checks/"]').first)
    expect(page.get_by_role("heading", name="Your own records: who this may be")).to_be_visible()
    looked_at(police, "index-answer")
    police.picture("who-this-may-be", full=True)
    police.click(page.get_by_role("button", name=re.compile("^This is ")).first)
    expect(page.get_by_text(re.compile("Noted for your agency: this is P-"))).to_be_visible()
    looked_at(police, "index-said")
    print(f"say which of our records somebody is: {police.clicks} clicks from the worklist")
    assert police.clicks <= 2


def test_a_key_is_issued_shown_once_and_revoked(visitor: Arrives, committed_world: World) -> None:
    police = visitor("inside").sign_in("police")
    page = police.go("/person-index/keys/")
    page.get_by_label("Which system will hold the key?").fill("Case management")
    police.press("Issue the key")
    expect(page.get_by_text(re.compile("omk_[0-9a-f]{40}"))).to_be_visible()
    police.look()
    looked_at(police, "keys-issued")
    police.follow("Revoke the key of Case management")
    looked_at(police, "keys-revoke")
    police.press("Revoke the key")
    expect(page.get_by_text("Revoked by Sam Trevail")).to_be_visible()
    looked_at(police, "keys")
    police.go("/person-index/withdraw/")
    looked_at(police, "index-withdraw")
