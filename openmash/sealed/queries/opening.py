"""Opening the words of many items in one go; that they are read must be on the log already."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from openmash.core.keys import Erased
from openmash.sealed import vault
from openmash.sealed.models import ItemVersion


@dataclass(frozen=True)
class Words:
    """What a version of an item says, and under what condition; both empty where it was erased."""

    text: str
    handling: str
    erased: bool


def words_of(versions: Sequence[ItemVersion]) -> dict[UUID, Words]:
    """The words of each version, by its id: with a key server, one request for each agency's key.

    Args:
        versions: each with its item (``select_related("item")``).
    """
    texts = [
        (vault.Envelope(v.ciphertext, v.wrapped_key), vault.item_text(v.hub_id, v.item.agency_id, v.id))
        for v in versions
    ]
    conditions = [
        (
            vault.Envelope(v.handling_ciphertext, v.handling_wrapped_key),
            vault.item_handling(v.hub_id, v.item.agency_id, v.id),
        )
        for v in versions
    ]
    opened = vault.open_each(texts + conditions)
    pairs = zip(versions, opened[: len(versions)], opened[len(versions) :], strict=True)
    return {v.id: _words(text, handling) for v, text, handling in pairs}


def _words(text: bytes | Erased, handling: bytes | Erased) -> Words:
    if isinstance(text, Erased) or isinstance(handling, Erased):
        return Words("", "", erased=True)
    return Words(text.decode(), handling.decode(), erased=False)
