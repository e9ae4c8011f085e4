"""What may be seen of meetings. What was said in them is opened only once the log says who reads it."""

from openmash.meetings.queries.calling import (
    chairs,
    comes_to,
    discussed,
    meetings_for,
    meetings_over_the_day,
    spoken_of,
)
from openmash.meetings.queries.counting import invitations
from openmash.meetings.queries.opening import opened
from openmash.meetings.queries.reading import (
    coming,
    meeting,
    meeting_of_case,
    meetings_of,
    not_on_the_agenda,
    open_actions,
    recent,
    rule,
)
from openmash.meetings.queries.shapes import (
    ActionView,
    AttendanceView,
    CaseLine,
    CaseOpened,
    Invited,
    MeetingLine,
    MeetingView,
    OpenAction,
    RecordView,
    SecondRatingView,
    Statement,
)

__all__ = [
    "ActionView",
    "AttendanceView",
    "CaseLine",
    "CaseOpened",
    "Invited",
    "MeetingLine",
    "MeetingView",
    "OpenAction",
    "RecordView",
    "SecondRatingView",
    "Statement",
    "chairs",
    "comes_to",
    "coming",
    "discussed",
    "invitations",
    "meeting",
    "meeting_of_case",
    "meetings_for",
    "meetings_of",
    "meetings_over_the_day",
    "not_on_the_agenda",
    "open_actions",
    "opened",
    "recent",
    "rule",
    "spoken_of",
]
