"""Queueing messages with what they tell of, and delivering them afterwards."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction

from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import envelopes
from openmash.core.keys import Unreadable
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.notifications import queries, rules
from openmash.notifications.models import Message

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
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

    The row holds no words, only what fills them (``rules.Doorbell``): a door that was taken over cannot make the hub
    send words of its own.

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
    hub = hub_queries.hub(hub_id)
    rules.words(kind, hub=hub.name, reference=reference, link=path)  # that there is such a kind
    letter = rules.letter_of(rules.Doorbell(reference, path, door))
    rows = [
        Message(hub_id=hub_id, kind=kind, to_address=address, about_id=about_id, queued_at=at, next_try_at=at)
        for address in dict.fromkeys(to)
        if address
    ]
    for row in rows:
        row.ciphertext = envelopes.post(
            letter, public_key=hub.intake_public_key, context=rules.place_of(hub_id, row.id)
        )
    Message.objects.bulk_create(rows)


def deliver_next(*, hub_id: UUID, at: datetime) -> int:
    """Send the next message whose turn it is; returns 1 if one was dealt with, 0 if none waits.

    One message a transaction, so that a fault later in a round sends nothing twice. A message that cannot be delivered
    keeps the reason and is tried again after 1, 2, 4 … minutes, at last once an hour, until it goes: a mail server
    that is down for a day loses nothing.
    """
    waiting = Message.objects.filter(hub_id=hub_id, sent_at=None, next_try_at__lte=at)
    with transaction.atomic():
        message = waiting.select_for_update(skip_locked=True).order_by("next_try_at", "queued_at", "id").first()
        if message is None:
            return 0
        _try(message, at=at)
        message.save(update_fields=["attempts", "sent_at", "next_try_at", "last_error"])
    return 1


def deliver_waiting(*, hub_id: UUID, at: datetime) -> int:
    """Send everything whose turn it is; returns how many were dealt with."""
    dealt_with = 0
    while deliver_next(hub_id=hub_id, at=at):
        dealt_with += 1
    return dealt_with


def put_away(*, hub_id: UUID, at: datetime) -> int:
    """Count everything that waits as dealt with, unsent: for a hub whose past was made up (the demo, a restored copy).

    Returns how many messages nobody will get.
    """
    return Message.objects.filter(hub_id=hub_id, sent_at=None).update(sent_at=at)


def send_checkpoints(*, hub_id: UUID, at: datetime) -> int:
    """Send each agency that wants them what the hub signed of its log, where an hour or a day has passed.

    Returns how many are on their way.
    """
    sent = 0
    for each in agency_queries.witnesses(hub_id):
        handed_id = audit.hand_over(hub_id=hub_id, agency_id=each.agency_id, every=each.every, at=at)
        if handed_id is not None:
            queue(
                rules.CHECKPOINT,
                hub_id=hub_id,
                to=[each.to],
                about_id=handed_id,
                at=at,
                reference=str(handed_id)[:8].upper(),
                path="/log/our-information/check/",
            )
            sent += 1
    return sent


def _try(message: Message, *, at: datetime) -> None:
    private_key = hub_services.intake_private_key(message.hub_id)
    try:
        validate_email(message.to_address)
        subject, body = queries.words_of(message, private_key)
        EmailMessage(subject, body, to=[message.to_address]).send()
        message.sent_at = at
    # Whatever one message is, the messages behind it go: this door did not write all of them.
    except (OSError, SMTPException, Unreadable, rules.NoDoorbell, ValidationError, ValueError, KeyError) as error:
        message.last_error = type(error).__name__
        log.warning("message not delivered", message=str(message.id), attempts=message.attempts, why=message.last_error)
    message.next_try_at = at + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(message.attempts, 10))
    message.attempts += 1


def forget_old(*, hub_id: UUID, at: datetime) -> int:
    """Delete messages ``rules.MESSAGES_KEPT`` after they were sent; one that still waits is never deleted."""
    forgotten, _ = Message.objects.filter(hub_id=hub_id, sent_at__lt=at - rules.MESSAGES_KEPT).delete()
    return forgotten
