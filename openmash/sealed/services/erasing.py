"""When the time of what is in the room is over: its keys are destroyed, and nobody reads it again.

The ciphertext stays where it is, as the table insists, without the key that opens it.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.sealed.models import Attachment, Item, ItemPerson, ItemVersion, Protection, ReleaseRequest, SealedText


@transaction.atomic
def erase_items(*, enquiry_id: UUID, agency_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Destroy the keys of every version of everything these agencies put in about one family.

    With the words go the handling conditions, what the owner edited for a recipient, the names of the professionals,
    the dates of the facts, and whom each item is about. That there was an item, when, and of which agency, stays.

    Returns:
        How many items lost their keys; none where there is no such enquiry, as a replay after a restore needs.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    items = Item.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id, agency_id__in=agency_ids)
    ids = list(items.values_list("id", flat=True))
    of_items = {"hub_id": actor.hub_id, "item_id__in": ids}
    ItemVersion.objects.filter(**of_items).update(wrapped_key="", handling_wrapped_key="", facts_wrapped_key="")
    Attachment.objects.filter(**of_items).update(label_wrapped_key="", content_wrapped_key="")
    ReleaseRequest.objects.filter(**of_items).update(edited_wrapped_key="")
    ItemPerson.objects.filter(**of_items).delete()
    return items.update(professional="", fact_on=None)


@transaction.atomic
def erase_texts(*, enquiry_id: UUID, actor: Actor, at: datetime) -> int:
    """Destroy the keys of the hub's own words about one family: analyses, reasons, guidance, what was to be released.

    Returns:
        How many texts lost their key.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    of_it = {"hub_id": actor.hub_id, "enquiry_id": enquiry_id}
    Protection.objects.filter(**of_it).update(wrapped_key="")
    return SealedText.objects.filter(**of_it).update(wrapped_key="")
