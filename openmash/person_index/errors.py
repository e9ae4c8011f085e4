"""What can go wrong around person indexes, each with a sentence fit for the screen."""

from openmash.core.errors import OpenMashError


class MustBeReloaded(OpenMashError):
    """The index was made with other keys than are in use now: it could not find people who are in it (409)."""

    def __init__(self) -> None:
        super().__init__(
            "This person index was made by an earlier version and cannot answer any more: it would miss people who are "
            "in it. Load the agency's whole file again."
        )
