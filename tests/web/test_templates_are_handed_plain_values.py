"""The watch that stands over every test in this folder notices what it should."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from openmash.agencies.queries import AgencyView
from openmash.hubs.models import Hub
from tests.web.handed import rows_of_tables


@dataclass(frozen=True)
class Line:
    """Something a page is handed."""

    title: str
    about: object


def test_a_row_is_found_however_deep_it_lies() -> None:
    hub = Hub(slug="devon")
    assert list(rows_of_tables(hub, "hub")) == ["hub is a Hub"]
    assert list(rows_of_tables({"lines": [Line("a", hub)]}, "page")) == ["page['lines'][0].about is a Hub"]
    assert list(rows_of_tables(Paginator([hub], 10).page(1), "page")) == ["page[0] is a Hub"]


def test_a_query_is_found_too() -> None:
    assert list(rows_of_tables(Hub.objects.all(), "hubs")) == ["hubs is a QuerySet"]


def test_plain_values_are_let_through() -> None:
    assert list(rows_of_tables({"lines": (Line("a", 1), "text"), "view": AgencyView}, "page")) == []
