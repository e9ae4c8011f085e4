"""The screens of the sealed room."""

from openmash.web.inside.sealed.views import files, grants, releases, room

__all__ = ["files", "grants", "releases", "room"]
