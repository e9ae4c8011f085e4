"""Schedules, holds, what is proposed for erasure and what was erased."""

from openmash.retention.models.access import AccessOwner, AccessPiece, AccessRequest, PieceKind
from openmash.retention.models.erasures import Batch, BatchLine, Erasure
from openmash.retention.models.schedules import Hold, OwnerReview, ScheduleLine

__all__ = [
    "AccessOwner",
    "AccessPiece",
    "AccessRequest",
    "Batch",
    "BatchLine",
    "Erasure",
    "Hold",
    "OwnerReview",
    "PieceKind",
    "ScheduleLine",
]
