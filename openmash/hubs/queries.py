"""Which hubs there are and how each works."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.core import clock, hub_context
from openmash.core.envelopes import from_text
from openmash.core.errors import NotFound
from openmash.hubs import rules
from openmash.hubs.models import Hub, ModelVersion
from openmash.hubs.states import VersionState


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


def model_of(hub_id: UUID, at: datetime | None = None) -> rules.OperatingModel:
    """The operating model in force in a hub, for what begins now; for what has begun ask for its own version.

    Args:
        hub_id: the hub.
        at: when it begins; left out: at this moment, as screens and timers mean it.

    Raises:
        NoModelInForce: the hub has none.
    """
    return rules.in_force(approved_versions(hub_id), rules.day_of(at or clock.now())).model


def model(hub_id: UUID, name: str, version: str) -> rules.OperatingModel:
    """One version of a hub's operating model, as a record names it; raises ``NoModelInForce`` where there is none."""
    for each in approved_versions(hub_id):
        if (each.name, str(each.version)) == (name, version):
            return each.model
    raise rules.NoModelInForce


def approved_versions(hub_id: UUID) -> tuple[rules.StoredVersion, ...]:
    """Every version that the hub works by, worked by or will work by, oldest first; one query for a whole page."""
    return hub_context.once(("model versions", hub_id), lambda: _approved(hub_id))


def _approved(hub_id: UUID) -> tuple[rules.StoredVersion, ...]:
    rows = ModelVersion.objects.filter(hub_id=hub_id, state=VersionState.APPROVED).order_by("version")
    return tuple(rules.StoredVersion(*row) for row in rows.values_list("name", "version", "effective_from", "text"))


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
