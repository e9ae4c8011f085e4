"""Looking for people by what somebody typed: names, how they sound, a postcode, a year, a number."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from openmash.access import Actor, require
from openmash.people import permissions, rules
from openmash.people.models import Address, OtherName, Person
from openmash.people.queries import same
from openmash.people.queries.known import PersonView, persons
from openmash.people.queries.same import NOBODY

MOST_SHOWN = 25
_MOST_COMPARED = 200


@dataclass(frozen=True)
class Found:
    """Who was found.

    Args:
        people: one for each person, however often they are recorded; the closest first.
        more: whether there are more than are shown.
    """

    people: tuple[PersonView, ...]
    more: bool


def look(looked: rules.Looked, *, actor: Actor, among: Collection[UUID] = (), without: Collection[UUID] = ()) -> Found:
    """People of whom everything that was typed is so; a screen calls ``enquiries.services.look_for_people``.

    The same number of statements whoever is found or left out: somebody who is not to be seen shows neither by count,
    nor by order, nor by how long it takes.

    Args:
        looked: what was typed.
        actor: who looks.
        among: who is in the contacts and enquiries with the references that were typed.
        without: whom the actor is kept away from.

    Raises:
        Refused: the actor may not look for people.
    """
    require(permissions.can_look_for(actor))
    hub_id = actor.hub_id
    known = same.identities_of(hub_id)
    fits = _fitting(looked, hub_id, same.same_as(among, hub_id=hub_id))
    ranked = _ranked(fits.exclude(id__in=same.same_as(without, hub_id=hub_id)), looked.words)
    ids = list(ranked.values_list("id", flat=True)[:_MOST_COMPARED])
    # Asked also where nobody found has an old identity: it takes as many statements whoever is left out.
    olds = {NOBODY, *(old for each in ids for old in known.olds(each))}
    led = set(fits.filter(id__in=olds).values_list("id", flat=True))
    seen = [each for each in ids if not known.olds(each) & led]
    firsts = list(dict.fromkeys(known.first(each) for each in seen))
    views = persons(firsts[:MOST_SHOWN], actor=actor)
    return Found(tuple(views[each] for each in firsts[:MOST_SHOWN] if each in views), len(firsts) > MOST_SHOWN)


def _fitting(looked: rules.Looked, hub_id: UUID, among: Collection[UUID]) -> QuerySet[Person]:
    rows = Person.objects.filter(hub_id=hub_id).exclude(given_name="", family_name=rules.ERASED)
    for word in looked.words:
        others = OtherName.objects.filter(_named(word), hub_id=hub_id)
        rows = rows.filter(_named(word) | Q(id__in=others.values("person_id")))
    for code in looked.postcodes:
        near = Address.objects.filter(_begins(code), hub_id=hub_id)
        rows = rows.filter(id__in=near.values("person_id"))
    for year in looked.years:
        rows = rows.filter(Q(born_on__year=year) | Q(expected_on__year=year))
    for day in looked.dates:
        rows = rows.filter(Q(born_on=day) | Q(expected_on=day))
    for number in looked.nhs_numbers:
        rows = rows.filter(nhs_number=number)
    return rows.filter(id__in=among) if looked.references else rows


def _named(word: str) -> Q:
    fits = Q(given_name__istartswith=word) | Q(family_name__istartswith=word)
    fits |= Q(family_name__icontains=f" {word}") | Q(given_name__icontains=f" {word}")
    sounds = rules.sound(word)
    return fits | Q(family_sound=sounds) if sounds and len(word) > 2 else fits


def _begins(code: str) -> Q:
    """A whole postcode, its outward half, or that and the beginning of the other; "EX11" may be either."""
    whole = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})", code)
    if whole:
        return Q(postcode=f"{whole[1]} {whole[2]}")
    fits = Q(postcode=code) | Q(postcode__startswith=f"{code} ")
    halves = re.fullmatch(r"([A-Z]{1,2}\d[A-Z\d]??)(\d[A-Z]?)", code)
    return fits | Q(postcode__startswith=f"{halves[1]} {halves[2]}") if halves else fits


def _ranked(rows: QuerySet[Person], words: Collection[str]) -> QuerySet[Person]:
    """The more of the words are a whole name, the earlier."""
    exact = Value(0, output_field=IntegerField())
    for word in words:
        whole = Q(given_name__iexact=word) | Q(family_name__iexact=word)
        exact = exact + Case(When(whole, then=1), default=0, output_field=IntegerField())  # type: ignore[assignment]
    return rows.annotate(exact=exact).order_by("-exact", "family_name", "given_name", "born_on", "id")
