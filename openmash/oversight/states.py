"""What can happen to an ending without further action."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class EndingState(StrEnum):
    """Where the second look at an ending stands."""

    LOOKED_AT = "looked_at"
    WAITING = "waiting_for_review"
    AGREED = "agreed"
    SENT_BACK = "sent_back"


_S = EndingState
_WAITING = frozenset({_S.WAITING})

ENDING = Machine(
    noun="ending",
    states={
        _S.LOOKED_AT: "Counted; no counter of the hub was reached",
        _S.WAITING: "A counter was reached: a second manager reviews it",
        _S.AGREED: "A second manager agrees that nothing more is done now",
        _S.SENT_BACK: "A second manager does not agree: it is open again",
    },
    initial=_S.LOOKED_AT,
    moves=(
        Move(
            "ask",
            frozenset({_S.LOOKED_AT}),
            _S.WAITING,
            "ending.review_asked",
            "A counter of the hub is reached, so a second manager is asked",
        ),
        Move("agree", _WAITING, _S.AGREED, "ending.agreed", "A second manager agrees, and says why"),
        Move("send_back", _WAITING, _S.SENT_BACK, "ending.sent_back", "A second manager does not agree, and says why"),
    ),
)


class RequiredReviewState(StrEnum):
    """Where a review that the hub requires stands."""

    WAITING = "waiting"
    DONE = "done"


REQUIRED_REVIEW = Machine(
    noun="required review",
    states={
        RequiredReviewState.WAITING: "To be done by its day",
        RequiredReviewState.DONE: "Somebody looked at it and recorded what was found",
    },
    initial=RequiredReviewState.WAITING,
    moves=(
        Move(
            "finish",
            frozenset({RequiredReviewState.WAITING}),
            RequiredReviewState.DONE,
            "required_review.finished",
            "Somebody looks at it and records what was found",
        ),
    ),
)
