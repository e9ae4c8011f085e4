"""What was handed directly to another agency's system and is not known to be taken in there."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from openmash.access import Actor
from openmash.contacts.models import DirectReferral
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import OperatingModel
from openmash.worklists.queries.rows import WorkRow


def not_taken_in(actor: Actor, model: OperatingModel, at: datetime) -> Iterator[WorkRow]:
    """What somebody carries over, until they enter its reference; what a system fetches, once it is late."""
    waiting = DirectReferral.objects.filter(hub_id=actor.hub_id, taken_in_at=None, contact__erased_at=None)
    waiting = waiting.filter(Q(file="", due_at__isnull=False) | Q(due_at__lte=at))
    rows = waiting.exclude(contact_id__in=enquiry_queries.contacts_kept_from(actor)).select_related("contact", "agency")
    labels = {portal.code: portal.label for portal in model.portals}
    for row in rows.order_by("due_at", "id"):
        late = row.due_at is not None and row.due_at <= at
        yield WorkRow(
            kind="direct",
            action="Ring: a direct referral is not taken in" if late else "Enter the reference of a direct referral",
            reference=row.contact.reference,
            words=labels.get(row.portal, row.portal) + ("; fetched, and not acknowledged" if row.fetched_at else ""),
            due_at=row.due_at,
            opens=("direct", row.contact_id),
        )
