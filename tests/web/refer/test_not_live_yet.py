"""A hub whose partners have not signed takes no form yet, and says so before anybody has filled one in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client

from openmash.core import clock
from tests.web.page_reading import sound
from tests.world import NOW, devon

pytestmark = pytest.mark.django_db

Outside = Callable[[], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def present(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


def test_the_first_page_says_that_the_hub_is_not_live_and_where_to_ring(outside_door: Outside) -> None:
    devon("borough", operating_model="london_borough", people=("coordinator",))
    with outside_door():
        html = Client().get("/borough/").content.decode()
    sound(html)
    assert "does not take this form yet" in html
    assert "Start now" not in html
    assert "01632 960100" in html


def test_a_hub_that_is_live_offers_its_form(outside_door: Outside) -> None:
    devon("devon", people=("coordinator",))
    with outside_door():
        html = Client().get("/devon/").content.decode()
    assert "Start now" in html
    assert "does not take this form yet" not in html
