"""The sealed room. Nothing here is granted to the outside door, and no text here is readable in the database."""

from openmash.sealed.models.items import Item, ItemPerson, ItemVersion
from openmash.sealed.models.releases import ReleaseRequest
from openmash.sealed.models.texts import SealedText

__all__ = ["Item", "ItemPerson", "ItemVersion", "ReleaseRequest", "SealedText"]
