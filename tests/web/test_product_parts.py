"""What an agency writes for the receiving team, on its page; and going without it."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from openmash.products import queries
from tests.everything import works_by_everything
from tests.integration.test_product_parts import PARTS, waiting_for
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db

TOLD = {"report": "Weight and height are as they should be.", "analysis": "Nobody meets her needs.", "level": "tier_3"}


def sound(html: str) -> str:
    """The page, once it is fit for a screen reader."""
    page_reading.whole(html)
    return html


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        works_by_everything(world, PARTS)
        yield open_case(world)


@pytest.fixture
def product_id(case: Case) -> UUID:
    return waiting_for(case, "health")


def test_the_nurse_comes_from_the_case_writes_and_reads_it_again(client: Client, case: Case, product_id: UUID) -> None:
    nurse = sign_in(client, case.world, "health")
    on_case = sound(nurse.get(reverse("enquiries:case", args=[case.enquiry_id])).content.decode())
    page = reverse("products:part", args=[product_id])
    assert f'href="{page}"' in on_case
    assert "What health knows." in sound(nurse.get(page).content.decode())

    saved = nurse.post(reverse("products:save_part", args=[product_id]), TOLD)

    assert saved["Location"] == reverse("enquiries:case", args=[case.enquiry_id])
    assert "Nobody meets her needs." in nurse.get(page).content.decode()
    rows = queries.parts_of(product_id, actor=case.world.actor("manager"))
    assert [(each.agency_name, each.missing) for each in rows] == [("NHS Devon", False)]


def test_what_is_missing_gets_a_sentence_and_keeps_what_was_typed(client: Client, case: Case, product_id: UUID) -> None:
    nurse = sign_in(client, case.world, "health")
    save = reverse("products:save_part", args=[product_id])
    html = sound(nurse.post(save, TOLD | {"level": ""}).content.decode())
    assert "Select the level of need that your agency sees" in html
    assert "Weight and height are as they should be." in html


def test_the_author_sees_who_has_not_written_and_goes_without_with_a_reason(
    client: Client, case: Case, product_id: UUID
) -> None:
    manager = sign_in(client, case.world, "manager")
    compose = reverse("products:compose", args=[product_id])
    assert "Not written yet" in sound(manager.get(compose).content.decode())
    without = reverse("products:without_part", args=[product_id])
    health = str(case.world.agencies["health"])
    assert "Enter why it goes without" in manager.post(without, {"agency": health, "reason": ""}).content.decode()

    manager.post(without, {"agency": health, "reason": "The nurse is ill."})

    shown = sound(manager.get(compose).content.decode())
    assert "Goes without" in shown
    assert "The nurse is ill." in shown
    assert manager.get(without)["Location"] == compose
