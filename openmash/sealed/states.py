"""What can happen to an item in the sealed room, and to a request to let it out."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class ItemState(StrEnum):
    """Where an item stands."""

    SEALED = "sealed"
    WITHDRAWN = "withdrawn"


class ReleaseState(StrEnum):
    """What has been said about letting one version of one item go to one team."""

    ASKED = "asked"
    CONSENTED = "consented"
    REFUSED = "refused"
    LAWFUL_BASIS = "lawful_basis"
    URGENT = "urgent"


class GrantState(StrEnum):
    """Whether a special grant has been looked at since. That its hours are over is worked out, never stored."""

    GIVEN = "given"
    REVIEWED = "reviewed"


GRANT = Machine(
    noun="special grant",
    states={
        GrantState.GIVEN: "Given for some hours; its review is due by the end of the next working day",
        GrantState.REVIEWED: "Somebody else has said whether it was justified",
    },
    initial=GrantState.GIVEN,
    moves=(
        Move(
            "review",
            frozenset({GrantState.GIVEN}),
            GrantState.REVIEWED,
            "grant.reviewed",
            "Somebody else says whether it was justified, and why",
        ),
    ),
)

ITEM = Machine(
    noun="item",
    states={
        ItemState.SEALED: "In the sealed room",
        ItemState.WITHDRAWN: "Withdrawn by the agency that owns it; its versions are kept and no longer shown",
    },
    initial=ItemState.SEALED,
    moves=(
        Move(
            "withdraw",
            frozenset({ItemState.SEALED}),
            ItemState.WITHDRAWN,
            "item.withdrawn",
            "The agency that owns it takes it out of the room",
        ),
    ),
)

_R = ReleaseState

RELEASE = Machine(
    noun="release request",
    states={
        _R.ASKED: "The owning agency has been asked and has not answered",
        _R.CONSENTED: "The owning agency agrees, to the whole or to its own edited words",
        _R.REFUSED: "The owning agency does not agree; its reason is recorded",
        _R.LAWFUL_BASIS: "It may go without the owner's agreement, on a lawful basis that a second person recorded",
        _R.URGENT: "It went urgently, on a manager's word alone; somebody else looks at it the next working day",
    },
    initial=_R.ASKED,
    moves=(
        Move("consent", frozenset({_R.ASKED, _R.REFUSED}), _R.CONSENTED, "release.consented", "The owner agrees"),
        Move("refuse", frozenset({_R.ASKED, _R.CONSENTED}), _R.REFUSED, "release.refused", "The owner does not agree"),
        Move(
            "record_lawful_basis",
            frozenset({_R.ASKED, _R.REFUSED}),
            _R.LAWFUL_BASIS,
            "release.lawful_basis_recorded",
            "A second person records the lawful basis on which it goes all the same",
        ),
        Move(
            "go_urgently",
            frozenset({_R.ASKED, _R.REFUSED}),
            _R.URGENT,
            "release.urgency_recorded",
            "A manager lets it go alone, on one of three grounds, because it cannot wait",
        ),
    ),
)
