"""Whom the hub knows, and who among them may be the one told of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, Q, When
from django.utils import timezone

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.core.clock import now
from openmash.core.errors import NotFound
from openmash.people import permissions, rules
from openmash.people.errors import PersonNotFound
from openmash.people.models import Address, OpenCase, OtherName, Person, Relationship, StaffWarning

_MOST_COMPARED = 500
_MOST_OFFERED = 10


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
        addresses: newest first.
        other_names: in full, as they are shown.
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


@dataclass(frozen=True)
class RelationshipView:
    """``person`` is ``kind`` of ``other``."""

    person_id: UUID
    other_id: UUID
    kind: str


@dataclass(frozen=True)
class WarningView:
    """A danger to staff who meet a person."""

    id: UUID
    person_id: UUID
    person_name: str
    words: str
    since: date
    review_on: date
    recorded_at: datetime
    recorded_by_name: str


@dataclass(frozen=True)
class OpenCaseView:
    """That somebody's case is open to a worker of a team."""

    id: UUID
    person_id: UUID
    person_name: str
    team_id: UUID
    team_name: str
    worker: str
    since: date


def person(person_id: UUID, *, actor: Actor) -> PersonView:
    """One person; raises NotFound."""
    found = persons([person_id], actor=actor)
    if person_id not in found:
        raise PersonNotFound
    return found[person_id]


def persons(ids: Iterable[UUID], *, actor: Actor, on: date | None = None) -> dict[UUID, PersonView]:
    """People by id, in three queries however many there are.

    Args:
        ids: of people; those of other hubs and those that do not exist are left out.
        actor: who asks.
        on: the day for their ages; today if None.

    Raises:
        Refused: the actor's role has nothing to do with people.
    """
    require(permissions.can_see(actor))
    rows = list(Person.objects.filter(hub_id=actor.hub_id, id__in=set(ids)))
    return _views(rows, actor, on)


def named(words: str, *, actor: Actor) -> set[UUID]:
    """Everybody one of whose names begins with each of the words, or whose surname sounds like it.

    Args:
        words: as typed, "ada wren"; the order does not matter.
        actor: who asks.

    Returns:
        Ids of people, at most ``_MOST_COMPARED``; none for no words.
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
    found = set(rows.values_list("id", flat=True)[:_MOST_COMPARED])
    return found | set(others.values_list("person_id", flat=True)[:_MOST_COMPARED])


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
    """Who bears both names and the birth date of one of these people: the same one recorded twice, for all we know.

    Returns:
        Each of the people given, and everybody like one of them, with the one of those given that it is.
    """
    given = set(ids)
    found = {each: each for each in given}
    for person_id, (given_name, family_name, born_on) in identities(given, hub_id=hub_id).items():
        rows = Person.objects.filter(
            hub_id=hub_id, given_name__iexact=given_name, family_name__iexact=family_name, born_on=born_on
        )
        for other in rows.values_list("id", flat=True):
            found.setdefault(other, person_id)
    return found


def candidates(told: rules.PersonTold, *, actor: Actor, on: date | None = None) -> list[Candidate]:
    """People already known who may be the one told of, the most alike first; three queries.

    Raises:
        Refused: the actor may not record contacts.
    """
    require(permissions.can_search(actor))
    rows = _worth_comparing(told, actor)
    ids, today = [row.id for row in rows], on or timezone.localdate(now())
    names, addresses = _names_of(ids, actor), _addresses_of(ids, actor)
    found = []
    for row in rows:
        mine = (row, names.get(row.id, []), addresses.get(row.id, []))
        like = rules.likeness(told, _known(*mine))
        if like.strength:
            found.append((like, Candidate(_view(*mine, today), like.reasons, like.strength, like.warning)))
    found.sort(key=lambda pair: (pair[0].strength != "strong", -pair[0].order, pair[1].person.display_name))
    return [candidate for _, candidate in found[:_MOST_OFFERED]]


def relationships(ids: Iterable[UUID], *, actor: Actor) -> list[RelationshipView]:
    """How these people stand to each other and to others."""
    require(permissions.can_see(actor))
    wanted = set(ids)
    rows = Relationship.objects.filter(Q(person_id__in=wanted) | Q(other_id__in=wanted), hub_id=actor.hub_id)
    return [RelationshipView(r.person_id, r.other_id, r.kind) for r in rows.order_by("recorded_at", "id")]


def warnings(ids: Iterable[UUID], *, actor: Actor) -> list[WarningView]:
    """The dangers to staff that are on record about these people and hold, the newest first; two statements.

    Raises:
        Refused: the actor's role has nothing to do with people.
    """
    require(permissions.can_see(actor))
    held = list(StaffWarning.objects.filter(hub_id=actor.hub_id, person_id__in=set(ids), ended_at=None))
    found = names({row.person_id for row in held}, actor=actor) if held else {}
    return [
        WarningView(
            id=row.id,
            person_id=row.person_id,
            person_name=found[row.person_id],
            words=row.words,
            since=row.since,
            review_on=row.review_on,
            recorded_at=row.recorded_at,
            recorded_by_name=row.recorded_by_name,
        )
        for row in sorted(held, key=lambda row: (row.recorded_at, row.id), reverse=True)
    ]


def open_cases(ids: Iterable[UUID], *, actor: Actor) -> list[OpenCaseView]:
    """To whom these people's cases are open, the first to begin at the head; one statement, three where there are any.

    Raises:
        Refused: the actor's role has nothing to do with people.
    """
    require(permissions.can_see(actor))
    return _open_cases(list(OpenCase.objects.filter(hub_id=actor.hub_id, person_id__in=set(ids), ended_at=None)), actor)


def open_case(open_case_id: UUID, *, actor: Actor) -> OpenCaseView:
    """One that has not ended; raises NotFound."""
    require(permissions.can_see(actor))
    found = _open_cases(list(OpenCase.objects.filter(hub_id=actor.hub_id, id=open_case_id, ended_at=None)), actor)
    if not found:
        raise NotFound("This has ended already, or was never recorded.")
    return found[0]


def _open_cases(rows: list[OpenCase], actor: Actor) -> list[OpenCaseView]:
    if not rows:
        return []
    teams = {team.id: team.name for team in agency_queries.teams(actor.hub_id)}
    found = names({row.person_id for row in rows}, actor=actor)
    return [
        OpenCaseView(
            id=row.id,
            person_id=row.person_id,
            person_name=found[row.person_id],
            team_id=row.team_id,
            team_name=teams[row.team_id],
            worker=row.worker,
            since=row.since,
        )
        for row in sorted(rows, key=lambda row: (row.since, row.id))
    ]


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


def _views(rows: list[Person], actor: Actor, on: date | None) -> dict[UUID, PersonView]:
    ids = {row.id for row in rows}
    names, addresses = _names_of(ids, actor), _addresses_of(ids, actor)
    today = on or timezone.localdate(now())
    return {row.id: _view(row, names.get(row.id, []), addresses.get(row.id, []), today) for row in rows}


def _view(row: Person, names: list[OtherName], addresses: list[Address], on: date) -> PersonView:
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
        addresses=tuple(AddressView(a.lines, a.postcode) for a in addresses),
        other_names=tuple(f"{n.given_name} {n.family_name}".strip() for n in names),
    )


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
