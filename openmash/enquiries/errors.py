"""What can go wrong with an enquiry, beside the rules in ``rules.py``."""

from openmash.core.errors import NotFound


class NoSuchEnquiry(NotFound):
    """There is no such enquiry in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that enquiry. Check the address, or look for it in the worklist.")


class NoSuchSubject(NotFound):
    """There is no such child or adult in any enquiry of this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that child or adult in an enquiry. Open the enquiry from the worklist.")


class NoSuchClock(NotFound):
    """There is no such clock in this hub that has not ended."""

    def __init__(self) -> None:
        super().__init__("We cannot find that clock, or it has ended. Open the case from the worklist.")
