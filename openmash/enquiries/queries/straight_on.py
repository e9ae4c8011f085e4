"""Who went straight on to a worker before the decision."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.enquiries import permissions
from openmash.enquiries.models import StraightOn
from openmash.enquiries.queries.keeping_out import require_not_kept_out


@dataclass(frozen=True)
class StraightOnView:
    """That a child or adult went straight on to a team; ``spoke`` says who of it was told, and how."""

    subject_id: UUID
    team_id: UUID
    team_name: str
    spoke: str
    gone_at: datetime
    gone_by_name: str


def straight_on_of(enquiry_id: UUID, *, actor: Actor) -> tuple[StraightOnView, ...]:
    """Everybody of an enquiry who went straight on, the first at the head; raises Refused, KeptOut."""
    permissions.require_can_see(actor)
    require_not_kept_out(enquiry_id, actor=actor)
    rows = StraightOn.objects.filter(hub_id=actor.hub_id, subject__enquiry_id=enquiry_id).select_related("team")
    return tuple(
        StraightOnView(row.subject_id, row.team_id, row.team.name, row.spoke, row.gone_at, row.gone_by_name)
        for row in rows.order_by("gone_at", "id")
    )
