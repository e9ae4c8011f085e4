"""What was said in a meeting, opened once the log says who reads it."""

import json
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.meetings.errors import NoSuchMeeting
from openmash.meetings.models import Action, AgencyStatement, CaseRecord, Meeting, SecondRating
from openmash.meetings.queries.reading import case_lines, rule_of
from openmash.meetings.queries.shapes import (
    ActionView,
    CaseLine,
    CaseOpened,
    RecordView,
    SecondRatingView,
    Statement,
)
from openmash.sealed import queries as sealed_queries

Words = dict[UUID, str | None]


def opened(meeting_id: UUID, case_id: UUID, *, actor: Actor, at: datetime) -> CaseOpened:
    """One case of a meeting with all that was said; every sealed text of it is on the log first.

    Raises:
        NotFound: there is no such case on that meeting.
        Refused, KeptOut, RuleBroken: as of the sealed room.
    """
    row = Meeting.objects.filter(hub_id=actor.hub_id, id=meeting_id).first()
    if row is None:
        raise NoSuchMeeting
    if row.enquiry_id is not None:
        enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    line = next((each for each in case_lines(row, rule_of(row, actor), actor) if each.id == case_id), None)
    if line is None:
        raise NoSuchMeeting
    of_case = {"hub_id": actor.hub_id, "case_id": case_id}
    statements = list(
        AgencyStatement.objects.filter(**of_case).order_by("agency_id", "-given_at").distinct("agency_id")
    )
    record = CaseRecord.objects.filter(**of_case).order_by("-number").first()
    ratings = list(SecondRating.objects.filter(**of_case).order_by("rated_at", "id"))
    actions = list(Action.objects.filter(**of_case).order_by("due_at", "id"))
    closed = [
        *(each.words_id for each in statements),
        *(each.words_id for each in actions),
        *(each.reason_id for each in ratings),
        *((record.words_id,) if record else ()),
    ]
    words = sealed_queries.sealed_texts(closed, enquiry_id=line.enquiry_id, actor=actor, at=at)
    names = {agency.id: agency.short_name for agency in agency_queries.agencies(actor.hub_id)}
    return CaseOpened(
        case=line,
        statements=tuple(_statement(each, names, words) for each in statements),
        record=_written(record, line, words) if record else None,
        ratings=tuple(_rating(each, words) for each in ratings),
        actions=_actions(actions, names, words),
    )


def _statement(row: AgencyStatement, names: dict[UUID, str], words: Words) -> Statement:
    return Statement(
        agency_id=row.agency_id,
        agency_name=names[row.agency_id],
        words=words[row.words_id],
        taken_down=row.taken_down,
        given_at=row.given_at,
        given_by_name=row.given_by_name,
    )


def _written(row: CaseRecord, line: CaseLine, words: Words) -> RecordView:
    sealed = words[row.words_id]
    parts: dict[str, str | None] = json.loads(sealed) if sealed is not None else {"minutes": None, "decision": None}
    return RecordView(
        number=row.number,
        result=row.result,
        result_label=line.result_label,
        minutes=parts["minutes"],
        decision=parts["decision"],
        written_at=row.written_at,
        written_by_name=row.written_by_name,
    )


def _rating(row: SecondRating, words: Words) -> SecondRatingView:
    return SecondRatingView(row.subject_id, row.before, row.rating, words[row.reason_id], row.rated_by_name)


def _actions(rows: Iterable[Action], names: dict[UUID, str], words: Words) -> tuple[ActionView, ...]:
    return tuple(
        ActionView(
            id=row.id,
            words=words[row.words_id],
            agency_id=row.agency_id,
            agency_name=names[row.agency_id],
            owner_name=row.owner_name,
            due_at=row.due_at,
            done_at=row.done_at,
            done_by_name=row.done_by_name,
        )
        for row in rows
    )
