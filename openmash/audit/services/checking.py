"""Checking the log, and noting that it was checked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.audit.models import Verification
from openmash.audit.queries.verification import Verified, verified
from openmash.audit.services import keeping


@transaction.atomic
def verify_and_note(*, hub_id: UUID, at: datetime, held: tuple[str, ...] = ()) -> Verified:
    """Check the whole log of a hub, and note when and what was found.

    Args:
        hub_id: the hub; its rows must be visible.
        at: now.
        held: checkpoints that somebody outside holds, as notes.
    """
    before = keeping.kept(hub_id)
    found = verified(hub_id, kept_note=before.note if before else "", held=held)
    Verification.objects.create(
        hub_id=hub_id, at=at, events=found.events, waiting=found.waiting, problems=list(found.problems)
    )
    return found
