"""What the schedules of retention ask of the room: how much each owner holds. Never a word, nor what is hidden."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from openmash.sealed.models import Item, ItemVersion
from openmash.sealed.rules import Sensitivity
from openmash.sealed.states import ItemState


def held_by(enquiry_ids: Collection[UUID], *, hub_id: UUID) -> dict[tuple[UUID, UUID], int]:
    """How many items with words each agency has in each room: {(enquiry, agency): items}, hidden ones left out."""
    with_words = ItemVersion.objects.filter(hub_id=hub_id, item__enquiry_id__in=enquiry_ids).exclude(wrapped_key="")
    shown = Item.objects.filter(hub_id=hub_id, id__in=with_words.values("item_id")).exclude(
        sensitivity=Sensitivity.HIDDEN
    )
    return dict(Counter(shown.values_list("enquiry_id", "agency_id")))


@dataclass(frozen=True)
class Held:
    """One item that an owner still holds in a room; ``hidden`` ones are for its owner's people alone."""

    item_id: UUID
    enquiry_id: UUID
    agency_id: UUID
    hidden: bool


def held_about(enquiry_ids: Collection[UUID], *, hub_id: UUID) -> list[Held]:
    """Every item with words in these rooms, hidden ones with them, for a subject access request.

    Whoever shows this must show the hidden ones to their owner's people only (``retention.queries.access``).
    """
    with_words = ItemVersion.objects.filter(hub_id=hub_id, item__enquiry_id__in=enquiry_ids).exclude(wrapped_key="")
    rows = Item.objects.filter(hub_id=hub_id, state=ItemState.SEALED, id__in=with_words.values("item_id"))
    return [
        Held(row.id, row.enquiry_id, row.agency_id, row.sensitivity == Sensitivity.HIDDEN)
        for row in rows.order_by("sealed_at", "id")
    ]
