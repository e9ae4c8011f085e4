"""What the contacts of an enquiry raise."""

from collections.abc import Collection
from uuid import UUID

from openmash.contacts import queries as contact_queries
from openmash.enquiries.models import EnquiryContact


def issues_raised(enquiry_ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, frozenset[str]]:
    """The codes of the issues that enquiries' contacts raise, those taken back left out, by the enquiry's id.

    Two statements, however many enquiries. It is the hub's own list, whoever asks: whom an operating model asks
    because of it is worked out from it, and its caller has asked who may see the enquiry.
    """
    found = EnquiryContact.objects.filter(hub_id=hub_id, enquiry_id__in=list(enquiry_ids))
    contacts = dict(found.values_list("contact_id", "enquiry_id"))
    raised: dict[UUID, frozenset[str]] = dict.fromkeys(enquiry_ids, frozenset())
    for contact_id, codes in contact_queries.codes_raised(contacts, hub_id=hub_id).items():
        raised[contacts[contact_id]] |= codes
    return raised
