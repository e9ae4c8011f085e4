"""What can go wrong in oversight."""

from openmash.core.errors import NotFound


class NoSuchReview(NotFound):
    """There is none, or it is not for this person."""

    sentence = "There is no such review. It may be about another hub, or somebody may have sent you a wrong link."
