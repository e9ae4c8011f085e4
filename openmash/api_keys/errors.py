"""What can go wrong with the keys of agencies' computer systems, each with a sentence fit for whoever reads it."""

from openmash.core.errors import NotFound, OpenMashError


class NoSuchKey(NotFound):
    """There is no such key of the actor's agency."""

    def __init__(self) -> None:
        super().__init__("We cannot find that key. Open it from the list of your agency's keys.")


class KeyNotTaken(OpenMashError):
    """The key opens nothing: it was never issued, was revoked or has expired; which of them is not said (401)."""

    def __init__(self) -> None:
        super().__init__(
            "This key opens nothing here. It may be mistyped, revoked or expired. Ask your agency's representative "
            "in the hub for a new one."
        )


class TooManyCalls(OpenMashError):
    """More calls came with one key within a minute than one system needs (429).

    Args:
        wait: seconds until the minute is over.
    """

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many calls came with this key. Wait {wait} seconds, then go on; send many as one file.")
        self.wait = wait
