"""What must be on record before a hub goes on, and the stage that a case has reached, as the inside door's role."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from openmash.audit.models import Event
from openmash.core.errors import Refused, RuleBroken
from openmash.decisions.rules import Section47Told
from openmash.enquiries import queries, services
from openmash.enquiries.models import GateView, StageEntry
from openmash.enquiries.queries import GateStanding, StageView
from openmash.enquiries.rules import GateTold
from openmash.exclusions import services as exclusion_services
from openmash.exclusions.errors import KeptOut
from tests.handed_on import decide, subject
from tests.rooms import Case, open_case
from tests.world import devon

pytestmark = pytest.mark.django_db

YES, NO = GateTold(True, "A burn, and what he said of it."), GateTold(False, "Late and hungry, no more.")


@pytest.fixture
def northamptonshire() -> Iterator[Case]:
    world = devon("northamptonshire", operating_model="northamptonshire")
    case = open_case(world, rating="threshold_met", by="social_worker")
    with world.inside():
        yield case


@pytest.fixture
def wiltshire() -> Iterator[Case]:
    world = devon("wiltshire", operating_model="wiltshire")
    case = open_case(world, rating="triage")
    with world.inside():
        yield case


def view(case: Case, who: str, told: GateTold = YES, *, gate: str = "step_up", of: str = "") -> None:
    services.give_view(
        enquiry_id=case.enquiry_id,
        gate=gate,
        told=told,
        agency_id=case.world.agencies[of] if of else None,
        actor=case.world.actor(who),
        at=case.later(),
    )


def rule_broken(act: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The rule that refuses."""
    with pytest.raises(RuleBroken) as broken, transaction.atomic():
        act(*given, **named)
    return broken.value.rule


def gate(case: Case) -> GateStanding:
    [found] = queries.gates_of(case.enquiry_id, actor=case.world.actor("coordinator"))
    return found


def stage(case: Case) -> StageView:
    found = queries.stage_of(case.enquiry_id, actor=case.world.actor("coordinator"))
    assert found is not None
    return found


# --- Northamptonshire: the threshold before sharing -------------------------------------------------------------------


def test_no_agency_is_asked_before_the_threshold_is_on_record_and_then_it_is(northamptonshire: Case) -> None:
    assert rule_broken(northamptonshire.ask, "police") == "enquiries.threshold_before_sharing"

    view(northamptonshire, "social_worker", gate="threshold")

    assert northamptonshire.ask("police")


def test_nor_does_an_agency_put_in_anything_unasked(northamptonshire: Case) -> None:
    told = ("police", "He was cautioned in 2024.")
    assert rule_broken(northamptonshire.put_in, *told) == "enquiries.threshold_before_sharing"

    view(northamptonshire, "social_worker", gate="threshold")

    assert northamptonshire.put_in(*told)


def test_the_newest_finding_counts(northamptonshire: Case) -> None:
    view(northamptonshire, "social_worker", gate="threshold")
    view(northamptonshire, "manager", NO, gate="threshold")
    assert rule_broken(northamptonshire.ask, "police") == "enquiries.threshold_before_sharing"

    view(northamptonshire, "manager", YES, gate="threshold")

    assert northamptonshire.ask("police")


@pytest.mark.parametrize("who", ["coordinator", "police", "unregistered_manager", "business_support"])
def test_the_threshold_is_found_by_a_registered_social_worker_of_the_roles_named(
    northamptonshire: Case, who: str
) -> None:
    with pytest.raises(Refused):
        view(northamptonshire, who, gate="threshold")
    assert not GateView.objects.exists()

    view(northamptonshire, "manager", gate="threshold")
    assert gate(northamptonshire).is_open


def test_a_finding_says_why_and_is_of_a_gate_of_the_hub(northamptonshire: Case) -> None:
    silent = GateTold(True, "  ")
    assert rule_broken(view, northamptonshire, "manager", silent, gate="threshold") == (
        "enquiries.gate_view_has_a_reason"
    )
    assert rule_broken(view, northamptonshire, "manager", gate="step_up") == "enquiries.gate_is_the_hubs"

    view(northamptonshire, "manager", gate="threshold")

    event = Event.objects.get(name="gate.view_given")
    assert (event.detail["gate"], event.detail["met"], event.enquiry_id) == (
        "threshold",
        True,
        northamptonshire.enquiry_id,
    )


def test_a_hub_without_gates_asks_at_once() -> None:
    case = open_case(devon())
    with case.world.inside():
        assert case.ask("police")
        assert queries.gates_of(case.enquiry_id, actor=case.world.actor("manager")) == []
        assert queries.stage_of(case.enquiry_id, actor=case.world.actor("manager")) is None


# --- Wiltshire: two stages and a joint decision -----------------------------------------------------------------------


def test_a_case_begins_in_triage_with_the_clock_of_triage(wiltshire: Case) -> None:
    assert (stage(wiltshire).code, stage(wiltshire).number, stage(wiltshire).of) == ("triage", 1, 2)
    # Wednesday 18 November, so through triage by the end of Thursday.
    assert stage(wiltshire).due_at == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)


