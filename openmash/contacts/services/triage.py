"""What a contact comes to: advice, signposting, another contact, an enquiry; and telling who raised it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.contacts import permissions, rules
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.models import Advice, Contact, Receipt
from openmash.contacts.services.recording import RECEIPT_PURPOSE, first_words
from openmash.contacts.states import CONTACT
from openmash.core.errors import Stale
from openmash.core.ids import code_hash, new_code
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notifications

_TRIAGED = ["state", "closing_reason", "triaged_at", "triaged_by", "triaged_by_name", "version"]


@transaction.atomic
def close_with_advice(*, contact_id: UUID, advice: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Record the safeguarding advice that was given, and close the contact.

    Args:
        advice: what was advised, as it was said.
        version: the version the actor saw; None where no form was shown.

    Raises:
        NotFound, Refused, Stale.
        RuleBroken: no advice is written, or the contact is not waiting for triage.
    """
    row = fetch(contact_id, actor)
    require(permissions.can_advise(actor))
    rules.require_words("advice_is_written", advice, "Write the advice that was given.", field="advice")
    move(row, "close_with_advice", "", actor=actor, at=at, version=version)
    Advice.objects.create(
        hub_id=actor.hub_id, contact=row, text=advice, given_at=at, given_by=actor.id, given_by_name=actor.name
    )
    audit.record("contact.closed_with_advice", actor=actor, at=at, about=("contact", row.id))


@transaction.atomic
def signpost(
    *, contact_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None, filter_code: str = ""
) -> None:
    """Send somebody on to a service that fits, with the reason, and close the contact.

    Args:
        reason: why it is not for the hub, and where they were told to turn.
        filter_code: with which of the hub's filters it is turned away; needed where the hub has filters.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``contacts.filter…``, ``contacts.signposted_with_a_reason``).
    """
    row = fetch(contact_id, actor)
    require(permissions.can_triage(actor))
    sentence = "Write why this is not for the hub and where they were told to turn."
    rules.require_words("signposted_with_a_reason", reason, sentence, field="reason")
    rules.require_filter(filter_code, hub_queries.model_of(actor.hub_id, at=at))
    row.filter_code = filter_code
    move(row, "signpost", reason, actor=actor, at=at, version=version, also=["filter_code"])
    detail: dict[str, audit.Plain] = {"filter": filter_code} if filter_code else {}
    audit.record("contact.signposted", actor=actor, at=at, about=("contact", row.id), detail=detail)


