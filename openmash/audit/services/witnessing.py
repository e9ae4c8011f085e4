"""Handing agencies what they check the log with later: they are its witnesses."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from openmash.audit import queries
from openmash.audit.models import Handed
from openmash.audit.services.sealing import sign_slice

EVERY = {"hourly": timedelta(hours=1), "daily": timedelta(days=1)}


@transaction.atomic
def hand_over(*, hub_id: UUID, agency_id: UUID, every: str, at: datetime) -> UUID | None:
    """Sign an agency's slice as it is now and keep what is handed over, if it is time for it and there is news.

    Args:
        hub_id: the hub; its rows must be visible.
        agency_id: the agency.
        every: ``"hourly"`` or ``"daily"``.
        at: now.

    Returns:
        The id of what is handed over; None when it is not time, or when nothing was sealed since.
    """
    before = Handed.objects.filter(hub_id=hub_id, agency_id=agency_id).order_by("-at").first()
    size = queries.state(hub_id).size
    if not size or (before is not None and (before.size == size or at - before.at < EVERY[every])):
        return None
    part = queries.slice_of(hub_id, agency_id)
    slice_note = sign_slice(hub_id=hub_id, agency_id=agency_id, hashes=part.hashes)
    row = Handed.objects.create(
        hub_id=hub_id, agency_id=agency_id, size=part.tree.size, note=part.note, slice_note=slice_note, at=at
    )
    return row.id
