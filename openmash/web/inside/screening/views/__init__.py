"""Screening together, checklists, return interviews and panels."""

from openmash.web.inside.screening.views import case, checklists, interviews, joint, panels

__all__ = ["case", "checklists", "interviews", "joint", "panels"]
