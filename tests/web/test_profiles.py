"""The pages of profiles: asked for with a purpose, pictured, and refused to whoever neither manages nor analyses."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        yield open_case(world)


def test_a_manager_opens_the_profile_of_somebody_from_their_page(client: Client, case: Case) -> None:
    manager, child = sign_in(client, case.world, "manager"), case.people()[0]
    address = reverse("reports:of_person", args=[child])
    page = manager.get(reverse("people:person", args=[child])).content.decode()
    assert address in page
    assert reverse("network:of_person", args=[child]) in page
    asked = manager.get(address).content.decode()
    page_reading.whole(asked)
    assert "What happened when" not in asked
    html = manager.post(address, {"purpose": "harm_adds_up"}).content.decode()
    page_reading.whole(html)
    for words in ("Profile of Ada Wren", "In 1 case that you may see.", "What happened when", "<svg", "Amber"):
        assert words in html


def test_a_place_is_asked_for_by_postcode_or_school_and_what_is_missing_is_said(client: Client, case: Case) -> None:
    manager, address = sign_in(client, case.world, "manager"), reverse("reports:of_place")
    page_reading.whole(manager.get(address).content.decode())
    html = manager.post(address, {"of": "school", "words": "Riverside"}).content.decode()
    assert "Select what you open it for" in html
    assert "Riverside" in html
    html = manager.post(address, {"of": "school", "words": "Riverside", "purpose": "look_back"}).content.decode()
    page_reading.whole(html)
    assert "Nothing that you may see." in html


@pytest.mark.parametrize("who", ["governance", "social_worker"])
def test_whoever_is_neither_manager_nor_analyst_opens_none(who: str, client: Client, case: Case) -> None:
    other = sign_in(client, case.world, who)
    assert other.get(reverse("reports:of_place")).status_code == 403
    assert other.get(reverse("reports:of_person", args=[case.people()[0]])).status_code == 403
    assert sign_in(Client(), case.world, "manager").get(reverse("reports:of_place")).status_code == 200
