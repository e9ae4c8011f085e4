"""What can go wrong with a meeting, named."""

from openmash.core.errors import NotFound


class NoSuchMeeting(NotFound):
    """There is no such meeting in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that meeting. It may not exist, or it may not be yours to see.")


class NoSuchAction(NotFound):
    """There is no such action in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that action. It may not exist, or it may not be yours to see.")
