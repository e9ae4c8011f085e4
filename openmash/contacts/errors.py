"""What can go wrong at the front door, named."""

from openmash.core.errors import NotFound, OpenMashError


class ContactNotFound(NotFound):
    """No such contact in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that contact in this hub.")


class NothingWaits(NotFound):
    """No such file was made for the agency whose system asks, or it was taken in or carried over."""

    def __init__(self) -> None:
        super().__init__("Nothing of that id waits for your agency. Fetch the list again.")


class CodeNotFound(NotFound):
    """A receipt code that opens nothing: mistyped, too old, or never given out.

    One sentence for all three, so that a guess tells nothing.
    """

    def __init__(self) -> None:
        super().__init__(
            "We cannot find anything under that code. Check each letter and number. "
            "A form that is not sent is kept for 14 days after it was last saved."
        )


class LetterUnreadable(OpenMashError):
    """What came in by the outside door cannot be read as a referral; it is kept and shown on the worklist."""
