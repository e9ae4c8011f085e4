"""The pages that only some people open: on a desk and on a telephone.

axe looks at every one of them (``Visitor.look``), and on a telephone nobody scrolls sideways.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.urls import reverse

from openmash.core.keys import FileKeyRing
from tests import doors
from tests.functional.visitors import Visitor
from tests.web.whole_case import Things, whole_case
from tests.world import World, devon

pytestmark = pytest.mark.functional
Arrives = Callable[[str], Visitor]
WHO = ("manager", "social_worker", "administrator", "governance", "police")
DESK, TELEPHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture
def things(keys: Path, two_doors: doors.TwoDoors, transactional_db: None) -> Things:
    """A case that went the whole way, for people who can sign in."""
    world: World = devon(passwords=WHO)
    FileKeyRing(keys / "inside").hand_over(to=keys / "outside")
    with world.inside():
        return whole_case(world)


def opens(visitor: Visitor, names: Iterable[str], things: Things) -> None:
    """Open each address and look at both sizes; its parts are named as in ``tests.web.whole_case``."""
    for name in names:
        address, _, parts = name.partition(" ")
        path = reverse(address, args=[things.ids[part] for part in parts.split()], urlconf="config.urls_inside")
        page = visitor.go(path)
        assert page.locator("h1").count() == 1, path
        for size in (TELEPHONE, DESK):
            page.set_viewport_size({"width": size["width"], "height": size["height"]})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size["width"], f"{path} is {wide} pixels wide on a screen of {size['width']}"


def test_what_a_manager_opens(visitor: Arrives, things: Things) -> None:
    opens(
        visitor("inside").sign_in("manager"),
        (
            *("meetings:list", "meetings:meeting meeting_id", "oversight:waiting", "oversight:review ending_id"),
            *("oversight:reviews_due", "oversight:required_review required_id"),
            *("reports:outcomes", "reports:cases", "reports:child_protection", "reports:ratings", "reports:lateness"),
            *("reports:audits", "reports:referrals", "reports:surveys", "reports:places", "reports:profiles"),
            *("enquiries:straight_on subject_id", "contacts:detail contact_id", "contacts:direct contact_id"),
        ),
        things,
    )


def test_what_a_manager_opens_of_people_letters_and_the_night(visitor: Arrives, things: Things) -> None:
    opens(
        visitor("inside").sign_in("manager"),
        (
            *("people:find", "people:person person_id", "people:alike person_id", "people:merges"),
            *("people:merge merge_id", "people:kept_apart", "people:keep_apart person_id"),
            *("people:end_kept_apart apart_id", "people:thresholds", "duty_rota:show", "out_of_hours:show"),
            *("out_of_hours:hand_over", "absences:list", "decisions:letter letter_id", "decisions:feedback enquiry_id"),
            *("differences:list", "differences:one difference_id", "differences:challenge challenge_id"),
        ),
        things,
    )


def test_what_an_agencys_people_open_of_their_own_index_and_of_a_check(visitor: Arrives, things: Things) -> None:
    opens(
        visitor("inside").sign_in("police"),
        (
            *("person_index:overview", "person_index:load", "person_index:secret", "person_index:keys"),
            *("person_index:withdraw", "person_index:refused load_id", "person_index:revoke_key key_id"),
            *("checks:answer check_id", "products:part product_id"),
        ),
        things,
    )


def test_what_a_social_worker_opens(visitor: Arrives, things: Things) -> None:
    opens(
        visitor("inside").sign_in("social_worker"),
        (
            *("adults:show adult_id", "screening:case enquiry_id", "screening:interviews_due"),
            *("screening:checklist checklist_id", "screening:panel referral_id", "oversight:near_miss enquiry_id"),
        ),
        things,
    )


def test_what_an_administrator_and_information_governance_open(visitor: Arrives, things: Things) -> None:
    opens(
        visitor("inside").sign_in("administrator"),
        (
            *("operating_model:overview", "operating_model:version version_id", "person_index:hub"),
            *("person_index:withdraw_agency index_id", "screening:texts"),
        ),
        things,
    )
    opens(visitor("inside").sign_in("governance"), ("agreements:list",), things)
