"""Lists of what is to be erased, and the ledger as a page shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.retention import permissions
from openmash.retention.errors import NoSuchBatch
from openmash.retention.models import Batch, BatchLine
from openmash.retention.queries.due import DueLine
from openmash.retention.states import BATCH, BatchState


@dataclass(frozen=True)
class BatchView:
    """A list, with who prepared it and what was decided."""

    id: UUID
    reference: str
    state: str
    state_words: str
    due_by: date
    prepared_at: datetime
    prepared_by: UUID
    prepared_by_name: str
    decided_at: datetime | None
    decided_by_name: str
    declined_because: str
    version: int
    lines: tuple[DueLine, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody must still decide."""
        return self.state == BatchState.PREPARED


def batches(*, actor: Actor) -> list[BatchView]:
    """Every list, the newest first, without its lines."""
    require(permissions.can_see(actor))
    return [_view(row, ()) for row in Batch.objects.filter(hub_id=actor.hub_id).order_by("-prepared_at", "id")]


def batch(batch_id: UUID, *, actor: Actor) -> BatchView:
    """One list with its lines.

    Raises:
        Refused: the actor neither manages records nor approves erasures.
        NoSuchBatch: there is none.
    """
    require(permissions.can_see(actor))
    row = Batch.objects.filter(hub_id=actor.hub_id, id=batch_id).first()
    if row is None:
        raise NoSuchBatch
    return _view(row, lines_of(row))


def open_batch(*, actor: Actor) -> BatchView | None:
    """The list that waits for a second person, if there is one."""
    require(permissions.can_see(actor))
    row = Batch.objects.filter(hub_id=actor.hub_id, state=BatchState.PREPARED).first()
    return _view(row, lines_of(row)) if row else None


def lines_of(row: Batch) -> tuple[DueLine, ...]:
    """The lines as they were when the list was prepared."""
    rows = BatchLine.objects.filter(hub_id=row.hub_id, batch=row).order_by("due_on", "reference", "part", "id")
    return tuple(
        DueLine(
            about_id=each.about_id,
            reference=each.reference,
            part=each.part,
            agency_ids=tuple(UUID(agency) for agency in each.agency_ids),
            under=each.under,
            why=each.why,
            due_on=each.due_on,
            counted=each.counted,
        )
        for each in rows
    )


def _view(row: Batch, lines: tuple[DueLine, ...]) -> BatchView:
    return BatchView(
        id=row.id,
        reference=row.reference,
        state=row.state,
        state_words=BATCH.states[BatchState(row.state)],
        due_by=row.due_by,
        prepared_at=row.prepared_at,
        prepared_by=row.prepared_by,
        prepared_by_name=row.prepared_by_name,
        decided_at=row.decided_at,
        decided_by_name=row.decided_by_name,
        declined_because=row.declined_because,
        version=row.version,
        lines=lines,
    )
