"""What can happen to an exclusion."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class ExclusionState(StrEnum):
    """Whether somebody is kept out now."""

    IN_FORCE = "in_force"
    ENDED = "ended"


EXCLUSION = Machine(
    noun="exclusion",
    states={
        ExclusionState.IN_FORCE: "The colleague is kept out",
        ExclusionState.ENDED: "It has ended; that it was is kept",
    },
    initial=ExclusionState.IN_FORCE,
    moves=(
        Move(
            "end",
            frozenset({ExclusionState.IN_FORCE}),
            ExclusionState.ENDED,
            "exclusion.ended",
            "Somebody else ends it, or its last day has passed",
        ),
    ),
)
