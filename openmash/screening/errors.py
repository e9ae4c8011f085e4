"""What can go wrong around screening, interviews and panels, each with a sentence fit for the screen."""

from openmash.core.errors import NotFound


class NotInThisHub(NotFound):
    """No such screening, checklist, interview or panel referral in this hub."""
