"""Disputing a rating or a decision, step by step up the hub's ladder, as the inside door's database role."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from config import tasks
from openmash.audit.models import Event
from openmash.contacts import services as contact_services
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.decisions import queries as decision_queries
from openmash.differences import queries, services
from openmash.differences.models import Difference, SafetyAction, Step
from openmash.differences.queries import DifferenceView
from openmash.differences.rules import DifferenceTold, Settlement
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from openmash.notifications.models import Message
from openmash.worklists import queries as worklist_queries
from tests.handed_on import decide, subject
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

WHY, SEALED = "He was there last night.", "The informant saw him."
RED = DifferenceTold("rating", WHY, wanted="red")
STANDS = Settlement("stands", "The visit found nothing.", "We looked at it together: amber holds.")
TO_RED = Settlement("changed", "He is back in the home.", "You were right: red from now on.", rating="red")


@pytest.fixture
def case() -> Iterator[Case]:
    case = open_case(devon())
    with case.world.inside():
        yield case


@pytest.fixture
def nottinghamshire() -> Iterator[Case]:
    case = open_case(devon("nottinghamshire", operating_model="nottinghamshire"))
    with case.world.inside():
        yield case


def raised(case: Case, who: str = "health", told: DifferenceTold = RED, **other: Any) -> UUID:
    actor = case.world.actor(who)
    return services.raise_(subject_id=subject(case), told=told, actor=actor, at=case.later(), **other)


def settle(case: Case, difference_id: UUID, who: str = "manager", found: Settlement = STANDS, **other: Any) -> None:
    actor = case.world.actor(who)
    services.settle(difference_id=difference_id, found=found, actor=actor, at=case.later(), **other)


def further(case: Case, difference_id: UUID, who: str = "health") -> None:
    services.take_further(difference_id=difference_id, actor=case.world.actor(who), at=case.later())


def seen(case: Case, difference_id: UUID, who: str = "coordinator") -> DifferenceView:
    return queries.difference(difference_id, actor=case.world.actor(who))


def rule_broken(act: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The rule that refuses."""
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        act(*given, **named)
    return broken.value.rule


def rating(case: Case) -> str:
    [child] = enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).subjects
    return child.rating


def contact_id(case: Case) -> UUID:
    return enquiry_queries.enquiry(case.enquiry_id, actor=case.world.actor("manager")).contacts[0]


# --- Raising ----------------------------------------------------------------------------------------------------------


def test_whoever_disagrees_says_why_and_those_who_settle_it_are_rung_without_a_word_of_the_case(case: Case) -> None:
    found = seen(case, raised(case))

    assert (found.state, found.step, found.step_label) == ("open", 1, "A practice manager who did not rate or decide")
    assert (found.disputed_label, found.wanted_label, found.raised_for) == ("Amber", "Red", "NHS Devon")
    assert found.due_at - found.raised_at == timedelta(hours=2)
    rung = set(Message.objects.filter(kind="difference_to_settle").values_list("to_address", flat=True))
    assert rung == {"manager@devon.example", "second_manager@devon.example"}
    event = Event.objects.get(name="difference.raised")
    assert WHY not in str(event.detail)


def test_nobody_disputes_a_rating_they_gave_themselves(case: Case) -> None:
    assert rule_broken(raised, case, "coordinator") == "differences.of_somebody_else"
    assert raised(case, "social_worker")


def test_another_rating_of_the_hub_is_wanted_and_why(case: Case) -> None:
    wrong = {
        "differences.rating_is_the_hubs": DifferenceTold("rating", WHY, wanted="purple"),
        "differences.wants_another_rating": DifferenceTold("rating", WHY, wanted="amber"),
        "differences.says_why": DifferenceTold("rating", " ", wanted="red"),
        "differences.about_is_given": DifferenceTold("weather", WHY),
        "differences.words_fit": DifferenceTold("rating", "x" * 4001, wanted="red"),
    }
    for rule, told in wrong.items():
        assert rule_broken(raised, case, told=told) == rule
    assert raised(case)


def test_a_rating_is_disputed_before_the_decision_and_the_decision_after_it(case: Case) -> None:
    decision = DifferenceTold("decision", WHY)
    assert rule_broken(raised, case, told=decision) == "differences.decision_holds"
    decide(case)
    assert rule_broken(raised, case) == "differences.rating_still_counts"
    assert seen(case, raised(case, told=decision)).disputed_by_name == "Pat Holloway"


def test_one_at_a_time_about_the_same_child(case: Case) -> None:
    first = raised(case)
    assert rule_broken(raised, case, "police") == "differences.one_at_a_time"
    services.withdraw(difference_id=first, actor=case.world.actor("health"), at=case.later())
    assert raised(case, "police")


