"""Closing and opening what is in the sealed room: bytes in and out. Only this package's services and queries use it.

Every piece has a data key of its own (AES-256-GCM), wrapped by the key of the agency that owns the piece; the hub's own
words are wrapped by the hub's key. Wrapping keys live outside the database. A ciphertext is bound to the hub, agency,
table, row and field that it was closed for: moved to any other place, or changed in any bit, it opens as nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from openmash.core import envelopes
from openmash.core.envelopes import Closed, Envelope
from openmash.core.keys import Erased, ring

__all__ = [
    "Envelope",
    "Place",
    "edited_text",
    "file_content",
    "file_label",
    "hub_words",
    "item_facts",
    "item_handling",
    "item_text",
    "open_",
    "open_each",
    "protected_terms",
    "seal",
]


@dataclass(frozen=True)
class Place:
    """Where a ciphertext belongs.

    Args:
        hub_id: the hub.
        agency_id: the agency that owns it; None for the hub's own words.
        table: the table's name.
        row_id: the row's id.
        field: the field of that row.
    """

    hub_id: UUID
    agency_id: UUID | None
    table: str
    row_id: UUID
    field: str

    @property
    def key_name(self) -> str:
        """The wrapping key: the owning agency's, or the hub's."""
        return f"agency-{self.agency_id}" if self.agency_id else f"hub-{self.hub_id}"

    @property
    def context(self) -> str:
        """What the ciphertext is bound to (additional authenticated data)."""
        return f"{self.hub_id}|{self.agency_id or 'hub'}|{self.table}|{self.row_id}|{self.field}"


def seal(plain: bytes, *, place: Place) -> Envelope:
    """Close under a fresh key.

    Raises:
        KeyMissing: this process does not hold the owner's key.
    """
    return envelopes.close_bytes(plain, ring=ring(), key_name=place.key_name, context=place.context)


def open_(envelope: Envelope, *, place: Place) -> bytes:
    """The bytes again.

    Raises:
        KeyMissing: this process does not hold the owner's key. The outside door never does.
        Erased: nobody can read it again, because its time to be kept was over.
        Unreadable: it, its key or its place was changed. Nothing is returned in its stead.
    """
    return envelopes.open_bytes(envelope, ring=ring(), key_name=place.key_name, context=place.context)


def open_each(closed: Sequence[tuple[Envelope, Place]]) -> list[bytes | Erased]:
    """Many at once: with a key server, one request for each agency's key however many items there are.

    Returns:
        The bytes of each, in the order given; ``Erased`` in the place of what nobody can read again.

    Raises:
        KeyMissing, Unreadable: as of ``open_``, if one of them cannot be opened and was not erased.
    """
    return envelopes.open_each([Closed(e, place.key_name, place.context) for e, place in closed], ring=ring())


def item_text(hub_id: UUID, agency_id: UUID, version_id: UUID) -> Place:
    """The words of one version of an item."""
    return Place(hub_id, agency_id, "sealed_itemversion", version_id, "text")


def item_handling(hub_id: UUID, agency_id: UUID, version_id: UUID) -> Place:
    """The handling condition of one version of an item."""
    return Place(hub_id, agency_id, "sealed_itemversion", version_id, "handling")


def item_facts(hub_id: UUID, agency_id: UUID, version_id: UUID) -> Place:
    """What one version of an item says of itself beside its words."""
    return Place(hub_id, agency_id, "sealed_itemversion", version_id, "facts")


def edited_text(hub_id: UUID, agency_id: UUID, request_id: UUID) -> Place:
    """The words that an owner agrees may leave in place of the item's own."""
    return Place(hub_id, agency_id, "sealed_releaserequest", request_id, "edited_text")


def hub_words(hub_id: UUID, text_id: UUID) -> Place:
    """The hub's own words: analysis, reasons, guidance."""
    return Place(hub_id, None, "sealed_sealedtext", text_id, "text")


def file_label(table: str, hub_id: UUID, agency_id: UUID, file_id: UUID) -> Place:
    """The name and kind of a file: on an item ("sealed_attachment") or waiting for its form ("sealed_waitingfile")."""
    return Place(hub_id, agency_id, table, file_id, "label")


def file_content(table: str, hub_id: UUID, agency_id: UUID, file_id: UUID) -> Place:
    """The bytes of a file; tables as of ``file_label``."""
    return Place(hub_id, agency_id, table, file_id, "content")


def protected_terms(hub_id: UUID, protection_id: UUID) -> Place:
    """What a protection keeps from somebody; the hub's to keep."""
    return Place(hub_id, None, "sealed_protection", protection_id, "terms")
