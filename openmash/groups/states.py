"""What can happen to a group."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class GroupState(StrEnum):
    """Whether the hub still keeps a group."""

    KEPT = "kept"
    CLOSED = "closed"


GROUP = Machine(
    noun="group",
    states={
        GroupState.KEPT: "The hub keeps the group, and looks at it again by the day of its review",
        GroupState.CLOSED: "The group is kept no longer; what was linked can be read by those who saw it",
    },
    initial=GroupState.KEPT,
    moves=(
        Move(
            "close",
            frozenset({GroupState.KEPT}),
            GroupState.CLOSED,
            "group.closed",
            "A review found that there is no reason to keep it any longer",
        ),
    ),
)
