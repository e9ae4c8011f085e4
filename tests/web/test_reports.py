"""Reports as pages: numbers with their pictures and files, for managers and governance, and nobody's name."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client

from openmash.core import clock
from tests.handed_on import decide
from tests.rooms import Case, open_case
from tests.world import World, devon, sign_in

pytestmark = pytest.mark.django_db

PAGES = (
    *("/reports/", "/reports/cases/", "/reports/child-protection/", "/reports/ratings/", "/reports/lateness/"),
    *("/reports/missing/", "/reports/places/"),
)


@pytest.fixture
def world() -> World:
    return devon(at=clock.now() - timedelta(days=3))


@pytest.fixture
def case(world: World) -> Case:
    """A school told of Ada Wren an hour ago; the manager has decided, and health was asked."""
    case = open_case(world, at=clock.now() - timedelta(hours=1), rating="amber")
    with world.inside():
        case.ask("health")
        decide(case)
    return case


def shown(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return re.sub(r"\s+", " ", page.content.decode())


def file(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_report_opens_for_managers_and_governance_and_names_nobody(
    client: Client, world: World, case: Case
) -> None:
    for who in ("manager", "operations_manager", "governance", "analyst"):
        reader = sign_in(Client(), world, who)
        for path in PAGES:
            page = shown(reader, path)
            assert "Wren" not in page
            assert "Bea" not in page
            assert 'aria-current="page"' in page


def test_whoever_works_cases_alone_is_refused(world: World, case: Case) -> None:
    for who in ("coordinator", "social_worker", "police", "business_support", "administrator"):
        refused = sign_in(Client(), world, who)
        assert {refused.get(path).status_code for path in PAGES} == {403}
        assert "/reports/" not in refused.get("/").content.decode()


def test_a_table_says_its_numbers_draws_them_and_can_be_taken_away(client: Client, world: World, case: Case) -> None:
    manager = sign_in(client, world, "manager")
    page = shown(manager, "/reports/")

    assert "Children&#x27;s social care (tier 3)" in page
    assert re.search(r'<th scope="row"[^>]*>School</th> <td[^>]*>(?:<span[^>]*>[^<]*</span>)?1</td>', page)
    assert re.search(r"<rect class=\"om-bars__one\" x=\"0\" y=\"0\" height=\"16\" width=\"400\"/>", page)
    [link] = re.findall(r'href="(/reports/\?[^"]*file=sources)"', page)
    assert file(manager, link.replace("&amp;", "&")) == [
        ["Source", "Children's social care (tier 3)", "All"],
        ["School", "1", "1"],
        ["All", "1", "1"],
    ]


def test_the_data_set_has_a_line_a_child_without_name_or_reference(client: Client, world: World, case: Case) -> None:
    manager = sign_in(client, world, "operations_manager")
    headings, line = file(manager, "/reports/cases/?file=data-set")

    assert headings[1:3] == ["Source", "Issues"]
    assert line[1:6] == ["School", "Not recorded", "Amber", "Amber", "Children's social care (tier 3)"]
    assert line[-1] == "yes"
    assert not {"Ada", "Wren"} & {word for cell in line for word in cell.split()}


def test_how_agencies_answered_is_counted(client: Client, world: World, case: Case) -> None:
    page = shown(sign_in(client, world, "governance"), "/reports/lateness/")
    assert re.search(r'<th scope="row"[^>]*>NHS Devon</th> <td[^>]*>(?:<span[^>]*>[^<]*</span>)?1</td>', page)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("November", "11 2026", "First month must be a month and a year, like 11 2026."),
        ("11 2026", "10 2026", "The last month comes before the first."),
        ("1 2020", "10 2026", "Choose no more than 36 months."),
        ("", "10 2026", "First month"),
    ],
)
def test_months_that_cannot_be_are_said_beside_the_field_and_kept(
    client: Client, world: World, first: str, last: str, said: str
) -> None:
    page = shown(sign_in(client, world, "manager"), f"/reports/?first={first}&last={last}")
    assert said in page
    assert f'value="{last}"' in page
    assert "As a picture" not in page


@pytest.mark.parametrize("typed", ["2012-04", "04/2012", "4 2012", "April 2012", "Apr 2012"])
def test_a_month_is_read_however_it_is_typed(client: Client, world: World, typed: str) -> None:
    page = shown(sign_in(client, world, "manager"), f"/reports/child-protection/?first={typed}&last=11 2012")
    assert "April 2012 to November 2012" in page


def test_a_file_that_is_not_there_is_not_found(client: Client, world: World) -> None:
    manager = sign_in(client, world, "manager")
    assert manager.get("/reports/?file=names").status_code == 404
    assert manager.get("/reports/?file=outcomes").status_code == 200
