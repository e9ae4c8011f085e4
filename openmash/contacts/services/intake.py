"""Taking in what the public sent: the inside's half of the outside door."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.accounts import queries as account_queries
from openmash.contacts import rules
from openmash.contacts.errors import LetterUnreadable
from openmash.contacts.models import Submission
from openmash.contacts.services.outside import submission_context
from openmash.contacts.services.recording import write
from openmash.core import envelopes, letters
from openmash.hubs import services as hub_services

_CANNOT_BE_KEPT = "Something in it cannot be kept. Tell the hub's administrator."


def take_in_submissions(*, hub_id: UUID, at: datetime) -> int:
    """Make a contact of each form that waits, each in a transaction of its own.

    What cannot be taken in is never lost: it stays, with the reason, shows on the worklist, and is tried again.

    Returns:
        How many became contacts.
    """
    waiting = Submission.objects.filter(hub_id=hub_id, taken_in_at=None).order_by("sent_at")
    return sum(_take_in(submission_id, hub_id, at) for submission_id in list(waiting.values_list("id", flat=True)))


@transaction.atomic
def _take_in(submission_id: UUID, hub_id: UUID, at: datetime) -> int:
    row = (
        Submission.objects.select_for_update(skip_locked=True)
        .filter(hub_id=hub_id, id=submission_id, taken_in_at=None)
        .first()
    )
    if row is None:  # another worker has it
        return 0
    because = letters.failure_of(lambda: _write(row, at), letter_id=row.id, otherwise=_CANNOT_BE_KEPT)
    row.taken_in_at, row.failed_because = None if because else at, because
    row.save(update_fields=["taken_in_at", "failed_because"])
    return 0 if because else 1


def _write(row: Submission, at: datetime) -> None:
    key = hub_services.intake_private_key(row.hub_id)
    posted = envelopes.take_in(bytes(row.ciphertext), private_key=key, context=submission_context(row.hub_id, row.id))
    try:
        told = rules.told_in(posted["contact"])
        reference, receipt_hash = posted["reference"], posted["receipt_hash"]
    except (KeyError, TypeError, ValueError) as error:
        raise LetterUnreadable("It is not written as a referral. Tell the hub's administrator.") from error
    actor = account_queries.system_actor(row.hub_id)
    write(told=told, actor=actor, at=at, reference=reference, receipt_hash=receipt_hash)
