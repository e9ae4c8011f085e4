"""Taking back what was added to somebody because a contact was said to be about them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.people import permissions, rules
from openmash.people.models import Address, OtherName, Relationship
from openmash.people.services import indexing
from openmash.people.services.rows import lock


@transaction.atomic
def take_back_told(
    *,
    person_id: UUID,
    told: rules.PersonTold,
    elsewhere: Collection[rules.PersonTold],
    related_to: Collection[UUID],
    actor: Actor,
    at: datetime,
) -> None:
    """Take away the name, the address and the ties that one account added, and that no other account tells as well.

    Args:
        person_id: of whom it was told by mistake.
        told: the account.
        elsewhere: every other account of them: what these tell stays.
        related_to: to whom the account alone tied them.
        actor: who says that it was a mistake.
        at: when.

    Raises:
        NotFound, Refused.
    """
    row = lock(person_id, actor)
    require(permissions.can_name(actor))
    of_them = {"hub_id": actor.hub_id, "person_id": row.id}
    name = (told.given_name.lower(), told.family_name.lower())
    if name not in {(each.given_name.lower(), each.family_name.lower()) for each in elsewhere}:
        same = {"given_name__iexact": told.given_name, "family_name__iexact": told.family_name}
        OtherName.objects.filter(**of_them, **same).delete()
    place = (told.address.lower(), told.postcode)
    if any(place) and place not in {(each.address.lower(), each.postcode) for each in elsewhere}:
        Address.objects.filter(**of_them, lines__iexact=told.address, postcode=told.postcode).delete()
    Relationship.objects.filter(**of_them, other_id__in=related_to).delete()
    Relationship.objects.filter(hub_id=actor.hub_id, person_id__in=related_to, other_id=row.id).delete()
    indexing.keep([row.id], hub_id=actor.hub_id, at=at)
    audit.record("person.told_taken_back", actor=actor, at=at, about=("person", row.id))
