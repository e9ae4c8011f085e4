"""How an index stands, what came of its files, and whom it may know of those a check asks about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from openmash.access import Actor
from openmash.core.errors import NotFound
from openmash.matching.explain import Evidence
from openmash.person_index import permissions
from openmash.person_index.models import Hit, Index, Load, RefusedRow
from openmash.person_index.queries.secrets import scheme_of, secret_of
from openmash.person_index.rules import ENDED_WORDS
from openmash.person_index.states import LoadState


@dataclass(frozen=True)
class LoadView:
    """One file of an agency: how far it has come, in rows, and what came of it."""

    id: UUID
    state: str
    changes_only: bool
    asked_at: datetime
    asked_by_name: str
    loaded: int
    removed: int
    refused: int
    ended_at: datetime | None
    ended_words: str
    model_version: str


@dataclass(frozen=True)
class State:
    """How an agency's index stands; nothing of what is in it.

    Args:
        answers: whether it can be asked.
        people: how many it holds.
        encoded: whether it holds encodings in place of names.
        must_be_reloaded: whether it was made with other keys than are in use, and so cannot be asked.
        current_at: when its last whole file, or change, was taken in; None if there was none.
        bytes: its size on disk.
        loads: its files, the newest first, ten at most.
    """

    answers: bool
    people: int
    encoded: bool
    must_be_reloaded: bool
    current_at: datetime | None
    bytes: int
    withdrawn_at: datetime | None
    loads: tuple[LoadView, ...]


@dataclass(frozen=True)
class RefusedView:
    """A line of a file, and why it was refused; ``left_out`` where the line was taken without that one value."""

    line: int
    column: str
    sentence: str
    left_out: bool


@dataclass(frozen=True)
class HitView:
    """That the agency's index may know somebody of a check.

    Args:
        check_id: the check.
        person_id: the hub's person who was asked about.
        reference: the agency's own; empty where the index holds encodings: the agency is asked to look.
        evidence: what agreed and what did not, in words.
        weight: for the order.
        guard: why the weight is kept low though much agrees; empty where nothing does that.
    """

    check_id: UUID
    person_id: UUID
    reference: str
    evidence: tuple[Evidence, ...]
    weight: float | None
    guard: str
    found_at: datetime


@dataclass(frozen=True)
class Waiting:
    """A load that the worker has yet to begin with."""

    id: UUID
    hub_id: UUID


def state(agency_id: UUID, *, actor: Actor) -> State:
    """How an agency's index stands, for whoever keeps it and for the hub's administrator.

    Raises:
        Refused: neither of the two.
    """
    permissions.require_can_see_state(actor, agency_id)
    return state_here(agency_id, actor.hub_id)


def state_here(agency_id: UUID, hub_id: UUID) -> State:
    """As ``state``, for whoever runs commands on the server."""
    row = Index.objects.filter(hub_id=hub_id, id=agency_id).first()
    loads = list(Load.objects.filter(hub_id=hub_id, index_id=agency_id).order_by("-asked_at", "-id")[:10])
    there = stands(agency_id)
    done = [each.ended_at for each in loads if each.state == LoadState.DONE]
    return State(
        answers=there["answers"],
        people=there["people"],
        encoded=bool(row and row.encoded),
        must_be_reloaded=there["answers"] and _made_with_other_keys(there, hub_id),
        current_at=done[0] if done else None,
        bytes=there["bytes"],
        withdrawn_at=row.withdrawn_at if row else None,
        loads=tuple(_load(each) for each in loads),
    )


def load_state(load_id: UUID, *, actor: Actor) -> LoadView:
    """How far one file has come; raises NotFound, Refused."""
    return _load(_fetch(load_id, actor))


def refused(load_id: UUID, *, actor: Actor) -> list[RefusedView]:
    """What was wrong in a file, line by line, as far as it is kept; for whoever keeps that agency's index.

    Raises:
        NotFound: there is no such load, or it is another agency's.
        Refused: the actor keeps no index.
    """
    load = _fetch(load_id, actor)
    permissions.require_can_see_refused_rows(actor, load.index_id)
    rows = RefusedRow.objects.filter(hub_id=actor.hub_id, load_id=load.id).order_by("line", "column", "id")
    return [RefusedView(row.line, row.column, row.sentence, row.left_out) for row in rows]


def hits_of_checks(check_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, tuple[HitView, ...]]:
    """Whom the actor's own agency may know of those that checks ask about, the likeliest first.

    PostgreSQL lets out the rows of the agency of the person signed in, and no others; a check without any is left out.

    Args:
        check_ids: the checks.
        actor: somebody who answers for their agency; anybody else finds nothing.
    """
    if not actor.agency_id or not permissions.can_look_up(actor, actor.agency_id):
        return {}
    rows = Hit.objects.filter(hub_id=actor.hub_id, index_id=actor.agency_id, check_ref__in=check_ids)
    found: dict[UUID, tuple[HitView, ...]] = {}
    for row in rows.order_by("-weight", "reference", "id"):
        found[row.check_ref] = (*found.get(row.check_ref, ()), _hit(row))
    return found


def waiting_loads(hub_id: UUID) -> list[Waiting]:
    """The files of a hub that nobody has begun with, the oldest first."""
    rows = Load.objects.filter(hub_id=hub_id, state=LoadState.WAITING).order_by("asked_at", "id")
    return [Waiting(row.id, row.hub_id) for row in rows]


def must_be_renewed(hub_id: UUID) -> bool:
    """Whether the index of the hub's own people was made with other keys than are in use, or was never made."""
    there = stands(hub_id)
    return not there["answers"] or _made_with_other_keys(there, hub_id)


def stands(index_id: UUID) -> dict[str, Any]:
    """How an index of the entered hub stands in PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT people, scheme, answers, loads, bytes FROM person_index.stands(%s)", [index_id])
        row = cursor.fetchone()
    return dict(zip(("people", "scheme", "answers", "loads", "bytes"), row or (0, "", False, False, 0), strict=True))


def _made_with_other_keys(there: dict[str, Any], hub_id: UUID) -> bool:
    secret = secret_of(hub_id)
    return secret is None or there["scheme"] != scheme_of(secret)


def _fetch(load_id: UUID, actor: Actor) -> Load:
    row = Load.objects.filter(hub_id=actor.hub_id, id=load_id).first()
    if row is None or not permissions.can_see_state(actor, row.index_id):
        raise NotFound
    return row


def _load(row: Load) -> LoadView:
    return LoadView(
        id=row.id,
        state=row.state,
        changes_only=row.changes_only,
        asked_at=row.asked_at,
        asked_by_name=row.asked_by_name,
        loaded=0 if row.state == LoadState.STOPPED else row.loaded,  # read, and not taken
        removed=row.removed,
        refused=row.refused,
        ended_at=row.ended_at,
        ended_words=ENDED_WORDS.get(row.ended_because, ""),
        model_version=row.model_version,
    )


def _hit(row: Hit) -> HitView:
    evidence = tuple(Evidence(**each) for each in row.evidence)
    return HitView(row.check_ref, row.person_ref, row.reference, evidence, row.weight, row.guard, row.found_at)
