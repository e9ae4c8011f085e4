"""When the time of an enquiry is over: names of who came and where they met go; the sealed words lose their keys."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.meetings.models import Attendance, Meeting


@transaction.atomic
def erase(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Blank who came to the meetings about one enquiry, and where they were held; that they were held stays.

    What was said is in sealed texts, whose keys ``sealed.services.erase_texts`` destroys. A meeting over the cases of
    a day names nobody's family, so it stays as it is.

    Returns:
        How many meetings were blanked.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    rows = Meeting.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id)
    Attendance.objects.filter(hub_id=actor.hub_id, meeting__in=rows).update(who_came="")
    return rows.update(place="")
