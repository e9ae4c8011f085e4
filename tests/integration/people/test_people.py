"""People a hub knows: added by a person, offered with reasons, never linked by themselves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.access import Actor
from openmash.audit import queries as audit_queries
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.people import queries, services
from openmash.people.models import Person
from openmash.people.queries.candidates import NOT_BUILT
from openmash.people.rules import PersonTold
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
JACK = PersonTold("Jack", "Harlow", born_on=date(2018, 5, 1), sex="M", address="12 Mill Lane", postcode="EX1 1AA")


def ask(told: PersonTold, actor: Actor) -> tuple[queries.Candidate, ...]:
    return queries.candidates(told, actor=actor, at=NOW).candidates


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "social_worker", "police", "assessor", "administrator", "governance"))


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
        offered = ask(PersonTold("Jack", "Harlowe", born_on=date(2018, 5, 1)), actor)
    assert [(c.person.id, c.suggested) for c in offered] == [(jack, True)]
    assert "born the same day" in offered[0].reasons
    assert any(reason.startswith("surname the same but for one letter") for reason in offered[0].reasons)
    assert "NHS number" in offered[0].untold


def test_a_possible_twin_is_said_to_be_one_and_no_link_is_suggested(world: World) -> None:
    twin = PersonTold("Lily", "Harlow", born_on=date(2018, 5, 1), sex="F", address="12 Mill Lane", postcode="EX1 1AA")
    with world.inside():
        actor = world.actor("coordinator")
        services.create(told=JACK, actor=actor, at=NOW)
        [offered] = ask(twin, actor)
    assert not offered.suggested
    assert "twin" in offered.guard


def test_an_earlier_address_still_finds_somebody(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        services.record_address(
            person_id=jack, lines="3 Quay Street", postcode="EX2 2BB", actor=actor, at=NOW + timedelta(days=1)
        )
        offered = ask(PersonTold("Jack", "Harlow", address="12 Mill Lane", postcode="EX1 1AA"), actor)
    assert offered[0].person.addresses[0].postcode == "EX2 2BB"
    assert any("lived in the same postcode" in reason for reason in offered[0].reasons)


def test_another_name_finds_somebody(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        services.add_name(person_id=jack, given_name="Jack", family_name="Pascoe", actor=actor, at=NOW)
        services.add_name(person_id=jack, given_name="JACK", family_name="pascoe", actor=actor, at=NOW)
        offered = ask(PersonTold("Jack", "Pascoe", born_on=date(2018, 5, 1)), actor)
    assert offered[0].person.other_names == ("Jack Pascoe",)
    assert any("alias" in reason for reason in offered[0].reasons)


def test_asking_takes_as_many_queries_however_many_are_alike(world: World) -> None:
    taken = []
    with world.inside():
        actor = world.actor("coordinator")
        for number in range(6):
            services.create(told=replace(JACK, given_name=f"Jack{number}"), actor=actor, at=NOW)
            if number in (2, 5):
                ask(JACK, actor)
                with CaptureQueriesContext(connection) as asked:
                    ask(JACK, actor)
                taken.append(len(asked))
    assert taken[0] == taken[1]


def test_every_question_is_on_the_log_with_the_model_and_no_word_of_it(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        services.create(told=JACK, actor=actor, at=NOW)
        ask(JACK, actor)
        [event] = audit_queries.of_thing(world.hub_id, actor=actor)[-1:]
    assert (event.name, event.detail["purpose"]) == ("index.looked_up", "contact")
    assert "Harlow" not in str(event.detail)


def test_people_from_before_the_index_are_said_to_be_missing_until_they_are_put_in(world: World) -> None:
    with world.inside():
        who = {"given_name": "Jack", "family_name": "Harlow", "born_on": JACK.born_on}
        Person.objects.create(hub_id=world.hub_id, created_at=NOW, **who)
        before = queries.candidates(JACK, actor=world.actor("coordinator"), at=NOW)
    with world.inside():
        assert services.renew_index_where_needed(hub_id=world.hub_id, at=NOW) == 1
        assert services.renew_index_where_needed(hub_id=world.hub_id, at=NOW) == 0, "it is as it must be"
        assert services.renew_index(hub_id=world.hub_id, at=NOW) == 1, "and can be repeated"
        after = queries.candidates(JACK, actor=world.actor("coordinator"), at=NOW)
    assert (before.candidates, before.sentence) == ((), NOT_BUILT)
    assert [each.person.display_name for each in after.candidates] == ["Jack Harlow"]


def test_whoever_the_actor_is_kept_from_does_not_come_out(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        assert [each.person.id for each in ask(JACK, actor)] == [jack]
        assert queries.candidates(JACK, actor=actor, at=NOW, without={jack}).candidates == ()


def test_an_erased_person_is_no_longer_in_the_index(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        jack = services.create(told=JACK, actor=actor, at=NOW)
        services.erase(person_ids=[jack], actor=world.actor("governance"), at=NOW)
        assert ask(JACK, actor) == ()


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
            ask(JACK, world.actor("police"))
        with pytest.raises(Refused):
            services.create(told=JACK, actor=world.actor("police"), at=NOW)


def test_a_person_of_one_hub_is_not_found_from_another(world: World) -> None:
    other = devon("cornwall", people=("coordinator",))
    with world.inside():
        jack = services.create(told=JACK, actor=world.actor("coordinator"), at=NOW)
    with other.inside():
        assert ask(JACK, other.actor("coordinator")) == ()
        with pytest.raises(NotFound):
            services.add_name(person_id=jack, given_name="A", family_name="B", actor=other.actor("coordinator"), at=NOW)
