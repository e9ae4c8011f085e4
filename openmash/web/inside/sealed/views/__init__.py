"""The screens of the sealed room."""

from openmash.web.inside.sealed.views import files, releases, room

__all__ = ["files", "releases", "room"]
