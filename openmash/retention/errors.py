"""What can go wrong with keeping and erasing, named."""

from openmash.core.errors import NotFound, OpenMashError


class NoSuchHold(NotFound):
    """There is no such hold in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that hold. It may have been lifted.")


class NoSuchBatch(NotFound):
    """There is no such list in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that list. It may have been decided about already.")


class LedgerUnreadable(OpenMashError):
    """The file outside the database in which stands what was erased cannot be read, or not be written."""
