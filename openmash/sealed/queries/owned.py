"""Which items are whose, without a word of what they say: for the pages on which people look through the log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.sealed.models import Item


@dataclass(frozen=True)
class OwnItem:
    """Which item it is, for the people of the agency that owns it: when it was put in, and by whom."""

    id: UUID
    sealed_at: datetime
    sealed_by_name: str


def own_items(item_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, OwnItem]:
    """Those of these items that belong to the actor's agency, withdrawn ones too."""
    rows = Item.objects.filter(hub_id=actor.hub_id, agency_id__in=_own(actor), id__in=item_ids)
    return {row.id: OwnItem(row.id, row.sealed_at, row.sealed_by_name) for row in rows}


def others_hidden_items(*, actor: Actor) -> frozenset[UUID]:
    """The hidden items of other agencies in this hub. Whoever looks through its log learns of none of them.

    Named readers neither: what they know of, they read in the room; a list of who opened it is its owner's alone.
    """
    rows = Item.objects.filter(hub_id=actor.hub_id, sensitivity="hidden").exclude(agency_id__in=_own(actor))
    return frozenset(rows.values_list("id", flat=True))


def _own(actor: Actor) -> list[UUID]:
    return [actor.agency_id] if actor.agency_id else []
