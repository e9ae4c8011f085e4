"""Chasing by the model's ladder, absences of agencies, and the evidence of who was late: on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from config import tasks
from openmash.agencies import queries as agency_queries
from openmash.agencies import services as agency_services
from openmash.agencies.rules import AbsenceTold
from openmash.audit import queries as audit_queries
from openmash.checks import queries, services
from openmash.checks.rules import NilTold
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.notifications import queries as notification_queries
from tests.integration.enquiries_case import ADA, opened
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HANDLES = ("coordinator", "social_worker", "manager", "business_support", "health", "police")
TODAY = date(2026, 11, 18)


@pytest.fixture
def kent() -> Iterator[World]:
    made = devon("kent", people=HANDLES, operating_model="kent")
    with made.inside():
        yield made


def broken(rule: str) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda error: error.rule == rule)


def asked(world: World, *agencies: str, at: datetime = NOW) -> list[UUID]:
    enquiry_id = opened(world, ADA, rating="standard", by="social_worker")
    return services.ask(
        enquiry_id=enquiry_id,
        agency_ids=[world.agencies[each] for each in agencies],
        question="What do you know?",
        actor=world.actor("social_worker"),
        at=at,
    )


def rung(world: World, kind: str) -> list[str]:
    return sorted(each.to for each in notification_queries.outbox(world.hub_id) if each.kind == kind)


def test_each_step_of_the_ladder_is_taken_once_written_down_and_rung_where_the_model_says(kent: World) -> None:
    (check_id,) = asked(kent, "health")
    due = queries.check(check_id, actor=kent.actor("coordinator")).due_at
    assert due == datetime(2026, 11, 19, 12, 0, tzinfo=UTC)

    def round_(at: datetime) -> int:
        return services.chase_by_ladder(hub_id=kent.hub_id, at=at)

    assert round_(due - HOUR - timedelta(minutes=1)) == 0
    assert round_(due - HOUR) == 1
    assert round_(due - HOUR) == 0
    assert rung(kent, "check_reminder") == ["health@kent.example"]
    assert round_(due) == 2  # their own people, and the hub's
    assert rung(kent, "check_late_hub") == ["business_support@kent.example", "coordinator@kent.example"]
    assert round_(due + 2 * HOUR) == 2  # their manager, whom nobody has named, and the hub's

    sent = queries.reminders([check_id], actor=kent.actor("coordinator"))[check_id]
    assert [(each.label, each.to, each.reached) for each in sent] == [
        ("An hour before", "representative", 1),
        ("When it is due", "hub", 2),
        ("When it is due", "representative", 1),
        ("Two working hours after", "hub", 2),
        ("Two working hours after", "manager", 0),
    ]
    events = audit_queries.of_thing(check_id, actor=kent.actor("manager"))
    assert [event.name for event in events].count("check.reminded") == 5


def test_of_several_steps_that_come_at_once_nobody_is_rung_twice(kent: World) -> None:
    """As after a night in which the clockwork did not run."""
    (check_id,) = asked(kent, "health")
    due = queries.check(check_id, actor=kent.actor("coordinator")).due_at

    services.chase_by_ladder(hub_id=kent.hub_id, at=due + 2 * HOUR)

    assert rung(kent, "check_late_hub") == ["business_support@kent.example", "coordinator@kent.example"]
    assert rung(kent, "check_reminder") == ["health@kent.example"]
    sent = queries.reminders([check_id], actor=kent.actor("coordinator"))[check_id]
    assert {(each.label, each.to) for each in sent} == {
        ("When it is due", "hub"),
        ("When it is due", "representative"),
        ("Two working hours after", "hub"),
        ("Two working hours after", "manager"),
    }
    assert services.chase_by_ladder(hub_id=kent.hub_id, at=due + 2 * HOUR) == 0


def test_an_answer_ends_the_ladder(kent: World) -> None:
    health, police = asked(kent, "health", "police")
    nil = NilTold("no_trace", "Our records.")
    services.answer_nothing(check_id=health, nil=nil, late=None, actor=kent.actor("health"), at=NOW + HOUR)
    due = queries.check(police, actor=kent.actor("coordinator")).due_at

    services.chase_by_ladder(hub_id=kent.hub_id, at=due)

    assert set(queries.reminders([health, police], actor=kent.actor("coordinator"))) == {police}


def test_a_hub_without_a_ladder_reminds_nobody() -> None:
    world = devon("bexley", people=HANDLES, operating_model="bexley")
    with world.inside():
        enquiry_id = opened(world, ADA, rating="amber", by="manager")
        services.ask(
            enquiry_id=enquiry_id,
            agency_ids=[world.agencies["health"]],
            question="What do you know?",
            actor=world.actor("social_worker"),
            at=NOW,
        )
        assert services.chase_by_ladder(hub_id=world.hub_id, at=NOW + 90 * HOUR) == 0


def test_the_worker_s_round_chases(kent: World) -> None:
    assert services.chase_by_ladder in tasks.ROUND


def absent(world: World, agency: str = "health", *, by: str = "health", told: AbsenceTold | None = None) -> UUID:
    told = told or AbsenceTold(TODAY, TODAY + timedelta(days=5), "Duty nurse", "duty@health.example")
    return agency_services.record_absence(agency_id=world.agencies[agency], told=told, actor=world.actor(by), at=NOW)


def test_while_an_agency_is_away_whoever_covers_is_rung_too_and_no_longer(kent: World) -> None:
    absence = absent(kent)
    assert agency_queries.away(kent.hub_id, on=TODAY)[kent.agencies["health"]].covered_by == "Duty nurse"
    asked(kent, "health")
    assert rung(kent, "check_asked") == ["duty@health.example", "health@kent.example"]

    agency_services.end_absence(absence_id=absence, actor=kent.actor("business_support"), at=NOW + HOUR)
    assert agency_queries.away(kent.hub_id, on=TODAY) == {}
    services.chase_by_ladder(hub_id=kent.hub_id, at=datetime(2026, 11, 19, 11, 0, tzinfo=UTC))
    assert rung(kent, "check_reminder") == ["health@kent.example"]
    with pytest.raises(NotFound):
        agency_services.end_absence(absence_id=absence, actor=kent.actor("health"), at=NOW + HOUR)


def test_an_agency_s_own_people_or_those_who_chase_record_an_absence_and_nobody_else(kent: World) -> None:
    with pytest.raises(Refused):
        absent(kent, "health", by="police")
    absent(kent, "health", by="business_support")
    absent(kent, "police", by="police")


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (AbsenceTold(TODAY, TODAY - timedelta(days=1)), "agencies.absence_ends_after_it_begins"),
        (
            AbsenceTold(TODAY - timedelta(days=3), TODAY - timedelta(days=1)),
            "agencies.absence_is_not_over",
        ),
        (AbsenceTold(TODAY, TODAY + timedelta(days=93)), "agencies.absence_is_not_for_good"),
        (AbsenceTold(TODAY, TODAY, "", "duty@health.example"), "agencies.cover_has_a_name"),
    ],
)
def test_an_absence_says_what_can_be(kent: World, told: AbsenceTold, rule: str) -> None:
    with broken(rule):
        absent(kent, told=told)
    absent(kent, told=AbsenceTold(TODAY, TODAY + timedelta(days=92)))
    with broken("agencies.one_absence_at_a_time"):
        absent(kent, told=AbsenceTold(TODAY + timedelta(days=92), TODAY + timedelta(days=93)))


def test_who_was_late_is_counted_by_agency(kent: World) -> None:
    health, _police = asked(kent, "health", "police")
    due = queries.check(health, actor=kent.actor("coordinator")).due_at
    services.chase_by_ladder(hub_id=kent.hub_id, at=due)
    nil = NilTold("no_trace", "Our records.")
    services.answer_nothing(check_id=health, nil=nil, late=None, actor=kent.actor("health"), at=due + HOUR / 2)

    found = queries.timeliness(kent.actor("manager"), begins=NOW - HOUR, ends=NOW + HOUR, at=due + HOUR)

    assert [(each.agency_name, each.asked, each.late, each.overdue, each.reminded) for each in found] == [
        ("Devon and Cornwall Police", 1, 0, 1, 1),
        ("NHS Devon", 1, 1, 0, 1),
    ]
    assert found[1].minutes_late == (30,)
    assert queries.timeliness(kent.actor("manager"), begins=NOW + HOUR, ends=NOW + 2 * HOUR, at=due) == []
