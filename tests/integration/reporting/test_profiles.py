"""Profiles of people and places: what they count, what they keep back, and that each opening is on the log."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.audit.models import Event as Logged
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import PersonInvolved
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.exclusions import services as exclusion_services
from openmash.reporting import services
from openmash.reporting.rules import Event, Profile, counts, timeline
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import GuardTold, Terms
from tests.handed_on import decide
from tests.integration.contacts_told import told
from tests.rooms import Case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[World]:
    made = devon()
    with made.inside():
        yield made


def case_of(world: World, name: str, *, days: int = 0, postcode: str = "EX4 9ZZ", school: str = "Brookfield") -> Case:
    """A contact about a child, taken on as an enquiry."""
    at, coordinator = NOW + timedelta(days=days), world.actor("coordinator")
    child = PersonInvolved("child", name, "Osprey", date(2014, 1, 2), sex="F", postcode=postcode, school=school)
    contact_id = contact_services.record(told=told(people=(child,), received_at=at), actor=coordinator, at=at)
    [named] = contact_queries.contact(contact_id, actor=coordinator).people
    ratings = (FirstRating(named.id, "amber", "Bruises."),)
    enquiry_id = enquiry_services.open_(contact_id=contact_id, ratings=ratings, actor=coordinator, at=at)
    return Case(world, enquiry_id, at)


def of_person(world: World, person_id: UUID, who: str = "manager", purpose: str = "harm_adds_up") -> Profile:
    actor = world.actor(who)
    return services.open_profile_of_person(person_id=person_id, purpose=purpose, actor=actor, at=NOW)


def of_place(world: World, words: str, of: str = "postcode", who: str = "manager", **more: Any) -> Profile:
    given = {"purpose": "protect_earlier", **more}
    return services.open_profile_of_place(of=of, words=words, actor=world.actor(who), at=NOW, **given)


def test_a_person_s_contacts_ratings_and_outcomes_are_counted_in_the_months_in_which_they_happened(
    world: World,
) -> None:
    case = case_of(world, "Ada")
    decide(case)
    found = of_person(world, case.people()[0])
    assert found.cases == 1
    assert [count for _, count in counts(found, Event.CONTACT)] == [1]
    assert counts(found, Event.RATING) == [("Amber", 1)]
    assert [count for _, count in counts(found, Event.OUTCOME)] == [1]
    assert [(each.label, each.contacts, each.ratings, each.outcomes) for each in timeline(found)] == [
        ("November 2026", 1, 1, 1)
    ]


def test_a_place_counts_everybody_who_is_named_with_its_postcode_or_school(world: World) -> None:
    case_of(world, "Ada")
    case_of(world, "Bo", postcode="ex49zz", school="Riverside")
    case_of(world, "Cy", postcode="EX1 1AA")
    assert (of_place(world, "ex4 9zz").cases, of_place(world, "EX1 1AA").cases) == (2, 1)
    assert (of_place(world, "brookfield", "school").cases, of_place(world, "Hill", "school").cases) == (2, 0)


def test_opening_one_is_on_the_log_with_its_purpose_and_without_the_place(world: World) -> None:
    person_id = case_of(world, "Ada").people()[0]
    of_person(world, person_id)
    of_place(world, "EX4 9ZZ")
    place, person = Logged.objects.filter(name="profile.opened").order_by("about_kind")  # hub, person
    assert (person.about_id, person.detail) == (person_id, {"of": "person", "purpose": "harm_adds_up"})
    assert place.detail == {"of": "postcode", "purpose": "protect_earlier"}


def test_it_is_not_opened_without_a_purpose(world: World) -> None:
    person_id = case_of(world, "Ada").people()[0]
    with pytest.raises(RuleBroken) as said:
        of_person(world, person_id, purpose="curious")
    assert (said.value.rule, said.value.field) == ("reporting.profile_has_a_purpose", "purpose")
    for of, words, rule in (("house", "EX4 9ZZ", "profile_of_a_place"), ("school", " ", "place_is_named")):
        with pytest.raises(RuleBroken) as said:
            of_place(world, words, of)
        assert said.value.rule == f"reporting.{rule}"
    assert not Logged.objects.filter(name="profile.opened").exists()


@pytest.mark.parametrize("who", ["social_worker", "police", "governance", "administrator", "business_support"])
def test_only_managers_open_profiles(who: str, world: World) -> None:
    person_id = case_of(world, "Ada").people()[0]
    with pytest.raises(Refused):
        of_person(world, person_id, who)
    with pytest.raises(Refused):
        of_place(world, "EX4 9ZZ", who=who)
    assert of_person(world, person_id).cases == of_place(world, "EX4 9ZZ").cases == 1


def test_who_is_kept_out_of_a_case_finds_it_neither_by_person_nor_by_count(world: World) -> None:
    ada, _ = case_of(world, "Ada"), case_of(world, "Bo")
    first, manager = ada.people()[0], world.actor("manager")
    exclusion_services.declare(
        user_id=manager.id, enquiry_id=ada.enquiry_id, ground="relative", actor=manager, at=ada.later()
    )
    with pytest.raises(NotFound):
        of_person(world, first)
    assert of_place(world, "EX4 9ZZ").cases == 1
    assert of_place(world, "EX4 9ZZ", who="operations_manager").cases == 2


def test_whose_address_is_protected_is_found_at_no_place(world: World) -> None:
    ada, bo = case_of(world, "Ada"), case_of(world, "Bo")
    case_of(world, "Cy", postcode="EX4 9ZX")
    assert (of_place(world, "EX4 9ZZ").cases, of_place(world, "Brookfield", "school").cases) == (2, 3)
    where = Terms(postcode=("EX4 9ZZ",))
    guard = GuardTold("safe_address", ada.people()[0], against_people=(bo.people()[0],), terms=where)
    sealed_services.record_protection(
        enquiry_id=ada.enquiry_id, told=guard, actor=world.actor("manager"), at=ada.later()
    )
    assert of_place(world, "EX4 9ZZ") == Profile(0, (), ()), "nobody: a number would say that somebody lives there"
    assert of_place(world, "Brookfield", "school").cases == 2
    assert of_place(world, "EX4 9ZX").cases == 1


def test_the_statements_do_not_grow_with_the_cases(world: World) -> None:
    counted = []
    for number, name in enumerate(("Ada", "Bo", "Cy")):
        case_of(world, name, days=number)
        of_place(world, "EX4 9ZZ")  # who is recorded twice is read once a page
        with CaptureQueriesContext(connection) as ran:
            of_place(world, "EX4 9ZZ")
        counted.append(len(ran))
    assert len(set(counted)) == 1, counted
