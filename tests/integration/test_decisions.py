"""Deciding about each child, deciding again, and telling people, as the inside door's database role."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from openmash.audit.models import Event
from openmash.checks import services as check_services
from openmash.checks.rules import NilTold
from openmash.contacts import queries as contact_queries
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.decisions import queries, services
from openmash.decisions.models import Decision
from openmash.decisions.rules import AnalysisTold
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.states import SubjectState
from openmash.notifications.models import Message
from tests.handed_on import decide, subject
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

REASONS = "Unexplained bruises, and an unknown adult in the home."
ANALYSIS = AnalysisTold(
    harm="Bruises", likelihood="Likely", protective="Her aunt", voice="She says she fell.", summary="Needs assessing."
)


@pytest.fixture
def case() -> Iterator[Case]:
    world = devon()
    case = open_case(world)
    with world.inside():
        yield case


def broken_by(case: Case, **told: object) -> str:
    """The rule that stops a decision told otherwise; the one everybody makes goes through afterwards."""
    with pytest.raises(RuleBroken) as broken:
        decide(case, **told)
    assert not Decision.objects.exists()
    assert decide(case)
    return broken.value.rule


def test_a_decision_moves_the_child_seals_its_reasons_and_is_on_the_log(case: Case) -> None:
    decision_id = decide(case)

    [decision] = queries.latest(case.enquiry_id, actor=case.world.actor("coordinator"))
    assert (decision.id, decision.level_label) == (decision_id, "Tier 3: children's social care")
    assert (decision.team_name, decision.rating, decision.on_time) == ("Exeter assessment team", "amber", True)
    [child] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).subjects
    assert child.state == SubjectState.DECIDED
    assert queries.reasons(decision_id, actor=case.world.actor("social_worker"), at=case.later()) == REASONS
    assert Event.objects.get(name="decision.made").detail["outcome"] == "social_care"


def test_its_reasons_are_nowhere_in_the_database_in_plain_words(case: Case) -> None:
    decide(case)

    with connection.cursor() as cursor:
        # As bytes: ciphertext may hold any of them, and no text encoding of the database takes them all.
        cursor.execute("SELECT ciphertext FROM sealed_sealedtext")
        stored = [bytes(row[0]) for row in cursor.fetchall()]
    assert stored
    assert not any(b"bruises" in text for text in stored)


def test_whoever_does_not_enter_the_room_reads_no_reasons(case: Case) -> None:
    decision_id = decide(case)

    with pytest.raises(Refused):
        queries.reasons(decision_id, actor=case.world.actor("coordinator"), at=case.later())

    assert queries.reasons(decision_id, actor=case.world.actor("manager"), at=case.later()) == REASONS


@pytest.mark.parametrize("who", ["coordinator", "social_worker", "police", "business_support", "administrator"])
def test_whoever_is_not_a_manager_does_not_decide(case: Case, who: str) -> None:
    with pytest.raises(Refused):
        decide(case, who=who)

    assert decide(case)


def test_a_manager_who_is_no_registered_social_worker_does_not_decide_about_a_child(case: Case) -> None:
    assert broken_by(case, who="unregistered_manager") == "decisions.registered_social_worker_decides_for_a_child"


def test_an_outcome_that_hands_on_needs_a_team(case: Case) -> None:
    assert broken_by(case, team_id=None) == "decisions.outcome_needs_a_team"


def test_the_team_fits_the_outcome(case: Case) -> None:
    wrong = case.world.teams["early_response"]
    assert broken_by(case, team_id=wrong) == "decisions.team_fits_outcome"


def test_no_further_action_goes_to_no_team(case: Case) -> None:
    assert broken_by(case, outcome="no_further_action") == "decisions.outcome_has_no_team"


def test_no_further_action_ends_the_flow(case: Case) -> None:
    decide(case, level="tier_1", outcome="no_further_action", team_id=None)

    [decision] = queries.latest(case.enquiry_id, actor=case.world.actor("manager"))
    assert decision.ends_flow
    assert decision.team_id is None


def test_the_outcome_fits_the_level(case: Case) -> None:
    early = case.world.teams["early_response"]
    assert broken_by(case, outcome="early_response", team_id=early) == "decisions.outcome_fits_level"


def test_a_decision_has_reasons(case: Case) -> None:
    assert broken_by(case, reasons="  ") == "decisions.reasons_are_given"


def test_a_child_is_decided_about_once(case: Case) -> None:
    decide(case)

    with pytest.raises(RuleBroken) as broken:
        decide(case)

    assert broken.value.rule == "subject.decide"
    assert Decision.objects.count() == 1


def test_a_decision_made_from_an_old_page_is_refused(case: Case) -> None:
    [child] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).subjects
    enquiry_services.rate(
        subject_id=child.id,
        rating="red",
        reason="New bruises",
        actor=case.world.actor("social_worker"),
        at=case.later(),
    )

    with pytest.raises(Stale):
        decide(case, version=child.version)

    assert decide(case, version=child.version + 1)


def test_a_decision_is_late_when_its_deadline_has_passed_and_on_time_in_the_very_minute(case: Case) -> None:
    [child] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).subjects
    assert child.due_at is not None
    other = open_case(case.world, family="Finch")

    decide(case, at=child.due_at)
    decide(other, at=child.due_at + timedelta(seconds=1))

    assert queries.latest(case.enquiry_id, actor=case.world.actor("manager"))[0].on_time
    assert not queries.latest(other.enquiry_id, actor=case.world.actor("manager"))[0].on_time


def test_what_was_known_at_that_minute_is_kept_and_later_items_do_not_change_it(case: Case) -> None:
    _police, health = case.ask("police", "health")
    case.put_in("education", "She is often late.")
    check_services.answer_nothing(
        check_id=health,
        nil=NilTold(nil_return="no_trace", searched="The GP's list", explanation=""),
        late=None,
        actor=case.world.actor("health"),
        at=case.later(),
    )
    decision_id = decide(case)
    case.put_in("police", "A call to the house in June.")

    knew = queries.knew(decision_id, actor=case.world.actor("manager"))
    assert (knew.items, knew.answered, knew.outstanding, knew.late) == (1, ("Health",), ("Police",), ())
    assert knew.intact
    [view] = queries.latest(case.enquiry_id, actor=case.world.actor("manager"))
    assert view.outstanding_count == 1


def test_a_decision_cannot_be_changed_afterwards_by_anybody(case: Case) -> None:
    decision_id = decide(case)

    for statement in ("UPDATE decisions_decision SET level = 'tier_1'", "DELETE FROM decisions_decision"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert queries.latest(case.enquiry_id, actor=case.world.actor("manager"))[0].id == decision_id


def test_a_decision_is_made_again_for_a_reason_and_the_old_one_stays(case: Case) -> None:
    manager = case.world.actor("manager")
    first = decide(case)
    with pytest.raises(RuleBroken) as broken:
        services.revisit(subject_id=subject(case), why=" ", actor=manager, at=case.later())
    assert broken.value.rule == "decisions.revisiting_has_a_reason"

    services.revisit(subject_id=subject(case), why="The police answered late.", actor=manager, at=case.later())

    assert not queries.latest(case.enquiry_id, actor=manager)[0].holds
    assert queries.why_again(first, actor=manager, at=case.later()) == "The police answered late."
    second = decide(case, level="tier_4")
    [newest] = queries.latest(case.enquiry_id, actor=manager)
    assert (newest.id, newest.supersedes, newest.holds) == (second, first, True)
    assert [each.holds for each in queries.history(case.enquiry_id, actor=manager)] == [False, True]


def test_only_what_was_decided_is_decided_again(case: Case) -> None:
    with pytest.raises(RuleBroken) as broken:
        services.revisit(subject_id=subject(case), why="New", actor=case.world.actor("manager"), at=case.later())

    assert broken.value.rule == "subject.revisit"


def test_the_analysis_is_shared_sealed_and_kept_in_every_version(case: Case) -> None:
    worker, manager = case.world.actor("social_worker"), case.world.actor("manager")
    assert queries.analysis(case.enquiry_id, actor=manager, at=case.later()) is None

    services.analyse(enquiry_id=case.enquiry_id, told=ANALYSIS, actor=worker, at=case.later(), version=0)

    held = queries.analysis(case.enquiry_id, actor=manager, at=case.later())
    assert held is not None
    assert (held.told, held.version, held.written_by_name) == (ANALYSIS, 1, "Kit Marlow")
    with pytest.raises(Stale):
        services.analyse(enquiry_id=case.enquiry_id, told=ANALYSIS, actor=manager, at=case.later(), version=0)
    services.analyse(enquiry_id=case.enquiry_id, told=ANALYSIS, actor=manager, at=case.later(), version=1)
    with pytest.raises(Refused):
        queries.analysis(case.enquiry_id, actor=case.world.actor("coordinator"), at=case.later())


def test_an_analysis_hears_the_child(case: Case) -> None:
    told = AnalysisTold(summary="Needs assessing.")

    with pytest.raises(RuleBroken) as broken:
        services.analyse(enquiry_id=case.enquiry_id, told=told, actor=case.world.actor("manager"), at=case.later())

    assert (broken.value.rule, broken.value.field) == ("decisions.analysis_hears_the_child", "voice")


def test_the_referrer_is_told_after_the_decision_and_only_of_their_own_enquiry(case: Case) -> None:
    support = case.world.actor("business_support")
    [contact_id] = enquiry_queries.enquiry(case.enquiry_id, actor=support).contacts
    other = open_case(case.world, family="Finch")
    told = {"enquiry_id": case.enquiry_id, "said": "Passed to children's social care.", "actor": support}
    with pytest.raises(RuleBroken) as broken:
        services.tell_referrer(contact_id=contact_id, at=case.later(), **told)
    assert broken.value.rule == "decisions.told_after_the_decision"
    decide(case)
    [elsewhere] = enquiry_queries.enquiry(other.enquiry_id, actor=support).contacts
    with pytest.raises(NotFound):
        services.tell_referrer(contact_id=elsewhere, at=case.later(), **told)

    services.tell_referrer(contact_id=contact_id, at=case.later(), **told)

    [feedback] = queries.feedback_of(case.enquiry_id, actor=support)
    assert (feedback.contact_id, feedback.said) == (contact_id, "Passed to children's social care.")
    assert contact_queries.contact(contact_id, actor=support)


def test_each_agency_that_answered_is_told_by_a_message_of_its_own_that_holds_nothing(case: Case) -> None:
    [health, _police] = case.ask("health", "police")
    check_services.answer_nothing(
        check_id=health,
        nil=NilTold(nil_return="no_trace", searched="The GP's list", explanation=""),
        late=None,
        actor=case.world.actor("health"),
        at=case.later(),
    )
    decide(case)

    services.tell_agencies(
        enquiry_id=case.enquiry_id, said="With social care now.", actor=case.world.actor("manager"), at=case.later()
    )

    [told] = queries.feedback_of(case.enquiry_id, actor=case.world.actor("health"))
    assert (told.agency_name, told.said) == ("NHS Devon", "With social care now.")
    to = set(Message.objects.filter(kind="agency_feedback").values_list("to_address", flat=True))
    assert "health@devon.example" in to
    assert "police@devon.example" not in to


def test_another_hub_finds_neither_decision_nor_child(case: Case) -> None:
    decision_id, child = decide(case), subject(case)
    other = devon("kent")

    with other.inside():
        for attempt in (
            lambda: queries.reasons(decision_id, actor=other.actor("manager"), at=case.later()),
            lambda: queries.latest(case.enquiry_id, actor=other.actor("manager")),
            lambda: services.revisit(subject_id=child, why="x", actor=other.actor("manager"), at=case.later()),
        ):
            with pytest.raises(NotFound):
                attempt()

    assert queries.reasons(decision_id, actor=case.world.actor("manager"), at=case.later()) == REASONS
