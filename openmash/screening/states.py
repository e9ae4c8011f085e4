"""What can happen to a return interview, and to somebody who was brought to a panel."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class InterviewState(StrEnum):
    """Where a return interview stands."""

    DUE = "due"
    HELD = "held"
    DECLINED = "declined"
    NOT_POSSIBLE = "not_possible"


class PanelState(StrEnum):
    """Where somebody who was brought to a panel stands."""

    REFERRED = "referred"
    LISTED = "listed"
    HEARD = "heard"
    NOT_TAKEN = "not_taken"


_I, _P = InterviewState, PanelState

INTERVIEW = Machine(
    noun="interview",
    states={
        _I.DUE: "The child was found; somebody is to speak with them",
        _I.HELD: "Somebody spoke with the child, and what they said is on record",
        _I.DECLINED: "The child did not want to speak; what was done instead is on record",
        _I.NOT_POSSIBLE: "It could not be held, for the reason on record",
    },
    initial=_I.DUE,
    moves=(
        Move("hold", frozenset({_I.DUE}), _I.HELD, "interview.held", "Somebody speaks with the child"),
        Move("decline", frozenset({_I.DUE}), _I.DECLINED, "interview.declined", "The child does not want to speak"),
        Move(
            "give_up",
            frozenset({_I.DUE}),
            _I.NOT_POSSIBLE,
            "interview.not_held",
            "It cannot be held, and the reason is recorded",
        ),
        Move(
            "hold_after_all",
            frozenset({_I.DECLINED, _I.NOT_POSSIBLE}),
            _I.HELD,
            "interview.held_after_all",
            "The child speaks after all",
        ),
    ),
)

PANEL = Machine(
    noun="referral",
    states={
        _P.REFERRED: "Brought to the panel, which has not said when it meets about them",
        _P.LISTED: "The panel meets about them on a day that is known",
        _P.HEARD: "The panel met, and its plan is on record",
        _P.NOT_TAKEN: "The panel does not take it, for the reason on record",
    },
    initial=_P.REFERRED,
    moves=(
        Move("list", frozenset({_P.REFERRED, _P.LISTED}), _P.LISTED, "panel.listed", "The panel says when it meets"),
        Move("hear", frozenset({_P.LISTED, _P.HEARD}), _P.HEARD, "panel.heard", "The panel meets and makes a plan"),
        Move(
            "turn_away",
            frozenset({_P.REFERRED, _P.LISTED}),
            _P.NOT_TAKEN,
            "panel.not_taken",
            "The panel does not take it",
        ),
    ),
)
