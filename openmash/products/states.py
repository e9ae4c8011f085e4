"""What can happen to a product."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class ProductState(StrEnum):
    """Where a product stands inside. Whether the team opened and acknowledged it is on the released copy."""

    DRAFT = "draft"
    FOR_APPROVAL = "for_approval"
    APPROVED = "approved"
    RELEASED = "released"
    RECALLED = "recalled"
    CORRECTED = "corrected"
    ABANDONED = "abandoned"


_S = ProductState
OPEN = (_S.DRAFT, _S.FOR_APPROVAL, _S.APPROVED)
"""Those that have neither left nor been put aside: one for each team and enquiry."""
_FROZEN = frozenset({_S.FOR_APPROVAL, _S.APPROVED})

PRODUCT = Machine(
    noun="product",
    states={
        _S.DRAFT: "Being put together",
        _S.FOR_APPROVAL: "Frozen as it would leave, waiting for somebody who did not work on it",
        _S.APPROVED: "Approved, exactly as it is frozen, for one receiving team",
        _S.RELEASED: "A frozen copy has gone to one receiving team",
        _S.RECALLED: "Called back: the team can no longer read it, and is told why",
        _S.CORRECTED: "Replaced by a corrected product; the team can no longer read this one",
        _S.ABANDONED: "Not sent",
    },
    initial=_S.DRAFT,
    moves=(
        Move(
            "send_for_approval",
            frozenset({_S.DRAFT}),
            _S.FOR_APPROVAL,
            "product.sent_for_approval",
            "It is frozen as it would leave, and a second person is asked",
        ),
        Move(
            "approve",
            frozenset({_S.FOR_APPROVAL}),
            _S.APPROVED,
            "product.approved",
            "Somebody who did not work on it approves exactly these bytes for this team",
        ),
        Move(
            "send_back",
            frozenset({_S.FOR_APPROVAL}),
            _S.DRAFT,
            "product.returned",
            "The second person returns it to its authors, with the reason",
        ),
        Move(
            "take_back",
            _FROZEN,
            _S.DRAFT,
            "product.taken_back",
            "An author takes it back to change it; what was approved is void",
        ),
        Move(
            "void",
            _FROZEN,
            _S.DRAFT,
            "product.approval_voided",
            "Something that it was frozen from has changed; what was approved is void",
        ),
        Move(
            "release",
            frozenset({_S.APPROVED}),
            _S.RELEASED,
            "product.released",
            "The approved copy is handed over",
        ),
        Move(
            "release_urgently",
            frozenset(OPEN),
            _S.RELEASED,
            "product.released_urgently",
            "A manager alone hands it over, on one of three grounds; somebody else looks at it the next working day",
        ),
        Move(
            "recall",
            frozenset({_S.RELEASED}),
            _S.RECALLED,
            "product.recalled",
            "A manager calls it back; the team reads why instead of the words",
        ),
        Move(
            "correct",
            frozenset({_S.RELEASED, _S.RECALLED}),
            _S.CORRECTED,
            "product.corrected",
            "A corrected product, approved like any other, takes its place",
        ),
        Move("abandon", frozenset(OPEN), _S.ABANDONED, "product.abandoned", "It is not to be sent"),
    ),
)
