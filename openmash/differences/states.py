"""What can happen to a difference between professionals, or with whoever referred."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class DifferenceState(StrEnum):
    """Where it stands."""

    OPEN = "open"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


_OPEN, _SETTLED = frozenset({DifferenceState.OPEN}), frozenset({DifferenceState.SETTLED})

DIFFERENCE = Machine(
    noun="difference",
    states={
        DifferenceState.OPEN: "Waits for whoever settles this step of the hub's ladder",
        DifferenceState.SETTLED: "Settled at a step; whoever raised it may take it to the next",
        DifferenceState.WITHDRAWN: "Taken back by whoever raised it",
    },
    initial=DifferenceState.OPEN,
    moves=(
        Move(
            "settle",
            _OPEN,
            DifferenceState.SETTLED,
            "difference.settled",
            "Whoever settles this step says what holds, and whoever raised it is told",
        ),
        Move(
            "move_up",
            _OPEN,
            DifferenceState.OPEN,
            "difference.moved_up",
            "The time of a step ran out, so the next one begins by itself",
        ),
        Move(
            "take_further",
            _SETTLED,
            DifferenceState.OPEN,
            "difference.taken_further",
            "Whoever raised it still does not agree and takes it to the next step",
        ),
        Move(
            "withdraw",
            _OPEN,
            DifferenceState.WITHDRAWN,
            "difference.withdrawn",
            "Whoever raised it takes it back",
        ),
    ),
)
