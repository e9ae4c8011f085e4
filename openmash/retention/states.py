"""What can happen to a list of what is to be erased, and to somebody's request for their own records."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class BatchState(StrEnum):
    """Where a list of what is to be erased stands."""

    PREPARED = "prepared"
    ERASED = "erased"
    DECLINED = "declined"


class AccessState(StrEnum):
    """Where a subject access request stands."""

    RECEIVED = "received"
    PREPARING = "preparing"
    FOR_APPROVAL = "for_approval"
    ANSWERED = "answered"
    CLOSED = "closed_unanswered"


_B, _A = BatchState, AccessState

BATCH = Machine(
    noun="list",
    states={
        _B.PREPARED: "Prepared by one person; nothing is erased before a second one approves it",
        _B.ERASED: "Approved by a second person, and erased",
        _B.DECLINED: "Not to be erased; the reason is recorded",
    },
    initial=_B.PREPARED,
    moves=(
        Move(
            "erase",
            frozenset({_B.PREPARED}),
            _B.ERASED,
            "erasure.carried_out",
            "A second person approves it, and every key on it is destroyed at once",
        ),
        Move(
            "decline",
            frozenset({_B.PREPARED}),
            _B.DECLINED,
            "erasure.declined",
            "A second person says no, or whoever prepared it takes it back, and why",
        ),
    ),
)

_RUNNING = frozenset({_A.RECEIVED, _A.PREPARING, _A.FOR_APPROVAL})

ACCESS = Machine(
    noun="subject access request",
    states={
        _A.RECEIVED: "Recorded; who asks is still to be made sure of",
        _A.PREPARING: "Identity checked; the bundle is prepared piece by piece and the owners are asked",
        _A.FOR_APPROVAL: "Every piece is answered; a second person looks at exactly what would be given",
        _A.ANSWERED: "The bundle was approved and may be handed over",
        _A.CLOSED: "Closed without a bundle; the reason is recorded",
    },
    initial=_A.RECEIVED,
    moves=(
        Move(
            "check_identity",
            frozenset({_A.RECEIVED}),
            _A.PREPARING,
            "access_request.identity_checked",
            "Somebody made sure that who asks is who they say, and may ask for this person",
        ),
        Move(
            "submit",
            frozenset({_A.PREPARING}),
            _A.FOR_APPROVAL,
            "access_request.submitted",
            "Whoever prepared the bundle sends it to a second person",
        ),
        Move(
            "send_back",
            frozenset({_A.FOR_APPROVAL}),
            _A.PREPARING,
            "access_request.sent_back",
            "The second person wants something done differently",
        ),
        Move(
            "approve",
            frozenset({_A.FOR_APPROVAL}),
            _A.ANSWERED,
            "access_request.approved",
            "The second person approves exactly these bytes",
        ),
        Move(
            "close",
            _RUNNING,
            _A.CLOSED,
            "access_request.closed_unanswered",
            "Withdrawn, refused or not provable; the reason is recorded",
        ),
    ),
)
