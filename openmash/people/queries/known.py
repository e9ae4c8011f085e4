"""Whom the hub knows: people by id and by name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from openmash.access import Actor, require
from openmash.core.clock import now
from openmash.people import permissions, rules
from openmash.people.errors import PersonNotFound
from openmash.people.models import Address, OtherName, Person
from openmash.people.queries import same

MOST_NAMED = 500


@dataclass(frozen=True)
class AddressView:
    """Where somebody lives or lived."""

    lines: str
    postcode: str

    @property
    def words(self) -> str:
        """On one line."""
        return ", ".join(part for part in (self.lines, self.postcode) if part)


@dataclass(frozen=True)
class PersonView:
    """A person the hub knows.

    Args:
        addresses: newest first, of every record of the same person.
        other_names: in full, as they are shown; those of other records of the same person among them.
        age_words: "8 years", "not born, expected 3 January 2027".
    """

    id: UUID
    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    sex: str
    nhs_number: str
    display_name: str
    age_words: str
    addresses: tuple[AddressView, ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, str, date | None]:
        """Name and day of birth, for knowing again somebody who is recorded twice; nobody by an unknown day."""
        return (self.given_name.casefold(), self.family_name.casefold(), self.born_on)


def person(person_id: UUID, *, actor: Actor) -> PersonView:
    """One person; raises NotFound."""
    found = persons([person_id], actor=actor)
    if person_id not in found:
        raise PersonNotFound
    return found[person_id]


def persons(ids: Iterable[UUID], *, actor: Actor, on: date | None = None) -> dict[UUID, PersonView]:
    """People by id, in a fixed number of queries however many there are.

    Of somebody who is recorded more than once, each record is itself, with the names and addresses of them all.

    Args:
        ids: of people; those of other hubs and those that do not exist are left out.
        actor: who asks.
        on: the day for their ages; today if None.

    Raises:
        Refused: the actor's role has nothing to do with people.
    """
    require(permissions.can_see(actor))
    rows = list(Person.objects.filter(hub_id=actor.hub_id, id__in=set(ids)))
    return views_of(rows, actor, on)


def named(words: str, *, actor: Actor) -> set[UUID]:
    """Everybody one of whose names begins with each of the words, or whose surname sounds like it.

    Args:
        words: as typed, "ada wren"; the order does not matter.
        actor: who asks.

    Returns:
        Ids of people, at most ``MOST_NAMED``; none for no words.
    """
    require(permissions.can_see(actor))
    rows = Person.objects.filter(hub_id=actor.hub_id)
    others = OtherName.objects.filter(hub_id=actor.hub_id)
    for word in words.split():
        fits = Q(given_name__istartswith=word) | Q(family_name__istartswith=word) | Q(family_name__icontains=f" {word}")
        if sound := rules.sound(word):
            fits |= Q(family_sound=sound)
        rows, others = rows.filter(fits), others.filter(fits)
    if not words.split():
        return set()
    found = set(rows.values_list("id", flat=True)[:MOST_NAMED])
    return found | set(others.values_list("person_id", flat=True)[:MOST_NAMED])


def names(ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, str]:
    """Display names by id, in one query; for lists that show nothing else of them.

    Raises:
        Refused: the actor's role has nothing to do with people.
    """
    require(permissions.can_see(actor))
    rows = Person.objects.filter(hub_id=actor.hub_id, id__in=set(ids))
    return {
        row.id: rules.display_name(row.given_name, row.family_name, unborn=row.expected_on is not None)
        for row in rows.only("given_name", "family_name", "expected_on")
    }


Identity = tuple[str, str, date]
"""Given name, surname and birth date."""


def identities(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, Identity]:
    """Names and birth dates of those of these people of whom both names and the date are known; one statement."""
    rows = Person.objects.filter(hub_id=hub_id, id__in=set(ids), born_on__isnull=False)
    known = rows.exclude(given_name="").exclude(family_name="")
    return {row.id: (row.given_name, row.family_name, row.born_on) for row in known if row.born_on}


def recorded_again(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, UUID]:
    """Who is one of these people, by a merge or because they bear both names and the birth date of one of them.

    Returns:
        Each of the people given, and everybody like one of them, with the one of those given that it is.
    """
    found = same.one_of(set(ids), hub_id=hub_id)
    for person_id, (given_name, family_name, born_on) in identities(list(found), hub_id=hub_id).items():
        rows = Person.objects.filter(
            hub_id=hub_id, given_name__iexact=given_name, family_name__iexact=family_name, born_on=born_on
        )
        for other in same.same_as(rows.values_list("id", flat=True), hub_id=hub_id):
            found.setdefault(other, found[person_id])
    return found


def views_of(rows: list[Person], actor: Actor, on: date | None) -> dict[UUID, PersonView]:
    """Rows as they are shown, with the names and addresses of every record of the same person; three statements."""
    asked = same.one_of([row.id for row in rows], hub_id=actor.hub_id)
    others = [each for each, of in asked.items() if each != of]
    known = {row.id: row for row in rows}
    elsewhere = Person.objects.filter(hub_id=actor.hub_id, id__in=set(others) - set(known)) if others else ()
    known |= {row.id: row for row in elsewhere}
    names, addresses = _names_of(known, actor), _addresses_of(known, actor)
    today = on or timezone.localdate(now())
    everybody = same.identities_of(actor.hub_id)
    return {
        row.id: _view(
            row, [known[each] for each in sorted(everybody.same(row.id)) if each in known], names, addresses, today
        )
        for row in rows
    }


def _view(
    row: Person,
    records: list[Person],
    names: dict[UUID, list[OtherName]],
    addresses: dict[UUID, list[Address]],
    on: date,
) -> PersonView:
    """One record as it is shown; ``records`` are all of the same person, this one among them."""
    called = f"{row.given_name} {row.family_name}".strip()
    also = [f"{name.given_name} {name.family_name}".strip() for each in records for name in names.get(each.id, [])]
    also += [f"{each.given_name} {each.family_name}".strip() for each in records if each.id != row.id]
    lived = [address for each in records for address in addresses.get(each.id, [])]
    lived.sort(key=lambda address: address.recorded_at, reverse=True)
    return PersonView(
        id=row.id,
        given_name=row.given_name,
        family_name=row.family_name,
        born_on=row.born_on,
        expected_on=row.expected_on,
        sex=row.sex,
        nhs_number=row.nhs_number,
        display_name=rules.display_name(row.given_name, row.family_name, unborn=row.expected_on is not None),
        age_words=rules.age_words(row.born_on, row.expected_on, on=on),
        addresses=tuple(dict.fromkeys(AddressView(a.lines, a.postcode) for a in lived)),
        other_names=tuple(name for name in dict.fromkeys(also) if name and name != called),
    )


def _names_of(ids: Collection[UUID], actor: Actor) -> dict[UUID, list[OtherName]]:
    found: dict[UUID, list[OtherName]] = {}
    for name in OtherName.objects.filter(hub_id=actor.hub_id, person_id__in=list(ids)).order_by("family_name"):
        found.setdefault(name.person_id, []).append(name)
    return found


def _addresses_of(ids: Collection[UUID], actor: Actor) -> dict[UUID, list[Address]]:
    found: dict[UUID, list[Address]] = {}
    rows = Address.objects.filter(hub_id=actor.hub_id, person_id__in=list(ids)).order_by("-recorded_at", "id")
    for address in rows:
        found.setdefault(address.person_id, []).append(address)
    return found
