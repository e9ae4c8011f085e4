"""What can go wrong with versions of an operating model, named."""

from openmash.core.errors import NotFound


class NoSuchVersion(NotFound):
    """No such version in this hub."""

    def __init__(self) -> None:
        super().__init__("There is no such version of this hub's operating model.")
