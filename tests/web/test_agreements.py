"""Agreements that agencies sign: recorded by information governance, and what follows for what their people read."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from openmash.agencies import queries, services
from openmash.agencies.rules import AgreementTold
from openmash.audit.models import Event
from openmash.core import clock
from openmash.core.errors import NotFound, Refused, RuleBroken
from tests.web.page_reading import sound
from tests.world import NOW, World, devon, sign_in

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
TOLD = AgreementTold("Information-sharing agreement 2027", TODAY, TODAY + timedelta(days=700))


@pytest.fixture(autouse=True)
def at_eleven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


@pytest.fixture
def world() -> World:
    return devon(people=("governance", "administrator", "operations_manager", "health", "manager"))


def record(world: World, told: AgreementTold = TOLD, who: str = "governance", agency: str = "housing") -> None:
    services.record_agreement(agency_id=world.agencies[agency], told=told, actor=world.actor(who), at=NOW)


def test_information_governance_records_it_and_nobody_else(world: World) -> None:
    with world.inside():
        for who in ("administrator", "operations_manager", "health", "manager"):
            with pytest.raises(Refused):
                record(world, who=who)
        record(world)
        assert queries.agreement_until(world.agencies["housing"], world.hub_id) == date(2028, 10, 18)
        event = Event.objects.get(name="agency.agreement_recorded")
        assert event.about_id == world.agencies["housing"]
        assert event.detail == {"signed_on": "2026-11-18", "holds_until": "2028-10-18"}


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (AgreementTold(" ", TODAY, TODAY), "agencies.agreement_has_a_title"),
        (AgreementTold("A", TODAY + timedelta(days=1), TODAY + timedelta(days=9)), "agencies.agreement_is_signed"),
        (AgreementTold("A", TODAY, TODAY - timedelta(days=1)), "agencies.agreement_ends_after_start"),
        (AgreementTold("A", TODAY, TODAY + timedelta(days=1099)), "agencies.agreement_is_looked_at_again"),
    ],
)
def test_it_has_a_title_is_signed_and_runs_out_in_its_time(world: World, told: AgreementTold, rule: str) -> None:
    with world.inside():
        with pytest.raises(RuleBroken) as broken:
            record(world, told)
        assert broken.value.rule == rule
        record(world, AgreementTold("A", TODAY, TODAY))


def test_an_agency_of_another_hub_is_not_there(world: World) -> None:
    other = devon("kent", people=("governance",))
    with other.inside(), pytest.raises(NotFound):
        services.record_agreement(
            agency_id=world.agencies["housing"], told=TOLD, actor=other.actor("governance"), at=NOW
        )


def test_the_page_says_who_has_none_and_takes_one(client: Client, world: World) -> None:
    with world.inside():
        services.add_agency(
            hub_id=world.hub_id,
            name="Probation",
            short_name="Probation",
            kind="probation",
            co_located=True,
            email="p@p.example",
        )
    sign_in(client, world, "governance")
    page = reverse("agreements:list")
    before = client.get(page).content.decode()
    sound(before)
    assert "No agreement holds today for: Probation" in before
    with world.inside():
        probation = next(each.id for each in queries.agencies(world.hub_id) if each.name == "Probation")
    typed = {"agency": str(probation), "title": ""}
    typed |= {"signed_on_day": "18", "signed_on_month": "11", "signed_on_year": "2026"}
    typed |= {"holds_until_day": "1", "holds_until_month": "11", "holds_until_year": "2028"}
    again = client.post(page, typed).content.decode()
    assert "Enter what the agreement is called" in again
    assert 'value="2028"' in again, "what was typed is kept"
    assert client.post(page, {**typed, "title": "Agreement 2026"}).status_code == 302
    after = client.get(page).content.decode()
    assert "Agreement 2026" in after
    assert "No agreement holds today" not in after


def test_others_do_not_find_it(client: Client, world: World) -> None:
    sign_in(client, world, "administrator")
    assert client.get(reverse("agreements:list")).status_code == 403