@transaction.atomic
def join(
    *, contact_id: UUID, to_contact_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Join a contact to another notice of the same event. Nothing is deleted; both stay readable.

    Args:
        contact_id: the one that is joined, and leaves the list of what waits.
        to_contact_id: the one it is joined to, which goes on.
        reason: why they are one event.
    """
    # Both rows, in the order of their ids: two people joining the two to each other wait instead of making a circle.
    rows = {
        row.id: row
        for row in Contact.objects.select_for_update()
        .filter(hub_id=actor.hub_id, id__in=[contact_id, to_contact_id])
        .order_by("id")
    }
    if contact_id not in rows or to_contact_id not in rows:
        raise ContactNotFound
    require(permissions.can_triage(actor))
    row, target = rows[contact_id], rows[to_contact_id]
    rules.require_may_join(row.id, target_id=target.id, target_joined_to=target.joined_to_id)
    rules.require_words("joined_with_a_reason", reason, "Write why they are one event.", field="reason")
    row.joined_to = target
    move(row, "join", reason, actor=actor, at=at, version=version, also=["joined_to"])
    detail: dict[str, audit.Plain] = {"joined_to": str(target.id)}
    audit.record("contact.joined", actor=actor, at=at, about=("contact", row.id), detail=detail)


@transaction.atomic
def reopen(*, contact_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Open a closed contact again because something new came in; the advice and reasons of before stay."""
    row = fetch(contact_id, actor)
    require(permissions.can_triage(actor))
    rules.require_words("reopened_with_a_reason", reason, "Write what is new.", field="reason")
    kept = "\n".join(part for part in (row.closing_reason, f"Reopened: {reason}") if part)
    row.filter_code, row.route_code, row.passed_to_id = "", "", None
    move(row, "reopen", kept, actor=actor, at=at, version=version, also=["filter_code", "route_code", "passed_to"])
    audit.record("contact.reopened", actor=actor, at=at, about=("contact", row.id))


@transaction.atomic
def mark_became_enquiry(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Note that an enquiry is open about this contact; called by ``enquiries`` in the transaction that opens it."""
    row = fetch(contact_id, actor)
    require(permissions.can_triage(actor))
    move(row, "open_enquiry", row.closing_reason, actor=actor, at=at, version=None)
    audit.record("contact.became_enquiry", actor=actor, at=at, about=("contact", row.id))


@transaction.atomic
def await_review(*, contact_id: UUID, waits: bool, actor: Actor, at: datetime) -> None:
    """Note that a second manager is to look at how a contact was closed, or that they have; called by ``oversight``."""
    row = fetch(contact_id, actor)
    require(permissions.can_note_review(actor))
    row.awaits_review = waits
    row.save(update_fields=["awaits_review"])


@transaction.atomic
def say_to_referrer(*, contact_id: UUID, said: str, actor: Actor, at: datetime) -> None:
    """Record what the referrer is told; it also goes on their receipt, if they have one, and an e-mail says so.

    Args:
        said: what may be said of the outcome, fit for the referrer's eyes.
    """
    row = fetch(contact_id, actor)
    require(permissions.can_tell_referrer(actor))
    rules.require_words("something_is_said", said, "Write what the referrer is told.", field="said")
    rules.require_reviewed(awaits_review=row.awaits_review)
    row.feedback_given_at, row.feedback_given_by, row.feedback_said = at, actor.id, said
    row.save(update_fields=["feedback_given_at", "feedback_given_by", "feedback_said"])
    if row.receipt_hash:
        _put_on_receipt(row, said, at)
    audit.record("contact.referrer_told", actor=actor, at=at, about=("contact", row.id))


@transaction.atomic
def give_receipt(*, contact_id: UUID, actor: Actor, at: datetime) -> str:
    """Give somebody who rang or wrote a receipt code, with which they read what may be said of the outcome.

    Returns:
        The code. Only its hash is kept, so this is the one time that it can be shown.

    Raises:
        NotFound, Refused.
        RuleBroken: ``contacts.one_receipt``.
    """
    row = fetch(contact_id, actor)
    require(permissions.can_record(actor))
    rules.require_no_receipt(row.receipt_hash)
    code = new_code()
    row.receipt_hash = code_hash(code, purpose=RECEIPT_PURPOSE)
    Receipt.objects.create(
        hub_id=actor.hub_id,
        code_hash=row.receipt_hash,
        reference=row.reference,
        sent_at=row.received_at,
        said=row.feedback_said or first_words(row.kind, row.decide_by, actor.hub_id),
        said_at=row.feedback_given_at or row.received_at,
    )
    row.save(update_fields=["receipt_hash"])
    audit.record("contact.receipt_issued", actor=actor, at=at, about=("contact", row.id))
    return code


def _put_on_receipt(row: Contact, said: str, at: datetime) -> None:
    receipt = Receipt.objects.select_for_update().get(hub_id=row.hub_id, code_hash=row.receipt_hash)
    receipt.said, receipt.said_at = said, at
    receipt.save(update_fields=["said", "said_at"])
    hub = hub_queries.hub(row.hub_id)
    notifications.queue(
        "outcome_ready",
        hub_id=row.hub_id,
        to=[row.referrer_email],
        about_id=row.id,
        at=at,
        reference=row.reference,
        path=f"/{hub.slug}/receipt/",
        door="outside",
    )


def fetch(contact_id: UUID, actor: Actor) -> Contact:
    """The contact, locked; raises ContactNotFound."""
    row = Contact.objects.select_for_update().filter(hub_id=actor.hub_id, id=contact_id).first()
    if row is None:
        raise ContactNotFound
    return row


def move(
    row: Contact,
    name: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    version: int | None,
    also: list[str] | None = None,
) -> None:
    """Take a contact to where a move leads, with why, when and by whom; raises Stale, RuleBroken."""
    if version not in (None, row.version):
        raise Stale("this contact")
    row.state = CONTACT.move(row.state, name)
    row.closing_reason = reason
    row.triaged_at, row.triaged_by, row.triaged_by_name = at, actor.id, actor.name
    row.version += 1
    row.save(update_fields=[*_TRIAGED, *(also or [])])
