"""Which hubs there are and how each works."""

from dataclasses import dataclass
from uuid import UUID

from openmash.core import hub_context
from openmash.core.envelopes import from_text
from openmash.core.errors import NotFound
from openmash.hubs.models import Hub


@dataclass(frozen=True)
class HubView:
    """A hub as everybody may see it."""

    id: UUID
    slug: str
    name: str
    reference_prefix: str
    operating_model: str
    telephone: str
    out_of_hours_telephone: str
    intake_public_key: bytes


def hub(hub_id: UUID) -> HubView:
    """One hub; raises NotFound. Neither door may change a hub's row, so a page reads it once."""
    return hub_context.once(("hub", hub_id), lambda: _one(id=hub_id))


def by_slug(slug: str) -> HubView:
    """The hub whose name stands in a public address; raises NotFound."""
    return _one(slug=slug)


def all_hubs() -> list[HubView]:
    """Every hub on this installation, by name."""
    return [_view(row) for row in Hub.objects.order_by("name")]


def _one(**which: object) -> HubView:
    row = Hub.objects.filter(**which).first()
    if row is None:
        raise NotFound("There is no such hub here. Check the address.")
    return _view(row)


def _view(row: Hub) -> HubView:
    return HubView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        reference_prefix=row.reference_prefix,
        operating_model=row.operating_model,
        telephone=row.telephone,
        out_of_hours_telephone=row.out_of_hours_telephone,
        intake_public_key=from_text(row.intake_public_key),
    )