def test_a_hub_without_a_ladder_says_so() -> None:
    case = open_case(devon("durham", operating_model="durham"), rating="red")
    with case.world.inside():
        assert rule_broken(raised, case) == "differences.hub_has_a_ladder"


def test_business_support_writes_it_down_for_a_referrer_and_not_for_itself(case: Case) -> None:
    with pytest.raises(Refused):
        raised(case, "business_support")
    found = seen(case, raised(case, "business_support", contact_id=contact_id(case)))
    assert (found.for_referrer, found.raised_for) == (True, "Ms Sparrow, Brookfield Primary School")


def test_a_contact_of_another_family_is_not_found(case: Case) -> None:
    other = open_case(case.world, family="Lark")
    with pytest.raises(NotFound):
        raised(case, contact_id=contact_id(other))
    assert raised(case, contact_id=contact_id(case))


def test_a_ladder_for_professionals_takes_nothing_from_referrers(nottinghamshire: Case) -> None:
    told = {"contact_id": contact_id(nottinghamshire)}
    assert rule_broken(raised, nottinghamshire, **told) == "differences.ladder_for_referrers"
    assert raised(nottinghamshire)


# --- Settling ---------------------------------------------------------------------------------------------------------


def test_a_changed_rating_is_given_with_its_clock_and_whoever_raised_it_is_told(case: Case) -> None:
    difference_id = raised(case)

    settle(case, difference_id, found=TO_RED)

    assert rating(case) == "red"
    found = seen(case, difference_id)
    assert (found.state, found.steps[0].finding, found.steps[0].told) == ("settled", "changed", TO_RED.told)
    rung = Message.objects.get(kind="difference_settled")
    assert rung.to_address == "health@devon.example"
    assert Event.objects.get(name="difference.settled").detail["on_time"] is True


def test_a_rating_that_stands_is_left_alone(case: Case) -> None:
    settle(case, raised(case))
    assert rating(case) == "amber"


def test_a_changed_decision_is_to_be_made_again(case: Case) -> None:
    decide(case)
    difference_id = raised(case, told=DifferenceTold("decision", WHY))

    settle(case, difference_id, "second_manager", Settlement("changed", "New facts.", "It is decided again."))

    [decision] = decision_queries.latest(case.enquiry_id, actor=case.world.actor("manager"))
    assert not decision.holds
    assert decide(case, at=case.later())


def test_a_decision_is_disputed_after_the_case_was_closed_and_changed_once_it_is_open_again(case: Case) -> None:
    decide(case, level="tier_1", outcome="no_further_action", team_id=None)
    manager = case.world.actor("manager")
    enquiry_services.close(enquiry_id=case.enquiry_id, actor=manager, at=case.later())
    difference_id = raised(case, told=DifferenceTold("decision", WHY))
    changed = Settlement("changed", "New facts.", "It is decided again.")
    assert rule_broken(settle, case, difference_id, "second_manager", changed) == "enquiries.enquiry_is_open"
    enquiry_services.reopen(enquiry_id=case.enquiry_id, actor=manager, at=case.later())
    settle(case, difference_id, "second_manager", changed)
    assert seen(case, difference_id).state == "settled"


def test_the_step_is_settled_by_whom_the_ladder_names_and_nobody_else(case: Case) -> None:
    difference_id = raised(case)
    for who in ("coordinator", "social_worker", "police", "operations_manager", "governance", "administrator"):
        with pytest.raises(Refused):
            settle(case, difference_id, who)
    settle(case, difference_id, "manager")


def test_nobody_settles_their_own_cause(case: Case) -> None:
    decide(case, who="manager")
    of_decision = DifferenceTold("decision", WHY)
    first = raised(case, told=of_decision)
    assert rule_broken(settle, case, first, "manager") == "differences.not_in_their_own_cause"
    settle(case, first, "second_manager")
    second = raised(case, "second_manager", told=of_decision)
    assert rule_broken(settle, case, second, "second_manager") == "differences.settled_by_somebody_else"
    assert not seen(case, second, "second_manager").may_settle


def test_a_settlement_is_whole(case: Case) -> None:
    difference_id = raised(case)
    wrong = {
        "differences.finding_is_given": Settlement("", "Reasons", "Told"),
        "differences.new_rating_is_given": Settlement("changed", "Reasons", "Told"),
        "differences.rating_only_when_changed": Settlement("stands", "Reasons", "Told", rating="red"),
        "differences.finding_has_reasons": Settlement("stands", "", "Told"),
        "differences.whoever_raised_it_is_told": Settlement("stands", "Reasons", " "),
    }
    for rule, found in wrong.items():
        assert rule_broken(settle, case, difference_id, found=found) == rule
    settle(case, difference_id)
    assert rule_broken(settle, case, difference_id) == "difference.settle"


