"""People a hub knows: added by a person, offered with reasons, never linked by themselves."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.audit import queries as audit_queries
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.people import queries, services
from openmash.people.rules import TWIN, PersonTold
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
JACK = PersonTold("Jack", "Harlow", born_on=date(2018, 5, 1), sex="M", address="12 Mill Lane", postcode="EX1 1AA")


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "social_worker", "police", "assessor", "administrator"))


def test_a_new_person_is_kept_with_their_address_and_written_into_the_log(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        person_id = services.create(told=JACK, actor=actor, at=NOW)
        seen = queries.persons([person_id], actor=actor, on=NOW.date())[person_id]
        events = [e.name for e in audit_queries.of_thing(person_id, actor=actor)]
    assert (seen.display_name, seen.age_words) == ("Jack Harlow", "8 years")
    assert [a.words for a in seen.addresses] == ["12 Mill Lane, EX1 1AA"]
    assert events == ["person.created", "person.address_recorded"]


def test_somebody_already_known_is_offered_with_the_reasons_in_words(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        services.create(told=PersonTold("Mia", "Underhill", born_on=date(2011, 1, 1)), actor=actor, at=NOW)
        offered = queries.candidates(PersonTold("Jack", "Harlowe", born_on=date(2018, 5, 1)), actor=actor)
    assert [(c.person.id, c.strength) for c in offered] == [(jack, "strong")]
    assert offered[0].reasons == ("born the same day", "same first name", "surname sounds the same")


def test_a_twin_is_offered_with_a_warning_as_some_and_not_linked(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        services.create(told=JACK, actor=actor, at=NOW)
        offered = queries.candidates(PersonTold("Lily", "Harlow", born_on=date(2018, 5, 1)), actor=actor)
    assert [(c.strength, c.warning) for c in offered] == [("some", TWIN)]


def test_an_earlier_address_still_finds_somebody(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        services.record_address(
            person_id=jack, lines="3 Quay Street", postcode="EX2 2BB", actor=actor, at=NOW + timedelta(days=1)
        )
        offered = queries.candidates(
            PersonTold("Jack", "Pascoe", address="12 Mill Lane", postcode="EX1 1AA"), actor=actor
        )
    assert offered[0].person.addresses[0].postcode == "EX2 2BB"
    assert "an earlier address is the same" in offered[0].reasons


def test_another_name_finds_somebody(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        services.add_name(person_id=jack, given_name="Jack", family_name="Pascoe", actor=actor, at=NOW)
        services.add_name(person_id=jack, given_name="JACK", family_name="pascoe", actor=actor, at=NOW)
        offered = queries.candidates(PersonTold("Jack", "Pascoe", born_on=date(2018, 5, 1)), actor=actor)
    assert offered[0].person.other_names == ("Jack Pascoe",)
    assert offered[0].strength == "strong"


def test_searching_takes_three_queries_however_many_are_compared(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        for number in range(12):
            services.create(told=PersonTold(f"Child{number}", "Harlow", postcode="EX1 1AA"), actor=actor, at=NOW)
        with CaptureQueriesContext(connection) as asked:
            queries.candidates(JACK, actor=actor)
    assert len(asked) == 3


def test_a_relationship_is_kept_once(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        dawn = services.create(told=PersonTold("Dawn", "Harlow"), actor=actor, at=NOW)
        for _ in range(2):
            services.relate(person_id=dawn, other_id=jack, kind="mother", actor=actor, at=NOW)
        assert queries.relationships([jack], actor=actor) == [queries.RelationshipView(dawn, jack, "mother")]
        with pytest.raises(RuleBroken) as caught:
            services.relate(person_id=jack, other_id=jack, kind="brother", actor=actor, at=NOW)
    assert caught.value.rule == "people.not_related_to_self"


def test_an_unborn_child_is_born(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        child = services.create(told=PersonTold("", "Harlow", expected_on=date(2026, 11, 20)), actor=actor, at=NOW)
        before = queries.person(child, actor=actor).display_name
        services.set_born(person_id=child, born_on=date(2026, 11, 17), sex="F", given_name="Ivy", actor=actor, at=NOW)
        after = queries.person(child, actor=actor)
    assert before == "Unborn child Harlow"
    assert (after.display_name, after.born_on, after.expected_on) == ("Ivy Harlow", date(2026, 11, 17), None)


def test_who_has_nothing_to_do_with_people_sees_and_adds_nobody(world: World) -> None:
    with world.inside():
        jack = services.create(told=JACK, actor=world.actor("coordinator"), at=NOW)
        assert jack in queries.persons([jack], actor=world.actor("police"))
        for refused in ("administrator", "assessor"):
            with pytest.raises(Refused):
                queries.persons([jack], actor=world.actor(refused))
        with pytest.raises(Refused):
            queries.candidates(JACK, actor=world.actor("police"))
        with pytest.raises(Refused):
            services.create(told=JACK, actor=world.actor("police"), at=NOW)


def test_a_person_of_one_hub_is_not_found_from_another(world: World) -> None:
    other = devon("cornwall", people=("coordinator",))
    with world.inside():
        jack = services.create(told=JACK, actor=world.actor("coordinator"), at=NOW)
    with other.inside():
        assert queries.candidates(JACK, actor=other.actor("coordinator")) == []
        with pytest.raises(NotFound):
            services.add_name(person_id=jack, given_name="A", family_name="B", actor=other.actor("coordinator"), at=NOW)
