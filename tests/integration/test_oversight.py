"""Cumulative harm: what is counted, and the second manager's review that it forces."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import PersonInvolved
from openmash.core.errors import Refused, RuleBroken
from openmash.decisions import services as decision_services
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.hubs import queries as hub_queries
from openmash.oversight import queries, services
from tests.integration.contacts_told import JACK, told
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

HIS_UNCLE = PersonInvolved("alleged", "Ray", "Quint", born_on=date(1980, 2, 3))


@pytest.fixture
def world() -> World:
    return devon()


def signposted(
    world: World, *people: PersonInvolved, days_ago: int = 0, by: str = "coordinator", **changes: str
) -> UUID:
    """A contact about these people, which was sent elsewhere so many days ago."""
    at = NOW - timedelta(days=days_ago)
    with world.inside():
        contact = contact_services.record(
            told=told(people=people, received_at=at, **changes), actor=world.actor("coordinator"), at=at
        )
        contact_services.signpost(contact_id=contact, reason="For the school nurse.", actor=world.actor(by), at=at)
    return contact


def go_round(world: World, at: datetime = NOW) -> int:
    with world.inside():
        return services.look_after_endings(hub_id=world.hub_id, at=at)


def waiting(world: World, who: str = "manager") -> list[queries.EndingView]:
    with world.inside():
        return queries.waiting(world.actor(who))


def test_a_first_contact_that_ends_brings_in_nobody(world: World) -> None:
    signposted(world, JACK)
    assert go_round(world) == 1
    assert waiting(world) == []


def test_the_second_ending_about_a_child_goes_to_a_second_manager(world: World) -> None:
    signposted(world, JACK, days_ago=100)
    go_round(world, NOW - timedelta(days=100))
    again = signposted(world, JACK)
    go_round(world)
    [ending] = waiting(world)
    assert (ending.contact_id, ending.ended_by_name) == (again, "Robin Amery")
    [reached] = ending.reached
    assert reached.label == "Second ending without further action in twelve months"
    assert len(reached.references) == 2


@pytest.mark.parametrize(
    ("first", "again"),
    [
        pytest.param(JACK, replace(JACK, address="", postcode=""), id="the same child by name and birth"),
        pytest.param(
            replace(JACK, involvement="household"),
            replace(JACK, involvement="household"),
            id="the same household",
        ),
        pytest.param(
            PersonInvolved(
                "child", "Amy", "Lowe", born_on=date(2015, 1, 1), address="12, Mill  lane", postcode="EX1 1AA"
            ),
            replace(JACK, involvement="child"),
            id="the same address",
        ),
        pytest.param(HIS_UNCLE, HIS_UNCLE, id="the same alleged perpetrator"),
    ],
)
def test_three_contacts_with_something_in_common_are_counted(
    world: World, first: PersonInvolved, again: PersonInvolved
) -> None:
    about = [PersonInvolved("child", name, "Orr", born_on=date(2012, 1, day)) for day, name in ((1, "Bo"), (2, "Di"))]
    signposted(world, about[0], first, days_ago=200)
    signposted(world, about[1], first, days_ago=100)
    latest = signposted(world, PersonInvolved("child", "Flo", "Orr", born_on=date(2013, 5, 5)), again)
    go_round(world)
    assert latest in [ending.contact_id for ending in waiting(world)]


def test_what_has_nothing_in_common_or_is_too_long_ago_is_not_counted(world: World) -> None:
    namesake = replace(JACK, born_on=date(2014, 9, 9), address="1 Far Road", postcode="PL1 1AA")
    signposted(world, JACK, days_ago=400)
    signposted(world, namesake, days_ago=30)
    latest = signposted(world, JACK)
    go_round(world)
    assert latest not in [ending.contact_id for ending in waiting(world)]


def test_who_only_asked_for_advice_and_got_it_ended_nothing(world: World) -> None:
    signposted(world, JACK, days_ago=10)
    with world.inside():
        actor = world.actor("social_worker")
        asked = contact_services.record(told=told(kind="advice", people=(JACK,)), actor=actor, at=NOW)
        contact_services.close_with_advice(contact_id=asked, advice="Ring the nurse.", actor=actor, at=NOW)
    go_round(world)
    assert waiting(world) == []


def test_each_ending_is_counted_once(world: World) -> None:
    signposted(world, JACK, days_ago=1)
    signposted(world, JACK)
    assert go_round(world) == 2
    assert go_round(world) == 0
    assert len(waiting(world)) == 1


def twice_ended(world: World, *, by: str = "coordinator") -> queries.EndingView:
    signposted(world, JACK, days_ago=1)
    signposted(world, JACK, by=by)
    go_round(world)
    [ending] = waiting(world)
    return ending


def test_whoever_raised_it_is_told_nothing_before_a_second_manager_has_looked(world: World) -> None:
    ending = twice_ended(world)
    assert ending.contact_id
    with world.inside():
        with pytest.raises(RuleBroken) as refused:
            contact_services.say_to_referrer(
                contact_id=ending.contact_id, said="Nothing more now.", actor=world.actor("manager"), at=NOW
            )
        assert refused.value.rule == "contacts.second_manager_first"
        services.review(
            ending_id=ending.id, agrees=True, words="The nurse sees him.", actor=world.actor("manager"), at=NOW
        )
        contact_services.say_to_referrer(
            contact_id=ending.contact_id, said="Nothing more now.", actor=world.actor("manager"), at=NOW
        )
        [seen] = queries.of_contact(ending.contact_id, actor=world.actor("coordinator"))
    assert (seen.state, seen.reviewed_by_name, seen.words) == ("agreed", "Pat Holloway", "The nurse sees him.")


def test_who_does_not_agree_opens_it_again(world: World) -> None:
    ending = twice_ended(world)
    assert ending.contact_id
    with world.inside():
        manager = world.actor("manager")
        services.review(ending_id=ending.id, agrees=False, words="Two bruises in two days.", actor=manager, at=NOW)
        contact = contact_queries.contact(ending.contact_id, actor=manager)
    assert contact.waits
    assert "Two bruises in two days." in contact.closing_reason
    assert waiting(world) == []


def test_nobody_reviews_what_they_ended_themselves(world: World) -> None:
    ending = twice_ended(world, by="manager")
    with world.inside(), pytest.raises(RuleBroken) as refused:
        services.review(ending_id=ending.id, agrees=True, words="Fine.", actor=world.actor("manager"), at=NOW)
    assert refused.value.rule == "oversight.another_manager_reviews"
    with world.inside():
        services.review(ending_id=ending.id, agrees=True, words="Fine.", actor=world.actor("second_manager"), at=NOW)


def test_only_managers_review_and_they_say_why(world: World) -> None:
    ending = twice_ended(world)
    with world.inside():
        with pytest.raises(Refused):
            services.review(ending_id=ending.id, agrees=True, words="Fine.", actor=world.actor("social_worker"), at=NOW)
        with pytest.raises(RuleBroken) as refused:
            services.review(ending_id=ending.id, agrees=True, words=" ", actor=world.actor("manager"), at=NOW)
    assert refused.value.field == "words"


def test_a_manager_who_is_kept_out_of_the_case_neither_sees_nor_reviews_it(world: World) -> None:
    ending = twice_ended(world)
    assert ending.contact_id
    with world.inside():
        contact = contact_queries.contact(ending.contact_id, actor=world.actor("manager"))
        person = contact_services.identify(
            contact_person_id=contact.people[0].id, person_id=None, actor=world.actor("coordinator"), at=NOW
        )
        exclusion_services.declare(
            user_id=world.people["second_manager"],
            person_id=person,
            ground="relative",
            actor=world.actor("manager"),
            at=NOW,
        )
    assert waiting(world, "second_manager") == []
    with world.inside(), pytest.raises(Refused):
        services.review(ending_id=ending.id, agrees=True, words="Fine.", actor=world.actor("second_manager"), at=NOW)
    assert len(waiting(world)) == 1


@pytest.fixture
def case(world: World) -> Case:
    """A case about a child of whom the hub was told before."""
    ada = PersonInvolved("child", "Ada", "Wren", date(2018, 3, 4), sex="F")
    signposted(world, ada, days_ago=30)
    go_round(world, NOW - timedelta(days=30))
    return open_case(world)


def decided_nothing(case: Case, by: str = "manager") -> None:
    with case.world.inside():
        enquiry = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor(by))
        decision_services.decide(
            subject_id=enquiry.subjects[0].id,
            level="tier_1",
            outcome="no_further_action",
            team_id=None,
            reasons="The bruises are from football.",
            actor=case.world.actor(by),
            at=case.later(),
        )
    go_round(case.world, case.at)


def test_a_decision_for_nothing_more_waits_too(case: Case) -> None:
    decided_nothing(case)
    [ending] = waiting(case.world, "second_manager")
    assert ending.enquiry_id == case.enquiry_id
    with case.world.inside():
        manager = case.world.actor("manager")
        with pytest.raises(RuleBroken) as closing:
            enquiry_services.close(enquiry_id=case.enquiry_id, actor=manager, at=case.later())
        [contact] = enquiry_queries.enquiry(case.enquiry_id, actor=manager).contacts
        with pytest.raises(RuleBroken) as telling:
            decision_services.tell_referrer(
                enquiry_id=case.enquiry_id, contact_id=contact, said="Nothing more.", actor=manager, at=case.later()
            )
    assert (closing.value.rule, telling.value.rule) == (
        "enquiries.second_manager_first",
        "decisions.second_manager_first",
    )


def test_once_agreed_the_enquiry_closes(case: Case) -> None:
    decided_nothing(case)
    [ending] = waiting(case.world, "second_manager")
    with case.world.inside():
        second = case.world.actor("second_manager")
        services.review(ending_id=ending.id, agrees=True, words="I read both.", actor=second, at=case.later())
        enquiry_services.close(enquiry_id=case.enquiry_id, actor=case.world.actor("manager"), at=case.later())
        assert not enquiry_queries.enquiry(case.enquiry_id, actor=second).is_open


def test_a_decision_that_is_not_agreed_is_made_again(case: Case) -> None:
    decided_nothing(case)
    [ending] = waiting(case.world, "second_manager")
    with case.world.inside():
        second = case.world.actor("second_manager")
        services.review(ending_id=ending.id, agrees=False, words="Nobody spoke to her.", actor=second, at=case.later())
        [subject] = enquiry_queries.enquiry(case.enquiry_id, actor=second).subjects
    assert (subject.decided, subject.awaits_review) == (False, False)


def test_counts_are_shown_before_anybody_decides_and_say_what_was_counted(case: Case) -> None:
    with case.world.inside():
        manager = case.world.actor("manager")
        model = hub_queries.model_of(case.world.hub_id)
        contacts = enquiry_queries.enquiry(case.enquiry_id, actor=manager).contacts
        third, second = queries.counts_for(contacts, model, actor=manager)
    assert (third.number, third.reaches, third.reached) == (2, 3, False)
    assert (second.number, second.reaches, second.reached) == (2, 2, True), "as if this ended now without action"
    assert len(third.references) == 2
