"""What the schedules of retention ask of contacts: when they ended, whom they named. Ids and dates, never a name."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from openmash.contacts.models import Contact, ContactPerson
from openmash.contacts.states import ContactState
from openmash.people import queries as people_queries
from openmash.people.queries import Identity

_ENDED = (ContactState.ADVISED, ContactState.SIGNPOSTED, ContactState.PASSED_ON, ContactState.ROUTED)


@dataclass(frozen=True)
class Ended:
    """A contact that ended without an enquiry; ``person_ids`` are those the hub has said who they are."""

    id: UUID
    reference: str
    ended_at: datetime
    person_ids: frozenset[UUID]


def ended(hub_id: UUID, *, before: datetime) -> list[Ended]:
    """Every contact that ended with no enquiry, joined ones left out, the first to end at the head; two statements."""
    found = Contact.objects.filter(hub_id=hub_id, state__in=_ENDED, triaged_at__lt=before, erased_at=None)
    rows = list(found.order_by("triaged_at", "id"))
    people: dict[UUID, set[UUID]] = defaultdict(set)
    named = ContactPerson.objects.filter(hub_id=hub_id, contact__in=rows, person__isnull=False)
    for contact_id, person_id in named.values_list("contact_id", "person_id"):
        if person_id:
            people[contact_id].add(person_id)
    return [Ended(row.id, row.reference, row.triaged_at or row.recorded_at, frozenset(people[row.id])) for row in rows]


def with_those_joined(contact_ids: Collection[UUID], *, hub_id: UUID) -> frozenset[UUID]:
    """These contacts, and every other notice of the same event that was joined to one of them."""
    found = frozenset(contact_ids)
    while True:
        joined = Contact.objects.filter(hub_id=hub_id, joined_to_id__in=found).values_list("id", flat=True)
        grown = found | frozenset(joined)
        if grown == found:
            return found
        found = grown


def people_in(contact_ids: Collection[UUID], *, hub_id: UUID) -> frozenset[UUID]:
    """Whom these contacts name, as far as the hub has said who that is."""
    named = ContactPerson.objects.filter(hub_id=hub_id, contact_id__in=contact_ids, person__isnull=False)
    return frozenset(person_id for person_id in named.values_list("person_id", flat=True) if person_id)


def contacts_naming(person_id: UUID, *, hub_id: UUID) -> frozenset[UUID]:
    """Every contact that names somebody, by any record of theirs."""
    same = people_queries.same_as([person_id], hub_id=hub_id)
    named = ContactPerson.objects.filter(hub_id=hub_id, person_id__in=same)
    return frozenset(named.values_list("contact_id", flat=True))


def contacts_telling_of(people: Iterable[Identity], *, hub_id: UUID) -> frozenset[UUID]:
    """Every contact that names somebody of such a name and birth date, whether or not it was said who that is."""
    found = Q(id__in=[])
    for given_name, family_name, born_on in people:
        found |= Q(given_name__iexact=given_name, family_name__iexact=family_name, born_on=born_on)
    return frozenset(ContactPerson.objects.filter(found, hub_id=hub_id).values_list("contact_id", flat=True))


def still_told_of(person_ids: Collection[UUID], *, hub_id: UUID) -> frozenset[UUID]:
    """Those of these people whom a contact names that is not erased, by any record of theirs: they keep their names."""
    same = people_queries.same_as(person_ids, hub_id=hub_id)
    named = ContactPerson.objects.filter(hub_id=hub_id, person_id__in=same, contact__erased_at=None)
    kept = {person_id for person_id in named.values_list("person_id", flat=True) if person_id}
    return people_queries.same_as(kept, hub_id=hub_id) & frozenset(person_ids)
