"""What was handed directly to another agency's system."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.contacts import permissions
from openmash.contacts.models import DirectReferral
from openmash.hubs import queries as hub_queries


@dataclass(frozen=True)
class DirectView:
    """That a file was made, for which system, why and by whom; ``their_reference`` once it was taken in there."""

    id: UUID
    portal: str
    portal_label: str
    why: str
    sha256: str
    made_at: datetime
    made_by_name: str
    their_reference: str
    taken_in_at: datetime | None


def direct_referrals_of(contact_id: UUID, *, actor: Actor) -> list[DirectView]:
    """What was handed on of one contact, the oldest first; raises Refused."""
    require(permissions.can_see(actor))
    rows = DirectReferral.objects.filter(hub_id=actor.hub_id, contact_id=contact_id).order_by("made_at", "id")
    labels: dict[str, str] = {}
    for version in hub_queries.approved_versions(actor.hub_id):
        labels |= {rule.code: rule.label for rule in version.model.portals}
    return [
        DirectView(
            id=row.id,
            portal=row.portal,
            portal_label=labels.get(row.portal, row.portal),
            why=row.why,
            sha256=row.sha256,
            made_at=row.made_at,
            made_by_name=row.made_by_name,
            their_reference=row.their_reference,
            taken_in_at=row.taken_in_at,
        )
        for row in rows
    ]
