"""People of the hub as accounts that the person index compares."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from openmash.matching.records import Birth, Name, Place, Record, Sex
from openmash.people.models import Address, OtherName, Person
from openmash.people.queries import same
from openmash.people.rules import ERASED, Facts, PersonTold, facts_of


def record_of_told(told: PersonTold) -> Record:
    """Somebody as they were told of, as a question to the index."""
    named = bool(told.given_name or told.family_name)
    return Record(
        names=(Name(given=told.given_name, family=told.family_name),) if named else (),
        birth=_birth(told.born_on, told.expected_on),
        sex=_sex(told.sex),
        places=(Place(postcode=told.postcode, lines=told.address),) if told.postcode or told.address else (),
        nhs_number=told.nhs_number,
    )


def records_alone(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, Record]:
    """Each of these people as that one record of theirs says, as the index keeps it; three statements.

    A merge is not in the index: every record keeps its own row there, so there is nothing to put back when it is
    undone. Whoever is erased is left out.
    """
    return _accounts({each: frozenset({each}) for each in ids}, hub_id)


def records_of(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, Record]:
    """Each of these people with what every record of theirs says, as a question to an index.

    Args:
        ids: of people; those that are not there, or are erased, are left out. Three statements, however many.
        hub_id: the hub.
    """
    known = same.identities_of(hub_id)
    return _accounts({each: known.same(each) for each in ids}, hub_id)


def facts_about(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, Facts]:
    """What is said of each of these people, by any record of theirs, as far as it can tell two identities apart."""
    return {person_id: facts_in(record) for person_id, record in records_of(ids, hub_id=hub_id).items()}


def facts_in(record: Record) -> Facts:
    """The same of one account."""
    return facts_of(
        names={(name.given, name.family) for name in record.names},
        postcodes={place.postcode for place in record.places},
        nhs_number=record.nhs_number,
        born_on=record.birth.day if record.birth and record.birth.accuracy == "day" else None,
    )


def _birth(born_on: date | None, expected_on: date | None) -> Birth | None:
    if born_on:
        return Birth(born_on)
    return Birth(expected_on, "expected") if expected_on else None


def _sex(code: str) -> Sex:
    return "F" if code == "F" else "M" if code == "M" else "U"


def _accounts(groups: dict[UUID, frozenset[UUID]], hub_id: UUID) -> dict[UUID, Record]:
    everybody = {each for group in groups.values() for each in group}
    there = Person.objects.filter(hub_id=hub_id, id__in=everybody).exclude(given_name="", family_name=ERASED)
    rows = {row.id: row for row in there}
    names: dict[UUID, list[OtherName]] = {}
    for name in OtherName.objects.filter(hub_id=hub_id, person_id__in=everybody).order_by("family_name", "id"):
        names.setdefault(name.person_id, []).append(name)
    places: dict[UUID, list[Address]] = {}
    for place in Address.objects.filter(hub_id=hub_id, person_id__in=everybody).order_by("-recorded_at", "id"):
        places.setdefault(place.person_id, []).append(place)
    return {
        person_id: _account(person_id, [rows[each] for each in sorted(group) if each in rows], names, places)
        for person_id, group in groups.items()
        if person_id in rows
    }


def _account(
    person_id: UUID, rows: list[Person], names: dict[UUID, list[OtherName]], places: dict[UUID, list[Address]]
) -> Record:
    rows = sorted(rows, key=lambda row: row.id != person_id)
    called = [Name(given=row.given_name, family=row.family_name) for row in rows if row.given_name or row.family_name]
    also = [
        Name(given=name.given_name, family=name.family_name, use="alias")
        for row in rows
        for name in names.get(row.id, [])
    ]
    births = [birth for row in rows if (birth := _birth(row.born_on, row.expected_on))]
    return Record(
        names=(*called, *also),
        birth=births[0] if births else None,
        other_births=tuple(births[1:]),
        sex=next((_sex(row.sex) for row in rows if row.sex != "U"), "U"),
        places=tuple(
            Place(postcode=each.postcode, lines=each.lines) for row in rows for each in places.get(row.id, [])
        ),
        nhs_number=next((row.nhs_number for row in rows if row.nhs_number), ""),
        reference=str(person_id),
    )
