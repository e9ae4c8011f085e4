"""The screens of the sealed room."""

from openmash.web.inside.sealed.views import releases, room

__all__ = ["releases", "room"]
