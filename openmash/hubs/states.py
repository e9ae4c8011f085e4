"""What can happen to a version of a hub's operating model."""

from enum import StrEnum

from openmash.core.transitions import Machine, Move


class VersionState(StrEnum):
    """How far a version has come. Whether it is in force is worked out from its day, never stored."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


VERSION = Machine(
    noun="version",
    states={
        VersionState.DRAFT: "Somebody works on it; the hub does not work by it",
        VersionState.PROPOSED: "It waits for a second person to approve it, with the day from which it is to hold",
        VersionState.APPROVED: "It holds from its day until the day of the next one",
        VersionState.WITHDRAWN: "It was given up before it held",
    },
    initial=VersionState.DRAFT,
    moves=(
        Move(
            "propose",
            frozenset({VersionState.DRAFT}),
            VersionState.PROPOSED,
            "operating_model.proposed",
            "Whoever made it asks a second person to approve it, and says from which day it is to hold",
        ),
        Move(
            "approve",
            frozenset({VersionState.PROPOSED}),
            VersionState.APPROVED,
            "operating_model.approved",
            "A second person approves it: it holds from its day, for what begins then",
        ),
        Move(
            "send_back",
            frozenset({VersionState.PROPOSED}),
            VersionState.DRAFT,
            "operating_model.sent_back",
            "A second person sends it back with a reason",
        ),
        Move(
            "withdraw",
            frozenset({VersionState.DRAFT, VersionState.PROPOSED, VersionState.APPROVED}),
            VersionState.WITHDRAWN,
            "operating_model.withdrawn",
            "It is given up before its day has come",
        ),
    ),
)
