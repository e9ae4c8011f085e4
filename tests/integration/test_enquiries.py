"""Opening an enquiry, rating, adding what comes in, closing and reopening: on PostgreSQL, as the inside door."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.audit import queries as audit_queries
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.enquiries import queries, services
from openmash.enquiries.rules import FirstRating
from tests.integration.enquiries_case import (
    ADA,
    BO,
    GRANDFATHER,
    MOTHER,
    UNBORN,
    contact,
    decided,
    opened,
    ratings,
    view,
)
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
HANDLES = ("coordinator", "social_worker", "manager", "business_support", "health", "governance")


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=HANDLES)
    with made.inside():
        yield made


def broken(rule: str) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda error: error.rule == rule)


def test_each_child_gets_a_rating_and_a_clock_of_their_own_from_when_the_contact_was_received(world: World) -> None:
    received = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
    contact_id = contact(world, ADA, BO, MOTHER, received_at=received)
    ada, bo = ratings(world, contact_id)
    enquiry_id = services.open_(
        contact_id=contact_id,
        ratings=(
            FirstRating(ada.contact_person_id, "red", "A fresh burn."),
            FirstRating(bo.contact_person_id, "green", "Not seen."),
        ),
        actor=world.actor("coordinator"),
        at=NOW,
    )
    seen = view(world, enquiry_id)
    assert [(s.person.given_name, s.rating, s.due_at) for s in seen.subjects] == [
        ("Ada", "red", received + timedelta(hours=4)),
        ("Bo", "green", datetime(2026, 11, 20, 17, 0, tzinfo=UTC)),
    ]
    assert [(m.person.given_name, m.part) for m in seen.members] == [("Mary", "mother")]
    [first] = seen.subjects[0].ratings
    assert (first.reason, first.rated_by_name, first.clock_started_at) == ("A fresh burn.", "Robin Amery", received)
    assert "Red: decision within 4 hours" in first.due_words
    assert seen.contacts == (contact_id,)
    assert seen.reference.startswith("DEV-")


def test_an_unborn_child_is_decided_about_and_an_adult_only_where_the_hub_serves_adults(world: World) -> None:
    seen = view(world, opened(world, UNBORN, GRANDFATHER))
    assert [s.kind for s in seen.subjects] == ["unborn"]
    assert [(m.person.given_name, m.part) for m in seen.members] == [("Tom", "Adult at risk")]


def test_an_enquiry_about_nobody_the_hub_serves_is_refused(world: World) -> None:
    contact_id = contact(world, GRANDFATHER, MOTHER)
    with broken("enquiries.about_somebody_the_hub_serves"):
        services.open_(contact_id=contact_id, ratings=(), actor=world.actor("coordinator"), at=NOW)


def test_every_child_needs_a_rating_and_nobody_else_gets_one(world: World) -> None:
    contact_id = contact(world, ADA, BO, MOTHER)
    ada, bo = ratings(world, contact_id)
    people = contact_queries.contact(contact_id, actor=world.actor("coordinator")).people
    mother = FirstRating(people[2].id, "red", "She is worried.")
    coordinator = world.actor("coordinator")
    with broken("enquiries.each_child_is_rated"):
        services.open_(contact_id=contact_id, ratings=(ada,), actor=coordinator, at=NOW)
    with broken("enquiries.rates_only_whom_it_is_about"):
        services.open_(contact_id=contact_id, ratings=(ada, bo, mother), actor=coordinator, at=NOW)
    with broken("enquiries.rating_needs_a_reason"):
        blank = FirstRating(bo.contact_person_id, "red", "  ")
        services.open_(contact_id=contact_id, ratings=(ada, blank), actor=coordinator, at=NOW)
    with broken("enquiries.rating_is_the_hubs"):
        purple = FirstRating(bo.contact_person_id, "purple", "Why not.")
        services.open_(contact_id=contact_id, ratings=(ada, purple), actor=coordinator, at=NOW)
    services.open_(contact_id=contact_id, ratings=(ada, bo), actor=coordinator, at=NOW)


def test_the_contact_leaves_triage_and_is_not_opened_twice(world: World) -> None:
    contact_id = contact(world)
    given = ratings(world, contact_id)
    coordinator = world.actor("coordinator")
    services.open_(contact_id=contact_id, ratings=given, actor=coordinator, at=NOW)
    assert not contact_queries.contact(contact_id, actor=coordinator).waits
    with broken("contact.open_enquiry"):
        services.open_(contact_id=contact_id, ratings=given, actor=coordinator, at=NOW)


def test_business_support_and_agencies_do_not_open_enquiries(world: World) -> None:
    contact_id = contact(world)
    given = ratings(world, contact_id)
    for handle in ("business_support", "health"):
        with pytest.raises(Refused):
            services.open_(contact_id=contact_id, ratings=given, actor=world.actor(handle), at=NOW)


def _same_ada(world: World) -> tuple[UUID, tuple[FirstRating, ...]]:
    """A second contact in which Ada was recognised as the girl of the first."""
    ada = next(s.person for row in queries.open_enquiries(world.actor("manager")) for s in view(world, row.id).subjects)
    contact_id = contact(world, ADA, BO)
    coordinator = world.actor("coordinator")
    named = contact_queries.contact(contact_id, actor=coordinator).people[0]
    contact_services.identify(contact_person_id=named.id, person_id=ada.id, actor=coordinator, at=NOW)
    return contact_id, ratings(world, contact_id)


def test_a_second_open_enquiry_for_a_child_is_refused_and_names_the_running_one(world: World) -> None:
    running = view(world, opened(world, ADA, MOTHER))
    contact_id, given = _same_ada(world)
    with broken("enquiries.one_open_enquiry_a_child") as caught:
        services.open_(contact_id=contact_id, ratings=given, actor=world.actor("coordinator"), at=NOW)
    assert running.reference in caught.value.sentence
    assert "Ada Wren" in caught.value.sentence
    assert contact_queries.contact(contact_id, actor=world.actor("coordinator")).waits  # nothing happened to it


def test_once_the_first_is_closed_a_second_enquiry_may_be_opened_and_names_the_earlier_one(world: World) -> None:
    first = opened(world, ADA, MOTHER)
    contact_id, given = _same_ada(world)
    services.close(enquiry_id=first, actor=decided(world, first), at=LATER)
    second = services.open_(contact_id=contact_id, ratings=given, actor=world.actor("coordinator"), at=LATER)
    seen = view(world, second)
    earlier = queries.earlier_enquiries(second, seen.person_ids, actor=world.actor("manager"))
    assert [row.id for row in earlier] == [first]
    with broken("enquiries.one_open_enquiry_a_child"):
        services.reopen(enquiry_id=first, actor=world.actor("manager"), at=LATER)


def test_postgresql_itself_keeps_two_open_enquiries_about_one_child_apart(world: World) -> None:
    from django.db import IntegrityError, transaction

    from openmash.enquiries.models import Enquiry, Subject

    opened(world, ADA)
    row = Subject.objects.get()
    enquiry = Enquiry.objects.get()
    enquiry.pk, enquiry.reference = uuid4(), "DEV-AAAA-AAAA"
    enquiry.save(force_insert=True)
    row.pk, row.enquiry_id = uuid4(), enquiry.pk
    with pytest.raises(IntegrityError, match="one_open_enquiry_a_child"), transaction.atomic():
        row.save(force_insert=True)


def test_adding_a_contact_keeps_ratings_that_stand_and_rates_children_who_are_new(world: World) -> None:
    enquiry_id = opened(world, ADA, MOTHER)
    contact_id, given = _same_ada(world)
    coordinator = world.actor("coordinator")
    with broken("enquiries.each_child_is_rated"):
        services.add_contact(enquiry_id=enquiry_id, contact_id=contact_id, actor=coordinator, at=LATER)
    services.add_contact(enquiry_id=enquiry_id, contact_id=contact_id, ratings=given[1:], actor=coordinator, at=LATER)
    seen = view(world, enquiry_id)
    assert [s.person.given_name for s in seen.subjects] == ["Ada", "Bo"]
    assert len(seen.subjects[0].ratings) == 1
    assert len(seen.contacts) == 2
    assert queries.enquiry_of_contact(contact_id, actor=coordinator) == enquiry_id


def test_a_contact_is_not_added_to_a_closed_enquiry(world: World) -> None:
    enquiry_id = opened(world, ADA)
    services.close(enquiry_id=enquiry_id, actor=decided(world, enquiry_id), at=LATER)
    contact_id = contact(world, BO)
    with broken("enquiries.enquiry_is_open"):
        services.add_contact(enquiry_id=enquiry_id, contact_id=contact_id, actor=world.actor("coordinator"), at=LATER)


def test_rating_again_keeps_who_when_and_why_and_moves_the_clock_by_the_hubs_rule(world: World) -> None:
    enquiry_id = opened(world, ADA, rating="amber")
    [ada] = view(world, enquiry_id).subjects
    services.rate(
        subject_id=ada.id,
        rating="red",
        reason="Health saw a second burn.",
        actor=world.actor("social_worker"),
        at=LATER,
    )
    [ada] = view(world, enquiry_id).subjects
    assert (ada.rating, ada.due_at, ada.version) == ("red", LATER + timedelta(hours=4), 2)
    before, now_holds = ada.ratings
    assert (before.rating, before.rated_by_name) == ("amber", "Robin Amery")
    assert (now_holds.reason, now_holds.rated_by_name) == ("Health saw a second burn.", "Kit Marlow")
    assert "Changed from amber" in now_holds.due_words


def test_a_rating_that_changes_nothing_or_says_no_reason_is_refused(world: World) -> None:
    [ada] = view(world, opened(world, ADA, rating="amber")).subjects
    actor = world.actor("social_worker")
    with broken("enquiries.rating_differs"):
        services.rate(subject_id=ada.id, rating="amber", reason="The same.", actor=actor, at=LATER)
    with broken("enquiries.rating_needs_a_reason"):
        services.rate(subject_id=ada.id, rating="red", reason=" ", actor=actor, at=LATER)
    with broken("enquiries.rating_is_the_hubs"):
        services.rate(subject_id=ada.id, rating="blue", reason="Not one of Devon's.", actor=actor, at=LATER)
    services.rate(subject_id=ada.id, rating="red", reason="A second burn.", actor=actor, at=LATER)


def test_a_rating_given_on_an_old_page_is_stale(world: World) -> None:
    [ada] = view(world, opened(world, ADA, rating="amber")).subjects
    actor = world.actor("social_worker")
    services.rate(subject_id=ada.id, rating="red", reason="A burn.", actor=actor, at=LATER, version=ada.version)
    with pytest.raises(Stale):
        services.rate(subject_id=ada.id, rating="green", reason="Calm.", actor=actor, at=LATER, version=ada.version)


def test_those_who_may_not_rate_are_refused_with_a_sentence(world: World) -> None:
    [ada] = view(world, opened(world, ADA, rating="amber")).subjects
    with pytest.raises(Refused, match="agency representative may not rate"):
        services.rate(subject_id=ada.id, rating="red", reason="A burn.", actor=world.actor("health"), at=LATER)


def test_a_decided_child_is_rated_again_only_after_the_decision_is_reopened(world: World) -> None:
    enquiry_id = opened(world, ADA, rating="amber")
    manager = decided(world, enquiry_id)
    [ada] = view(world, enquiry_id).subjects
    assert ada.decided
    assert queries.any_decided(enquiry_id, actor=manager)
    with broken("enquiries.rated_before_decision"):
        services.rate(subject_id=ada.id, rating="red", reason="A burn.", actor=manager, at=LATER)
    reopened_at = NOW + timedelta(days=5)
    services.mark_revisited(subject_id=ada.id, actor=manager, at=reopened_at)
    [ada] = view(world, enquiry_id).subjects
    assert not ada.decided
    assert ada.due_at is not None
    assert ada.due_at > reopened_at
    assert "Decision reopened" in ada.ratings[-1].due_words
    services.rate(subject_id=ada.id, rating="red", reason="A burn.", actor=manager, at=reopened_at)


def test_only_somebody_who_decides_marks_a_decision(world: World) -> None:
    [ada] = view(world, opened(world, ADA)).subjects
    with pytest.raises(Refused):
        services.mark_decided(subject_id=ada.id, actor=world.actor("social_worker"), at=LATER)
    services.mark_decided(subject_id=ada.id, actor=world.actor("manager"), at=LATER)


def test_an_enquiry_closes_when_everybody_is_decided_about_and_can_be_reopened(world: World) -> None:
    enquiry_id = opened(world, ADA, BO)
    manager = world.actor("manager")
    with broken("enquiries.every_subject_decided") as caught:
        services.close(enquiry_id=enquiry_id, actor=manager, at=LATER)
    assert "Ada Wren and Bo Wren" in caught.value.sentence
    decided(world, enquiry_id)
    with pytest.raises(Refused):
        services.close(enquiry_id=enquiry_id, actor=world.actor("coordinator"), at=LATER)
    services.close(enquiry_id=enquiry_id, actor=manager, at=LATER)
    assert not view(world, enquiry_id).is_open
    with broken("enquiry.close"):
        services.close(enquiry_id=enquiry_id, actor=manager, at=LATER)
    services.reopen(enquiry_id=enquiry_id, actor=world.actor("coordinator"), at=LATER)
    assert view(world, enquiry_id).is_open


def test_what_is_not_there_is_not_found_and_what_is_not_ones_own_hubs_neither(world: World) -> None:
    manager = world.actor("manager")
    enquiry_id = opened(world, ADA)
    with pytest.raises(NotFound):
        queries.enquiry(uuid4(), actor=manager)
    with pytest.raises(NotFound):
        services.close(enquiry_id=uuid4(), actor=manager, at=NOW)
    other = devon("cornwall", people=("manager",))
    with other.inside(), pytest.raises(NotFound):
        queries.enquiry(enquiry_id, actor=other.actor("manager"))
    with pytest.raises(Refused):
        queries.enquiry(enquiry_id, actor=world.actor("governance"))


def test_the_log_tells_the_story_without_a_name_or_a_reason(world: World) -> None:
    enquiry_id = opened(world, ADA, rating="amber")
    [ada] = view(world, enquiry_id).subjects
    services.rate(subject_id=ada.id, rating="red", reason="A burn.", actor=world.actor("manager"), at=LATER)
    events = audit_queries.of_enquiry(enquiry_id, actor=world.actor("manager"))
    told = [e for e in events if not e.name.startswith("clock.")]  # the hub's clocks tell of themselves
    assert sorted(e.name for e in told) == ["enquiry.opened_from_contact", "subject.rated", "subject.rated"]
    assert told[-1].detail == {"from": "amber", "to": "red"}
    assert "burn" not in str(events)
    assert "Ada" not in str(events)


def test_the_list_of_open_enquiries_takes_the_same_number_of_statements_however_many_there_are(world: World) -> None:
    manager = world.actor("manager")

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.open_enquiries(manager)
        return len(captured)

    opened(world, ADA)
    statements()  # what is read once for as long as a page lasts is read here
    one = statements()
    for _ in range(3):
        opened(world, BO, UNBORN)
    assert statements() == one
    rows = queries.open_enquiries(manager)
    assert len(rows) == 4
    assert {row.family for row in rows} == {"Ada Wren", "Bo and unborn child Wren"}
    assert {row.rating for row in rows} == {"amber"}
