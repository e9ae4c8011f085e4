"""What the clockwork does for person indexes."""

from datetime import datetime
from uuid import UUID

from openmash.person_index import rules
from openmash.person_index.models import Index, LoadFile, RefusedRow
from openmash.person_index.services import calling
from openmash.person_index.states import LoadState


def count_changes(*, hub_id: UUID, at: datetime) -> int:
    """Add up what was put in and taken out since the last round, in every index of the hub.

    Returns 0: what was counted once is counted, and the round need not come again for it.
    """
    calling.call("count_changes")
    return 0


def count_anew(*, hub_id: UUID, at: datetime) -> int:
    """Each night: count the people of the hub's own index, and how common their names are, from the beginning.

    An agency's whole file is counted as it is loaded; the hub's own people come one by one.
    """
    if Index.objects.filter(hub_id=hub_id, id=hub_id).exists():
        calling.call("recount", hub_id)
    return 0


def tidy(*, hub_id: UUID, at: datetime) -> int:
    """Drop the tables of rows that answer no more; returns how many."""
    return int(calling.call("tidy"))


def forget_files(*, hub_id: UUID, at: datetime) -> int:
    """Delete files that nobody waits for any more; returns how many. A load deletes its own as it ends."""
    over = LoadFile.objects.filter(hub_id=hub_id).exclude(load__state__in=[LoadState.WAITING, LoadState.RUNNING])
    return over.delete()[0]


def forget_refused(*, hub_id: UUID, at: datetime) -> int:
    """Delete what was wrong in files ``rules.REFUSED_KEPT`` ago; returns how many lines."""
    return RefusedRow.objects.filter(hub_id=hub_id, load__asked_at__lt=at - rules.REFUSED_KEPT).delete()[0]
