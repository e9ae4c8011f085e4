"""Which enquiries closed in a month, for those that are drawn by lot and audited."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.clocks.months import add_months
from openmash.enquiries.models import Enquiry
from openmash.enquiries.states import EnquiryState


def closed_in(month: date, *, hub_id: UUID, time_zone: str) -> frozenset[UUID]:
    """The enquiries that closed in a month, by the hub's wall clock, and are still closed.

    Args:
        month: its first day.
        hub_id: the hub.
        time_zone: its clock, ``"Europe/London"``.
    """
    zone = ZoneInfo(time_zone)
    begins, ends = (datetime.combine(day, time(), tzinfo=zone) for day in (month, add_months(month, 1)))
    rows = Enquiry.objects.filter(hub_id=hub_id, state=EnquiryState.CLOSED, closed_at__gte=begins, closed_at__lt=ends)
    return frozenset(rows.values_list("id", flat=True))
