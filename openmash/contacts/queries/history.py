"""What came in before about the same people or the same place: what counters of cumulative harm count."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from openmash.contacts.models import Contact, ContactPerson, Involvement, Kind
from openmash.contacts.queries.front_door import alike, naming_those_kept_apart
from openmash.contacts.states import ContactState
from openmash.hubs.rules import Over
from openmash.people import queries as people_queries
from openmash.people.queries import Identities

_HOUSEHOLD = frozenset({Involvement.CHILD, Involvement.UNBORN, Involvement.ADULT_AT_RISK, Involvement.HOUSEHOLD})
_ABOUT = _HOUSEHOLD - {Involvement.HOUSEHOLD}
_ALLEGED = frozenset({Involvement.ALLEGED})
_ENDED = (ContactState.ADVISED, ContactState.SIGNPOSTED, ContactState.ROUTED)
_BY: dict[Over, frozenset[Involvement]] = {
    Over.PERSON: _ABOUT,
    Over.HOUSEHOLD: _HOUSEHOLD,
    Over.ALLEGED_PERPETRATOR: _ALLEGED,
}

# What somebody is known by: their id in the hub, their NHS number, or their name with the day they were born.
Mark = tuple[str, ...]


@dataclass(frozen=True)
class Related:
    """A contact that has something in common with others.

    Args:
        shares: what it has in common with any of them; of each of those themselves, everything.
        ended_at_the_door: whether it was closed without an enquiry; advice to whoever only asked for advice is not so.
    """

    id: UUID
    reference: str
    received_at: datetime
    shares: frozenset[Over]
    ended_at_the_door: bool


@dataclass(frozen=True)
class EndedAtTheDoor:
    """A contact that was closed without an enquiry, when and by whom."""

    id: UUID
    ended_at: datetime
    ended_by: UUID
    ended_by_name: str


def ended_at_the_door(*, hub_id: UUID, since: datetime) -> list[EndedAtTheDoor]:
    """Contacts closed since a time without an enquiry, the oldest first; who only asked for advice got it."""
    found = Contact.objects.filter(hub_id=hub_id, state__in=_ENDED, triaged_at__gte=since).exclude(kind=Kind.ADVICE)
    return [
        EndedAtTheDoor(row.id, row.triaged_at, row.triaged_by, row.triaged_by_name)
        for row in found.order_by("triaged_at")
        if row.triaged_at and row.triaged_by
    ]


def references(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, str]:
    """What people quote of each of these contacts."""
    return dict(Contact.objects.filter(hub_id=hub_id, id__in=list(ids)).values_list("id", "reference"))


def names_in(ids: Collection[UUID], *, hub_id: UUID) -> dict[UUID, str]:
    """About whom each of these contacts is, as they were named."""
    people = ContactPerson.objects.filter(hub_id=hub_id, contact_id__in=ids, involvement__in=_ABOUT)
    names: dict[UUID, list[str]] = defaultdict(list)
    for person in people.order_by("position"):
        names[person.contact_id].append(f"{person.given_name} {person.family_name}".strip() or "Unborn child")
    return {contact_id: ", ".join(found) for contact_id, found in names.items()}


def related(contact_ids: Collection[UUID], *, hub_id: UUID) -> list[Related]:
    """Contacts about the same child or adult, household, address or alleged perpetrator; the oldest first.

    Notices of an event that were joined to another contact are not counted a second time, and nothing is counted
    across two identities that are kept apart. Three queries, however many there are, and two of who is one with whom.

    Args:
        contact_ids: the contacts at hand, which are among what is returned.
        hub_id: the hub.
    """
    mine = list(ContactPerson.objects.filter(hub_id=hub_id, contact_id__in=contact_ids))
    places = {person.postcode for person in mine} - {""}
    near = alike(mine) | Q(postcode__in=places)
    theirs = ContactPerson.objects.filter(near, hub_id=hub_id).values("contact_id")
    about = Contact.objects.filter(Q(id__in=theirs) | Q(id__in=contact_ids), hub_id=hub_id)
    counted = about.exclude(Q(state=ContactState.JOINED) & ~Q(id__in=contact_ids))
    counted = counted.exclude(id__in=naming_those_kept_apart(mine, hub_id).exclude(contact_id__in=contact_ids))
    found = list(counted.order_by("received_at"))
    people: dict[UUID, list[ContactPerson]] = defaultdict(list)
    for person in ContactPerson.objects.filter(hub_id=hub_id, contact__in=found):
        people[person.contact_id].append(person)
    known = people_queries.identities_of(hub_id)
    rows = [_related(row, mine, people[row.id], known, own=row.id in contact_ids) for row in found]
    return [row for row in rows if row.shares]


def _related(
    row: Contact, mine: list[ContactPerson], theirs: list[ContactPerson], known: Identities, *, own: bool
) -> Related:
    ended = row.state in _ENDED and row.kind != Kind.ADVICE
    shares = frozenset(Over) if own else _shared(mine, theirs, known)
    return Related(row.id, row.reference, row.received_at, shares, ended)


def _shared(mine: list[ContactPerson], theirs: list[ContactPerson], known: Identities) -> frozenset[Over]:
    same = {over for over, which in _BY.items() if _marks(mine, which, known) & _marks(theirs, which, known)}
    return frozenset(same | {Over.ADDRESS} if _addresses(mine) & _addresses(theirs) else same)


def _marks(people: Iterable[ContactPerson], which: frozenset[Involvement], known: Identities) -> set[Mark]:
    return {mark for person in people if person.involvement in which for mark in _marks_of(person, known)}


def _marks_of(person: ContactPerson, known: Identities) -> Iterable[Mark]:
    if person.person_id:
        yield ("person", str(known.first(person.person_id)))
    if person.nhs_number:
        yield ("nhs", person.nhs_number)
    born = person.born_on or person.expected_on
    if born and person.family_name:
        yield ("named", person.given_name.casefold(), person.family_name.casefold(), born.isoformat())


def _addresses(people: Iterable[ContactPerson]) -> set[Mark]:
    """Address and postcode, without spaces, commas and case."""
    found = ((_plain(person.address), _plain(person.postcode)) for person in people)
    return {(lines, postcode) for lines, postcode in found if lines and postcode}


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
