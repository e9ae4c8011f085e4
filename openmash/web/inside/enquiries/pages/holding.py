"""Who holds the case, and what its reader may do about that."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localtime

from openmash.access import Actor, Permission
from openmash.enquiries import queries
from openmash.enquiries.queries import EnquiryView
from openmash.web.shared.deadline_words import moment


@dataclass(frozen=True)
class Holding:
    """Who holds it, in words; where it is given to somebody or taken, empty where the reader may not."""

    words: str
    give_url: str
    take_url: str


def of(enquiry: EnquiryView, *, actor: Actor, at: datetime) -> Holding:
    """Who holds an enquiry at this moment."""
    held = queries.allocations_of(enquiry.id, actor=actor)
    last = held[-1] if held else None
    since = f"since {moment(localtime(last.allocated_at), localtime(at))}" if last else ""
    may = enquiry.is_open and queries.can_take(actor, held_by=last.holder_id if last else None)
    gives = may and Permission.ALLOCATE in actor.permissions
    return Holding(
        words=f"Held by {last.holder_name} {since}" if last else "Nobody holds it yet",
        give_url=f"{reverse('operations:give', args=[enquiry.id])}?from=case" if gives else "",
        take_url=reverse("operations:take", args=[enquiry.id]) if may and not last else "",
    )
