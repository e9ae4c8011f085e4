"""What an actor may see of the sealed room. Whatever shows sealed words writes its audit events before it opens them."""

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
    ItemView,
    Room,
    item,
    known_now,
    outline,
    room,
    sealed_text,
)

__all__ = [
    "AgencyCount",
    "ItemView",
    "Releasable",
    "ReleaseRow",
    "RequestToAnswer",
    "Room",
    "item",
    "known_now",
    "outline",
    "releasable",
    "request",
    "requests_for_owner",
    "requests_of",
    "requests_to_answer",
    "room",
    "sealed_text",
]
