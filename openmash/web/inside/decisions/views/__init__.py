"""The screens of deciding, one module a matter."""

from openmash.web.inside.decisions.views import analysing, deciding, letters, telling

__all__ = ["analysing", "deciding", "letters", "telling"]
