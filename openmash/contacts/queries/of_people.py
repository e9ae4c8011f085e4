"""In which contacts somebody is named, for those who may see contacts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.contacts import permissions
from openmash.contacts.models import ContactPerson, Involvement
from openmash.contacts.states import ContactState


@dataclass(frozen=True)
class NamedIn:
    """That a contact names somebody, as far as the hub has said who that is; ``waits`` for triage."""

    person_id: UUID
    contact_id: UUID
    reference: str
    part: str
    waits: bool
    received_at: datetime


def named_in(people: Collection[UUID], *, actor: Actor, without: Collection[UUID] = ()) -> list[NamedIn]:
    """Contacts that name these people and became no enquiry; those in ``without`` are left out. One statement.

    Raises:
        Refused: the actor may not see contacts.
    """
    require(permissions.can_see(actor))
    rows = ContactPerson.objects.filter(hub_id=actor.hub_id, person_id__in=people).exclude(contact_id__in=without)
    rows = rows.exclude(contact__state=ContactState.ENQUIRY).select_related("contact")
    return [
        NamedIn(
            person_id=row.person_id,
            contact_id=row.contact_id,
            reference=row.contact.reference,
            part=row.relationship or Involvement(row.involvement).label,
            waits=row.contact.state == ContactState.RECEIVED,
            received_at=row.contact.received_at,
        )
        for row in rows
        if row.person_id
    ]


def people_in_contact(reference: str, *, actor: Actor, without: Collection[UUID] = ()) -> frozenset[UUID]:
    """Whom the contact with a reference names; nobody where it is one of ``without``, or the actor sees no contacts."""
    if not permissions.can_see(actor):
        return frozenset()
    named = ContactPerson.objects.filter(hub_id=actor.hub_id, contact__reference=reference, person__isnull=False)
    ids = named.exclude(contact_id__in=without).values_list("person_id", flat=True)
    return frozenset(person_id for person_id in ids if person_id)
