"""Which records are of one person, and which identities must not lead to each other.

A merge moves nothing: one record points to another. Whoever reads rows about somebody asks here for everybody who is
the same, and reads the rows of all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from openmash.core import hub_context
from openmash.people.models import KeptApart, Merge
from openmash.people.states import MergeState

NOBODY = UUID(int=0)
"""Nobody's id, for questions that are asked in any case."""


@dataclass(frozen=True)
class Identities:
    """Who is one with whom in a hub, and who is kept apart.

    Args:
        into: whom a record points to, for those that point to one.
        group: everybody who is one person with somebody, for those who are more than one record.
        apart: (old identity, new identity) as recorded.
    """

    into: Mapping[UUID, UUID]
    group: Mapping[UUID, frozenset[UUID]]
    apart: tuple[tuple[UUID, UUID], ...] = ()

    def same(self, person_id: UUID) -> frozenset[UUID]:
        """Everybody who is one with somebody, themselves among them."""
        return self.group.get(person_id, frozenset({person_id}))

    def first(self, person_id: UUID) -> UUID:
        """The record that all the others of a person point to."""
        while person_id in self.into:
            person_id = self.into[person_id]
        return person_id

    def olds(self, person_id: UUID) -> frozenset[UUID]:
        """The old identities that must not lead to somebody, with whoever is the same as these."""
        mine = self.same(person_id)
        return frozenset(each for old, new in self.apart if new in mine for each in self.same(old))

    def news(self, person_id: UUID) -> frozenset[UUID]:
        """The new identities that somebody must not lead to, with whoever is the same as these."""
        mine = self.same(person_id)
        return frozenset(each for old, new in self.apart if old in mine for each in self.same(new))

    def apart_from(self, person_id: UUID) -> frozenset[UUID]:
        """Everybody who is kept apart from somebody, old and new."""
        return self.olds(person_id) | self.news(person_id)


def identities_of(hub_id: UUID) -> Identities:
    """Who is one with whom in a hub, and who is kept apart; two statements, once for as long as a page lasts.

    Merges are few beside people, two ids each: all of a hub's are read rather than those of some of its people, so that
    it takes as long for somebody who is kept apart as for anybody.
    """
    return hub_context.once(_name(hub_id), lambda: _identities_of(hub_id))


def forget_identities(hub_id: UUID) -> None:
    """What was read of who is one with whom no longer holds; called by whatever changes it."""
    hub_context.forget(_name(hub_id))


def same_as(ids: Iterable[UUID], *, hub_id: UUID) -> frozenset[UUID]:
    """These people, and every other record of one of them."""
    known = identities_of(hub_id)
    return frozenset(each for person_id in ids for each in known.same(person_id))


def one_of(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, UUID]:
    """Every record of one of these people, with the one of those given that it is; a given one is itself.

    For reading rows about all records of somebody and handing them on as of the record that was asked for.
    """
    known, given = identities_of(hub_id), list(ids)
    found = {person_id: person_id for person_id in given}
    for person_id in given:
        for each in known.same(person_id):
            found.setdefault(each, person_id)
    return found


def first_of(ids: Iterable[UUID], *, hub_id: UUID) -> dict[UUID, UUID]:
    """For each of these people, the record that the others of the same person point to: itself, for most."""
    known = identities_of(hub_id)
    return {person_id: known.first(person_id) for person_id in ids}


def kept_apart_from(ids: Collection[UUID], *, hub_id: UUID) -> frozenset[UUID]:
    """Everybody who is kept apart from one of these people. For counting and for linking, never for showing."""
    known = identities_of(hub_id)
    return frozenset(each for person_id in ids for each in known.apart_from(person_id))


def _name(hub_id: UUID) -> tuple[str, UUID]:
    return ("identities", hub_id)


def _identities_of(hub_id: UUID) -> Identities:
    rows = Merge.objects.filter(hub_id=hub_id, state=MergeState.MERGED)
    into: dict[UUID, UUID] = dict(rows.values_list("person_id", "into_id"))
    apart = KeptApart.objects.filter(hub_id=hub_id, ended_at=None).order_by("recorded_at", "id")
    known = Identities(into, {}, tuple(apart.values_list("old_id", "new_id")))
    by_first: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id in {*into, *into.values()}:
        by_first[known.first(person_id)].add(person_id)
    group = {each: frozenset(members) for members in by_first.values() for each in members}
    return Identities(into, group, known.apart)
