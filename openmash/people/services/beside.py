"""Recording dangers to staff and open cases beside people, and ending them."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.people import permissions, queries, rules
from openmash.people.models import OpenCase, StaffWarning
from openmash.people.services.rows import lock


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
    row = lock(person_id, actor)
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
    row = lock(person_id, actor)
    require(permissions.can_note_open_case(actor))
    team = agency_queries.team(told.team_id, actor.hub_id)
    same = queries.same_as([row.id], hub_id=actor.hub_id)
    held = OpenCase.objects.filter(hub_id=actor.hub_id, person_id__in=same, ended_at=None)
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
