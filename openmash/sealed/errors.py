"""What can go wrong in the sealed room beyond the errors that every package knows."""

from openmash.core.errors import OpenMashError


class BrokenLetter(OpenMashError):
    """What a virtual partner sent cannot be understood; it is kept, and somebody rings them."""
