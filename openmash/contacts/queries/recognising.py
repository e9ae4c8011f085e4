"""Whom the hub knows who may be somebody named in a contact."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, require
from openmash.contacts import permissions
from openmash.contacts.models import ContactPerson
from openmash.contacts.queries.front_door import involved
from openmash.people import queries as people_queries
from openmash.people.queries import Offered


def already_known(
    contact_id: UUID, *, actor: Actor, at: datetime, without: Collection[UUID] = ()
) -> dict[UUID, Offered]:
    """For each person named in a contact whom nobody has identified yet: people the hub knows, with why.

    Args:
        contact_id: the contact.
        actor: who asks; each look-up is on the log.
        at: when.
        without: whom the actor is kept away from.
    """
    require(permissions.can_identify(actor))
    unknown = ContactPerson.objects.filter(hub_id=actor.hub_id, contact_id=contact_id, person=None).order_by("position")
    return {
        row.id: people_queries.candidates(involved(row).told, actor=actor, at=at, without=without) for row in unknown
    }
