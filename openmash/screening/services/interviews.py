"""Noting that a missing child was found, and the interview that is due."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import deadline
from openmash.enquiries import queries as enquiry_queries
from openmash.screening import permissions
from openmash.screening.errors import NotInThisHub
from openmash.screening.models import ReturnInterview
from openmash.screening.rules import interviews as rules
from openmash.screening.rules import panels as panel_rules
from openmash.screening.services.rows import open_case, seal
from openmash.screening.states import INTERVIEW, InterviewState


@transaction.atomic
def note_found(
    *, enquiry_id: UUID, person_id: UUID, found_at: datetime, missing_from: datetime | None, actor: Actor, at: datetime
) -> UUID:
    """Note that a child who was missing is found; somebody is to speak with them in the hub's time, or 72 hours.

    Args:
        enquiry_id: the case.
        person_id: a child it is about.
        found_at: when they were found; the clock runs from here.
        missing_from: since when they were missing, if that is known.
        actor: who notes it.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``screening.…``).
    """
    enquiry = open_case(enquiry_id, actor)
    require(permissions.can_work(actor))
    panel_rules.require_nobody_twice(person_id, (), enquiry.person_ids)
    rules.require_child(next((each.kind for each in enquiry.subjects if each.person.id == person_id), ""))
    rules.require_times(missing_from, found_at, at=at)
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    due = deadline(rules.clock(model), found_at, calendar_for(model.office), heading="Return interview", began="Found")
    row = ReturnInterview.objects.create(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        person_id=person_id,
        state=INTERVIEW.initial,
        missing_from=missing_from,
        found_on=found_at,
        due_by=due.due_at,
        due_words=due.words,
        noted_at=at,
        noted_by=actor.id,
        noted_by_name=actor.name,
    )
    detail: dict[str, audit.Plain] = {"due": due.due_at.isoformat()}
    about = ("interview", row.id)
    audit.record("interview.noted", actor=actor, at=at, about=about, enquiry_id=enquiry_id, detail=detail)
    return row.id


@transaction.atomic
def hold(*, interview_id: UUID, told: rules.InterviewTold, actor: Actor, at: datetime) -> None:
    """Record a return interview: who held it, what the child said, and what came to light.

    A child who declined at first may speak after all.

    Raises:
        NotFound, Refused, RuleBroken (``screening.…``, ``interview.hold``).
    """
    row = _fetch(interview_id, actor)
    model = enquiry_queries.model_for(row.enquiry_id, actor=actor)
    rules.require_whole(told, model.return_interviews.themes if model.return_interviews else ())
    words = {"interviewer": told.interviewer.strip(), "said": told.said.strip()}
    after_all = row.state in (InterviewState.DECLINED, InterviewState.NOT_POSSIBLE)
    row.state = INTERVIEW.move(row.state, "hold_after_all" if after_all else "hold")
    row.independent, row.themes = told.independent, list(told.themes)
    _end(row, words, actor, at)
    _record("interview.held_after_all" if after_all else "interview.held", row, actor, at)


@transaction.atomic
def decline(*, interview_id: UUID, why: str, actor: Actor, at: datetime) -> None:
    """Record that the child does not want to speak, and what was done for them instead."""
    row = _fetch(interview_id, actor)
    rules.require_why_not(why)
    row.state = INTERVIEW.move(row.state, "decline")
    _end(row, {"why": why.strip()}, actor, at)
    _record("interview.declined", row, actor, at)


@transaction.atomic
def give_up(*, interview_id: UUID, why: str, actor: Actor, at: datetime) -> None:
    """Record that the interview cannot be held, why, and what was done instead."""
    row = _fetch(interview_id, actor)
    rules.require_why_not(why)
    row.state = INTERVIEW.move(row.state, "give_up")
    _end(row, {"why": why.strip()}, actor, at)
    _record("interview.not_held", row, actor, at)


def _fetch(interview_id: UUID, actor: Actor) -> ReturnInterview:
    row = ReturnInterview.objects.select_for_update().filter(hub_id=actor.hub_id, id=interview_id).first()
    if row is None:
        raise NotInThisHub
    enquiry_queries.require_enquiry(row.enquiry_id, actor=actor)
    require(permissions.can_work(actor))
    return row


def _end(row: ReturnInterview, words: dict[str, str], actor: Actor, at: datetime) -> None:
    row.words_id = seal(words, "return interview", enquiry_id=row.enquiry_id, actor=actor, at=at)
    row.ended_at, row.ended_by, row.ended_by_name = at, actor.id, actor.name
    row.save(update_fields=["state", "independent", "themes", "words", "ended_at", "ended_by", "ended_by_name"])


def _record(name: str, row: ReturnInterview, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {"late": at > row.due_by}
    audit.record(name, actor=actor, at=at, about=("interview", row.id), enquiry_id=row.enquiry_id, detail=detail)
