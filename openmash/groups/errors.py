"""What can go wrong around groups, each with a sentence fit for the screen."""

from openmash.core.errors import NotFound


class NoSuchGroup(NotFound):
    """There is no such group in this hub, or none that this actor may know of: it looks the same."""

    def __init__(self) -> None:
        super().__init__("We cannot find that group. It may not exist, or you may not be one of those who see it.")
