"""Two records are one person when two people say so; every page then reads both, and undone they are two again."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from openmash.audit import queries as audit_queries
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import ContactTold, PersonInvolved
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.people import queries, services
from openmash.people.models import Address, Merge, OpenCase, OtherName, Person, Relationship, StaffWarning
from openmash.people.rules import OpenCaseTold, PersonTold, WarningTold
from openmash.retention import services as retention_services
from openmash.retention.queries.holds import standing
from tests.rooms import Case, open_case
from tests.world import NOW, devon

pytestmark = pytest.mark.django_db
ADA_AGAIN = PersonTold("Aida", "Wrenn", sex="F", address="9 Quay Street", postcode="EX2 2BB")


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    with world.inside():
        yield open_case(world)


def again(case: Case, told: PersonTold = ADA_AGAIN) -> UUID:
    return services.create(told=told, actor=case.world.actor("coordinator"), at=case.later())


def proposed(case: Case, person_id: UUID, into_id: UUID, who: str = "coordinator") -> UUID:
    return services.propose_merge(
        person_id=person_id,
        into_id=into_id,
        reason="Her school says that it is one girl.",
        actor=case.world.actor(who),
        at=case.later(),
    )


def told_again(case: Case, person_id: UUID) -> UUID:
    """A contact about another record of the child, and it is said that it is that one."""
    actor = case.world.actor("coordinator")
    about = PersonInvolved("child", "Aida", "Wrenn", date(2018, 4, 3), sex="F")
    told = ContactTold(
        channel="telephone",
        kind="referral",
        received_at=case.later(),
        referrer_name="Dr Teal",
        referrer_role="GP",
        referrer_organisation="The surgery",
        referrer_telephone="",
        referrer_email="",
        source="3A",
        concern="She has not been seen.",
        immediate_danger=False,
        consent="given",
        consent_reason="",
        people=(about,),
    )
    contact_id = contact_services.record(told=told, actor=actor, at=case.at)
    [named] = contact_queries.contact(contact_id, actor=actor).people
    contact_services.identify(contact_person_id=named.id, person_id=person_id, actor=actor, at=case.later())
    return contact_id


def merged(case: Case, person_id: UUID, into_id: UUID) -> UUID:
    merge_id = proposed(case, person_id, into_id)
    services.confirm_merge(merge_id=merge_id, actor=case.world.actor("manager"), at=case.later())
    return merge_id


def test_until_a_second_person_agrees_they_are_two(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    merge_id = proposed(case, other, ada)
    assert queries.same_as([other], hub_id=case.world.hub_id) == {other}
    services.confirm_merge(merge_id=merge_id, actor=case.world.actor("manager"), at=case.later())
    assert queries.same_as([other], hub_id=case.world.hub_id) == {other, ada}


def test_whoever_proposed_it_never_answers_it(case: Case) -> None:
    merge_id = proposed(case, again(case), case.people()[0], who="manager")
    manager, second = case.world.actor("manager"), case.world.actor("second_manager")
    for answer in (services.confirm_merge, services.refuse_merge):
        with pytest.raises(RuleBroken) as caught:
            answer(merge_id=merge_id, answer="They are one.", actor=manager, at=case.later())
        assert caught.value.rule == "people.merge_by_a_second_person"
    services.confirm_merge(merge_id=merge_id, actor=second, at=case.later())


def test_the_database_itself_refuses_the_same_person_twice(case: Case) -> None:
    merge_id = proposed(case, again(case), case.people()[0])
    row = Merge.objects.get(id=merge_id)
    row.state, row.answered_at, row.answered_by, row.answered_by_name = "merged", NOW, row.proposed_by, "X"
    with pytest.raises(IntegrityError, match="people_merge_by_a_second_person"), transaction.atomic():
        row.save(update_fields=["state", "answered_at", "answered_by", "answered_by_name"])


def test_who_may_propose_and_who_may_answer(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    with pytest.raises(Refused):
        proposed(case, other, ada, who="health")
    merge_id = proposed(case, other, ada, who="business_support")
    with pytest.raises(Refused):
        services.confirm_merge(merge_id=merge_id, actor=case.world.actor("social_worker"), at=case.later())
    with pytest.raises(RuleBroken) as caught:
        services.withdraw_merge(merge_id=merge_id, actor=case.world.actor("coordinator"), at=case.later())
    assert caught.value.rule == "people.merge_taken_back_by_its_author"
    services.withdraw_merge(merge_id=merge_id, actor=case.world.actor("business_support"), at=case.later())


def test_a_refusal_says_why_and_stands(case: Case) -> None:
    merge_id, manager = proposed(case, again(case), case.people()[0]), case.world.actor("manager")
    with pytest.raises(RuleBroken) as caught:
        services.refuse_merge(merge_id=merge_id, answer=" ", actor=manager, at=case.later())
    assert caught.value.field == "answer"
    services.refuse_merge(merge_id=merge_id, answer="They are cousins.", actor=manager, at=case.later())
    with pytest.raises(RuleBroken) as caught:
        services.confirm_merge(merge_id=merge_id, actor=manager, at=case.later())
    assert caught.value.rule == "merge.confirm"


def test_what_waits_is_not_proposed_again_the_other_way_round_either(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    proposed(case, other, ada)
    for pair in ((other, ada), (ada, other)):
        with pytest.raises(RuleBroken) as caught:
            proposed(case, *pair)
        assert caught.value.rule == "people.merge_proposed_once"


def test_a_record_of_another_hub_is_not_there(case: Case) -> None:
    kent = devon("kent", people=("coordinator",))
    with kent.inside():
        theirs = services.create(told=ADA_AGAIN, actor=kent.actor("coordinator"), at=NOW)
    with pytest.raises(NotFound):
        proposed(case, theirs, case.people()[0])


def test_each_record_shows_the_names_and_addresses_of_both(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    merged(case, other, ada)
    seen = queries.persons([ada, other], actor=case.world.actor("coordinator"))
    assert "Aida Wrenn" in seen[ada].other_names
    assert "Ada Wren" in seen[other].other_names
    assert "EX2 2BB" in {address.postcode for address in seen[ada].addresses}
    assert seen[ada].addresses == seen[other].addresses


def test_its_cases_are_found_by_either_name_and_from_either_record(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    actor = case.world.actor("coordinator")
    assert enquiry_queries.found("Aida Wrenn", actor=actor) == []
    merged(case, other, ada)
    assert [row.id for row in enquiry_queries.found("Aida Wrenn", actor=actor)] == [case.enquiry_id]
    assert enquiry_queries.running_enquiries([other], actor=actor)[other].enquiry_id == case.enquiry_id
    assert [each.id for each in enquiry_queries.cases_of([other], actor=actor)[other]] == [case.enquiry_id]
    assert enquiry_queries.enquiries_about(other, hub_id=actor.hub_id) == (case.enquiry_id,)


def test_warnings_open_cases_and_relatives_are_read_from_either_record(case: Case) -> None:
    ada, mother = case.people()
    other, actor = again(case), case.world.actor("social_worker")
    merged(case, other, ada)
    told = WarningTold("A dog that bites.", since=date(2026, 11, 1), review_on=date(2027, 2, 1))
    services.record_warning(person_id=other, told=told, actor=actor, at=case.later())
    open_to = OpenCaseTold(case.world.teams["assessment"], "Frankie Dunn", date(2026, 11, 1))
    services.note_open_case(person_id=other, told=open_to, actor=actor, at=case.later())
    services.relate(person_id=mother, other_id=other, kind="mother", actor=actor, at=case.later())
    assert [each.person_id for each in queries.warnings([ada], actor=actor)] == [ada]
    assert [each.person_id for each in queries.open_cases([ada], actor=actor)] == [ada]
    found = queries.relationships([ada], actor=actor)
    assert queries.RelationshipView(mother, ada, "mother") in found
    assert len(found) == len(set(found))
    with pytest.raises(RuleBroken) as caught:
        services.note_open_case(person_id=ada, told=open_to, actor=actor, at=case.later())
    assert caught.value.rule == "people.open_once_a_team"


def test_whoever_is_kept_from_one_record_is_kept_from_the_other(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    colleague = case.world.actor("coordinator")
    exclusion_services.declare(
        user_id=colleague.id, person_id=other, ground="relative", actor=colleague, at=case.later()
    )
    assert case.enquiry_id not in enquiry_queries.kept_out_of(colleague)
    merge_id = proposed(case, other, ada, who="manager")
    services.confirm_merge(merge_id=merge_id, actor=case.world.actor("second_manager"), at=case.later())
    assert case.enquiry_id in enquiry_queries.kept_out_of(colleague)
    assert ada in enquiry_queries.people_kept_from(colleague)


def test_a_hold_on_one_record_holds_the_other(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    retention_services.place_hold(
        on="person",
        about_id=other,
        ground="other",
        reason="A claim.",
        actor=case.world.actor("governance"),
        at=case.later(),
    )
    merged(case, other, ada)
    assert ada in {each.about_id for each in standing(case.world.hub_id)}


def test_a_contact_about_the_other_record_adds_nobody_twice_to_the_case(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    contact_id = told_again(case, other)
    actor, people = case.world.actor("coordinator"), case.people()
    merged(case, other, ada)
    enquiry_services.add_contact(
        enquiry_id=case.enquiry_id, contact_id=contact_id, ratings=(), actor=actor, at=case.later()
    )
    assert case.people() == people


def test_what_came_in_about_either_record_is_counted_together(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    hub_id, contact_id = case.world.hub_id, told_again(case, other)
    [first] = enquiry_queries.contacts_of(case.enquiry_id, hub_id=hub_id)
    assert first not in {each.id for each in contact_queries.related([contact_id], hub_id=hub_id)}
    merge_id = merged(case, other, ada)
    assert first in {each.id for each in contact_queries.related([contact_id], hub_id=hub_id)}
    services.undo_merge(merge_id=merge_id, reason="Two.", actor=case.world.actor("manager"), at=case.later())
    assert first not in {each.id for each in contact_queries.related([contact_id], hub_id=hub_id)}


ROWS = (Person, OtherName, Address, Relationship, StaffWarning, OpenCase)


def everything() -> dict[str, list[Any]]:
    rows: tuple[Any, ...] = ROWS
    return {model.__name__: list(model.objects.order_by("id").values()) for model in rows}


def test_undone_every_row_is_where_it_was_and_what_was_added_since_stays_with_whom_it_was_said_of(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    actor, manager = case.world.actor("coordinator"), case.world.actor("manager")
    before, views = everything(), queries.persons([ada, other], actor=actor)
    merge_id = merged(case, other, ada)
    assert everything() == before, "a merge moves nothing"
    services.record_address(person_id=other, lines="1 New Row", postcode="EX4 4DD", actor=actor, at=case.later())
    services.undo_merge(merge_id=merge_id, reason="Two girls.", actor=manager, at=case.later())
    seen = queries.persons([ada, other], actor=actor)
    assert seen[ada] == views[ada]
    assert [address.postcode for address in seen[other].addresses] == ["EX4 4DD", "EX2 2BB"]
    assert enquiry_queries.cases_of([other], actor=actor) == {}
    with pytest.raises(RuleBroken) as caught:
        services.undo_merge(merge_id=merge_id, reason="Again.", actor=manager, at=case.later())
    assert caught.value.rule == "merge.undo"


def test_undone_it_takes_two_people_again(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    merge_id, manager = merged(case, other, ada), case.world.actor("manager")
    with pytest.raises(RuleBroken):
        services.undo_merge(merge_id=merge_id, reason="", actor=manager, at=case.later())
    services.undo_merge(merge_id=merge_id, reason="Two girls.", actor=manager, at=case.later())
    merged(case, ada, other)
    assert queries.first_of([ada], hub_id=manager.hub_id) == {ada: other}


def test_three_records_are_one_and_undoing_one_leaves_the_others_as_they_were(case: Case) -> None:
    ada, second, third = case.people()[0], again(case), again(case)
    first = merged(case, second, ada)
    merged(case, third, second)
    hub_id = case.world.hub_id
    assert queries.same_as([third], hub_id=hub_id) == {ada, second, third}
    assert queries.first_of([third], hub_id=hub_id) == {third: ada}
    manager = case.world.actor("manager")
    services.undo_merge(merge_id=first, reason="Not her.", actor=manager, at=case.later())
    assert queries.same_as([third], hub_id=hub_id) == {ada, third}
    with pytest.raises(RuleBroken) as caught:
        proposed(case, third, ada)
    assert caught.value.rule == "people.merge_of_two"


def test_two_merges_that_cross_never_make_a_circle(case: Case) -> None:
    ada, second, third = case.people()[0], again(case), again(case)
    crossing, manager = proposed(case, second, third), case.world.actor("manager")
    merged(case, third, ada)
    with pytest.raises(RuleBroken) as caught:
        services.confirm_merge(merge_id=crossing, actor=manager, at=case.later())
    assert caught.value.rule == "people.merge_stands_as_proposed"


def test_everything_that_happens_is_on_the_log_with_its_evidence_and_no_name(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    merge_id = merged(case, other, ada)
    manager = case.world.actor("manager")
    services.undo_merge(merge_id=merge_id, reason="Two girls.", actor=manager, at=case.later())
    events = [each for each in audit_queries.of_thing(other, actor=manager) if each.name.startswith("merge.")]
    assert [each.name for each in events] == ["merge.proposed", "merge.confirmed", "merge.undone"]
    assert all({"into", "merge", "evidence", "model"} == set(each.detail) for each in events)
    assert "Wren" not in str([each.detail for each in events])


def test_erased_it_says_no_more_who_was_one_with_whom(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    merged(case, other, ada)
    services.erase(person_ids=[other], actor=case.world.actor("governance"), at=case.later())
    assert not Merge.objects.exists()
    assert queries.same_as([ada], hub_id=case.world.hub_id) == {ada}


def test_a_person_is_kept_as_long_as_any_record_of_theirs(case: Case) -> None:
    ada, other = case.people()[0], again(case)
    assert enquiry_queries.still_kept([other], hub_id=case.world.hub_id) == frozenset()
    merged(case, other, ada)
    assert enquiry_queries.still_kept([other], hub_id=case.world.hub_id) == {other}
    assert contact_queries.still_told_of([other], hub_id=case.world.hub_id) == {other}
