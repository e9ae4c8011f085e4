"""What is proposed and was said about two records being one person, and who is kept apart."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from openmash.access import Actor, require
from openmash.matching.explain import Evidence
from openmash.people import permissions
from openmash.people.errors import NoSuchMerge, NotKeptApart
from openmash.people.models import KeptApart, Merge
from openmash.people.queries.known import PersonView, names, persons
from openmash.people.states import MERGE, MergeState


@dataclass(frozen=True)
class MergeView:
    """That two records are, were, or are proposed to be one person.

    Args:
        person: the record that points to the other.
        into: the other.
        evidence: what the index said of the two, in words; empty where it saw nothing alike.
        model_version: of the model that said so.
    """

    id: UUID
    person: PersonView
    into: PersonView
    state: str
    state_words: str
    reason: str
    evidence: tuple[Evidence, ...]
    model_version: str
    proposed_at: datetime
    proposed_by: UUID
    proposed_by_name: str
    answered_at: datetime | None
    answered_by_name: str
    answer: str
    undone_at: datetime | None
    undone_by_name: str
    undone_because: str


@dataclass(frozen=True)
class KeptApartView:
    """Two identities that are kept apart, for those who keep them; without names for those who see nobody's."""

    id: UUID
    old_words: str
    new_words: str
    reason: str
    recorded_at: datetime
    recorded_by_name: str
    ended_at: datetime | None
    ended_by_name: str
    ended_because: str


def merge(merge_id: UUID, *, actor: Actor, without: Collection[UUID] = ()) -> MergeView:
    """One proposal; raises NotFound, also for people in ``without``, whom the actor is kept away from."""
    found = _views(_of(actor, without).filter(id=merge_id), actor)
    if not found:
        raise NoSuchMerge
    return found[0]


def merges(actor: Actor, *, without: Collection[UUID] = ()) -> list[MergeView]:
    """What waits for a second person, the oldest first; then everything that was said, the latest first."""
    found = _views(_of(actor, without).order_by("proposed_at", "id"), actor)
    waiting = [each for each in found if each.state == MergeState.PROPOSED]
    return waiting + [each for each in reversed(found) if each.state != MergeState.PROPOSED]


def merges_to_answer(actor: Actor) -> list[MergeView]:
    """What others proposed and nobody has answered yet, the oldest first; nothing for who may not answer."""
    if not permissions.can_answer_merge(actor):
        return []
    waiting = _of(actor, ()).filter(state=MergeState.PROPOSED).exclude(proposed_by=actor.id)
    return _views(waiting.order_by("proposed_at", "id"), actor)


def merges_of(person_ids: Collection[UUID], *, actor: Actor, without: Collection[UUID] = ()) -> list[MergeView]:
    """What was said of any of these records, the latest first."""
    about = Q(person_id__in=person_ids) | Q(into_id__in=person_ids)
    return _views(_of(actor, without).filter(about).order_by("-proposed_at", "id"), actor)


def kept_apart(actor: Actor, *, without: Collection[UUID] = ()) -> list[KeptApartView]:
    """Every pair of identities that is kept apart in the hub, or was; those that are first, the latest first.

    Raises:
        Refused: the actor may not know that there are any.
    """
    require(permissions.can_keep_apart(actor))
    rows = KeptApart.objects.filter(hub_id=actor.hub_id).exclude(Q(old_id__in=without) | Q(new_id__in=without))
    found = list(rows.order_by("-recorded_at", "id"))
    people = {person_id for row in found for person_id in (row.old_id, row.new_id)}
    known = names(people, actor=actor) if permissions.can_see(actor) else {}
    views = [_apart(row, known) for row in found]
    return sorted(views, key=lambda each: each.ended_at is not None)


def kept_apart_one(apart_id: UUID, *, actor: Actor, without: Collection[UUID] = ()) -> KeptApartView:
    """One of them; raises NotFound."""
    found = next((each for each in kept_apart(actor, without=without) if each.id == apart_id), None)
    if found is None:
        raise NotKeptApart
    return found


def _of(actor: Actor, without: Collection[UUID]) -> QuerySet[Merge]:
    require(permissions.can_name(actor))
    rows = Merge.objects.filter(hub_id=actor.hub_id)
    return rows.exclude(Q(person_id__in=without) | Q(into_id__in=without))


def _views(rows: QuerySet[Merge], actor: Actor) -> list[MergeView]:
    found = list(rows)
    if not found:
        return []
    people = persons({person_id for row in found for person_id in (row.person_id, row.into_id)}, actor=actor)
    return [_view(row, people[row.person_id], people[row.into_id]) for row in found]


def _view(row: Merge, person: PersonView, into: PersonView) -> MergeView:
    plain: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            *("id", "state", "reason", "model_version", "proposed_at", "proposed_by", "proposed_by_name"),
            *("answered_at", "answered_by_name", "answer", "undone_at", "undone_by_name", "undone_because"),
        )
    }
    return MergeView(
        person=person,
        into=into,
        state_words=MERGE.states[MergeState(row.state)],
        evidence=tuple(Evidence(*each) for each in row.evidence),
        **plain,
    )


def _apart(row: KeptApart, known: dict[UUID, str]) -> KeptApartView:
    return KeptApartView(
        id=row.id,
        old_words=known.get(row.old_id, "one person"),
        new_words=known.get(row.new_id, "one person"),
        reason=row.reason,
        recorded_at=row.recorded_at,
        recorded_by_name=row.recorded_by_name,
        ended_at=row.ended_at,
        ended_by_name=row.ended_by_name,
        ended_because=row.ended_because,
    )
