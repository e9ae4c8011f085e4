"""By which version of the hub's operating model an enquiry is worked: the one it began with, to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from openmash.access import Actor
from openmash.core import hub_context
from openmash.enquiries.errors import NoSuchEnquiry
from openmash.enquiries.models import Enquiry
from openmash.enquiries.queries.keeping_out import require_not_kept_out
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel


@dataclass(frozen=True)
class Began:
    """What an enquiry has from its beginning to its end: what people quote of it, and the version it is worked by."""

    reference: str
    model_name: str
    model_version: str


def model_for(enquiry_id: UUID, *, actor: Actor) -> OperatingModel:
    """The version of the operating model that an enquiry began with; raises NotFound, KeptOut."""
    require_not_kept_out(enquiry_id, actor=actor)
    found = models_for([enquiry_id], actor=actor)
    if enquiry_id not in found:
        raise NoSuchEnquiry
    return found[enquiry_id]


def models_for(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, OperatingModel]:
    """The versions that several enquiries began with, by the enquiry's id; at most one query, however many."""
    found = began(ids, hub_id=actor.hub_id)
    return {each: hub_queries.model(actor.hub_id, one.model_name, one.model_version) for each, one in found.items()}


def began(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, Began]:
    """What never changes of these enquiries, by id; a page reads it once for each."""
    return hub_context.once_each(("enquiries began", hub_id), ids, lambda missing: _began(missing, hub_id))


def at_hand(row: Enquiry) -> None:
    """A row that was read for something else answers ``began`` too."""
    known = Began(row.reference, row.operating_model, row.model_version)
    hub_context.once_each(("enquiries began", row.hub_id), [row.id], lambda missing: {row.id: known})


def _began(ids: Iterable[UUID], hub_id: UUID) -> dict[UUID, Began]:
    rows = Enquiry.objects.filter(hub_id=hub_id, id__in=ids)
    found = rows.values_list("id", "reference", "operating_model", "model_version")
    return {each: Began(*rest) for each, *rest in found}


def began_with(row: Enquiry) -> OperatingModel:
    """The same for a row at hand; no query of its own."""
    return hub_queries.model(row.hub_id, row.operating_model, row.model_version)
