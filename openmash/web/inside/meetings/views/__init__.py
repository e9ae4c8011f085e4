"""The screens of meetings."""

from openmash.web.inside.meetings.views import calling, closing, listing, sitting

__all__ = ["calling", "closing", "listing", "sitting"]
