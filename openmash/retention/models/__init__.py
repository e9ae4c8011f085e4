"""Schedules, holds, what is proposed for erasure and what was erased."""

from openmash.retention.models.erasures import Batch, BatchLine, Erasure
from openmash.retention.models.schedules import Hold, OwnerReview, ScheduleLine

__all__ = ["Batch", "BatchLine", "Erasure", "Hold", "OwnerReview", "ScheduleLine"]
