"""The outside door's address without a hub's name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from openmash.core.errors import RuleBroken
from openmash.hubs.rules.addresses import TAKEN
from tests.world import devon

pytestmark = pytest.mark.django_db
Door = Callable[[], AbstractContextManager[None]]


def test_where_there_is_one_hub_its_first_page_opens(outside_door: Door) -> None:
    devon(people=())
    with outside_door():
        answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/devon/")


def test_where_there_are_several_one_is_asked_which(outside_door: Door) -> None:
    devon(people=())
    devon("cornwall", people=())
    with outside_door():
        page = Client().get("/").content.decode()
    assert 'href="/devon/"' in page
    assert 'href="/cornwall/"' in page


@pytest.mark.parametrize("slug", sorted(TAKEN))
def test_no_hub_takes_an_address_that_the_doors_own_pages_have(slug: str, outside_door: Door) -> None:
    with pytest.raises(RuleBroken, match="another use"):
        devon(slug, people=())


def test_every_first_word_of_the_outside_door_is_taken() -> None:
    patterns = import_module("config.urls_outside").urlpatterns
    words = {str(route).split("/")[0] for group in patterns for route in _routes(group)}
    assert {word for word in words if word and "<" not in word and "^" not in word} <= TAKEN


def _routes(group: Any) -> list[str]:
    own = str(group.pattern)
    if own:
        return [own]
    return [str(each.pattern) for each in group.url_patterns]