def test_a_stale_settlement_is_refused(case: Case) -> None:
    difference_id = raised(case)
    with pytest.raises(Stale):
        settle(case, difference_id, version=7)
    settle(case, difference_id, version=seen(case, difference_id).version)


def test_a_referrer_reads_what_came_of_it_with_their_receipt_and_nothing_sealed(case: Case) -> None:
    code = contact_services.give_receipt(
        contact_id=contact_id(case), actor=case.world.actor("coordinator"), at=case.later()
    )
    decide(case)
    difference_id = raised(case, "social_worker", DifferenceTold("decision", WHY), contact_id=contact_id(case))

    settle(case, difference_id, "second_manager")

    said = contact_services.receipt(code=code, hub_id=case.world.hub_id)
    assert STANDS.told in str(said)
    assert STANDS.reasons not in str(said)
    assert WHY not in str(said)


def test_it_waits_on_the_worklist_of_whoever_settles_it_and_of_nobody_else(case: Case) -> None:
    difference_id = raised(case)

    def waiting(who: str) -> list[UUID]:
        rows = worklist_queries.needs_me(case.world.actor(who), at=case.at)
        return [row.opens[1] for row in rows if row.kind == "settle"]

    assert waiting("manager") == [difference_id]
    assert (waiting("operations_manager"), waiting("health"), waiting("coordinator")) == ([], [], [])
    settle(case, difference_id)
    assert waiting("manager") == []


# --- Up the ladder ----------------------------------------------------------------------------------------------------


def test_nottinghamshires_ladder_social_care_decides_then_the_operations_manager(nottinghamshire: Case) -> None:
    case = nottinghamshire
    difference_id = raised(case, "police")
    with pytest.raises(Refused):
        settle(case, difference_id, "operations_manager")
    settle(case, difference_id, "social_worker")

    further(case, difference_id, "police")

    assert (seen(case, difference_id).step, seen(case, difference_id).step_label) == (2, "The operational manager")
    with pytest.raises(Refused):
        settle(case, difference_id, "social_worker")
    settle(case, difference_id, "operations_manager", TO_RED)
    assert rating(case) == "red"
    assert rule_broken(further, case, difference_id, "police") == "differences.last_step_is_final"


def test_only_whoever_raised_it_or_their_agency_takes_it_further_or_back(case: Case) -> None:
    difference_id = raised(case, "police")
    for act in (services.take_further, services.withdraw):
        with pytest.raises(Refused):
            act(difference_id=difference_id, actor=case.world.actor("health"), at=case.later())
    settle(case, difference_id)
    further(case, difference_id, "evaluator")  # of the same agency
    services.withdraw(difference_id=difference_id, actor=case.world.actor("police"), at=case.later())
    assert seen(case, difference_id).state == "withdrawn"
    assert rule_broken(further, case, difference_id, "police") == "difference.take_further"


def test_a_step_whose_time_ran_out_moves_up_by_itself_and_its_clock_runs_from_then(case: Case) -> None:
    difference_id = raised(case)
    due = seen(case, difference_id).due_at

    assert services.move_up_overdue(hub_id=case.world.hub_id, at=due) == 0  # the very minute is in time
    assert services.move_up_overdue(hub_id=case.world.hub_id, at=due + timedelta(days=3)) == 1

    found = seen(case, difference_id)
    assert (found.step, found.step_label, found.at_the_top) == (2, "The operations manager", True)
    assert [(s.ended, s.ended_at) for s in found.steps] == [("ran_out", due), ("", None)]
    assert found.steps[1].began_at == due
    assert found.due_at == due + timedelta(hours=2)
    rung = set(Message.objects.filter(kind="difference_to_settle").values_list("to_address", flat=True))
    assert {"operations_manager@devon.example", "unregistered_manager@devon.example"} <= rung
    assert Message.objects.get(kind="difference_moved_up").to_address == "health@devon.example"


def test_at_the_top_nothing_moves_and_every_list_says_that_it_is_late(case: Case) -> None:
    difference_id = raised(case)
    later = case.at + timedelta(days=9)
    while services.move_up_overdue(hub_id=case.world.hub_id, at=later):
        pass
    [listed] = queries.open_differences(case.world.actor("coordinator"))
    assert (listed.id, listed.step, listed.late_at(later)) == (difference_id, 2, True)


def test_the_clockwork_goes_round_with_it() -> None:
    assert services.move_up_overdue in tasks.ROUND


def test_what_is_settled_is_not_moved_up(case: Case) -> None:
    settle(case, raised(case))
    assert services.move_up_overdue(hub_id=case.world.hub_id, at=case.at + timedelta(days=9)) == 0


# --- Meanwhile --------------------------------------------------------------------------------------------------------


