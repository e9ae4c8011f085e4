"""When the time of an enquiry is over: why it was rated so goes; who did what, and when, stays without a name."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.enquiries import queries
from openmash.enquiries.models import Enquiry, EnquiryErasure, GateView, Pause, Rating, StraightOn

ERASED = "Erased"


@transaction.atomic
def erase(*, enquiry_id: UUID, agency_ids: Collection[UUID] | None, under: str, actor: Actor, at: datetime) -> bool:
    """Mark a part of an enquiry as erased; of the hub's own part, blank the reasons for its ratings and gates.

    Args:
        enquiry_id: the enquiry; one that is not there is passed over, as a replay after a restore needs.
        agency_ids: whose part; None for the hub's own.
        under: the line of the schedule.
        actor: who approved it, or who replays it.
        at: when it was erased.

    Returns:
        Whether there is such an enquiry.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    row = Enquiry.objects.select_for_update().filter(hub_id=actor.hub_id, id=enquiry_id).first()
    if row is None:
        return False
    if agency_ids is None:
        Rating.objects.filter(hub_id=actor.hub_id, subject__enquiry=row).update(reason=ERASED)
        Pause.objects.filter(hub_id=actor.hub_id, enquiry=row).update(words=ERASED)
        GateView.objects.filter(hub_id=actor.hub_id, enquiry=row).update(reason=ERASED)
        StraightOn.objects.filter(hub_id=actor.hub_id, subject__enquiry=row).update(spoke=ERASED)
    there = queries.erased_parts([enquiry_id], hub_id=actor.hub_id)
    owners: set[UUID | None] = {None} if agency_ids is None else set(agency_ids)
    EnquiryErasure.objects.bulk_create(
        EnquiryErasure(hub_id=actor.hub_id, enquiry=row, agency_id=owner, under=under, erased_at=at, erased_by=actor.id)
        for owner in sorted(owners - {part.agency_id for part in there}, key=str)
    )
    return True
