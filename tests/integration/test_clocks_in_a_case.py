"""Clocks that start and end with what happens in a case, and stand still only where the model allows: on PostgreSQL."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from openmash.audit import queries as audit_queries
from openmash.contacts import queries as contact_queries
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.decisions import services as decision_services
from openmash.enquiries import queries, services
from openmash.enquiries.queries import ClockView
from openmash.enquiries.rules import FirstRating
from openmash.hubs.rules import ClockKind, ClockSpec, Happening
from tests.integration.enquiries_case import ADA, BO, GRANDFATHER, MOTHER, contact, opened, view
from tests.world import NOW, World, devon

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HANDLES = ("coordinator", "social_worker", "manager", "business_support", "health", "governance")
RECEIVED = datetime(2026, 11, 17, 15, 0, tzinfo=UTC)  # the day before NOW, a Tuesday


@pytest.fixture
def world() -> Iterator[World]:
    made = devon(people=HANDLES)
    with made.inside():
        yield made


@pytest.fixture
def kent() -> Iterator[World]:
    """A hub whose model lets the decision about an adult stand still for one reason."""
    made = devon("kent", people=HANDLES, operating_model="kent")
    with made.inside():
        yield made


def broken(rule: str) -> "pytest.RaisesExc[RuleBroken]":
    return pytest.raises(RuleBroken, check=lambda error: error.rule == rule)


def clocks(world: World, enquiry_id: UUID, code: str = "") -> list[ClockView]:
    found = queries.clocks_of(enquiry_id, actor=world.actor("coordinator"))
    return [clock for clock in found if code in ("", clock.code)]


def happened(world: World, enquiry_id: UUID, happening: Happening, *, at: datetime = NOW, **more: object) -> None:
    services.happened(enquiry_id=enquiry_id, happening=happening, actor=world.actor("social_worker"), at=at, **more)  # type: ignore[arg-type]


def test_the_acknowledgement_counts_from_the_referral_and_the_next_steps_ended_when_the_enquiry_was_opened(
    world: World,
) -> None:
    enquiry_id = opened(world, ADA, MOTHER, received_at=RECEIVED)

    acknowledgement, *_ = clocks(world, enquiry_id, "acknowledgement")
    next_steps, *_ = clocks(world, enquiry_id, "next_steps")

    assert acknowledgement.statutory
    assert acknowledgement.subject_id is None
    assert acknowledgement.runs
    assert acknowledgement.due_at == datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
    assert "Referral received Tuesday 17 November 2026 at 15:00" in acknowledgement.due_words
    assert (next_steps.ended_at, next_steps.ended_because) == (NOW, "enquiry_opened")
    assert not next_steps.late_at(NOW + 9 * HOUR)
    assert acknowledgement.late_at(NOW + 9 * HOUR)


def test_a_referrer_who_was_told_ends_the_acknowledgement_once(world: World) -> None:
    enquiry_id = opened(world, ADA, received_at=RECEIVED)
    services.note_happening(
        enquiry_id=enquiry_id,
        happening=Happening.REFERRER_ACKNOWLEDGED,
        when=NOW - HOUR / 2,
        actor=world.actor("business_support"),
        at=NOW,
    )
    (clock,) = clocks(world, enquiry_id, "acknowledgement")
    assert clock.ended_at == NOW - HOUR / 2
    names = [event.name for event in audit_queries.of_enquiry(enquiry_id, actor=world.actor("coordinator"))]
    assert names.count("clock.ended") == 2  # this one, and the next steps


def test_who_only_answers_notes_nothing_and_nobody_notes_what_is_to_come(world: World) -> None:
    enquiry_id = opened(world, ADA, received_at=RECEIVED)
    note = {"enquiry_id": enquiry_id, "happening": Happening.REFERRER_ACKNOWLEDGED, "at": NOW}
    with pytest.raises(Refused):
        services.note_happening(when=NOW, actor=world.actor("health"), **note)  # type: ignore[arg-type]
    with broken("enquiries.notes_what_happened"):
        services.note_happening(when=NOW + HOUR, actor=world.actor("coordinator"), **note)  # type: ignore[arg-type]
    with broken("enquiries.happened_after_the_referral"):
        services.note_happening(when=RECEIVED - HOUR, actor=world.actor("coordinator"), **note)  # type: ignore[arg-type]
    assert clocks(world, enquiry_id, "acknowledgement")[0].runs


def test_the_conference_counts_from_the_strategy_discussion_for_each_child_it_was_about(world: World) -> None:
    enquiry_id = opened(world, ADA, BO, MOTHER)
    ada, _ = view(world, enquiry_id).subjects

    happened(world, enquiry_id, Happening.STRATEGY_DISCUSSION_HELD, subject_ids=[ada.id], at=NOW + HOUR, when=NOW)

    (clock,) = clocks(world, enquiry_id, "conference")
    assert clock.subject_id == ada.id
    assert clock.due_at == datetime(2026, 12, 9, 17, 0, tzinfo=UTC)  # fifteen working days after Wednesday the 18th

    happened(world, enquiry_id, Happening.STRATEGY_DISCUSSION_HELD, at=NOW + 2 * HOUR)
    assert {each.subject_id: each.started_at for each in clocks(world, enquiry_id, "conference")}[ada.id] == NOW
    assert len(clocks(world, enquiry_id, "conference")) == 2

    happened(world, enquiry_id, Happening.CONFERENCE_HELD, subject_ids=[ada.id], at=NOW + 3 * HOUR)
    ended = {each.subject_id for each in clocks(world, enquiry_id, "conference") if each.ended_at}
    assert ended == {ada.id}


def decide(world: World, subject_id: UUID, *, outcome: str, at: datetime) -> None:
    care = outcome == "social_care"
    decision_services.decide(
        subject_id=subject_id,
        level="tier_3" if care else "tier_1",
        outcome=outcome,
        team_id=world.teams["assessment"] if care else None,
        reasons="What is known comes to this.",
        actor=world.actor("manager"),
        at=at,
    )


def test_a_decision_for_social_care_starts_the_assessment_s_clock_from_the_referral_and_no_other_does(
    world: World,
) -> None:
    enquiry_id = opened(world, ADA, BO, received_at=RECEIVED)
    ada, bo = view(world, enquiry_id).subjects

    decide(world, ada.id, outcome="social_care", at=NOW + HOUR)
    decide(world, bo.id, outcome="no_further_action", at=NOW + HOUR)

    (clock,) = clocks(world, enquiry_id, "assessment")
    assert clock.subject_id == ada.id
    assert clock.started_at == RECEIVED
    assert clock.statutory

    decision_services.revisit(
        subject_id=ada.id, why="A neighbour rang.", actor=world.actor("manager"), at=NOW + 2 * HOUR
    )
    (clock,) = clocks(world, enquiry_id, "assessment")
    assert clock.ended_because == "revisited"


def test_nothing_runs_in_a_closed_enquiry(world: World) -> None:
    enquiry_id = opened(world, ADA, received_at=RECEIVED)
    (ada,) = view(world, enquiry_id).subjects
    decide(world, ada.id, outcome="social_care", at=NOW + HOUR)
    assert queries.running_clocks(world.actor("coordinator"))

    services.close(enquiry_id=enquiry_id, actor=world.actor("manager"), at=NOW + 2 * HOUR)

    assert not queries.running_clocks(world.actor("coordinator"))
    assert {clock.ended_because for clock in clocks(world, enquiry_id, "assessment")} == {"enquiry_closed"}


def test_a_clock_that_is_not_the_model_s_runs_once_and_is_ended_by_its_code(world: World) -> None:
    enquiry_id = opened(world, ADA)
    start = {
        "enquiry_id": enquiry_id,
        "code": "daily",
        "label": "Daily meeting",
        "spec": ClockSpec(ClockKind.ELAPSED_HOURS, 4, source="invented"),
        "because": "rated",
        "began": "Rated",
        "actor": world.actor("coordinator"),
    }
    services.start_clock(at=NOW, **start)  # type: ignore[arg-type]
    services.start_clock(at=NOW + HOUR, **start)  # type: ignore[arg-type]
    (clock,) = clocks(world, enquiry_id, "daily")
    assert clock.due_at == NOW + 4 * HOUR
    assert clock.due_words.startswith("Daily meeting: within 4 hours, day and night. Rated Wednesday")

    services.end_clock(
        enquiry_id=enquiry_id, code="daily", because="daily_held", actor=world.actor("coordinator"), at=NOW + 2 * HOUR
    )
    assert clocks(world, enquiry_id, "daily")[0].ended_at == NOW + 2 * HOUR


def adult_s_case(kent: World) -> tuple[UUID, UUID, UUID]:
    """An enquiry in Kent about a child and an adult: ids of it, of the child and of the adult."""
    contact_id = contact(kent, ADA, GRANDFATHER)
    people = contact_queries.contact(contact_id, actor=kent.actor("coordinator")).people
    ratings = tuple(FirstRating(each.id, "standard", "A bruise.") for each in people)
    enquiry_id = services.open_(contact_id=contact_id, ratings=ratings, actor=kent.actor("social_worker"), at=NOW)
    child, adult = view(kent, enquiry_id).subjects
    return enquiry_id, child.id, adult.id


def pause(kent: World, subject_id: UUID, *, by: str = "manager", reason: str = "asked_for_time", at: datetime) -> None:
    services.pause_decision(
        subject_id=subject_id, reason=reason, words="He asked to sleep on it.", actor=kent.actor(by), at=at
    )


def test_a_decision_s_clock_stands_still_and_what_was_left_is_left(kent: World) -> None:
    enquiry_id, child, adult = adult_s_case(kent)
    before = {s.id: s.due_at for s in view(kent, enquiry_id).subjects}
    assert before[adult] == datetime(2026, 11, 19, 17, 0, tzinfo=UTC)

    pause(kent, adult, at=NOW + 2 * HOUR)  # Wednesday 12:00
    assert {s.id: s.paused_at for s in view(kent, enquiry_id).subjects} == {child: None, adult: NOW + 2 * HOUR}
    (row,) = queries.open_enquiries(kent.actor("coordinator"))
    assert row.due_at == before[child]

    services.resume_decision(subject_id=adult, actor=kent.actor("social_worker"), at=NOW + 26 * HOUR)  # a working day
    after = next(s for s in view(kent, enquiry_id).subjects if s.id == adult)
    assert after.paused_at is None
    assert after.due_at == datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
    assert "Stood still from Wednesday 18 November 2026 at 12:00" in after.ratings[-1].due_words
    assert after.ratings[-1].due_words.endswith("so it is due Friday 20 November 2026 at 17:00.")


def test_only_what_the_model_allows_stands_still_on_the_word_of_those_it_names(kent: World) -> None:
    _, child, adult = adult_s_case(kent)
    with broken("enquiries.pauses_only_what_the_model_allows"):
        pause(kent, child, at=NOW + HOUR)
    with broken("enquiries.pauses_only_what_the_model_allows"):
        pause(kent, adult, reason="convenience", at=NOW + HOUR)
    with pytest.raises(Refused, match="does not let this clock stand still"):
        pause(kent, adult, by="social_worker", at=NOW + HOUR)
    with broken("enquiries.pauses_before_it_has_run_out"):
        pause(kent, adult, at=NOW + 60 * HOUR)
    pause(kent, adult, at=NOW + HOUR)
    with broken("enquiries.pauses_once"):
        pause(kent, adult, at=NOW + 2 * HOUR)


def test_a_hub_whose_model_has_no_pauses_pauses_nothing(world: World) -> None:
    enquiry_id = opened(world, ADA, rating="green")
    (ada,) = view(world, enquiry_id).subjects
    with broken("enquiries.pauses_only_what_the_model_allows"):
        pause(world, ada.id, at=NOW + HOUR)


def test_what_stood_still_for_the_longest_time_runs_on_by_itself(kent: World) -> None:
    enquiry_id, _, adult = adult_s_case(kent)
    pause(kent, adult, at=NOW + 2 * HOUR)
    until = queries.pauses_of(enquiry_id, actor=kent.actor("coordinator"))[0].runs_on_at
    assert until == datetime(2026, 11, 23, 17, 0, tzinfo=UTC)

    assert services.run_on_what_stood_long(hub_id=kent.hub_id, at=until - HOUR) == 0
    assert services.run_on_what_stood_long(hub_id=kent.hub_id, at=until + HOUR) == 1
    assert services.run_on_what_stood_long(hub_id=kent.hub_id, at=until + HOUR) == 0

    after = next(s for s in view(kent, enquiry_id).subjects if s.id == adult)
    assert after.paused_at is None
    assert after.due_at == datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # the 13 working hours that were left


def test_rating_or_deciding_lets_a_clock_run_on_first(kent: World) -> None:
    enquiry_id, _, adult = adult_s_case(kent)
    pause(kent, adult, at=NOW + HOUR)
    services.rate(
        subject_id=adult, rating="immediate", reason="He fell.", actor=kent.actor("social_worker"), at=NOW + 2 * HOUR
    )
    now = next(s for s in view(kent, enquiry_id).subjects if s.id == adult)
    assert now.paused_at is None
    assert now.rating == "immediate"
    assert now.due_at == NOW + 6 * HOUR
    assert queries.pauses_of(enquiry_id, actor=kent.actor("coordinator"))[0].resumed_at == NOW + 2 * HOUR


def test_another_hub_finds_no_clock(world: World) -> None:
    enquiry_id = opened(world, ADA)
    clock = clocks(world, enquiry_id)[0]
    other = devon("torbay", people=("coordinator",))
    with other.inside(), pytest.raises(NotFound):
        queries.clock(clock.id, actor=other.actor("coordinator"))
    assert queries.clock(clock.id, actor=world.actor("coordinator")).id == clock.id
