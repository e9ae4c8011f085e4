"""How the log stands: what was signed last, what waits, and when it was last checked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.audit import rules
from openmash.audit.models import Checkpoint, Handed, SigningKey, Verification
from openmash.audit.queries.verification import count_waiting
from openmash.core.errors import NotFound


@dataclass(frozen=True)
class Standing:
    """The state of a hub's log.

    Args:
        origin: the log's name, as it stands in checkpoints.
        public_key: 32 raw bytes.
        verifier_key: the same in one line, for other programs.
        size: how many events the newest checkpoint covers; 0 before the first.
        note: the newest checkpoint; empty before the first.
        signed_at: when it was signed.
        waiting: how many events no checkpoint covers yet.
        verified_at: when the log was last checked as a whole; None if never.
        problems: what was found then.
    """

    origin: str
    public_key: bytes
    verifier_key: str
    size: int
    note: str
    signed_at: datetime | None
    waiting: int
    verified_at: datetime | None
    problems: tuple[str, ...]


def state(hub_id: UUID) -> Standing:
    """How the log of a hub stands.

    Raises:
        NotFound: nothing of it was sealed yet, and it has no key.
    """
    key = SigningKey.objects.filter(hub_id=hub_id).values_list("public_key", flat=True).first()
    if key is None:
        raise NotFound("The log of this hub has no key yet. The worker makes one at its next round.")
    newest = Checkpoint.objects.filter(hub_id=hub_id).order_by("-size").first()
    checked = Verification.objects.filter(hub_id=hub_id).order_by("-at").first()
    origin = rules.origin_of(hub_id)
    return Standing(
        origin=origin,
        public_key=bytes(key),
        verifier_key=rules.verifier_key(origin, bytes(key)),
        size=newest.size if newest else 0,
        note=newest.note if newest else "",
        signed_at=newest.signed_at if newest else None,
        waiting=count_waiting(hub_id),
        verified_at=checked.at if checked else None,
        problems=tuple(checked.problems) if checked else (),
    )


def handed(handed_id: UUID, *, hub_id: UUID) -> str:
    """What was handed to an agency to keep: both checkpoints, as they stand in the message.

    Raises:
        NotFound: nothing of that id was handed over.
    """
    row = Handed.objects.filter(hub_id=hub_id, id=handed_id).first()
    if row is None:
        raise NotFound("Nothing was handed over under that number.")
    return f"{row.note}\n\n{row.slice_note}"


def handed_sizes(agency_id: UUID, *, hub_id: UUID, most: int = 200) -> list[int]:
    """How large the log was at each checkpoint that an agency was handed, the newest first."""
    rows = Handed.objects.filter(hub_id=hub_id, agency_id=agency_id).order_by("-at")[:most]
    return [row.size for row in rows]
