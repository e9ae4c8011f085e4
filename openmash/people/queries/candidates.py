"""Whom of all the hub knows somebody may be."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Q, When
from django.utils import timezone

from openmash.access import Actor, require
from openmash.core.clock import now
from openmash.people import permissions, rules
from openmash.people.models import Address, OtherName, Person
from openmash.people.queries.known import PersonView, _addresses_of, _names_of, views_of

_MOST_COMPARED = 500
_MOST_OFFERED = 10


@dataclass(frozen=True)
class Candidate:
    """Somebody already known who may be the one told of, with why; offered to a person, never linked by itself.

    Args:
        person: whom the hub knows.
        reasons: what is alike, in words, the weightiest first.
        strength: "strong" or "some".
        warning: what speaks against it, as a sentence; empty if nothing does.
    """

    person: PersonView
    reasons: tuple[str, ...]
    strength: str
    warning: str = ""


def candidates(told: rules.PersonTold, *, actor: Actor, on: date | None = None) -> list[Candidate]:
    """People already known who may be the one told of, the most alike first; three queries.

    Raises:
        Refused: the actor may not record contacts.
    """
    require(permissions.can_search(actor))
    rows = _worth_comparing(told, actor)
    ids, today = [row.id for row in rows], on or timezone.localdate(now())
    views = views_of(rows, actor, today)
    names, addresses = _names_of(ids, actor), _addresses_of(ids, actor)
    found = []
    for row in rows:
        mine = (row, names.get(row.id, []), addresses.get(row.id, []))
        like = rules.likeness(told, _known(*mine))
        if like.strength:
            found.append((like, Candidate(views[row.id], like.reasons, like.strength, like.warning)))
    found.sort(key=lambda pair: (pair[0].strength != "strong", -pair[0].order, pair[1].person.display_name))
    return [candidate for _, candidate in found[:_MOST_OFFERED]]


def _worth_comparing(told: rules.PersonTold, actor: Actor) -> list[Person]:
    """Everybody who shares one thing with what was told; the rules then say whether that is anything."""
    sounds = {rules.sound(name) for name in (told.family_name, told.given_name)} - {""}
    alike = Q(id__in=[])
    if sounds:
        others = OtherName.objects.filter(hub_id=actor.hub_id, family_sound__in=sounds)
        alike |= Q(family_sound__in=sounds) | Q(id__in=others.values("person_id"))
    if told.born_on:
        alike |= Q(born_on=told.born_on)
    if told.nhs_number:
        alike |= Q(nhs_number=told.nhs_number)
    if told.postcode:
        near = Address.objects.filter(hub_id=actor.hub_id, postcode=told.postcode)
        alike |= Q(id__in=near.values("person_id"))
    # A common surname must not crowd out the person with the same number, birth date or first name.
    given = {name: getattr(told, name) for name in ("nhs_number", "born_on", "given_name") if getattr(told, name)}
    first = Q(id__in=[])
    for name, value in given.items():
        first |= Q(**{name: value})
    rows = Person.objects.filter(alike, hub_id=actor.hub_id)
    return list(rows.order_by(Case(When(first, then=0), default=1), "-created_at", "id")[:_MOST_COMPARED])


def _known(row: Person, names: list[OtherName], addresses: list[Address]) -> rules.Known:
    newest = addresses[0] if addresses else None
    told = rules.PersonTold(
        given_name=row.given_name,
        family_name=row.family_name,
        born_on=row.born_on,
        expected_on=row.expected_on,
        sex=row.sex,
        nhs_number=row.nhs_number,
        address=newest.lines if newest else "",
        postcode=newest.postcode if newest else "",
    )
    return rules.Known(
        told=told,
        other_names=tuple((n.given_name, n.family_name) for n in names),
        earlier_addresses=tuple((a.lines, a.postcode) for a in addresses[1:]),
    )


@dataclass(frozen=True)
class Said:
    """One thing that speaks for or against two being one."""

    words: str
    strength: str


@dataclass(frozen=True)
class Seen:
    """What the index says of two records."""

    evidence: tuple[Said, ...] = ()
    model_version: str = ""


def seen_alike(person_id: UUID, into_id: UUID, *, actor: Actor, at: datetime) -> Seen:
    """What the index says of two records."""
    return Seen()
