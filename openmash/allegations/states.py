"""What can happen to an allegation against somebody who works with children."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class AllegationState(StrEnum):
    """Where an allegation stands with the designated officer."""

    RAISED = "raised"
    NOT_TAKEN_ON = "not_taken_on"
    TAKEN_ON = "taken_on"
    CONCLUDED = "concluded"


_S = AllegationState

ALLEGATION = Machine(
    noun="allegation",
    states={
        _S.RAISED: "Raised; the designated officer has not considered it",
        _S.NOT_TAKEN_ON: "The designated officer found no part of the harm threshold met, and gave advice",
        _S.TAKEN_ON: "The harm threshold is met; the designated officer manages it to an outcome",
        _S.CONCLUDED: "It came to one of the five outcomes",
    },
    initial=_S.RAISED,
    moves=(
        Move(
            "advise",
            frozenset({_S.RAISED}),
            _S.NOT_TAKEN_ON,
            "allegation.not_taken_on",
            "The officer finds no part of the threshold met, and says what is to be done instead",
        ),
        Move(
            "take_on",
            frozenset({_S.RAISED, _S.NOT_TAKEN_ON}),
            _S.TAKEN_ON,
            "allegation.taken_on",
            "The officer finds a part of the threshold met, at once or when more becomes known",
        ),
        Move(
            "conclude",
            frozenset({_S.TAKEN_ON}),
            _S.CONCLUDED,
            "allegation.concluded",
            "The officer records the outcome",
        ),
    ),
)
