"""What the schedules of retention ask of the room: how much each owner holds. Never a word, and never what is hidden."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from openmash.sealed.models import Item, ItemVersion

_HIDDEN = "hidden"


def held_by(enquiry_ids: Collection[UUID], *, hub_id: UUID) -> dict[tuple[UUID, UUID], int]:
    """How many items with words each agency has in each room: {(enquiry, agency): items}, hidden ones left out."""
    with_words = ItemVersion.objects.filter(hub_id=hub_id, item__enquiry_id__in=enquiry_ids).exclude(wrapped_key="")
    shown = Item.objects.filter(hub_id=hub_id, id__in=with_words.values("item_id")).exclude(sensitivity=_HIDDEN)
    return dict(Counter(shown.values_list("enquiry_id", "agency_id")))
