"""What can happen to a letter to whoever referred."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class LetterState(StrEnum):
    """Where a letter stands."""

    WRITTEN = "written"
    SENT = "sent"
    RETURNED = "returned"


_S = LetterState
_WRITTEN = frozenset({_S.WRITTEN})

LETTER = Machine(
    noun="letter",
    states={
        _S.WRITTEN: "Written, waiting for the second person where the hub wants one",
        _S.SENT: "Gone to whoever referred, and on their receipt",
        _S.RETURNED: "Returned with what has to change; another is written in its place",
    },
    initial=_S.WRITTEN,
    moves=(
        Move("send", _WRITTEN, _S.SENT, "letter.sent", "It was seen, and is sent"),
        Move("return", _WRITTEN, _S.RETURNED, "letter.returned", "The second person says what has to change"),
    ),
)
