"""What can go wrong with a request to an agency, beside the rules in ``rules.py``."""

from openmash.core.errors import NotFound


class NoSuchCheck(NotFound):
    """There is no such request, or it is not this actor's to see."""

    def __init__(self) -> None:
        super().__init__("We cannot find that request. It may have been sent to another agency.")


class NoSuchReply(NotFound):
    """There is no such reply waiting to be taken in."""

    def __init__(self) -> None:
        super().__init__("We cannot find that reply. It may have been taken in already.")
