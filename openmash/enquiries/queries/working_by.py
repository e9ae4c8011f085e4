"""By which version of the hub's operating model an enquiry is worked: the one it began with, to its end."""

from collections.abc import Iterable
from uuid import UUID

from openmash.access import Actor
from openmash.enquiries.errors import NoSuchEnquiry
from openmash.enquiries.models import Enquiry
from openmash.enquiries.queries.keeping_out import require_not_kept_out
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel


def model_for(enquiry_id: UUID, *, actor: Actor) -> OperatingModel:
    """The version of the operating model that an enquiry began with; raises NotFound, KeptOut."""
    require_not_kept_out(enquiry_id, actor=actor)
    found = models_for([enquiry_id], actor=actor)
    if enquiry_id not in found:
        raise NoSuchEnquiry
    return found[enquiry_id]


def models_for(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, OperatingModel]:
    """The versions that several enquiries began with, by the enquiry's id; one query more, however many there are."""
    rows = Enquiry.objects.filter(hub_id=actor.hub_id, id__in=set(ids))
    return {row.id: began_with(row) for row in rows}


def began_with(row: Enquiry) -> OperatingModel:
    """The same for a row at hand; no query of its own."""
    return hub_queries.model(row.hub_id, row.operating_model, row.model_version)
