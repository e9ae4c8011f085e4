"""What can go wrong with a difference, beside its rules."""

from openmash.core.errors import NotFound


class NoSuchDifference(NotFound):
    """There is no such difference in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that. It may not exist, or it may not be yours to see.")


class NoSuchChallenge(NotFound):
    """There is no such challenge of a referrer's in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that. It may not exist, or it may not be yours to see.")
