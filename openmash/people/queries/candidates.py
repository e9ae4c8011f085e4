"""Whom of all the hub knows somebody may be: asked of the person index, decided by a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from openmash.access import Actor, require
from openmash.matching.explain import Evidence
from openmash.matching.records import Record
from openmash.people import permissions, rules
from openmash.people.models import Person
from openmash.people.queries import same
from openmash.people.queries.known import PersonView, persons
from openmash.people.queries.records import facts_about, facts_in, record_of_told, records_of
from openmash.person_index import queries as index_queries
from openmash.person_index.errors import MustBeReloaded
from openmash.person_index.rules import Purpose

_MOST_OFFERED = 10
_MOST_ASKED = 30
_MOST_NAMED = 3
NOT_BUILT = (
    "Nobody can be offered: the people this hub knows are not in its person index as they must be. They have to be put "
    "in again by an administrator. Until then, search by name before you say that somebody is new."
)


@dataclass(frozen=True)
class Candidate:
    """Somebody already known who may be the one told of, with why; offered to a person, never linked by itself.

    Args:
        person: whom the hub knows; of somebody recorded more than once, the record that stands for all.
        suggested: whether they are alike enough that a link is suggested, and not only shown.
        evidence: what each comparison found, in words.
        untold: what could not be compared.
        guard: what keeps it from being suggested although much agrees, such as a possible twin; empty if nothing does.
    """

    person: PersonView
    suggested: bool
    evidence: tuple[Evidence, ...]
    untold: tuple[str, ...] = ()
    guard: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """What speaks for them, the weightiest first."""
        speaks = sorted((each for each in self.evidence if each.bits > 0), key=lambda each: -each.bits)
        return tuple(each.words for each in speaks)

    @property
    def because(self) -> str:
        """Why they are shown, as a phrase."""
        return "; ".join(self.reasons[:_MOST_NAMED])


@dataclass(frozen=True)
class Offered:
    """Whom the index offers for somebody.

    Args:
        candidates: the likeliest first.
        sentence: why nobody can be offered, or why not everybody was compared; empty where neither is so.
        model_version: the model that weighed them.
    """

    candidates: tuple[Candidate, ...] = ()
    sentence: str = ""
    model_version: str = ""


@dataclass(frozen=True)
class SeenAlike:
    """What the index says of two records: nothing, where it would not offer one for the other."""

    evidence: tuple[Evidence, ...] = ()
    model_version: str = ""


def candidates(told: rules.PersonTold, *, actor: Actor, at: datetime, without: Collection[UUID] = ()) -> Offered:
    """People already known who may be the one told of, the likeliest first.

    Nobody in ``without`` comes out or is counted, nor a new identity that what was told must not lead to.

    Args:
        told: as they were told of.
        actor: who asks; it is on the log before anything is read.
        at: when.
        without: whom the actor is kept away from.

    Raises:
        Refused: the actor may not look for people.
        NotWritten: the log could not be written.
    """
    require(permissions.can_search(actor))
    return _offered(record_of_told(told), actor, at, Purpose.CONTACT, without)


def candidates_for(person_id: UUID, *, actor: Actor, at: datetime, without: Collection[UUID] = ()) -> Offered:
    """Other records of the hub that may be of the same person; as ``candidates``."""
    require(permissions.can_search(actor))
    mine = same.same_as([person_id], hub_id=actor.hub_id)
    found = records_of([person_id], hub_id=actor.hub_id)
    apart = same.kept_apart_from([person_id], hub_id=actor.hub_id)
    left_out = {*without, *mine, *apart}
    return _offered(found[person_id], actor, at, Purpose.TIDYING, left_out) if found else Offered()


def seen_alike(person_id: UUID, other_id: UUID, *, actor: Actor, at: datetime) -> SeenAlike:
    """What speaks for and against two records being of one person, in the words of the index."""
    found = candidates_for(person_id, actor=actor, at=at)
    first = same.first_of([other_id], hub_id=actor.hub_id)[other_id]
    evidence = next((each.evidence for each in found.candidates if each.person.id == first), ())
    return SeenAlike(evidence, found.model_version)


def _offered(asked: Record, actor: Actor, at: datetime, purpose: Purpose, without: Iterable[UUID]) -> Offered:
    hidden = same.same_as(without, hub_id=actor.hub_id) | _kept_apart(asked, actor.hub_id)
    try:
        answer = index_queries.look_up_own(
            asked=asked,
            actor=actor,
            purpose=purpose,
            at=at,
            most=_MOST_ASKED,
            without=sorted(str(each) for each in hidden),
        )
    except MustBeReloaded:
        return Offered(sentence=NOT_BUILT)
    if not answer.answers:
        known = Person.objects.filter(hub_id=actor.hub_id).exists()
        return Offered(sentence=NOT_BUILT if known else "", model_version=answer.model_version)
    return Offered(_candidates(answer.candidates, actor, at), _narrowed(answer.narrowed), answer.model_version)


def _candidates(found: Iterable[index_queries.Candidate], actor: Actor, at: datetime) -> tuple[Candidate, ...]:
    """One for each person, however many records of theirs came out: the likeliest record speaks for them."""
    by_person: dict[UUID, index_queries.Candidate] = {}
    known = same.identities_of(actor.hub_id)
    for each in found:
        by_person.setdefault(known.first(UUID(each.reference)), each)
    offered = dict(list(by_person.items())[:_MOST_OFFERED])
    views = persons(offered, actor=actor, on=timezone.localdate(at))
    return tuple(
        Candidate(views[person_id], each.suggested, each.evidence, each.untold, each.guard)
        for person_id, each in offered.items()
        if person_id in views
    )


def _kept_apart(asked: Record, hub_id: UUID) -> frozenset[UUID]:
    """Of every two identities that are kept apart, the one that what was told must not lead to."""
    known = same.identities_of(hub_id)
    told = facts_in(asked)
    # Read also where nobody is kept apart: it takes as many statements in a hub that has such people.
    facts = facts_about({same.NOBODY, *(each for pair in known.apart for each in pair)}, hub_id=hub_id)
    hidden: set[UUID] = set()
    for old, new in known.apart:
        nothing: rules.Facts = frozenset()
        to_the_new = rules.leads_to_the_new(told, facts.get(old, nothing), facts.get(new, nothing))
        hidden |= known.same(old if to_the_new else new)
    return frozenset(hidden)


def _narrowed(narrowed: bool) -> str:
    if not narrowed:
        return ""
    return "What was told fits very many people, so not all of them were compared. Tell more to find somebody."
