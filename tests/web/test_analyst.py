"""The hub's analyst: finds somebody by name, opens profiles and what links people; no case, no list, no room."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from openmash.audit.models import Event
from openmash.core.errors import Refused, RuleBroken
from openmash.exclusions import services as exclusion_services
from openmash.groups import services as group_services
from openmash.groups.rules import GroupTold, LinkTold, Sees
from openmash.insight import services as insight_services
from openmash.reporting import services as reporting_services
from tests.rooms import Case, open_case
from tests.web import page_reading
from tests.world import devon, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Iterator[Case]:
    """A family's case."""
    made = open_case(devon())
    with made.world.inside():
        yield made


def main_of(client: Client, address: str, typed: dict[str, str] | None = None) -> str:
    """What stands within the page, read as a browser reads it."""
    html = (client.get(address) if typed is None else client.post(address, typed)).content.decode()
    page_reading.whole(html)
    return html.split("<main")[1]


def begin_group(case: Case) -> None:
    worker, until = case.world.actor("social_worker"), case.at.date() + timedelta(days=60)
    told = GroupTold("Quay Street", "The same car.", "children_act_1989_s47", until, Sees.ROOM)
    group = group_services.begin(enquiry_id=case.enquiry_id, told=told, actor=worker, at=case.later())
    link = LinkTold("victim", "Seen in it.", case.people()[0])
    group_services.link(group_id=group, enquiry_id=case.enquiry_id, told=link, actor=worker, at=case.later())


def test_an_analyst_goes_from_a_name_to_the_profile_and_on_to_what_links_them(client: Client, case: Case) -> None:
    analyst, child = sign_in(client, case.world, "analyst"), case.people()[0]
    profile, network = reverse("reports:of_person", args=[child]), reverse("network:of_person", args=[child])
    assert reverse("reports:profiles") in analyst.get("/").content.decode()
    found = main_of(analyst, reverse("reports:profiles"), {"words": "wren ada"})
    assert "1 person found" in found
    assert profile in found
    assert "EX4" not in found, "where somebody lives is not shown"
    assert network in main_of(analyst, profile)
    assert "What happened when" in main_of(analyst, profile, {"purpose": "harm_adds_up"})
    drawn = main_of(analyst, f"{network}?purpose=exploitation")
    assert 'role="img"' in drawn
    assert "DEV-" in drawn
    assert reverse("enquiries:case", args=[case.enquiry_id]) not in drawn, "no link to what they may not open"
    assert profile in analyst.get(network).content.decode(), "back to where they came from"
    names = set(Event.objects.filter(actor_id=case.world.people["analyst"]).values_list("name", flat=True))
    assert names >= {"person.looked_for", "profile.opened", "network.looked_at"}


def test_a_manager_goes_from_the_map_to_the_case(client: Client, case: Case) -> None:
    manager = sign_in(client, case.world, "manager")
    drawn = main_of(manager, reverse("network:of_person", args=[case.people()[0]]) + "?purpose=exploitation")
    assert reverse("enquiries:case", args=[case.enquiry_id]) in drawn


@pytest.mark.parametrize("words", ["EX4 9ZZ", "ada EX4", "DEV-7K3M-2QXA"])
def test_nobody_is_found_by_where_they_live_or_by_a_case(words: str, client: Client, case: Case) -> None:
    page = main_of(sign_in(client, case.world, "analyst"), reverse("reports:profiles"), {"words": words})
    assert "A postcode or a school has a profile of its own." in page
    assert words in page, "what was typed is kept"


def test_whom_an_analyst_is_kept_away_from_is_not_found(client: Client, case: Case) -> None:
    analyst = sign_in(client, case.world, "analyst")
    assert "1 person found" in main_of(analyst, reverse("reports:profiles"), {"words": "wren ada"})
    exclusion_services.declare(
        user_id=case.world.people["analyst"],
        enquiry_id=case.enquiry_id,
        ground="relative",
        actor=case.world.actor("governance"),
        at=case.later(),
    )
    assert "Nobody is found" in main_of(analyst, reverse("reports:profiles"), {"words": "wren ada"})
    for name in ("reports:of_person", "network:of_person"):
        assert analyst.get(reverse(name, args=[case.people()[0]])).status_code == 404


def test_a_group_is_of_the_room_and_not_on_an_analysts_map(case: Case) -> None:
    begin_group(case)
    seen = {
        who: insight_services.look_around_person(
            person_id=case.people()[0], purpose="exploitation", actor=case.world.actor(who), at=case.later()
        )
        for who in ("analyst", "manager")
    }
    assert [each.label for each in seen["manager"].things if each.kind == "group"] == ["Quay Street"]
    assert [each for each in seen["analyst"].things if each.kind == "group"] == []
    assert seen["analyst"].people == seen["manager"].people


def test_an_analyst_without_vetting_or_agreement_that_holds_sees_no_map_and_is_told_why(case: Case) -> None:
    analyst, look = case.world.actor("analyst"), insight_services.look_around_person
    given: dict[str, Any] = {"person_id": case.people()[0], "purpose": "exploitation", "at": case.at}
    ended = date(2026, 1, 1)
    for who, rule in (
        (replace(analyst, vetted_until=ended), "sealed.vetting_is_current"),
        (replace(analyst, vetted_until=None), "sealed.vetting_is_current"),
        (replace(analyst, agreement_until=ended), "sealed.agreement_is_current"),
    ):
        with pytest.raises(RuleBroken, match="You cannot open a network across cases") as broken:
            look(actor=who, **given)
        assert broken.value.rule == rule
    assert look(actor=analyst, **given)


def test_looking_for_somebody_whose_profile_to_open_is_the_analysts_and_managers(case: Case) -> None:
    for who in ("social_worker", "coordinator", "governance", "administrator"):
        with pytest.raises(Refused):
            reporting_services.look_for_somebody(words="wren", actor=case.world.actor(who), at=case.at)
    found = reporting_services.look_for_somebody(words="wren", actor=case.world.actor("manager"), at=case.at)
    assert "Ada Wren" in {each.display_name for each in found.people}


def test_the_menu_leads_to_what_an_analyst_may_open_and_nowhere_else(client: Client, case: Case) -> None:
    analyst = sign_in(client, case.world, "analyst")
    places = [place.url for place in analyst.get("/").context["request"].frame.navigation]
    assert [analyst.get(each).status_code for each in places] == [200] * len(places)
    assert reverse("reports:outcomes") in places
    assert reverse("contacts:list") not in places
    assert analyst.get(reverse("contacts:list")).status_code == 403
