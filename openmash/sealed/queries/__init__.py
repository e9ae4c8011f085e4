"""What an actor may see of the sealed room. Sealed words are opened only once the log says so."""

from openmash.sealed.queries.releases import (
    Releasable,
    ReleaseRow,
    RequestToAnswer,
    releasable,
    request,
    requests_for_owner,
    requests_of,
    requests_to_answer,
)
from openmash.sealed.queries.room import (
    AgencyCount,
    ItemLabel,
    ItemView,
    Room,
    item,
    known_now,
    label,
    outline,
    room,
    sealed_text,
)

__all__ = [
    "AgencyCount",
    "ItemLabel",
    "ItemView",
    "Releasable",
    "ReleaseRow",
    "RequestToAnswer",
    "Room",
    "item",
    "known_now",
    "label",
    "outline",
    "releasable",
    "request",
    "requests_for_owner",
    "requests_of",
    "requests_to_answer",
    "room",
    "sealed_text",
]
