"""Saying who somebody is, and adding what was told about them. Nothing here links two people by itself."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Actor, Permission, has, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.people import permissions, rules
from openmash.people.errors import PersonNotFound
from openmash.people.models import Address, OpenCase, OtherName, Person, Relationship, StaffWarning

ERASED = "Erased"  # in the place of a name


@transaction.atomic
def create(*, told: rules.PersonTold, actor: Actor, at: datetime) -> UUID:
    """Add a person the hub did not know, with the address that was told.

    Args:
        told: as they were told of.
        actor: who says that this is somebody new; search with ``queries.candidates`` first.
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
    return row.id


@transaction.atomic
def add_name(*, person_id: UUID, given_name: str, family_name: str, actor: Actor, at: datetime) -> None:
    """Add a name that a person is also known by; a name that is already there is not added again."""
    row = _fetch(person_id, actor)
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
    audit.record("person.name_added", actor=actor, at=at, about=("person", row.id))


@transaction.atomic
def record_address(*, person_id: UUID, lines: str, postcode: str, actor: Actor, at: datetime) -> None:
    """Record where a person lives now; earlier addresses stay. Nothing happens if it is the newest one already."""
    row = _fetch(person_id, actor)
    require(permissions.can_name(actor))
    newest = Address.objects.filter(hub_id=actor.hub_id, person_id=row.id).order_by("-recorded_at", "id").first()
    if newest and (newest.lines.lower(), newest.postcode) == (lines.lower(), postcode):
        return
    Address.objects.create(hub_id=actor.hub_id, person_id=row.id, lines=lines, postcode=postcode, recorded_at=at)
    audit.record("person.address_recorded", actor=actor, at=at, about=("person", row.id))


@transaction.atomic
def relate(*, person_id: UUID, other_id: UUID, kind: str, actor: Actor, at: datetime) -> None:
    """Record that ``person_id`` is ``kind`` ("mother") of ``other_id``; said twice, it is kept once."""
    row, other = _fetch(person_id, actor), _fetch(other_id, actor)
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
    row = _fetch(person_id, actor)
    require(permissions.can_name(actor))
    name = given_name or row.given_name
    rules.require_person_told(rules.PersonTold(given_name=name, born_on=born_on, sex=sex))
    row.born_on, row.expected_on, row.sex, row.given_name = born_on, None, sex, name
    row.save(update_fields=["born_on", "expected_on", "sex", "given_name"])
    audit.record("person.born", actor=actor, at=at, about=("person", row.id))


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
    blanks = dict.fromkeys(("given_name", "nhs_number", "family_sound"), "") | {"family_name": ERASED}
    return Person.objects.filter(hub_id=actor.hub_id, id__in=person_ids).update(
        **blanks, born_on=None, expected_on=None, sex="U"
    )


@transaction.atomic
def record_warning(*, person_id: UUID, told: rules.WarningTold, actor: Actor, at: datetime) -> UUID:
    """Record a danger to staff who meet a person. From now on it goes with every product about their family.

    Args:
        person_id: whom it is about.
        told: what the danger is, since when, and when it is looked at again.
        actor: who records it.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``people.warning_…``).
    """
    row = _fetch(person_id, actor)
    require(permissions.can_warn(actor))
    rules.require_warning(told, today=timezone.localdate(at))
    made = StaffWarning.objects.create(
        hub_id=actor.hub_id,
        person_id=row.id,
        words=told.words.strip(),
        since=told.since,
        review_on=told.review_on,
        recorded_at=at,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
    )
    audit.record("warning.recorded", actor=actor, at=at, about=("person", row.id), detail={"warning": str(made.id)})
    return made.id


@transaction.atomic
def end_warning(*, warning_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that a danger is over. It is kept, and goes with no further product.

    Raises:
        NotFound, Refused, RuleBroken (``people.warning_…``).
    """
    row = StaffWarning.objects.select_for_update().filter(hub_id=actor.hub_id, id=warning_id).first()
    if row is None:
        raise NotFound
    require(permissions.can_end_warning(actor))
    rules.require_warning_holds(row.ended_at is not None)
    rules.require_reason_for_ending_a_warning(reason)
    row.ended_at, row.ended_by, row.ended_by_name, row.ended_reason = at, actor.id, actor.name, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_by_name", "ended_reason"])
    audit.record("warning.ended", actor=actor, at=at, about=("person", row.person_id), detail={"warning": str(row.id)})


@transaction.atomic
def note_open_case(*, person_id: UUID, told: rules.OpenCaseTold, actor: Actor, at: datetime) -> UUID:
    """Record that somebody's case is open already to a worker of a team. What is new about them goes there first.

    Args:
        person_id: whose case.
        told: the team, the worker and since when.
        actor: a social worker or manager.
        at: when.

    Raises:
        NotFound: no such person, or no such team.
        Refused, RuleBroken (``people.open_…``).
    """
    row = _fetch(person_id, actor)
    require(permissions.can_note_open_case(actor))
    team = agency_queries.team(told.team_id, actor.hub_id)
    held = OpenCase.objects.filter(hub_id=actor.hub_id, person_id=row.id, ended_at=None)
    open_to = set(held.values_list("team_id", flat=True))
    rules.require_open_case(told, open_to=open_to, today=timezone.localdate(at))
    made = OpenCase.objects.create(
        hub_id=actor.hub_id,
        person_id=row.id,
        team_id=team.id,
        worker=told.worker.strip(),
        since=told.since,
        recorded_at=at,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
    )
    detail: dict[str, audit.Plain] = {"open_case": str(made.id), "team": str(team.id)}
    audit.record("open_case.noted", actor=actor, at=at, about=("person", row.id), detail=detail)
    return made.id


@transaction.atomic
def end_open_case(*, open_case_id: UUID, until: date, actor: Actor, at: datetime) -> None:
    """Say that a case is no longer open to that worker; that it was, and from when to when, is kept.

    Raises:
        NotFound, Refused, RuleBroken (``people.open_case_…``).
    """
    row = OpenCase.objects.select_for_update().filter(hub_id=actor.hub_id, id=open_case_id).first()
    if row is None:
        raise NotFound
    require(permissions.can_note_open_case(actor))
    rules.require_open_case_holds(row.ended_at is not None)
    rules.require_ended_after_it_began(since=row.since, until=until, today=timezone.localdate(at))
    row.until, row.ended_at, row.ended_by, row.ended_by_name = until, at, actor.id, actor.name
    row.save(update_fields=["until", "ended_at", "ended_by", "ended_by_name"])
    detail: dict[str, audit.Plain] = {"open_case": str(row.id)}
    audit.record("open_case.ended", actor=actor, at=at, about=("person", row.person_id), detail=detail)


def _fetch(person_id: UUID, actor: Actor) -> Person:
    row = Person.objects.select_for_update().filter(hub_id=actor.hub_id, id=person_id).first()
    if row is None:
        raise PersonNotFound
    return row
