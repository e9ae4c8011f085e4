"""An old identity does not lead to the new one: not by candidates, search, counters, households or a merge."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.audit import queries as audit_queries
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.people import queries, services
from openmash.people.rules import PersonTold, looked_for
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
OLD = PersonTold("Ada", "Quill", born_on=date(2018, 5, 1), sex="F", address="1 Low Road", postcode="EX1 1AA")
NEW = PersonTold("Ada", "Thornbury", born_on=date(2018, 5, 1), sex="F", address="7 High Road", postcode="EX2 2BB")
PEOPLE = ("coordinator", "business_support", "manager", "second_manager", "governance", "police")


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=PEOPLE)
    with made.inside():
        yield made


def add(world: World, told: PersonTold) -> UUID:
    return services.create(told=told, actor=world.actor("coordinator"), at=NOW)


def apart(world: World) -> tuple[UUID, UUID, UUID]:
    old, new = add(world, OLD), add(world, NEW)
    made = services.keep_apart(
        old_id=old, new_id=new, reason="Adoption order of 2023.", actor=world.actor("manager"), at=NOW
    )
    return old, new, made


def offered(world: World, told: PersonTold) -> list[UUID]:
    found = queries.candidates(told, actor=world.actor("coordinator"), at=NOW)
    return [each.person.id for each in found.candidates]


def found(world: World, words: str) -> list[UUID]:
    return [each.id for each in queries.look(looked_for(words), actor=world.actor("coordinator")).people]


def test_without_a_block_each_leads_to_the_other(world: World) -> None:
    old, new = add(world, OLD), add(world, NEW)
    both = PersonTold("Ada", born_on=date(2018, 5, 1), sex="F")
    assert set(offered(world, both)) == set(found(world, "ada 2018")) == {old, new}


def test_what_is_true_of_both_leads_to_the_old_one_alone(world: World) -> None:
    old, _, _ = apart(world)
    assert offered(world, PersonTold("Ada", born_on=date(2018, 5, 1), sex="F")) == [old]
    assert found(world, "ada 2018") == [old]


def test_what_is_true_of_the_old_one_never_leads_to_the_new_one_whatever_else_is_said(world: World) -> None:
    old, _, _ = apart(world)
    told = replace(OLD, address=NEW.address, postcode=NEW.postcode)
    assert offered(world, told) == [old]
    assert offered(world, OLD) == [old]


def test_the_new_one_is_found_by_what_is_hers_alone_and_does_not_lead_back(world: World) -> None:
    _, new, _ = apart(world)
    assert offered(world, NEW) == [new]
    assert found(world, "ada thornbury") == [new]


def answers(world: World) -> dict[str, object]:
    """Everything that somebody who knows the old identity can ask."""
    actor = world.actor("coordinator")
    ways = {
        "by both": PersonTold("Ada", born_on=date(2018, 5, 1), sex="F"),
        "by the old name": OLD,
        "by the old name, misheard": replace(OLD, family_name="Quil"),
        "by an alias": replace(OLD, given_name="Adah"),
    }
    seen: dict[str, object] = {
        name: [
            (each.person.display_name, each.because, each.suggested)
            for each in queries.candidates(told, actor=actor, at=NOW).candidates
        ]
        for name, told in ways.items()
    }
    for words in ("ada", "ada 2018", "quill", "01/05/2018", "ada quill EX1"):
        with CaptureQueriesContext(connection) as asked:
            result = enquiry_services.look_for_people(words=words, actor=actor, at=NOW)
        seen[words] = ([each.display_name for each in result.people], result.more, len(asked))
    with CaptureQueriesContext(connection) as asked:
        queries.candidates(OLD, actor=actor, at=NOW)
    return seen | {"statements": len(asked)}


def test_told_with_and_without_the_new_identity_every_answer_is_the_same(world: World) -> None:
    """Two runs: in one there is somebody to hide. Names, reasons, order, counts and statements do not differ."""
    other = devon("kent", people=PEOPLE)
    apart(world)
    shown = answers(world)
    with other.inside():
        add(other, OLD)
        assert answers(other) == shown


def test_they_are_never_made_one_and_whoever_may_not_know_why_is_not_told(world: World) -> None:
    old, new, _ = apart(world)
    both: dict[str, Any] = {"person_id": new, "into_id": old, "reason": "The same girl.", "at": NOW}
    with pytest.raises(RuleBroken) as caught:
        services.propose_merge(actor=world.actor("manager"), **both)
    assert caught.value.rule == "people.kept_apart_are_never_one"
    merge_id = services.propose_merge(actor=world.actor("business_support"), **both)
    with pytest.raises(RuleBroken) as caught:
        services.confirm_merge(merge_id=merge_id, actor=world.actor("manager"), at=NOW)
    assert caught.value.rule == "people.kept_apart_are_never_one"


def test_no_merge_leads_around_it(world: World) -> None:
    old, new, _ = apart(world)
    between = add(world, PersonTold("Adah", "Quillen"))
    actor, manager = world.actor("coordinator"), world.actor("manager")
    first = services.propose_merge(person_id=between, into_id=old, reason="One.", actor=actor, at=NOW)
    services.confirm_merge(merge_id=first, actor=manager, at=NOW)
    second = services.propose_merge(person_id=between, into_id=new, reason="One.", actor=actor, at=NOW)
    with pytest.raises(RuleBroken) as caught:
        services.confirm_merge(merge_id=second, actor=manager, at=NOW)
    assert caught.value.rule == "people.kept_apart_are_never_one"


def test_one_person_is_not_kept_apart_from_themselves(world: World) -> None:
    old, new = add(world, OLD), add(world, NEW)
    merge_id = services.propose_merge(
        person_id=new, into_id=old, reason="One.", actor=world.actor("coordinator"), at=NOW
    )
    services.confirm_merge(merge_id=merge_id, actor=world.actor("manager"), at=NOW)
    with pytest.raises(RuleBroken) as caught:
        services.keep_apart(old_id=old, new_id=new, reason="Adoption.", actor=world.actor("manager"), at=NOW)
    assert caught.value.rule == "people.kept_apart_are_two"


def told_of(world: World, person_id: UUID, told: PersonTold) -> UUID:
    actor = world.actor("coordinator")
    person = PersonInvolved("child", told.given_name, told.family_name, told.born_on, address="5 Same Street")
    contact_id = contact_services.record(
        told=ContactTold(
            channel="telephone",
            kind="referral",
            received_at=NOW,
            referrer_name="Dr Teal",
            referrer_role="GP",
            referrer_organisation="The surgery",
            referrer_telephone="",
            referrer_email="",
            source="3A",
            concern="Not seen.",
            immediate_danger=False,
            consent="given",
            consent_reason="",
            people=(replace(person, postcode="EX3 3CC"),),
        ),
        actor=actor,
        at=NOW,
    )
    [named] = contact_queries.contact(contact_id, actor=actor).people
    contact_services.identify(contact_person_id=named.id, person_id=person_id, actor=actor, at=NOW)
    return contact_id


def test_no_counter_and_no_event_counts_across_it(world: World) -> None:
    old, new = add(world, OLD), add(world, NEW)
    one, two = told_of(world, old, OLD), told_of(world, new, NEW)
    actor = world.actor("coordinator")
    assert {each.id for each in contact_queries.related([one], hub_id=world.hub_id)} == {one, two}
    services.keep_apart(old_id=old, new_id=new, reason="Adoption.", actor=world.actor("manager"), at=NOW)
    assert {each.id for each in contact_queries.related([one], hub_id=world.hub_id)} == {one}
    assert contact_queries.similar(one, actor=actor) == []


def test_no_relationship_leads_across_it_and_nobody_is_named_beside_them(world: World) -> None:
    old, new = add(world, OLD), add(world, NEW)
    actor = world.actor("coordinator")
    services.relate(person_id=old, other_id=new, kind="was", actor=actor, at=NOW)
    assert len(queries.relationships([old], actor=actor)) == 1
    services.keep_apart(old_id=old, new_id=new, reason="Adoption.", actor=world.actor("manager"), at=NOW)
    assert queries.relationships([old], actor=actor) == []
    assert queries.relationships([new], actor=actor) == []


def test_that_there_is_one_is_told_to_nobody_without_the_right(world: World) -> None:
    old, new, apart_id = apart(world)
    for who in ("coordinator", "business_support", "police"):
        with pytest.raises(Refused):
            queries.kept_apart(world.actor(who))
        with pytest.raises(Refused):
            services.stop_keeping_apart(apart_id=apart_id, reason="No.", actor=world.actor(who), at=NOW)
        with pytest.raises(Refused):
            services.keep_apart(old_id=old, new_id=new, reason="No.", actor=world.actor(who), at=NOW)
    for person_id in (old, new):
        events = audit_queries.of_thing(person_id, actor=world.actor("manager"))
        assert not [each for each in events if "apart" in each.name], "a person's history does not tell of it"
    [governance] = queries.kept_apart(world.actor("governance"))
    assert (governance.old_words, governance.new_words) == ("one person", "one person")
    [manager] = queries.kept_apart(world.actor("manager"))
    assert (manager.old_words, manager.new_words) == ("Ada Quill", "Ada Thornbury")


def test_ended_each_leads_to_the_other_again(world: World) -> None:
    old, new, apart_id = apart(world)
    manager = world.actor("manager")
    services.stop_keeping_apart(apart_id=apart_id, reason="The wrong girl.", actor=manager, at=NOW)
    assert set(found(world, "ada 2018")) == {old, new}
    with pytest.raises(RuleBroken) as caught:
        services.stop_keeping_apart(apart_id=apart_id, reason="Again.", actor=manager, at=NOW)
    assert caught.value.rule == "people.kept_apart_ends_once"


def test_a_block_of_another_hub_is_not_there(world: World) -> None:
    other = devon("kent", people=("manager",))
    _, _, apart_id = apart(world)
    with other.inside(), pytest.raises(NotFound):
        services.stop_keeping_apart(apart_id=apart_id, reason="No.", actor=other.actor("manager"), at=NOW)


def test_a_block_does_not_take_somebody_out_of_their_own_case(world: World) -> None:
    _, new, _ = apart(world)
    contact_id = told_of(world, new, NEW)
    cases = enquiry_queries.cases_of([new], actor=world.actor("coordinator"))[new]
    assert [each.id for each in cases] == [contact_id]
