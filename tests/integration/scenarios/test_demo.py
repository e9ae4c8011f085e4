"""The demo's hub is made through the services, once, and somebody can sign in to it at either door."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import transaction
from pytest_django import DjangoDbBlocker

from openmash.access import Role
from openmash.accounts import queries as account_queries
from openmash.allegations import queries as allegation_queries
from openmash.clocks.calendar import calendar_for
from openmash.contacts import queries as contact_queries
from openmash.core import hub_context
from openmash.cover import queries as cover_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.groups import queries as group_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs import rules as hub_rules
from openmash.matching.records import Birth, Name, Record
from openmash.notifications import services as notification_services
from openmash.person_index import queries as index_queries
from openmash.person_index.rules import Purpose
from openmash.products import queries as product_queries
from openmash.scenarios import demo
from openmash.scenarios.demo import indexes, people, plan
from openmash.worklists import queries as worklist_queries

NOW = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
CALENDAR = calendar_for(hub_rules.load("devon").office)


def load(contacts: int) -> list[str]:
    said: list[str] = []
    assert demo.load(now=NOW, contacts=contacts, say=said.append)
    return said


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The demo's hub, which these tests only look at; what was said while it was made."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(contacts=16)
        transaction.set_rollback(True)


def test_the_hub_is_there_with_work_in_it(loaded: list[str]) -> None:
    hub = hub_queries.by_slug("devon")
    with hub_context.enter(hub_id=hub.id):
        manager = next(
            account_queries.actor_for(colleague.user_id, hub.id)
            for colleague in account_queries.people_of(hub.id)
            if colleague.role is Role.PRACTICE_MANAGER
        )
        contacts = contact_queries.recent(manager)
        running = enquiry_queries.open_enquiries(manager)
        products = [p for row in running for p in product_queries.products_of(row.id, actor=manager)]
        waiting = worklist_queries.needs_me(manager, at=NOW)
    assert contacts.total == 26, "sixteen of this fortnight, eight of today, and two of long ago whose time is over"
    assert running
    assert any(product.state == "released" for product in products)
    assert waiting, "there is something to do now"
    assert "  16 of 16 contacts" in loaded
    assert re.fullmatch(r"  [0-9]{3} rows in the person indexes of three agencies", loaded[-1])


def test_beside_its_cases_there_is_a_group_an_allegation_somebody_who_goes_back_and_a_partner_who_visits(
    loaded: list[str],
) -> None:
    hub = hub_queries.by_slug("devon")
    with hub_context.enter(hub_id=hub.id):
        actors = [account_queries.actor_for(each.user_id, hub.id) for each in account_queries.people_of(hub.id)]
        named = {actor.name: actor for actor in actors}
        officer, manager = named["Ines Carvalho"], named["Ruth Denley"]
        assert [(each.name, each.victims, each.places) for each in group_queries.groups(manager, at=NOW)] == [
            ("Quay Road arcade", 1, 1)
        ]
        assert len(allegation_queries.waiting(officer)) == 1
        [placement] = cover_queries.rotation(manager, at=NOW)
        assert (placement.user_name, placement.next_name, bool(placement.held)) == ("Tobias Frane", "Erin Coombe", True)
        assert [visit.agency_name for visit in worklist_queries.visits(manager, at=NOW)] == [
            "Devon housing partnership"
        ]
        kinds = {row.kind for actor in (officer, manager) for row in worklist_queries.needs_me(actor, at=NOW)}
    assert {"allegation", "leaving"} <= kinds


def test_one_product_waits_for_approval_one_was_returned_and_others_have_left(loaded: list[str]) -> None:
    hub = hub_queries.by_slug("devon")
    with hub_context.enter(hub_id=hub.id):
        manager = next(
            account_queries.actor_for(colleague.user_id, hub.id)
            for colleague in account_queries.people_of(hub.id)
            if colleague.role is Role.PRACTICE_MANAGER
        )
        running = enquiry_queries.open_enquiries(manager)
        products = [p for row in running for p in product_queries.products_of(row.id, actor=manager)]
    states = [product.state for product in products]
    assert states.count("for_approval") == 1
    assert [product.last_verdict for product in products if product.is_draft and product.last_verdict] == ["returned"]
    assert states.count("released") > 1


def test_people_sign_in_with_the_password_in_the_table(loaded: list[str]) -> None:
    for door, _, _, _, email, password in (demo.who_can_sign_in()[0], demo.who_can_sign_in()[-1]):
        signed_in = authenticate(None, email=email, password=password) is not None
        assert signed_in == (door == "inside")  # this is the inside door: the others sign in at theirs
        assert authenticate(None, email=email, password="not this one") is None
    assert {row[0] for row in demo.who_can_sign_in()} == {"inside", "outside"}
    assert all(person.email in demo.sign_in_table() for person in people.PEOPLE)


def test_no_mail_of_the_invented_past_is_sent(loaded: list[str]) -> None:
    hub_id = hub_queries.by_slug("devon").id
    with hub_context.enter(hub_id=hub_id):
        assert notification_services.deliver_waiting(hub_id=hub_id, at=NOW) == 0


def test_agencies_indexes_know_the_families_of_today_and_each_of_its_people_sees_their_own(
    loaded: list[str],
) -> None:
    hub = hub_queries.by_slug("devon")
    lena = Record(names=(Name("Lena", "", "Ashdown"),), birth=Birth(date(NOW.year - 6, 4, 2)))
    with hub_context.enter(hub_id=hub.id):
        actors = [account_queries.actor_for(each.user_id, hub.id) for each in account_queries.people_of(hub.id)]
    known = []
    for name in ("Sam Trevail", "Farah Sayegh", "Owen Pascoe"):
        actor = next(each for each in actors if each.name == name)
        assert actor.agency_id is not None
        with hub_context.enter(hub_id=hub.id, user_id=actor.id):
            state = index_queries.state(actor.agency_id, actor=actor)
            found = index_queries.look_up(
                asked=lena, agency_id=actor.agency_id, actor=actor, purpose=Purpose.SEARCH, at=NOW
            )
        assert state.loads[0].refused == 2, "a file has faults, and they are told"
        assert found.answers
        known.append(bool(found.candidates))
    assert any(known)


def test_nhs_numbers_in_the_indexes_are_of_those_never_issued() -> None:
    families = indexes.todays(NOW.year) + [each.family for each in plan.fortnight(NOW, CALENDAR, contacts=200)]
    rows = list(indexes.file_of("health", "H", 1.0, families, indexes.neighbours()))
    numbers = [row["nhs_number"] for row in rows if row.get("nhs_number")]
    assert len(numbers) > 50
    assert all(number.startswith("999") and len(number) == 10 for number in numbers)
