"""The screens for when people do not agree."""

from openmash.web.inside.differences.views import raising, reading, settling

__all__ = ["raising", "reading", "settling"]
