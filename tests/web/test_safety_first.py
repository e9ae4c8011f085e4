"""Whoever tells somebody what came of a case reads first that a victim in it is to be reached safely."""

from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from openmash.products import services as product_services
from openmash.screening import services as screening_services
from openmash.screening.rules.panels import PanelTold
from tests.everything import works_by_everything
from tests.handed_on import decide
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

SAFE_CONTACT = "Through her sister, never by text."


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        works_by_everything(world)
        yield open_case(world)


def brought_to_the_conference(case: Case) -> None:
    screening_services.refer(
        enquiry_id=case.enquiry_id,
        person_id=case.people()[1],
        panel="conference",
        told=PanelTold(why="He said he will kill her.", agrees=True, safe_contact=SAFE_CONTACT),
        actor=case.world.actor("social_worker"),
        at=case.later(),
    )


def test_before_a_referrer_or_a_team_is_told_a_victim_s_safety_is_named_and_her_safe_contact_is_not(
    client: Client, case: Case
) -> None:
    product_id = product_services.start(
        enquiry_id=case.enquiry_id,
        team_id=case.world.teams["assessment"],
        decision_ids=[decide(case)],
        actor=case.world.actor("manager"),
        at=case.later(),
    )
    pages = [
        reverse("decisions:feedback", args=[case.enquiry_id]),
        reverse("products:compose", args=[product_id]),
    ]
    manager = sign_in(client, case.world, "manager")
    for page in pages:
        assert "reached safely" not in manager.get(page).content.decode()
    brought_to_the_conference(case)
    for page in pages:
        shown = unescape(manager.get(page).content.decode())
        page_reading.whole(shown)
        assert "Before anybody is told anything" in shown
        assert "Bea Wren" in shown
        assert SAFE_CONTACT not in shown
