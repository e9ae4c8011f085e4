"""The screens for when people do not agree."""

from openmash.web.inside.differences.views import challenging, raising, reading, settling

__all__ = ["challenging", "raising", "reading", "settling"]
