"""What every service here does with a meeting: find its rule, lock it, write down what was done."""

from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel
from openmash.meetings import permissions, rules
from openmash.meetings.errors import NoSuchMeeting
from openmash.meetings.models import Meeting, MeetingCase
from openmash.meetings.states import MeetingState
from openmash.sealed import services as sealed_services


def lock(meeting_id: UUID, actor: Actor) -> Meeting:
    """The meeting, locked.

    Raises:
        Refused: the actor sees no meetings.
        NotFound: there is none of that id.
        KeptOut: it is about a case that they are kept out of.
    """
    permissions.require_can_see(actor)
    row = Meeting.objects.select_for_update().filter(hub_id=actor.hub_id, id=meeting_id).first()
    if row is None:
        raise NoSuchMeeting
    if row.enquiry_id is not None:
        enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    return row


def lock_case(case_id: UUID, actor: Actor) -> tuple[Meeting, MeetingCase]:
    """A case of a meeting with its meeting, which is locked; raises as ``lock`` does."""
    permissions.require_can_see(actor)
    case = MeetingCase.objects.filter(hub_id=actor.hub_id, id=case_id).first()
    if case is None:
        raise NoSuchMeeting
    enquiry_queries.require_not_kept_out(case.enquiry_id, actor=actor)
    return lock(case.meeting_id, actor), case


def model_of(meeting: Meeting, actor: Actor, at: datetime) -> OperatingModel:
    """The operating model that a meeting works by: the version that its enquiry began with, or the hub's own."""
    if meeting.enquiry_id is None:
        return hub_queries.model_of(actor.hub_id, at=at)
    return enquiry_queries.model_for(meeting.enquiry_id, actor=actor)


def require_fresh(row: Meeting, version: int | None) -> None:
    """Raises Stale when somebody closed or called off the meeting after the actor looked at it."""
    if version not in (None, row.version):
        raise Stale("this meeting")


def require_planned(row: Meeting) -> None:
    """Raises RuleBroken unless the meeting is still to be written down."""
    rules.require_still_planned(planned=row.state == MeetingState.PLANNED, label=row.label)


def seal(case: MeetingCase, purpose: str, text: str, actor: Actor, at: datetime) -> UUID:
    """Close words about one case of a meeting; ``purpose`` says what they are."""
    return sealed_services.seal_text(
        enquiry_id=case.enquiry_id, purpose=f"meeting_{purpose}", text=text, actor=actor, at=at
    )


def record(name: str, row: Meeting, actor: Actor, at: datetime, detail: dict[str, audit.Plain] | None = None) -> None:
    """Write down what was done to a meeting."""
    said: dict[str, audit.Plain] = {"meeting": row.code, **(detail or {})}
    audit.record(name, actor=actor, at=at, about=("meeting", row.id), enquiry_id=row.enquiry_id, detail=said)


def record_of_case(
    name: str,
    row: Meeting,
    case: MeetingCase,
    actor: Actor,
    at: datetime,
    detail: dict[str, audit.Plain] | None = None,
) -> None:
    """Write down what was done about one case of a meeting; it is on that case's timeline."""
    said: dict[str, audit.Plain] = {"meeting": row.code, **(detail or {})}
    audit.record(name, actor=actor, at=at, about=("meeting", row.id), enquiry_id=case.enquiry_id, detail=said)


def cases_of(row: Meeting, actor: Actor) -> list[MeetingCase]:
    """The cases of a meeting that the actor is not kept out of."""
    cases = MeetingCase.objects.filter(hub_id=actor.hub_id, meeting=row).order_by("added_at", "id")
    return [case for case in cases if case.enquiry_id not in enquiry_queries.kept_out_of(actor)]
