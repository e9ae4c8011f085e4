"""The meetings that spoke or will speak of a case, for its page."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from openmash.access import Actor
from openmash.enquiries.queries import EnquiryView
from openmash.meetings import queries
from openmash.meetings.queries import MeetingLine
from openmash.meetings.states import MeetingState

_STATES = {
    MeetingState.PLANNED: ("Planned", "blue"),
    MeetingState.HELD: ("Held", "green"),
    MeetingState.CANCELLED: ("Called off", "grey"),
}


@dataclass(frozen=True)
class Line:
    """One meeting; ``state`` and ``colour`` are its tag, ``late`` says that it began or begins after its deadline."""

    label: str
    url: str
    state: str
    colour: str
    starts_at: datetime
    due_at: datetime | None
    planned: bool
    late: bool


def lines(enquiry: EnquiryView, *, actor: Actor) -> tuple[Line, ...]:
    """The meetings of a case, the latest first."""
    return tuple(_line(each) for each in queries.meetings_of(enquiry.id, actor=actor))


def _line(meeting: MeetingLine) -> Line:
    state, colour = _STATES[MeetingState(meeting.state)]
    return Line(
        label=meeting.label,
        url=reverse("meetings:meeting", args=[meeting.id]),
        state=state,
        colour=colour,
        starts_at=meeting.starts_at,
        due_at=meeting.due_at,
        planned=meeting.planned,
        late=meeting.on_time is False,
    )
