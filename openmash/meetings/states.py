"""What can happen to a meeting."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class MeetingState(StrEnum):
    """Whether a meeting is still to come, took place, or was called off."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING = Machine(
    noun="meeting",
    states={
        MeetingState.PLANNED: "Called, or going on now: who came and what was said is being written down",
        MeetingState.HELD: "It took place; what it came to stands",
        MeetingState.CANCELLED: "Called off, with a reason",
    },
    initial=MeetingState.PLANNED,
    moves=(
        Move(
            "hold",
            frozenset({MeetingState.PLANNED}),
            MeetingState.HELD,
            "meeting.held",
            "The chair says that it took place, with its quorum or with the reason for going on without it",
        ),
        Move(
            "cancel",
            frozenset({MeetingState.PLANNED}),
            MeetingState.CANCELLED,
            "meeting.cancelled",
            "Called off, with a reason",
        ),
    ),
)
