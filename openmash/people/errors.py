"""What can go wrong with people, named."""

from openmash.core.errors import NotFound


class PersonNotFound(NotFound):
    """No such person in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that person in this hub. Go back and search again.")


class NoSuchMerge(NotFound):
    """Nobody proposed that, or not about people whom the actor may see."""

    def __init__(self) -> None:
        super().__init__("We cannot find that proposal. Go back to the list.")


class NotKeptApart(NotFound):
    """There are no such two identities kept apart."""

    def __init__(self) -> None:
        super().__init__("We cannot find that. Go back to the list.")
