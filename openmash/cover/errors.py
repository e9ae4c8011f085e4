"""What can go wrong with the cover out of hours, beside the rules in ``rules.py``."""

from openmash.core.errors import NotFound


class NoSuchTurn(NotFound):
    """There is no such turn of duty in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that turn of duty. Look at the list of who covers the hub out of hours.")


class NoSuchHandover(NotFound):
    """Nothing of that name was handed over in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that handover. Look at the page of what is handed over.")


class NoSuchPlacement(NotFound):
    """There is no such placement in this hub, or it was withdrawn."""

    def __init__(self) -> None:
        super().__init__("We cannot find that placement. Look at the list of staff rotation.")
