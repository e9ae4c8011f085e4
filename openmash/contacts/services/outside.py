"""What the public does, at the outside door: put a form aside, go on with it, send it, look at the receipt.

Runs as the outside database role, which can neither read contacts nor what was sent.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from openmash.access import Actor, Role
from openmash.audit import services as audit
from openmash.contacts import rules
from openmash.contacts.errors import CodeNotFound
from openmash.contacts.models import Receipt, SavedForm, Submission
from openmash.contacts.services.recording import RECEIPT_PURPOSE, decide_by, first_words
from openmash.core import envelopes, ids
from openmash.core.envelopes import Letter
from openmash.core.keys import Unreadable
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notifications


@dataclass(frozen=True)
class ReceiptView:
    """What the holder of a receipt code may see.

    Args:
        reference: to quote on the telephone.
        sent_at: when the form was sent.
        said: what may be said of it now.
        said_at: since when.
    """

    reference: str
    sent_at: datetime
    said: str
    said_at: datetime

    @property
    def is_news(self) -> bool:
        """Whether anything was said since the form was sent."""
        return self.said_at > self.sent_at


@transaction.atomic
def save_form(*, hub_id: UUID, code: str | None, letter: Letter, at: datetime) -> str:
    """Put a half-filled form aside, encrypted under a code that only its writer holds.

    Args:
        code: the code it was put aside under before; None the first time.
        letter: plain JSON values.
        at: now; it is kept ``rules.SAVED_FORM_DAYS`` from here.

    Returns:
        The code, in the form it is given out in.

    Raises:
        CodeNotFound: nothing is kept under that code; it was sent already or is too old.
    """
    rules.require_letter_size(len(json.dumps(letter)))
    if code is None:
        SavedForm.objects.filter(hub_id=hub_id, expires_at__lte=at).delete()
        code = ids.new_code()
        row = SavedForm(hub_id=hub_id, code_hash=ids.code_hash(code, purpose=RECEIPT_PURPOSE))
    else:
        row = _saved(hub_id, code, at)
    row.ciphertext = envelopes.close_with_code(letter, code=code, context=_form_context(hub_id))
    row.saved_at, row.expires_at = at, at + timedelta(days=rules.SAVED_FORM_DAYS)
    row.save()
    return ids.normalise_code(code)


@transaction.atomic
def saved_form(*, hub_id: UUID, code: str, at: datetime) -> Letter:
    """The half-filled form that was put aside under a code.

    Raises:
        CodeNotFound: nothing is kept under that code, for whatever reason.
    """
    row = SavedForm.objects.filter(
        hub_id=hub_id, code_hash=ids.code_hash(code, purpose=RECEIPT_PURPOSE), expires_at__gt=at
    ).first()
    if row is None:
        raise CodeNotFound
    try:
        return envelopes.open_with_code(bytes(row.ciphertext), code=code, context=_form_context(hub_id))
    except Unreadable as error:
        raise CodeNotFound from error


@transaction.atomic
def submit(*, hub_id: UUID, letter: Letter, code: str | None, at: datetime) -> str:
    """Send a form to the hub. Sent twice under one code, it arrives once.

    Args:
        letter: ``rules.letter_of`` a contact.
        code: the code it was put aside under, which becomes the receipt's; None gives out a new one.
        at: now.

    Returns:
        The receipt code.

    Raises:
        RuleBroken: something that a contact must say is missing.
    """
    told = rules.told_in(letter)
    rules.require_contact_told(told, at=at)
    model = hub_queries.model_of(hub_id, at)
    hub_queries.require_live(hub_id, at=at)
    rules.require_switched_on(told, model)
    rules.require_letter_size(len(json.dumps(letter)))
    code = ids.normalise_code(code) if code else ids.new_code()
    code_hash = ids.code_hash(code, purpose=RECEIPT_PURPOSE)
    hub = hub_queries.hub(hub_id)
    receipt = Receipt(
        hub_id=hub_id,
        code_hash=code_hash,
        reference=ids.new_reference(hub.reference_prefix),
        sent_at=at,
        said=first_words(told.kind, decide_by(told, model).due_at, hub_id),
        said_at=at,
    )
    try:
        with transaction.atomic():
            receipt.save(force_insert=True)
    except IntegrityError:  # the button was pressed twice: the first press sent it
        return code
    _post(letter, receipt, hub.intake_public_key, at)
    SavedForm.objects.filter(hub_id=hub_id, code_hash=code_hash).delete()
    notifications.queue(
        "referral_received",
        hub_id=hub_id,
        to=[told.referrer_email],
        about_id=receipt.id,
        at=at,
        reference=receipt.reference,
        path=f"/{hub.slug}/receipt/",
        door="outside",
    )
    return code


def receipt(*, hub_id: UUID, code: str) -> ReceiptView:
    """What may be said to whoever holds a receipt code.

    Raises:
        CodeNotFound: no form was sent under that code.
    """
    row = Receipt.objects.filter(hub_id=hub_id, code_hash=ids.code_hash(code, purpose=RECEIPT_PURPOSE)).first()
    if row is None:
        raise CodeNotFound
    return ReceiptView(row.reference, row.sent_at, row.said, row.said_at)


def receipt_hash(code: str) -> str:
    """What stands for a receipt code in tables: the code itself stands in none."""
    return ids.code_hash(code, purpose=RECEIPT_PURPOSE)


def submission_context(hub_id: UUID, submission_id: UUID) -> str:
    """What binds a submission's ciphertext to its row."""
    return f"contacts_submission|{hub_id}|{submission_id}|ciphertext"


def _post(letter: Letter, receipt: Receipt, public_key: bytes, at: datetime) -> None:
    submission_id = uuid4()
    posted: dict[str, Any] = {
        "contact": letter,
        "receipt_hash": receipt.code_hash,
        "reference": receipt.reference,
    }
    context = submission_context(receipt.hub_id, submission_id)
    sealed = envelopes.post(posted, public_key=public_key, context=context)
    Submission(id=submission_id, hub_id=receipt.hub_id, ciphertext=sealed, sent_at=at).save(force_insert=True)
    referrer = Actor(id=submission_id, name="Referrer", hub_id=receipt.hub_id, role=Role.REFERRER)
    audit.record("referral.sent", actor=referrer, at=at, about=("submission", submission_id))


def _saved(hub_id: UUID, code: str, at: datetime) -> SavedForm:
    row = (
        SavedForm.objects.select_for_update()
        .filter(hub_id=hub_id, code_hash=ids.code_hash(code, purpose=RECEIPT_PURPOSE), expires_at__gt=at)
        .first()
    )
    if row is None:
        raise CodeNotFound
    return row


def _form_context(hub_id: UUID) -> str:
    return f"contacts_savedform|{hub_id}|letter"
