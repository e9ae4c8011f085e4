"""What is recorded beside people: their relatives, dangers to staff, and to whom their case is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.core.errors import NotFound
from openmash.people import permissions
from openmash.people.models import OpenCase, Relationship, StaffWarning
from openmash.people.queries import known, same


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


def relationships(ids: Iterable[UUID], *, actor: Actor) -> list[RelationshipView]:
    """How these people stand to each other and to others, whichever of their records it was said of.

    Whoever is kept apart from somebody is no relative of theirs here.
    """
    require(permissions.can_see(actor))
    asked = same.one_of(ids, hub_id=actor.hub_id)
    rows = Relationship.objects.filter(Q(person_id__in=asked) | Q(other_id__in=asked), hub_id=actor.hub_id)
    everybody = same.identities_of(actor.hub_id)
    found = [
        RelationshipView(asked.get(r.person_id, r.person_id), asked.get(r.other_id, r.other_id), r.kind)
        for r in rows.order_by("recorded_at", "id")
        if r.other_id not in everybody.apart_from(r.person_id)
    ]
    return [each for each in dict.fromkeys(found) if each.person_id != each.other_id]


def warnings(ids: Iterable[UUID], *, actor: Actor) -> list[WarningView]:
    """The dangers to staff that are on record about these people and hold, the newest first; two statements.

    Raises:
        Refused: the actor's role has nothing to do with people.
    """
    require(permissions.can_see(actor))
    asked = same.one_of(ids, hub_id=actor.hub_id)
    held = list(StaffWarning.objects.filter(hub_id=actor.hub_id, person_id__in=asked, ended_at=None))
    found = known.names({asked[row.person_id] for row in held}, actor=actor) if held else {}
    return [
        WarningView(
            id=row.id,
            person_id=asked[row.person_id],
            person_name=found[asked[row.person_id]],
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
    asked = same.one_of(ids, hub_id=actor.hub_id)
    rows = OpenCase.objects.filter(hub_id=actor.hub_id, person_id__in=asked, ended_at=None)
    return _open_cases(list(rows), asked, actor)


def open_case(open_case_id: UUID, *, actor: Actor) -> OpenCaseView:
    """One that has not ended; raises NotFound."""
    require(permissions.can_see(actor))
    rows = list(OpenCase.objects.filter(hub_id=actor.hub_id, id=open_case_id, ended_at=None))
    if not rows:
        raise NotFound("This has ended already, or was never recorded.")
    return _open_cases(rows, {row.person_id: row.person_id for row in rows}, actor)[0]


def _open_cases(rows: list[OpenCase], asked: dict[UUID, UUID], actor: Actor) -> list[OpenCaseView]:
    if not rows:
        return []
    teams = {team.id: team.name for team in agency_queries.teams(actor.hub_id)}
    found = known.names({asked[row.person_id] for row in rows}, actor=actor)
    return [
        OpenCaseView(
            id=row.id,
            person_id=asked[row.person_id],
            person_name=found[asked[row.person_id]],
            team_id=row.team_id,
            team_name=teams[row.team_id],
            worker=row.worker,
            since=row.since,
        )
        for row in sorted(rows, key=lambda row: (row.since, row.id))
    ]
