"""What can go wrong around adults, each with a sentence fit for the screen."""

from openmash.core.errors import NotFound


class NoSuchAdult(NotFound):
    """There is no such adult at risk in this hub: nobody of that id, or a child."""

    def __init__(self) -> None:
        super().__init__("We cannot find that adult in an enquiry. Open the enquiry from the worklist.")
