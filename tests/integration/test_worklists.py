"""What needs somebody now: each sort of work reaches whoever may do it, soonest deadline first, and nobody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openmash.checks import services as check_services
from openmash.checks.rules import LateTold, NilTold
from openmash.contacts import services as contact_services
from openmash.decisions import services as decision_services
from openmash.hubs import services as hub_services
from openmash.meetings import queries as meeting_queries
from openmash.notifications import services as notifications
from openmash.worklists import queries
from tests.handed_on import composed, decide, released, subject
from tests.integration.contacts_told import told
from tests.integration.enquiries_case import ADA, BO, MOTHER, opened
from tests.meetings import Table
from tests.rooms import Case, open_case
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db
FORTNIGHT = NOW + timedelta(days=14)


@pytest.fixture
def world() -> Iterator[World]:
    made = devon()
    with made.inside():
        yield made


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world)


def kinds(world: World, who: str, *, at: object = FORTNIGHT) -> list[str]:
    return [row.kind for row in queries.needs_me(world.actor(who), at=at)]  # type: ignore[arg-type]


def test_a_new_contact_waits_for_whoever_triages_and_leaves_when_it_is_done(world: World) -> None:
    contact_id = contact_services.record(told=told(), actor=world.actor("coordinator"), at=NOW)
    assert kinds(world, "coordinator", at=NOW) == ["triage"]
    assert kinds(world, "social_worker", at=NOW) == ["triage"]
    assert kinds(world, "health", at=NOW) == []
    contact_services.signpost(contact_id=contact_id, reason="Not for us", actor=world.actor("coordinator"), at=NOW)
    assert kinds(world, "coordinator", at=NOW) == []


def test_a_check_waits_for_the_agency_that_was_asked_and_for_no_other(world: World, case: Case) -> None:
    case.ask("police")
    assert kinds(world, "police", at=case.at) == ["check"]
    assert kinds(world, "health", at=case.at) == []


def test_a_late_answer_is_to_be_chased_and_an_answer_in_time_is_not(world: World, case: Case) -> None:
    case.ask("police")
    assert "chase" not in kinds(world, "business_support", at=case.at)
    assert "chase" in kinds(world, "business_support")
    assert "chase" in kinds(world, "manager")


def test_who_decides_is_not_asked_to_chase_what_no_decision_waits_for(world: World, case: Case) -> None:
    case.ask("police")
    decide(case)
    assert "chase" not in kinds(world, "manager")
    assert "chase" in kinds(world, "business_support")


def test_a_decision_waits_for_whoever_decides_until_it_is_made(world: World, case: Case) -> None:
    assert kinds(world, "manager", at=case.at) == ["decide"]
    assert "decide" not in kinds(world, "social_worker", at=case.at)
    decide(case)
    assert "decide" not in kinds(world, "manager", at=case.at)


def test_an_answer_that_would_have_changed_the_decision_comes_back_until_it_is_looked_at(
    world: World, case: Case
) -> None:
    (check_id,) = case.ask("police")
    decide(case)
    check_services.answer_nothing(
        check_id=check_id,
        nil=NilTold("withheld", "National systems", "Speak to the detective sergeant"),
        late=LateTold("yes", "An arrest last week"),
        actor=world.actor("police"),
        at=case.later(),
    )
    assert "revisit" in kinds(world, "manager")
    decision_services.revisit(subject_id=subject(case), why="The arrest", actor=world.actor("manager"), at=case.later())
    assert "revisit" not in kinds(world, "manager")


def test_the_owner_is_asked_whether_something_may_leave_and_other_agencies_are_not(world: World, case: Case) -> None:
    case.ask_release(case.put_in("police", "He was arrested in March."))
    assert "release_request" in kinds(world, "police")
    assert "release_request" not in kinds(world, "health")


def test_a_decision_that_names_a_team_is_to_be_handed_on_and_then_to_be_acknowledged(world: World, case: Case) -> None:
    decide(case)
    assert "hand_on" in kinds(world, "manager", at=case.at)
    released(case, composed(case))
    assert "hand_on" not in kinds(world, "manager", at=case.at)
    assert "unacknowledged" not in kinds(world, "manager", at=case.at)
    assert "unacknowledged" in kinds(world, "manager")


def test_the_referrer_is_to_be_told_once_everybody_is_decided_about(world: World) -> None:
    enquiry_id = opened(world, ADA, BO, MOTHER)
    case = Case(world, enquiry_id, NOW)
    decide(case, subject_id=subject(case, 0))
    assert "tell" not in kinds(world, "business_support")
    decide(case, subject_id=subject(case, 1))
    assert "tell" in kinds(world, "business_support")


def test_a_message_that_was_not_delivered_for_a_day_says_so(world: World, settings: object) -> None:
    notifications.queue("check_asked", hub_id=world.hub_id, to=["a@b.example"], about_id=world.hub_id, at=NOW)
    assert "not_delivered" not in kinds(world, "business_support", at=NOW + timedelta(hours=23))
    assert "not_delivered" in kinds(world, "business_support", at=NOW + timedelta(hours=25))


def test_the_soonest_deadline_comes_first(world: World, case: Case) -> None:
    contact_services.record(told=told(), actor=world.actor("coordinator"), at=NOW)
    case.ask("police", "health")
    rows = queries.needs_me(world.actor("manager"), at=FORTNIGHT)
    due = [row.due_at for row in rows]
    assert len(due) >= 4
    assert due == sorted(due)  # type: ignore[type-var]


def test_those_who_may_not_see_cases_have_no_work_here(world: World, case: Case) -> None:
    case.ask("police")
    assert kinds(world, "governance") == []
    assert kinds(world, "administrator") == []


def test_another_hubs_work_is_not_mine(world: World, case: Case) -> None:
    other = devon("cornwall", people=("manager",))
    with other.inside():
        assert kinds(other, "manager") == []


def test_the_worklist_takes_as_many_statements_however_much_there_is(world: World) -> None:
    def statements() -> int:
        """As a page of its own, which begins with nothing read."""
        actor = world.actor("manager")
        with world.inside(), CaptureQueriesContext(connection) as captured:
            queries.needs_me(actor, at=FORTNIGHT)
        return len(captured)

    busy(world, "Wren")
    few = statements()
    for family in ("Tern", "Crane", "Heron"):
        busy(world, family)
    assert statements() == few


def test_a_meeting_waits_for_its_chair_from_the_day_before_until_it_is_closed(world: World, case: Case) -> None:
    table = Table.called(case, "strategy_discussion")
    starts = meeting_queries.coming(actor=world.actor("manager"))[0].starts_at
    before, chair = starts - timedelta(hours=25), chair_of(world)
    assert "meeting" not in kinds(world, chair, at=before)
    [row] = [each for each in queries.needs_me(world.actor(chair), at=starts) if each.kind == "meeting"]
    assert (row.due_at, row.opens) == (starts, ("meeting", table.meeting_id))
    assert "meeting" not in kinds(world, "health", at=starts), "whoever is invited is told in another way"


def chair_of(world: World) -> str:
    """By the handle of ``tests.world``, who chairs the next meeting."""
    chair = meeting_queries.coming(actor=world.actor("manager"))[0].chair_id
    return next(handle for handle, user_id in world.people.items() if user_id == chair)


def test_a_version_of_the_model_waits_for_who_may_approve_it_and_did_not_prepare_it() -> None:
    world = devon("kent", people=("administrator", "operations_manager", "coordinator"))
    with world.inside():
        admin = world.actor("administrator")
        made = hub_services.copy_shipped(name="devon", actor=admin, at=NOW)
        assert kinds(world, "operations_manager") == []
        hub_services.propose(
            version_id=made, effective_from=NOW.date() + timedelta(days=9), why="Colder.", actor=admin, at=NOW
        )
        [row] = queries.needs_me(world.actor("operations_manager"), at=NOW)
        assert (row.kind, row.opens, row.words) == ("approve_model", ("model_version", made), "Proposed by Sandy Birch")
        assert kinds(world, "administrator") == []
        assert kinds(world, "coordinator") == []
        hub_services.approve(version_id=made, actor=world.actor("operations_manager"), at=NOW)
        assert kinds(world, "operations_manager") == []


def busy(world: World, family: str) -> None:
    """One family with something of every sort."""
    case = open_case(world, family=family)
    case.ask("police", "health")
    decide(case)
    released(case, composed(case))
    contact_services.record(told=told(), actor=world.actor("coordinator"), at=NOW)
