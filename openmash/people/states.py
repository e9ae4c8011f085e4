"""What can happen to the proposal that two records are one person."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class MergeState(StrEnum):
    """Whether two records count as one person."""

    PROPOSED = "proposed"
    MERGED = "merged"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    UNDONE = "undone"


MERGE = Machine(
    noun="merge",
    states={
        MergeState.PROPOSED: "Somebody says that two records are one person; each still counts for itself",
        MergeState.MERGED: "A second person agreed: the two count as one, and each row stays where it was",
        MergeState.REFUSED: "The second person said that they are two people",
        MergeState.WITHDRAWN: "Whoever proposed it took it back",
        MergeState.UNDONE: "They count as two again, each with what was said of it before, meanwhile and since",
    },
    initial=MergeState.PROPOSED,
    moves=(
        Move(
            "confirm",
            frozenset({MergeState.PROPOSED}),
            MergeState.MERGED,
            "merge.confirmed",
            "A manager who did not propose it agrees",
        ),
        Move(
            "refuse",
            frozenset({MergeState.PROPOSED}),
            MergeState.REFUSED,
            "merge.refused",
            "A manager who did not propose it says why they are two people",
        ),
        Move(
            "withdraw",
            frozenset({MergeState.PROPOSED}),
            MergeState.WITHDRAWN,
            "merge.withdrawn",
            "Whoever proposed it sees that it was wrong",
        ),
        Move(
            "undo",
            frozenset({MergeState.MERGED}),
            MergeState.UNDONE,
            "merge.undone",
            "A manager says why they are two people after all",
        ),
    ),
)
