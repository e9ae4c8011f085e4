"""Screening together, risk checklists, return interviews and panels: what must be said. Plain Python."""
