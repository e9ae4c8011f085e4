"""What can go wrong around person indexes, each with a sentence fit for the screen."""

from openmash.core.errors import NotFound, OpenMashError


class NoIndex(NotFound):
    """There is no index to ask, or this person may not know whether there is (404)."""

    def __init__(self) -> None:
        super().__init__("There is no person index to ask here.")


class MustBeReloaded(OpenMashError):
    """The index was made with other keys than are in use now: it could not find people who are in it (409)."""

    def __init__(self) -> None:
        super().__init__(
            "This person index was made by an earlier version and cannot answer any more: it would miss people who are "
            "in it. Load the agency's whole file again."
        )


class OnlyHitOrNoHit(OpenMashError):
    """The index holds no names, only encodings: it says whether somebody may be in it, and nothing else (409)."""

    def __init__(self) -> None:
        super().__init__("This index holds no names. It can only say whether the agency may know somebody.")
