"""Saying who somebody is, and adding what was told about them. Nothing here links two people by itself."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.people import permissions, queries, rules
from openmash.people.models import Address, OtherName, Person, Relationship
from openmash.people.services import indexing
from openmash.people.services.rows import lock


@transaction.atomic
def look_at(*, person_id: UUID, actor: Actor, at: datetime) -> None:
    """Write down that somebody opens the page of a person, before it is shown to them."""
    require(permissions.can_search(actor))
    found = queries.person(person_id, actor=actor)
    audit.record("person.opened", actor=actor, at=at, about=("person", found.id))


@transaction.atomic
def create(*, told: rules.PersonTold, actor: Actor, at: datetime) -> UUID:
    """Add a person the hub did not know, with the address that was told.

    Args:
        told: as they were told of.
        actor: who says that this is somebody new; look at ``queries.candidates`` first.
        at: when.

    Raises:
        Refused: the actor may not record contacts.
        RuleBroken: something about them cannot be so.
    """
    require(permissions.can_name(actor))
    rules.require_person_told(told)
    row = Person.objects.create(
        hub_id=actor.hub_id,
        given_name=told.given_name,
        family_name=told.family_name,
        born_on=told.born_on,
        expected_on=told.expected_on,
        sex=told.sex,
        nhs_number=told.nhs_number,
        family_sound=rules.sound(told.family_name),
        created_at=at,
    )
    audit.record("person.created", actor=actor, at=at, about=("person", row.id))
    if told.address or told.postcode:
        record_address(person_id=row.id, lines=told.address, postcode=told.postcode, actor=actor, at=at)
    else:
        indexing.keep([row.id], hub_id=actor.hub_id, at=at)
    return row.id


@transaction.atomic
def add_name(*, person_id: UUID, given_name: str, family_name: str, actor: Actor, at: datetime) -> None:
    """Add a name that a person is also known by; a name that is already there is not added again."""
    row = lock(person_id, actor)
    require(permissions.can_name(actor))
    same = {"given_name__iexact": given_name, "family_name__iexact": family_name}
    names = OtherName.objects.filter(hub_id=actor.hub_id, person_id=row.id, **same)
    if names.exists() or (row.given_name.lower(), row.family_name.lower()) == (given_name.lower(), family_name.lower()):
        return
    OtherName.objects.create(
        hub_id=actor.hub_id,
        person_id=row.id,
        given_name=given_name,
        family_name=family_name,
        family_sound=rules.sound(family_name),
    )
    indexing.keep([row.id], hub_id=actor.hub_id, at=at)
    audit.record("person.name_added", actor=actor, at=at, about=("person", row.id))


@transaction.atomic
def record_address(*, person_id: UUID, lines: str, postcode: str, actor: Actor, at: datetime) -> None:
    """Record where a person lives now; earlier addresses stay. Nothing happens if it is the newest one already."""
    row = lock(person_id, actor)
    require(permissions.can_name(actor))
    newest = Address.objects.filter(hub_id=actor.hub_id, person_id=row.id).order_by("-recorded_at", "id").first()
    if newest and (newest.lines.lower(), newest.postcode) == (lines.lower(), postcode):
        return
    Address.objects.create(hub_id=actor.hub_id, person_id=row.id, lines=lines, postcode=postcode, recorded_at=at)
    indexing.keep([row.id], hub_id=actor.hub_id, at=at)
    audit.record("person.address_recorded", actor=actor, at=at, about=("person", row.id))


@transaction.atomic
def relate(*, person_id: UUID, other_id: UUID, kind: str, actor: Actor, at: datetime) -> None:
    """Record that ``person_id`` is ``kind`` ("mother") of ``other_id``; said twice, it is kept once."""
    row, other = lock(person_id, actor), lock(other_id, actor)
    require(permissions.can_name(actor))
    rules.require_not_themselves(row.id, other.id)
    _, is_new = Relationship.objects.get_or_create(
        hub_id=actor.hub_id, person_id=row.id, other_id=other.id, kind=kind, defaults={"recorded_at": at}
    )
    if is_new:
        audit.record("person.related", actor=actor, at=at, about=("person", row.id), detail={"other_id": str(other.id)})


@transaction.atomic
def set_born(*, person_id: UUID, born_on: date, sex: str, actor: Actor, at: datetime, given_name: str = "") -> None:
    """Record that an unborn child was born; the expected date gives way to the birth date.

    Args:
        person_id: the child.
        born_on: birth date.
        sex: F, M or U.
        given_name: the first name, if one was given; empty keeps what there is.
    """
    row = lock(person_id, actor)
    require(permissions.can_name(actor))
    name = given_name or row.given_name
    rules.require_person_told(rules.PersonTold(given_name=name, born_on=born_on, sex=sex))
    row.born_on, row.expected_on, row.sex, row.given_name = born_on, None, sex, name
    row.save(update_fields=["born_on", "expected_on", "sex", "given_name"])
    indexing.keep([row.id], hub_id=actor.hub_id, at=at)
    audit.record("person.born", actor=actor, at=at, about=("person", row.id))
