"""What lies in the outbox."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from openmash.audit import queries as audit_queries
from openmash.core import envelopes
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.notifications import rules
from openmash.notifications.models import Message


@dataclass(frozen=True)
class Letter:
    """One message as whoever it is addressed to reads it."""

    kind: str
    to: str
    subject: str
    body: str
    about_id: UUID
    queued_at: datetime


def outbox(hub_id: UUID, *, about_id: UUID | None = None) -> list[Letter]:
    """Every message of a hub, sent or not, oldest first. For plays and training: a play reads its cast's mail here.

    Args:
        hub_id: the hub.
        about_id: only messages about this thing.
    """
    rows = Message.objects.filter(hub_id=hub_id, **({"about_id": about_id} if about_id else {}))
    key = hub_services.intake_private_key(hub_id)
    return [_letter(row, key) for row in rows.order_by("queued_at", "id")]


def words_of(row: Message, key: bytes) -> tuple[str, str]:
    """Subject and body of a message, put together now from our own words: only what fills them lay in the outbox.

    Args:
        row: the message.
        key: the hub's private key.

    Raises:
        Unreadable, NoDoorbell: what lay there is no message of ours.
    """
    letter = envelopes.take_in(row.ciphertext, private_key=key, context=rules.place_of(row.hub_id, row.id))
    doorbell = rules.read_letter(letter)
    base = settings.OPENMASH_OUTSIDE_URL if doorbell.door == "outside" else settings.OPENMASH_INSIDE_URL
    hub = hub_queries.hub(row.hub_id).name
    checkpoint = audit_queries.handed(row.about_id, hub_id=row.hub_id) if row.kind == rules.CHECKPOINT else ""
    link = f"{base}{doorbell.path}"
    return rules.words(row.kind, hub=hub, reference=doorbell.reference, link=link, checkpoint=checkpoint)


def _letter(row: Message, key: bytes) -> Letter:
    return Letter(row.kind, row.to_address, *words_of(row, key), row.about_id, row.queued_at)
