"""Adopting schedules, holding, erasing, and erasing again after a restore."""

from openmash.retention.services.erasing import approve, decline, prepare, replay, rewrite
from openmash.retention.services.holds import lift_hold, place_hold
from openmash.retention.services.schedules import adopt_line, review

__all__ = ["adopt_line", "approve", "decline", "lift_hold", "place_hold", "prepare", "replay", "review", "rewrite"]
