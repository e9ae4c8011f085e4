"""What can go wrong around exclusions, each with a sentence fit for the screen."""

from openmash.core.errors import NotFound, Refused


class KeptOut(Refused):
    """This person is kept out of an enquiry or away from a person, whatever their role and vetting."""


class NoSuchExclusion(NotFound):
    """There is no such exclusion in this hub."""

    def __init__(self) -> None:
        super().__init__("We cannot find that exclusion. Open it from the list of colleagues who are kept out.")
