"""What was handed directly to another agency's system."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.contacts import permissions
from openmash.contacts.errors import ContactNotFound, NothingWaits
from openmash.contacts.models import DirectReferral
from openmash.hubs import queries as hub_queries


@dataclass(frozen=True)
class WaitingView:
    """That a file waits to be fetched, as their system is told: nothing of what is in it."""

    id: UUID
    portal: str
    sha256: str
    made_at: datetime
    due_at: datetime | None
    fetched_at: datetime | None


@dataclass(frozen=True)
class DirectView:
    """That a file was made, for which system, why and by whom; ``their_reference`` once it was taken in there.

    Args:
        agency_name: whose system is to fetch it; empty where somebody carries it over.
        waits: whether it waits to be fetched still.
    """

    id: UUID
    contact_id: UUID
    portal: str
    portal_label: str
    why: str
    sha256: str
    made_at: datetime
    made_by_name: str
    agency_name: str
    waits: bool
    due_at: datetime | None
    fetched_at: datetime | None
    carried_at: datetime | None
    their_reference: str
    taken_in_at: datetime | None
    taken_in_by_name: str

    def late(self, at: datetime) -> bool:
        """Whether it should have been taken in by now and was not."""
        return self.taken_in_at is None and self.due_at is not None and self.due_at <= at


def direct_referrals_of(contact_id: UUID, *, actor: Actor) -> list[DirectView]:
    """What was handed on of one contact, the oldest first; raises Refused."""
    require(permissions.can_see(actor))
    rows = DirectReferral.objects.filter(hub_id=actor.hub_id, contact_id=contact_id).order_by("made_at", "id")
    rows = rows.select_related("agency")
    labels = _labels(actor.hub_id)
    return [_view(row, labels) for row in rows]


def direct_referral(direct_id: UUID, *, actor: Actor) -> DirectView:
    """One of them; raises Refused, NotFound."""
    require(permissions.can_see(actor))
    row = DirectReferral.objects.filter(hub_id=actor.hub_id, id=direct_id).select_related("agency").first()
    if row is None:
        raise ContactNotFound
    return _view(row, _labels(actor.hub_id))


def require_made_for_its_agency(direct_id: UUID, *, actor: Actor) -> None:
    """Raises NotFound unless such a file was made for the agency whose system asks; Refused for everybody else."""
    require(permissions.can_fetch(actor))
    made = DirectReferral.objects.filter(hub_id=actor.hub_id, id=direct_id, agency__isnull=False)
    if not made.filter(agency=actor.agency_id).exists():
        raise NothingWaits


def _labels(hub_id: UUID) -> dict[str, str]:
    """What each portal is called, of every version that was approved: the newest wins."""
    labels: dict[str, str] = {}
    for version in hub_queries.approved_versions(hub_id):
        labels |= {rule.code: rule.label for rule in version.model.portals}
    return labels


def _view(row: DirectReferral, labels: dict[str, str]) -> DirectView:
    return DirectView(
        id=row.id,
        contact_id=row.contact_id,
        portal=row.portal,
        portal_label=labels.get(row.portal, row.portal),
        why=row.why,
        sha256=row.sha256,
        made_at=row.made_at,
        made_by_name=row.made_by_name,
        agency_name=row.agency.name if row.agency else "",
        waits=bool(row.file),
        due_at=row.due_at,
        fetched_at=row.fetched_at,
        carried_at=row.carried_at,
        their_reference=row.their_reference,
        taken_in_at=row.taken_in_at,
        taken_in_by_name=row.taken_in_by_name,
    )