def test_it_steps_up_when_police_social_care_and_health_have_all_said_so_and_not_before(wiltshire: Case) -> None:
    view(wiltshire, "evaluator")
    view(wiltshire, "manager")
    assert (gate(wiltshire).is_open, gate(wiltshire).awaited, stage(wiltshire).code) == (False, ("health",), "triage")

    view(wiltshire, "health")

    assert (gate(wiltshire).is_open, gate(wiltshire).awaited) == (True, ())
    reached = stage(wiltshire)
    assert (reached.code, reached.because_label) == ("mash", "What the hub waits for was found")
    assert reached.due_at is not None
    assert (reached.due_at - reached.entered_at).total_seconds() == 4 * 3600
    assert [e.detail["stage"] for e in Event.objects.filter(name="enquiry.stage_entered").order_by("at")] == [
        "triage",
        "mash",
    ]


def test_one_no_keeps_it_where_it_is_until_that_agency_says_yes(wiltshire: Case) -> None:
    view(wiltshire, "evaluator")
    view(wiltshire, "manager")
    view(wiltshire, "health", NO)
    assert stage(wiltshire).code == "triage"

    view(wiltshire, "health", YES)

    assert stage(wiltshire).code == "mash"


def test_a_second_view_of_the_same_agency_is_not_one_of_another(wiltshire: Case) -> None:
    for who in ("manager", "social_worker", "second_manager"):
        view(wiltshire, who)
    assert gate(wiltshire).awaited == ("police", "health")
    assert not gate(wiltshire).is_open


def test_an_agency_whose_view_is_not_asked_for_gives_none(wiltshire: Case) -> None:
    assert rule_broken(view, wiltshire, "education") == "enquiries.gate_asks_that_agency"
    view(wiltshire, "health")
    assert [each.agency_kind for each in gate(wiltshire).views] == ["health"]


def test_the_view_of_an_agency_elsewhere_is_taken_down_with_who_gave_it_and_how(wiltshire: Case) -> None:
    from openmash.agencies import services as agency_services

    swindon = agency_services.add_agency(
        hub_id=wiltshire.world.hub_id,
        name="Swindon children's services",
        short_name="Swindon",
        kind="social_care",
        co_located=False,
        email="duty@swindon.example",
    )
    wiltshire.world.agencies["swindon"] = swindon
    nameless = GateTold(True, "We agree.", how="video")
    no_how = GateTold(True, "We agree.", said_by="Rae Lydiard, duty manager")
    assert rule_broken(view, wiltshire, "social_worker", nameless, of="swindon") == (
        "enquiries.view_from_elsewhere_names_who"
    )
    assert rule_broken(view, wiltshire, "social_worker", no_how, of="swindon") == (
        "enquiries.view_from_elsewhere_says_how"
    )
    whole = GateTold(True, "We agree.", how="video", said_by="Rae Lydiard, duty manager")
    assert rule_broken(view, wiltshire, "social_worker", whole, of="health") == "enquiries.agency_speaks_for_itself"

    view(wiltshire, "social_worker", whole, of="swindon")

    [shown] = gate(wiltshire).views
    assert (shown.agency_name, shown.how_label, shown.said_by_name, shown.given_by_name) == (
        "Swindon children's services",
        "By video",
        "Rae Lydiard, duty manager",
        "Kit Marlow",
    )
    assert gate(wiltshire).awaited == ("police", "health")


def test_what_meets_the_child_protection_threshold_is_fast_tracked_past_the_gate(wiltshire: Case) -> None:
    services.rate(
        subject_id=subject(wiltshire),
        rating="child_protection",
        reason="A burn.",
        actor=wiltshire.world.actor("manager"),
        at=wiltshire.later(),
    )
    assert (stage(wiltshire).code, stage(wiltshire).because_label) == ("mash", "Its rating leads straight here")
    assert not gate(wiltshire).is_open


def test_it_never_goes_back_a_stage(wiltshire: Case) -> None:
    for who in ("evaluator", "manager", "health"):
        view(wiltshire, who)
    view(wiltshire, "health", NO)
    assert stage(wiltshire).code == "mash"
    assert StageEntry.objects.count() == 2


def test_an_outcome_of_the_hub_is_not_decided_in_triage(wiltshire: Case) -> None:
    joint = {
        "level": "level_4",
        "outcome": "joint_section_47",
        "section_47": Section47Told("Twice found at his flat.", "given", ""),
    }
    assert rule_broken(decide, wiltshire, **joint) == "decisions.outcome_of_a_later_stage"

    for who in ("evaluator", "manager", "health"):
        view(wiltshire, who)

    assert decide(wiltshire, **joint)


def test_whoever_is_kept_out_gives_no_view_and_sees_none(wiltshire: Case) -> None:
    actor = wiltshire.world.actor("health")
    exclusion_services.declare(
        user_id=actor.id, enquiry_id=wiltshire.enquiry_id, ground="relative", actor=actor, at=wiltshire.later()
    )
    for act in (lambda: view(wiltshire, "health"), lambda: queries.gates_of(wiltshire.enquiry_id, actor=actor)):
        with pytest.raises(KeptOut):
            act()
    with pytest.raises(KeptOut):
        queries.stage_of(wiltshire.enquiry_id, actor=actor)
    assert gate(wiltshire).views == ()


def test_the_database_keeps_a_view_as_it_was_given(wiltshire: Case) -> None:
    view(wiltshire, "manager")
    for statement in ("UPDATE enquiries_gateview SET met = false", "DELETE FROM enquiries_gateview"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert GateView.objects.get().met
