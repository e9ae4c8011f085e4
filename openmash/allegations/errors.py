"""What can go wrong around allegations, each with a sentence fit for the screen."""

from openmash.core.errors import NotFound


class NoSuchAllegation(NotFound):
    """There is no such allegation, or none that this actor may know of: it looks the same."""

    def __init__(self) -> None:
        super().__init__("We cannot find that. It may not exist, or it may not be yours to see.")
