"""Recording, identifying and triaging contacts."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.audit import queries as audit_queries
from openmash.contacts import queries, services
from openmash.contacts.states import ContactState
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.people import queries as people_queries
from tests.integration.contacts_told import JACK, MOTHER, told
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return devon(people=("coordinator", "social_worker", "business_support", "police"))


def recorded(world: World, **changes: object) -> UUID:
    return services.record(told=told(**changes), actor=world.actor("coordinator"), at=NOW)


def events(world: World, about: UUID) -> list[str]:
    return [e.name for e in audit_queries.of_thing(about, actor=world.actor("coordinator"))]


def test_a_telephone_call_waits_for_triage_with_its_deadline_in_words(world: World) -> None:
    with world.inside():
        contact_id = recorded(world)
        seen = queries.contact(contact_id, actor=world.actor("coordinator"))
        logged = events(world, contact_id)
    assert seen.waits
    assert seen.reference.startswith("DEV-")
    assert seen.decide_by == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)
    assert "Thursday 19 November 2026" in seen.decide_by_words
    assert [p.display_name for p in seen.people] == ["Jack Harlow", "Dawn Harlow"]
    assert (seen.source_label, seen.child_said) == ("School", "I fell.")
    assert logged == ["contact.recorded"]


def test_the_clock_runs_from_when_it_was_received_not_from_when_it_was_written_down(world: World) -> None:
    with world.inside():
        contact_id = recorded(world, received_at=NOW - timedelta(days=1), channel="letter")
        seen = queries.contact(contact_id, actor=world.actor("coordinator"))
    assert seen.decide_by == datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
    assert seen.recorded_at == NOW


def test_immediate_danger_runs_the_shortest_clock_until_somebody_rates_it(world: World) -> None:
    with world.inside():
        contact_id, calm = recorded(world, immediate_danger=True), recorded(world)
        seen = queries.contact(contact_id, actor=world.actor("coordinator"))
        order = [row.id for row in queries.waiting(world.actor("coordinator"))]
    assert seen.decide_by == NOW + timedelta(hours=4)
    assert seen.decide_by_words.startswith("Immediate danger was reported. Red")
    assert order == [contact_id, calm]


def test_who_may_not_record_is_refused_and_who_may_see_no_contacts_sees_none(world: World) -> None:
    with world.inside():
        contact_id = recorded(world)
        with pytest.raises(Refused):
            services.record(told=told(), actor=world.actor("police"), at=NOW)
        with pytest.raises(Refused):
            queries.contact(contact_id, actor=world.actor("police"))
        with pytest.raises(Refused):
            services.look_at(contact_id=contact_id, actor=world.actor("police"), at=NOW)
        services.look_at(contact_id=contact_id, actor=world.actor("business_support"), at=NOW)
        assert events(world, contact_id) == ["contact.recorded", "contact.opened"]


def test_a_contact_of_another_hub_is_not_found(world: World) -> None:
    other = devon("cornwall", people=("coordinator",))
    with world.inside():
        contact_id = recorded(world)
    with other.inside(), pytest.raises(NotFound):
        queries.contact(contact_id, actor=other.actor("coordinator"))


def test_advice_is_a_social_workers_to_give(world: World) -> None:
    with world.inside():
        contact_id = recorded(world, kind="advice", people=())
        with pytest.raises(Refused):
            services.close_with_advice(
                contact_id=contact_id, advice="Talk to the mother.", actor=world.actor("coordinator"), at=NOW
            )
        services.close_with_advice(
            contact_id=contact_id, advice="Talk to the mother.", actor=world.actor("social_worker"), at=NOW
        )
        seen = queries.contact(contact_id, actor=world.actor("coordinator"))
        logged = events(world, contact_id)
    assert seen.state == ContactState.ADVISED
    assert [(a.text, a.given_by_name) for a in seen.advice] == [("Talk to the mother.", "Kit Marlow")]
    assert logged == ["contact.recorded", "contact.closed_with_advice"]


def test_advice_signposting_joining_and_reopening_are_not_recorded_without_words(world: World) -> None:
    with world.inside():
        one, two = recorded(world), recorded(world)
        actor = world.actor("social_worker")
        with pytest.raises(RuleBroken) as no_advice:
            services.close_with_advice(contact_id=one, advice=" ", actor=actor, at=NOW)
        with pytest.raises(RuleBroken) as no_reason:
            services.signpost(contact_id=one, reason="", actor=actor, at=NOW)
        with pytest.raises(RuleBroken) as no_event:
            services.join(contact_id=one, to_contact_id=two, reason="", actor=actor, at=NOW)
    assert [c.value.rule for c in (no_advice, no_reason, no_event)] == [
        "contacts.advice_is_written",
        "contacts.signposted_with_a_reason",
        "contacts.joined_with_a_reason",
    ]


def test_a_signposted_contact_keeps_its_reason_and_can_be_reopened_once(world: World) -> None:
    with world.inside():
        contact_id, actor = recorded(world), world.actor("coordinator")
        services.signpost(
            contact_id=contact_id, reason="A housing matter: told to ring Exeter Housing.", actor=actor, at=NOW
        )
        with pytest.raises(RuleBroken) as twice:
            services.signpost(contact_id=contact_id, reason="Again.", actor=actor, at=NOW)
        services.reopen(contact_id=contact_id, reason="The school rang again.", actor=actor, at=NOW)
        seen = queries.contact(contact_id, actor=actor)
        with pytest.raises(RuleBroken):
            services.reopen(contact_id=contact_id, reason="Again.", actor=actor, at=NOW)
        logged = events(world, contact_id)
    assert twice.value.rule == "contact.signpost"
    assert seen.waits
    assert seen.closing_reason == "A housing matter: told to ring Exeter Housing.\nReopened: The school rang again."
    assert logged == ["contact.recorded", "contact.signposted", "contact.reopened"]


def test_a_joined_contact_stays_readable_and_each_shows_the_other(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        first, second = recorded(world), recorded(world, channel="police_report", source="6")
        services.join(contact_id=second, to_contact_id=first, reason="The same evening.", actor=actor, at=NOW)
        joined, kept = queries.contact(second, actor=actor), queries.contact(first, actor=actor)
    assert joined.state == ContactState.JOINED
    assert joined.concern == told().concern
    assert joined.joined_to is not None
    assert joined.joined_to.id == first
    assert [row.id for row in kept.joined_here] == [second]
    assert kept.waits


def test_a_contact_joins_neither_itself_nor_a_joined_one_nor_in_a_circle(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        first, second, third = (recorded(world) for _ in range(3))
        services.join(contact_id=second, to_contact_id=first, reason="Same event.", actor=actor, at=NOW)
        broken = []
        for one, other in ((third, third), (third, second), (first, second)):
            with pytest.raises(RuleBroken) as caught:
                services.join(contact_id=one, to_contact_id=other, reason="Same event.", actor=actor, at=NOW)
            broken.append(caught.value.rule)
        services.join(contact_id=third, to_contact_id=first, reason="Same event.", actor=actor, at=NOW)
        with pytest.raises(NotFound):
            services.join(contact_id=first, to_contact_id=uuid4(), reason="Same event.", actor=actor, at=NOW)
    assert broken == [
        "contacts.not_joined_to_itself",
        "contacts.not_joined_to_a_joined_one",
        "contacts.not_joined_in_a_circle",
    ]


def test_who_saw_an_older_version_is_told_so_and_nothing_changes(world: World) -> None:
    with world.inside():
        contact_id, actor = recorded(world), world.actor("coordinator")
        with pytest.raises(Stale):
            services.signpost(contact_id=contact_id, reason="Housing.", actor=actor, at=NOW, version=7)
        assert queries.contact(contact_id, actor=actor).waits
        services.signpost(contact_id=contact_id, reason="Housing.", actor=actor, at=NOW, version=1)
        assert queries.contact(contact_id, actor=actor).version == 2


def test_who_somebody_was_said_to_be_is_taken_back_with_what_that_added(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        earlier = queries.contact(recorded(world), actor=actor)
        known = services.identify(contact_person_id=earlier.people[0].id, person_id=None, actor=actor, at=NOW)
        mother = services.identify(contact_person_id=earlier.people[1].id, person_id=None, actor=actor, at=NOW)
        before = people_queries.person(known, actor=actor)
        moved = told(people=(JACK.__class__("child", "Jack", "Harlowe", born_on=JACK.born_on, postcode="EX2 2BB"),))
        again = services.record(told=moved, actor=actor, at=NOW)
        [named] = queries.contact(again, actor=actor).people
        offered = queries.already_known(again, actor=actor, at=NOW)[named.id]
        services.identify(contact_person_id=named.id, person_id=known, actor=actor, at=NOW, offered=offered)
        assert people_queries.person(known, actor=actor) != before
        services.take_back_identity(contact_person_id=named.id, actor=actor, at=NOW)
        assert people_queries.person(known, actor=actor) == before
        assert people_queries.relationships([known], actor=actor) == [
            people_queries.RelationshipView(mother, known, "mother")
        ]
        [said, taken_back] = [e for e in audit_queries.of_thing(again, actor=actor) if "identi" in e.name]
        assert said.detail["evidence"] == taken_back.detail["evidence"] != []
        with pytest.raises(RuleBroken) as caught:
            services.take_back_identity(contact_person_id=named.id, actor=actor, at=NOW)
    assert caught.value.rule == "contacts.identity_was_said"


def test_what_another_contact_tells_as_well_stays(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        first = queries.contact(recorded(world), actor=actor).people[0]
        known = services.identify(contact_person_id=first.id, person_id=None, actor=actor, at=NOW)
        second = queries.contact(recorded(world), actor=actor).people[0]
        services.identify(contact_person_id=second.id, person_id=known, actor=actor, at=NOW)
        before = people_queries.person(known, actor=actor)
        services.take_back_identity(contact_person_id=second.id, actor=actor, at=NOW)
        assert people_queries.person(known, actor=actor) == before


def test_somebody_already_known_is_offered_and_a_person_says_who_it_is(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        earlier = queries.contact(recorded(world), actor=actor)
        known = services.identify(contact_person_id=earlier.people[0].id, person_id=None, actor=actor, at=NOW)
        moved = told(people=(JACK.__class__("child", "Jack", "Harlowe", born_on=JACK.born_on, postcode="EX2 2BB"),))
        again = services.record(told=moved, actor=actor, at=NOW)
        offered = queries.already_known(again, actor=actor, at=NOW)
        (contact_person_id,) = offered
        assert [c.person.id for c in offered[contact_person_id].candidates] == [known]
        assert queries.contact(again, actor=actor).people[0].person is None
        services.identify(contact_person_id=contact_person_id, person_id=known, actor=actor, at=NOW + timedelta(1))
        seen = people_queries.person(known, actor=actor)
        logged = events(world, again)
    assert seen.other_names == ("Jack Harlowe",)
    assert [a.postcode for a in seen.addresses] == ["EX2 2BB", "EX1 1AA"]
    assert logged == ["contact.recorded", "contact.person_identified"]


def test_a_mother_is_related_to_the_child_once_both_are_known(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        people = queries.contact(recorded(world), actor=actor).people
        dawn = services.identify(contact_person_id=people[1].id, person_id=None, actor=actor, at=NOW)
        jack = services.identify(contact_person_id=people[0].id, person_id=None, actor=actor, at=NOW)
        found = people_queries.relationships([jack], actor=actor)
    assert found == [people_queries.RelationshipView(dawn, jack, "mother")]


def test_an_identity_is_not_changed_once_an_enquiry_is_open(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        contact_id = recorded(world)
        person = queries.contact(contact_id, actor=actor).people[0]
        services.identify(contact_person_id=person.id, person_id=None, actor=actor, at=NOW)
        services.mark_became_enquiry(contact_id=contact_id, actor=actor, at=NOW)
        with pytest.raises(RuleBroken) as caught:
            services.identify(contact_person_id=person.id, person_id=None, actor=actor, at=NOW)
        assert queries.contact(contact_id, actor=actor).state == ContactState.ENQUIRY
    assert caught.value.rule == "contacts.identity_is_the_enquirys"


def test_another_notice_of_the_same_event_is_offered_with_why(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        first = recorded(world)
        second = recorded(world, channel="police_report", source="6", received_at=NOW - timedelta(hours=3))
        recorded(world, received_at=NOW - timedelta(days=30))
        recorded(world, people=(MOTHER.__class__("child", "Mia", "Underhill"),))
        found = queries.similar(first, actor=actor)
    assert [row.id for row, _ in found] == [second]
    assert found[0][1] == ("names the same people: Jack Harlow, Dawn Harlow", "came in 3 hours apart")


def test_what_waits_comes_first_soonest_deadline_first(world: World) -> None:
    with world.inside():
        actor = world.actor("coordinator")
        closed, new, old = recorded(world), recorded(world), recorded(world, received_at=NOW - timedelta(days=1))
        services.signpost(contact_id=closed, reason="Housing.", actor=actor, at=NOW)
        page = queries.recent(actor)
        assert [row.id for row in queries.waiting(actor)] == [old, new]
        beyond = queries.recent(actor, page=99, per_page=2)
    assert [row.id for row in page.rows] == [old, new, closed]
    assert page.rows[0].about_words == "Jack Harlow"
    assert (beyond.number, len(beyond.rows), beyond.total) == (2, 1, 3)


@pytest.mark.parametrize("many", [1, 9])
def test_the_list_asks_three_queries_however_many_contacts_there_are(world: World, many: int) -> None:
    with world.inside():
        for _ in range(many):
            recorded(world)
        actor = world.actor("coordinator")
        with CaptureQueriesContext(connection) as asked:
            queries.recent(actor)
    assert len(asked) == 3


def test_what_the_referrer_is_told_by_telephone_is_recorded(world: World) -> None:
    with world.inside():
        contact_id, actor = recorded(world), world.actor("business_support")
        services.say_to_referrer(contact_id=contact_id, said="Passed to early response.", actor=actor, at=NOW)
        with pytest.raises(Refused):
            services.say_to_referrer(contact_id=contact_id, said="More.", actor=world.actor("police"), at=NOW)
        seen = queries.contact(contact_id, actor=actor)
    assert (seen.feedback_said, seen.feedback_given_at) == ("Passed to early response.", NOW)
