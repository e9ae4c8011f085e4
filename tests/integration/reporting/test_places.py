"""Hot spots and trends out of recorded contacts: what they count, what they keep back, and that they name nobody."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import PersonInvolved
from openmash.core import clock
from openmash.core.errors import Refused
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.exclusions import services as exclusion_services
from openmash.reporting import queries
from openmash.reporting.rules import KEPT_BACK, NO_SCHOOL, Period
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold, Terms
from tests.integration.contacts_told import told
from tests.rooms import Case
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db

NOVEMBER = Period.up_to(NOW.date(), months=1)


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(at=NOW - timedelta(days=60))
    with made.inside():
        yield made


def told_of(world: World, name: str, postcode: str, school: str = "", *, days: int = 0, kind: str = "referral") -> UUID:
    """A contact about a child."""
    at = NOW - timedelta(days=days)
    child = PersonInvolved("child", name, f"Of-{name}", sex="F", postcode=postcode, school=school)
    what = told(people=(child,), received_at=at, kind=kind)
    return contact_services.record(told=what, actor=world.actor("coordinator"), at=at)


def taken_on(world: World, contact_id: UUID) -> Case:
    """The enquiry that it becomes."""
    coordinator = world.actor("coordinator")
    [named] = contact_queries.contact(contact_id, actor=coordinator).people
    ratings = (FirstRating(named.id, "amber", "Bruises."),)
    enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=ratings, actor=coordinator, at=NOW)
    return Case(world, enquiry_id, NOW)


def namings(world: World, who: str = "analyst") -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Where those named live and go to school, now and before."""
    now, before = queries.namings(world.actor(who), NOVEMBER)
    return [(each.sector, each.school) for each in now], [(each.sector, each.school) for each in before]


def test_who_is_told_of_counts_where_they_live_and_go_to_school_now_and_in_the_months_before(world: World) -> None:
    told_of(world, "Ada", "EX4 9ZZ", "Brookfield School")
    told_of(world, "Bo", "ex49zx", "brookfield  school")
    told_of(world, "Cy", "EX1 1AA", days=30)
    told_of(world, "Di", "EX1 1AA", kind="advice")
    assert namings(world) == ([("EX4 9", "Brookfield School")] * 2, [("EX1 1", NO_SCHOOL)])


def test_whoever_must_not_be_found_is_at_no_place(world: World) -> None:
    ada, bo = (taken_on(world, told_of(world, name, "EX4 9ZZ", "Brookfield School")) for name in ("Ada", "Bo"))
    guard = GuardTold(
        "safe_address", ada.people()[0], against_people=(bo.people()[0],), terms=Terms(postcode=("EX4 9ZZ",))
    )
    assert set(namings(world)[0]) == {("EX4 9", "Brookfield School")}
    sealed_services.record_protection(
        enquiry_id=ada.enquiry_id, told=guard, actor=world.actor("manager"), at=ada.later()
    )
    assert sorted(namings(world)[0]) == [(KEPT_BACK, "Brookfield School"), (KEPT_BACK, KEPT_BACK)]


def test_what_somebody_is_kept_out_of_is_not_in_their_numbers(world: World) -> None:
    case = taken_on(world, told_of(world, "Ada", "EX4 9ZZ"))
    told_of(world, "Bo", "EX4 9ZX")
    exclusion_services.declare(
        user_id=world.people["analyst"],
        enquiry_id=case.enquiry_id,
        ground="relative",
        actor=world.actor("governance"),
        at=case.later(),
    )
    assert len(namings(world)[0]) == 1
    assert len(namings(world, "manager")[0]) == 2


def test_only_whoever_reads_reports_reads_it(world: World) -> None:
    with pytest.raises(Refused):
        namings(world, "coordinator")
    assert namings(world, "governance") == ([], [])


def test_the_statements_do_not_grow_with_the_contacts(world: World) -> None:
    counted = []
    for name in ("Ada", "Bo", "Cy"):
        told_of(world, name, "EX4 9ZZ", "Brookfield School")
        namings(world)
        with CaptureQueriesContext(connection) as ran:
            namings(world)
        counted.append(len(ran))
    assert len(set(counted)) == 1, counted


def test_the_page_says_it_in_tables_that_name_nobody(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ada", "Bo"):
        told_of(world, name, "EX4 9ZZ", "Brookfield School")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    page = sign_in(client, world, "analyst").get(reverse("reports:places"), {"first": "11 2026", "last": "11 2026"})
    html = page.content.decode().split("<main")[1]
    for words in ("EX4 9", "Brookfield School", "+2", "October 2026", "<svg"):
        assert words in html
    assert "Of-Ada" not in html
    assert "EX4 9ZZ" not in html
