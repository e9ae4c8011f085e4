"""What can happen to an enquiry, and to each child or adult in it."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class EnquiryState(StrEnum):
    """Where the enquiry about a family stands."""

    OPEN = "open"
    CLOSED = "closed"


class SubjectState(StrEnum):
    """Where the question about one child or adult stands."""

    GATHERING = "gathering"
    DECIDED = "decided"


class ClockState(StrEnum):
    """Where a clock that runs in a case stands. That it has run out is never stored: it is worked out."""

    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


ENQUIRY = Machine(
    noun="enquiry",
    states={
        EnquiryState.OPEN: "Being looked into, decided or handed on",
        EnquiryState.CLOSED: "Decided, handed on, and everybody told",
    },
    initial=EnquiryState.OPEN,
    moves=(
        Move(
            "close",
            frozenset({EnquiryState.OPEN}),
            EnquiryState.CLOSED,
            "enquiry.closed",
            "Nothing is left to do",
        ),
        Move(
            "reopen",
            frozenset({EnquiryState.CLOSED}),
            EnquiryState.OPEN,
            "enquiry.reopened",
            "Something new came in",
        ),
    ),
)

SUBJECT = Machine(
    noun="subject",
    states={
        SubjectState.GATHERING: "Information is being gathered",
        SubjectState.DECIDED: "Decided",
    },
    initial=SubjectState.GATHERING,
    moves=(
        Move(
            "decide",
            frozenset({SubjectState.GATHERING}),
            SubjectState.DECIDED,
            "subject.decided",
            "Somebody entitled decides, with reasons",
        ),
        Move(
            "revisit",
            frozenset({SubjectState.DECIDED}),
            SubjectState.GATHERING,
            "subject.revisited",
            "Something new came in, and the decision is to be made again",
        ),
    ),
)

CLOCK = Machine(
    noun="clock",
    states={
        ClockState.RUNNING: "It runs towards its deadline",
        ClockState.PAUSED: "It stands still, for a reason that the operating model allows",
        ClockState.ENDED: "What it waited for has happened, or the enquiry was closed",
    },
    initial=ClockState.RUNNING,
    moves=(
        Move(
            "pause",
            frozenset({ClockState.RUNNING}),
            ClockState.PAUSED,
            "clock.paused",
            "Somebody lets it stand still, and says why",
        ),
        Move(
            "resume",
            frozenset({ClockState.PAUSED}),
            ClockState.RUNNING,
            "clock.resumed",
            "It runs again, and what was left is left",
        ),
        Move(
            "end",
            frozenset({ClockState.RUNNING, ClockState.PAUSED}),
            ClockState.ENDED,
            "clock.ended",
            "What it waited for has happened",
        ),
    ),
)
