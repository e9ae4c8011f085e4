"""What can go wrong with people, named."""

from openmash.core.errors import NotFound


class PersonNotFound(NotFound):
    """No such person in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that person in this hub. Go back and search again.")
