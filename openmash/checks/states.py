"""What can happen to a request for information."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class CheckState(StrEnum):
    """Where a request to an agency stands.

    "Late" is not a state: it is computed from the deadline. Asking an agency once more is a new request, so that its
    first answer stays as it was signed.
    """

    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


_S = CheckState
_ASKED = frozenset({_S.ASKED})

CHECK = Machine(
    noun="check",
    states={
        _S.ASKED: "The agency has been asked and has not answered",
        _S.ANSWERED: "The agency answered, with information or with a signed nil return",
        _S.WITHDRAWN: "No longer needed",
    },
    initial=_S.ASKED,
    moves=(
        Move("answer", _ASKED, _S.ANSWERED, "check.answered", "The agency answers"),
        Move("withdraw", _ASKED, _S.WITHDRAWN, "check.withdrawn", "The hub no longer needs the answer"),
    ),
)
