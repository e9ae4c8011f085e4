"""Queueing messages with what they tell of, and delivering them afterwards."""

from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from openmash.core import envelopes
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.notifications import rules
from openmash.notifications.models import Message

MOST_ATTEMPTS = 8
log = structlog.get_logger(__name__)


def queue(
    kind: str,
    *,
    hub_id: UUID,
    to: Iterable[str],
    about_id: UUID,
    at: datetime,
    reference: str = "",
    path: str = "/",
    door: str = "inside",
) -> None:
    """Put a message in the outbox, one row an address, in the transaction of whatever it tells of.

    Args:
        kind: one of ``rules.KINDS``.
        hub_id: the hub that writes.
        to: e-mail addresses; empty ones are passed over.
        about_id: what it is about, for the log.
        at: when it was queued.
        reference: what people may quote; never a name.
        path: where the link leads, below the door's address.
        door: which door the link leads to.
    """
    base = settings.OPENMASH_OUTSIDE_URL if door == "outside" else settings.OPENMASH_INSIDE_URL
    hub = hub_queries.hub(hub_id)
    subject, body = rules.words(kind, hub=hub.name, reference=reference, link=f"{base}{path}")
    rows = [
        Message(hub_id=hub_id, kind=kind, to_address=address, about_id=about_id, queued_at=at)
        for address in dict.fromkeys(to)
        if address
    ]
    for row in rows:
        letter = {"subject": subject, "body": body}
        row.ciphertext = envelopes.post(letter, public_key=hub.intake_public_key, context=place_of(row))
    Message.objects.bulk_create(rows)


def deliver_waiting(*, hub_id: UUID, at: datetime, most: int = 100) -> int:
    """Send what waits in the outbox, each message in a transaction of its own; returns how many were sent.

    A message that cannot be delivered is tried again at the next round, ``MOST_ATTEMPTS`` times, and keeps the reason.
    """
    sent = 0
    waiting = Message.objects.filter(hub_id=hub_id, sent_at=None, attempts__lt=MOST_ATTEMPTS)
    for message_id in list(waiting.order_by("queued_at").values_list("id", flat=True)[:most]):
        sent += _deliver(message_id, hub_id=hub_id, at=at)
    return sent


@transaction.atomic
def _deliver(message_id: UUID, *, hub_id: UUID, at: datetime) -> int:
    message = (
        Message.objects.select_for_update(skip_locked=True).filter(hub_id=hub_id, id=message_id, sent_at=None).first()
    )
    if message is None:  # another worker has it
        return 0
    message.attempts += 1
    letter = envelopes.take_in(
        message.ciphertext, private_key=hub_services.intake_private_key(hub_id), context=place_of(message)
    )
    try:
        EmailMessage(letter["subject"], letter["body"], to=[message.to_address]).send()
        message.sent_at = at
    except (OSError, SMTPException) as error:
        message.last_error = f"{type(error).__name__}"
        log.warning(
            "message not delivered", message=str(message.id), attempts=message.attempts, error=message.last_error
        )
    message.save(update_fields=["attempts", "sent_at", "last_error"])
    return int(message.sent_at is not None)


def place_of(message: Message) -> str:
    """What a message's ciphertext is bound to: its own row."""
    return f"notifications_message|{message.hub_id}|{message.id}"
