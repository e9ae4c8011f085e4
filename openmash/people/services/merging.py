"""Two records that are one person: one person proposes it, another agrees or not, and it can be undone whole.

Nothing moves. A record points to the other, and whoever reads about one reads about both; what is added afterwards is
added to the record it was said of. So there is nothing to put back when it is undone: what was said of a record before,
meanwhile and since stays with it.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.people import permissions, queries, rules
from openmash.people.errors import NoSuchMerge, PersonNotFound
from openmash.people.models import Merge, Person
from openmash.people.states import MERGE, MergeState


@transaction.atomic
def propose_merge(*, person_id: UUID, into_id: UUID, reason: str, actor: Actor, at: datetime) -> UUID:
    """Say that two records are one person. Each counts for itself until a second person has agreed.

    What the person index says of the two is kept with it, in words and with the version of its model.

    Args:
        person_id: the record that will point to the other.
        into_id: the record that will stand for both.
        reason: what makes them one, as the second person reads it.
        actor: who says so.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``people.merge_…``, ``people.identity_…``).
        RuleBroken: ``people.kept_apart_are_never_one``, to those who may know it; for everybody else it waits for one
            of those, and is refused by them.
    """
    _lock({person_id, into_id}, actor)
    require(permissions.can_propose_merge(actor))
    known = queries.identities_of(actor.hub_id)
    rules.require_two_people(person_id, into_id, known.same(person_id))
    rules.require_reason(reason)
    if permissions.can_keep_apart(actor):
        rules.require_not_kept_apart(into_id in known.apart_from(person_id))
    person, into = known.first(person_id), known.first(into_id)
    pair = Q(person_id=person, into_id=into) | Q(person_id=into, into_id=person)
    waiting = Merge.objects.filter(pair, hub_id=actor.hub_id, state=MergeState.PROPOSED)
    rules.require_proposed_once(waiting.exists())
    seen = queries.seen_alike(person, into, actor=actor, at=at)
    row = Merge.objects.create(
        hub_id=actor.hub_id,
        person_id=person,
        into_id=into,
        state=MERGE.initial,
        reason=reason.strip(),
        evidence=[[one.about, one.words, one.bits, one.strength] for one in seen.evidence],
        model_version=seen.model_version,
        proposed_at=at,
        proposed_by=actor.id,
        proposed_by_name=actor.name,
    )
    _record("merge.proposed", row, actor, at)
    return row.id


@transaction.atomic
def confirm_merge(*, merge_id: UUID, actor: Actor, at: datetime, answer: str = "") -> None:
    """Agree that two records are one person: from now on each is read as both.

    Raises:
        NotFound, Refused.
        RuleBroken: ``people.merge_by_a_second_person``, ``people.kept_apart_are_never_one``, ``people.merge_of_two``
            where they became one meanwhile, or ``merge.confirm`` where it was answered already.
    """
    row = _fetch(merge_id, actor)
    require(permissions.can_answer_merge(actor))
    rules.require_second_person(proposed_by=row.proposed_by, actor_id=actor.id)
    queries.forget_identities(actor.hub_id)
    known = queries.identities_of(actor.hub_id)
    rules.require_not_kept_apart(row.into_id in known.apart_from(row.person_id))
    row.state = MERGE.move(row.state, "confirm")
    rules.require_two_people(row.person_id, row.into_id, known.same(row.person_id))
    # A record points to one other, and never in a circle.
    rules.require_stands_as_proposed(
        {row.person_id, row.into_id} == {known.first(row.person_id), known.first(row.into_id)}
    )
    _answer(row, answer, actor, at)
    queries.forget_identities(actor.hub_id)
    _record("merge.confirmed", row, actor, at)


@transaction.atomic
def refuse_merge(*, merge_id: UUID, answer: str, actor: Actor, at: datetime) -> None:
    """Say that they are two people, and why; raises as ``confirm_merge`` does."""
    row = _fetch(merge_id, actor)
    require(permissions.can_answer_merge(actor))
    rules.require_second_person(proposed_by=row.proposed_by, actor_id=actor.id)
    rules.require_reason(answer, field="answer")
    row.state = MERGE.move(row.state, "refuse")
    _answer(row, answer, actor, at)
    _record("merge.refused", row, actor, at)


@transaction.atomic
def withdraw_merge(*, merge_id: UUID, actor: Actor, at: datetime) -> None:
    """Take back what one proposed oneself, before anybody answered.

    Raises:
        NotFound, Refused, RuleBroken (``people.merge_taken_back_by_its_author``, ``merge.withdraw``).
    """
    row = _fetch(merge_id, actor)
    require(permissions.can_propose_merge(actor))
    rules.require_whoever_proposed(proposed_by=row.proposed_by, actor_id=actor.id)
    row.state = MERGE.move(row.state, "withdraw")
    _answer(row, "", actor, at)
    _record("merge.withdrawn", row, actor, at)


@transaction.atomic
def undo_merge(*, merge_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that they are two people after all. Each has again what was said of it, before, meanwhile and since.

    One manager is enough: what two families read of each other by mistake is stopped at once, and to make them one
    again takes two.

    Raises:
        NotFound, Refused, RuleBroken (``people.identity_with_a_reason``, ``merge.undo``).
    """
    row = _fetch(merge_id, actor)
    require(permissions.can_answer_merge(actor))
    rules.require_reason(reason)
    row.state = MERGE.move(row.state, "undo")
    row.undone_at, row.undone_by, row.undone_by_name = at, actor.id, actor.name
    row.undone_because = reason.strip()
    row.save(update_fields=["state", "undone_at", "undone_by", "undone_by_name", "undone_because"])
    queries.forget_identities(actor.hub_id)
    _record("merge.undone", row, actor, at)


def _answer(row: Merge, answer: str, actor: Actor, at: datetime) -> None:
    row.answered_at, row.answered_by, row.answered_by_name, row.answer = at, actor.id, actor.name, answer.strip()
    row.save(update_fields=["state", "answered_at", "answered_by", "answered_by_name", "answer"])


def _record(name: str, row: Merge, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {
        "into": str(row.into_id),
        "merge": str(row.id),
        "evidence": [f"{words}: {strength}" for _, words, _, strength in row.evidence],
        "model": row.model_version,
    }
    audit.record(name, actor=actor, at=at, about=("person", row.person_id), detail=detail)


def _fetch(merge_id: UUID, actor: Actor) -> Merge:
    row = Merge.objects.select_for_update().filter(hub_id=actor.hub_id, id=merge_id).first()
    if row is None:
        raise NoSuchMerge
    _lock({row.person_id, row.into_id}, actor)
    return row


def _lock(ids: set[UUID], actor: Actor) -> None:
    """Both people, in one order whoever comes first, so that nobody waits in a circle."""
    rows = Person.objects.select_for_update().filter(hub_id=actor.hub_id, id__in=ids).order_by("id")
    if len(list(rows)) != len(ids):
        raise PersonNotFound