def test_anybody_on_the_case_records_what_keeps_the_child_safe_at_any_time(case: Case) -> None:
    difference_id = raised(case)
    for who, words in (("education", "School keeps her until four."), ("coordinator", "Her aunt fetches her.")):
        services.keep_safe(difference_id=difference_id, words=words, actor=case.world.actor(who), at=case.later())
    settle(case, difference_id)
    services.keep_safe(
        difference_id=difference_id, words="Until Friday.", actor=case.world.actor("health"), at=case.later()
    )
    assert (
        rule_broken(
            services.keep_safe, difference_id=difference_id, words="", actor=case.world.actor("health"), at=case.later()
        )
        == "differences.action_says_what"
    )
    assert [action.words for action in seen(case, difference_id).actions] == [
        "School keeps her until four.",
        "Her aunt fetches her.",
        "Until Friday.",
    ]


# --- Who reads what ---------------------------------------------------------------------------------------------------


def test_what_is_sealed_is_read_in_the_room_alone_and_each_reading_is_on_the_log(case: Case) -> None:
    difference_id = raised(case, told=DifferenceTold("rating", WHY, wanted="red", in_the_room=SEALED))
    settle(case, difference_id)
    assert seen(case, difference_id).has_sealed_words
    assert SEALED not in str(seen(case, difference_id, "manager"))
    with pytest.raises(Refused):
        queries.sealed_words(difference_id, actor=case.world.actor("coordinator"), at=case.later())

    words = queries.sealed_words(difference_id, actor=case.world.actor("police"), at=case.later())

    assert [text for _, text in words] == [SEALED, STANDS.reasons]
    assert Event.objects.filter(name="text.read", actor_id=case.world.people["police"]).count() == 2


def test_whoever_does_not_enter_the_room_seals_nothing(case: Case) -> None:
    told = DifferenceTold("rating", WHY, wanted="red", in_the_room=SEALED)
    services.withdraw(difference_id=raised(case), actor=case.world.actor("health"), at=case.later())
    decide(case)
    told = DifferenceTold("decision", WHY, in_the_room=SEALED)
    with pytest.raises(Refused):
        raised(case, "coordinator", told)
    assert raised(case, "coordinator", DifferenceTold("decision", WHY))


def test_whoever_is_kept_out_sees_none_of_it(case: Case) -> None:
    difference_id = raised(case)
    actor = case.world.actor("second_manager")
    assert queries.open_differences(actor)
    exclusion_services.declare(
        user_id=actor.id, enquiry_id=case.enquiry_id, ground="relative", actor=actor, at=case.later()
    )
    assert queries.open_differences(actor) == []
    with pytest.raises(KeptOut):
        queries.difference(difference_id, actor=actor)
    with pytest.raises(KeptOut):
        settle(case, difference_id, "second_manager")
    settle(case, difference_id, "manager")


def test_another_hub_finds_none_of_it(case: Case) -> None:
    difference_id = raised(case)
    kent = devon("kent")
    with kent.inside():
        assert queries.open_differences(kent.actor("manager")) == []
        with pytest.raises(NotFound):
            queries.difference(difference_id, actor=kent.actor("manager"))
    assert seen(case, difference_id)


def test_the_number_of_statements_does_not_grow_with_what_is_disputed(
    case: Case, django_assert_max_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    raised(case)
    with CaptureQueriesContext(connection) as one:
        queries.open_differences(case.world.actor("manager"))
    for family in ("Lark", "Kestrel", "Finch"):
        raised(open_case(case.world, family=family, at=case.at))
    with CaptureQueriesContext(connection) as four:
        assert len(queries.open_differences(case.world.actor("manager"))) == 4
    assert len(four) == len(one)


def test_the_database_keeps_what_was_raised_and_how_a_step_ended(case: Case) -> None:
    settle(case, raised(case))
    for statement in (
        "UPDATE differences_difference SET raised_by_name = 'x'",
        "UPDATE differences_difference SET state = 'withdrawn'",
        "UPDATE differences_step SET label = 'x'",
        "DELETE FROM differences_step",
        "DELETE FROM differences_difference",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Difference.objects.get().state == "settled"


def test_erasing_blanks_the_words_and_leaves_who_and_when(case: Case) -> None:
    difference_id = raised(case)
    services.keep_safe(
        difference_id=difference_id, words="Her aunt fetches her.", actor=case.world.actor("health"), at=case.later()
    )
    settle(case, difference_id)
    with pytest.raises(Refused):
        services.erase(enquiry_id=case.enquiry_id, actor=case.world.actor("manager"), at=case.later())

    services.erase(enquiry_id=case.enquiry_id, actor=case.world.actor("governance"), at=case.later())

    assert (Difference.objects.get().why, SafetyAction.objects.get().words) == ("Erased", "Erased")
    step = Step.objects.get()
    assert (step.told, step.ended_by_name, step.finding) == ("Erased", "Pat Holloway", "stands")
