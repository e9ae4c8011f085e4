"""Writing down what came in, and opening it."""

from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.clocks.calendar import calendar_for
from openmash.clocks.deadlines import Deadline, named_deadline, rating_deadline
from openmash.clocks.wording import moment_in_words
from openmash.contacts import permissions, rules
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.models import Contact, ContactPerson
from openmash.contacts.states import CONTACT
from openmash.core.ids import new_reference
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel

DECISION_CLOCK = "next_steps"
RECEIPT_PURPOSE = "receipt"
SENT = "We have received what you told us. A social worker decides what happens next by {due}."
ADVICE_SENT = "We have received your question. A social worker looks at it by {due}."


@transaction.atomic
def record(*, told: rules.ContactTold, actor: Actor, at: datetime) -> UUID:
    """Write down a call, e-mail, letter or police report; its clock runs from when it was received.

    Args:
        told: in the same fields as the public form.
        actor: who writes it down.
        at: now.

    Raises:
        Refused: the actor may not record contacts.
        RuleBroken: something that a contact must say is missing; the rule and the field are named.
    """
    return write(told=told, actor=actor, at=at, reference="", receipt_hash="")


def write(*, told: rules.ContactTold, actor: Actor, at: datetime, reference: str, receipt_hash: str) -> UUID:
    """Write a contact, however it came; ``reference`` and ``receipt_hash`` are empty unless a referrer has them."""
    require(permissions.can_record(actor))
    rules.require_contact_told(told, at=at)
    model = hub_queries.model_of(actor.hub_id, told.received_at)
    hub_queries.require_live(actor.hub_id, at=told.received_at)
    told = rules.require_switched_on(told, model)
    due = decide_by(told, model)
    plain = {key: value for key, value in asdict(told).items() if key != "people"}
    row = Contact.objects.create(
        **plain,
        hub_id=actor.hub_id,
        reference=reference or new_reference(hub_queries.hub(actor.hub_id).reference_prefix),
        state=CONTACT.initial,
        decide_by=due.due_at,
        decide_by_words=due.words,
        recorded_at=at,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
        receipt_hash=receipt_hash,
    )
    ContactPerson.objects.bulk_create(
        ContactPerson(hub_id=actor.hub_id, contact=row, position=position, **asdict(person))
        for position, person in enumerate(told.people, start=1)
    )
    detail: dict[str, audit.Plain] = {"channel": told.channel, "kind": told.kind, "people": len(told.people)}
    audit.record("contact.recorded", actor=actor, at=at, about=("contact", row.id), detail=detail)
    return row.id


def decide_by(told: rules.ContactTold, model: OperatingModel) -> Deadline:
    """By when a contact is to be triaged: the hub's clock for next steps, or its most urgent rating's in danger.

    Source: Working Together to Safeguard Children (one working day); local choice: where somebody was said to be in
    immediate danger nobody has rated it yet, so the hub's shortest clock runs until somebody does.
    """
    usual = named_deadline(model, DECISION_CLOCK, told.received_at)
    if not told.immediate_danger:
        return usual
    most_urgent = rating_deadline(model, model.ratings_by_urgency()[0].code, told.received_at)
    if most_urgent.due_at >= usual.due_at:
        return usual
    return replace(most_urgent, words=f"Immediate danger was reported. {most_urgent.words}")


def first_words(kind: str, due_at: datetime, hub_id: UUID) -> str:
    """What a receipt says until there is news.

    Args:
        kind: what the contact is.
        due_at: by when it is to be triaged.
        hub_id: whose wall clock to say it by.
    """
    due = moment_in_words(due_at, calendar_for(hub_queries.model_of(hub_id).office).time_zone)
    return (ADVICE_SENT if kind == "advice" else SENT).format(due=due)


@transaction.atomic
def look_at(*, contact_id: UUID, actor: Actor, at: datetime) -> None:
    """Write down that somebody opens a contact, before any of it is shown.

    Raises:
        NotFound, Refused: there is nothing they may open.
    """
    require(permissions.can_see(actor))
    if not Contact.objects.filter(hub_id=actor.hub_id, id=contact_id).exists():
        raise ContactNotFound
    audit.record("contact.opened", actor=actor, at=at, about=("contact", contact_id))
