"""Blanking who people were."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from openmash.access import Actor, Permission, has, require
from openmash.people import queries, rules
from openmash.people.models import Address, KeptApart, Merge, OpenCase, OtherName, Person, Relationship, StaffWarning
from openmash.person_index import services as index_services


@transaction.atomic
def erase(*, person_ids: Collection[UUID], actor: Actor, at: datetime) -> int:
    """Blank who people were, once nothing about them is kept any more: names, dates, numbers, addresses, ties.

    The row itself stays, so that what was done in an enquiry still hangs together without saying for whom.

    Args:
        person_ids: the people; those that are not there are passed over, as a replay after a restore needs.
        actor: who approved it, or who replays it.
        at: when.

    Returns:
        How many people were blanked.
    """
    require(has(actor, Permission.MANAGE_RECORDS))
    of_them = {"hub_id": actor.hub_id, "person_id__in": person_ids}
    OtherName.objects.filter(**of_them).delete()
    StaffWarning.objects.filter(**of_them).delete()
    OpenCase.objects.filter(**of_them).delete()
    Address.objects.filter(**of_them).delete()
    Relationship.objects.filter(**of_them).delete()
    Relationship.objects.filter(hub_id=actor.hub_id, other_id__in=person_ids).delete()
    Merge.objects.filter(Q(person_id__in=person_ids) | Q(into_id__in=person_ids), hub_id=actor.hub_id).delete()
    KeptApart.objects.filter(Q(old_id__in=person_ids) | Q(new_id__in=person_ids), hub_id=actor.hub_id).delete()
    queries.forget_identities(actor.hub_id)
    index_services.forget(hub_id=actor.hub_id, person_ids=person_ids)
    blanks = dict.fromkeys(("given_name", "nhs_number", "family_sound"), "") | {"family_name": rules.ERASED}
    return Person.objects.filter(hub_id=actor.hub_id, id__in=person_ids).update(
        **blanks, born_on=None, expected_on=None, sex="U"
    )
