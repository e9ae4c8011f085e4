"""What every service here does with a row: lock it, see that nobody changed it, write down what was done to it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.checks.errors import NoSuchCheck
from openmash.checks.models import Check
from openmash.core.errors import Stale


def record(name: str, row: Check, actor: Actor, at: datetime, detail: dict[str, audit.Plain] | None = None) -> None:
    """Write down what was done, with the agency it was asked of."""
    said: dict[str, audit.Plain] = {"agency": str(row.agency_id), **(detail or {})}
    audit.record(name, actor=actor, at=at, about=("check", row.id), enquiry_id=row.enquiry_id, detail=said)


def record_each(name: str, rows: Iterable[Check], actor: Actor, at: datetime, *, enquiry_id: UUID) -> None:
    """Write down what was done to requests of one enquiry, with the agency that each was asked of."""
    about: list[tuple[str, UUID, dict[str, audit.Plain]]] = [
        ("check", row.id, {"agency": str(row.agency_id)}) for row in rows
    ]
    audit.record_each(name, actor=actor, at=at, about=about, enquiry_id=enquiry_id)


def lock(check_id: UUID, actor: Actor) -> Check:
    """The request, locked; raises NotFound."""
    row = Check.objects.select_for_update().filter(hub_id=actor.hub_id, id=check_id).first()
    if row is None:
        raise NoSuchCheck
    return row


def require_fresh(row: Check, version: int | None) -> None:
    """Raises Stale when somebody changed the row after the actor looked at it."""
    if version not in (None, row.version):
        raise Stale("this request")
