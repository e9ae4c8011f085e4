"""The sealed room. Nothing here is granted to the outside door, and no text here is readable in the database."""

from openmash.sealed.models.attachments import Attachment, WaitingFile
from openmash.sealed.models.guards import Protection, ProtectionAgainst
from openmash.sealed.models.items import Item, ItemPerson, ItemVersion
from openmash.sealed.models.reading import ItemReader, SpecialGrant
from openmash.sealed.models.releases import LedgerLine, ReleaseRequest
from openmash.sealed.models.texts import SealedText

__all__ = [
    "Attachment",
    "Item",
    "ItemPerson",
    "ItemReader",
    "ItemVersion",
    "LedgerLine",
    "Protection",
    "ProtectionAgainst",
    "ReleaseRequest",
    "SealedText",
    "SpecialGrant",
    "WaitingFile",
]
