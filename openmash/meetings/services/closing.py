"""Saying that a meeting took place, and everything that a chair sends from one page at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.hubs.rules import Happening
from openmash.meetings import permissions, queries, rules
from openmash.meetings.errors import NoSuchMeeting
from openmash.meetings.models import Meeting, MeetingCase, SecondRating
from openmash.meetings.queries import MeetingView
from openmash.meetings.queries.reading import rule_of
from openmash.meetings.services import writing
from openmash.meetings.services.rows import cases_of, lock, record, require_fresh, require_planned
from openmash.meetings.states import MEETING


@dataclass(frozen=True)
class Sitting:
    """All that was typed on the page of a meeting; what was not touched is left out.

    Args:
        attendance: how agencies took part.
        cases: what was said about cases, by the id of the case.
        numbers: how often each case had been written down as the page showed it; one left out is not compared.
        closes: whether the meeting is to be closed with it.
        without: if so, why it went on without its quorum; empty where it had it.
    """

    attendance: Sequence[rules.AttendanceTold] = ()
    cases: Mapping[UUID, rules.CaseTold] = field(default_factory=dict)
    numbers: Mapping[UUID, int] = field(default_factory=dict)
    closes: bool = False
    without: str = ""


@transaction.atomic
def write_down(*, meeting_id: UUID, told: Sitting, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Keep everything that a chair, or whoever takes the minutes, typed on one page; all of it or nothing.

    Raises:
        Refused, Stale, RuleBroken: as of each part (``services.writing``); ``field`` names the field of the page:
        "attendance-0-how", "view-<agency>", "rating-<subject>-rating", "action-0-words".
    """
    row = lock(meeting_id, actor)
    permissions.require_can_write(actor, row.chair_id)
    require_fresh(row, version)
    require_planned(row)
    writing.put_attendance(row, told.attendance, actor=actor, at=at)
    visible = {case.id: case for case in cases_of(row, actor)}
    for case_id, said in told.cases.items():
        if case_id not in visible:
            raise NoSuchMeeting
        _put_case(row, visible[case_id], said, told.numbers.get(case_id), actor=actor, at=at)
    if told.closes:
        _close(row, told.without, actor=actor, at=at)


@transaction.atomic
def hold(*, meeting_id: UUID, actor: Actor, at: datetime, without: str = "", version: int | None = None) -> None:
    """Say that a meeting took place: its clocks in each case it reached end, and others begin.

    Args:
        meeting_id: the meeting.
        actor: the chair, or a manager of the hub.
        at: when.
        without: why it went on without its quorum, a code of ``WITHOUT_QUORUM_WORDS``; empty where it had it.
        version: as the page showed the meeting; None skips the comparison.

    Raises:
        NotFound, KeptOut, Refused, Stale.
        RuleBroken: ``meetings.has_begun``, ``meetings.attendance_is_noted``, ``meetings.quorum``,
            ``meetings.reason_without_quorum``, ``meetings.each_case_is_recorded``,
            ``meetings.everybody_is_rated_again``, ``meeting.hold``.
    """
    row = lock(meeting_id, actor)
    require_fresh(row, version)
    _close(row, without, actor=actor, at=at)


def _close(row: Meeting, without: str, *, actor: Actor, at: datetime) -> None:
    permissions.require_can_close(actor, row.chair_id)
    MEETING.move(row.state, "hold")  # asked first: of a meeting that is over nobody is told what is missing
    view, rule = queries.meeting(row.id, actor=actor), rule_of(row, actor)
    rules.require_begun(row.starts_at, at=at)
    rules.require_attendance_noted([each.agency_name for each in view.attendance if not each.how])
    missing = rules.missing_from_quorum(rule, view.present_kinds)
    rules.require_quorum(missing, len(view.present), rule, without=without)
    _require_written(row, view, actor)
    row.state = MEETING.move(row.state, "hold")
    row.held_at, row.held_by, row.held_by_name = at, actor.id, actor.name
    short = bool(rule.quorum) and (bool(missing) or len(view.present) < (rule.quorum.at_least if rule.quorum else 0))
    row.without_quorum = without if short else ""
    row.version += 1
    row.save(update_fields=["state", "held_at", "held_by", "held_by_name", "without_quorum", "version"])
    detail: dict[str, str | int] = {"present": len(view.present), "without_quorum": row.without_quorum}
    record("meeting.held", row, actor, at, {**detail})
    _tell_the_clocks(row, view, actor=actor, at=at)


def _put_case(
    row: Meeting, case: MeetingCase, said: rules.CaseTold, number: int | None, *, actor: Actor, at: datetime
) -> None:
    for agency_id, words in said.views.items():
        writing.put_view(row, case, agency_id, words, actor=actor, at=at, field=f"view-{agency_id}")
    if said.record is not None:
        writing.put_record(row, case, said.record, actor=actor, at=at, number=number)
    for told in said.ratings:
        writing.put_rating(row, case, told, actor=actor, at=at, field=f"rating-{told.subject_id}")
    for index, action in enumerate(said.actions):
        writing.put_action(row, case, action, actor=actor, at=at, field=f"action-{index}")


def _require_written(row: Meeting, view: MeetingView, actor: Actor) -> None:
    """Every case that the actor sees is written down; one that they are kept out of comes up at the next meeting."""
    if not view.cases and not view.has_agenda:
        raise RuleBroken("meetings.each_case_is_recorded", "Write down what was said and decided.")
    rules.require_recorded([case.family or case.reference for case in view.cases if not case.result])
    if not rule_of(row, actor).second_rating:
        return
    rated = set(
        SecondRating.objects.filter(hub_id=actor.hub_id, case__meeting=row).values_list("subject_id", flat=True)
    )
    for case in view.cases:
        enquiry = enquiry_queries.enquiry(case.enquiry_id, actor=actor)
        waiting = [each for each in enquiry.subjects if not each.decided and each.id not in rated]
        rules.require_all_rated_again([each.person.display_name for each in waiting])


def _tell_the_clocks(row: Meeting, view: MeetingView, *, actor: Actor, at: datetime) -> None:
    reached = [case.enquiry_id for case in view.cases if case.result != rules.NOT_REACHED.code]
    for each in enquiry_queries.urgencies(actor.hub_id, enquiry_ids=reached):
        enquiry_services.happened(
            enquiry_id=each.enquiry_id,
            happening=Happening(f"{row.kind}_held"),
            actor=actor,
            at=at,
            when=min(max(row.starts_at, each.received_at), at),
        )
