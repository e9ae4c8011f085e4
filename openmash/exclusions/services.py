"""Keeping a colleague out of a case, and letting them in again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.core.errors import RuleBroken
from openmash.exclusions import permissions, queries, rules
from openmash.exclusions.errors import NoSuchExclusion
from openmash.exclusions.models import Exclusion
from openmash.exclusions.states import EXCLUSION, ExclusionState


@transaction.atomic
def declare(
    *,
    user_id: UUID,
    enquiry_id: UUID | None = None,
    person_id: UUID | None = None,
    ground: str,
    words: str = "",
    until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Keep a colleague out of an enquiry, or of everything about a person, from now on.

    Declared twice, the first stands: whoever is out already need not be told so.

    Args:
        user_id: who is kept out; the actor themselves, or a colleague.
        enquiry_id: the enquiry; or
        person_id: the person, whatever enquiry they are or will be in. One of the two.
        ground: a code of ``rules.GROUND_WORDS``.
        words: more about it; needed for another ground than the two listed.
        until: its last day; None until somebody ends it.
        actor: who declares it.
        at: when.
    """
    require(permissions.can_declare(actor, for_themselves=actor.id == user_id))
    rules.require_ground(ground, words)
    rules.require_until_ahead(until, at=at)
    which = {"enquiry_ref": enquiry_id, "person_id": person_id}
    mine = Exclusion.objects.filter(hub_id=actor.hub_id, user_id=user_id, state=ExclusionState.IN_FORCE, **which)
    there = mine.first()
    if there is not None:
        return there.id
    row = Exclusion.objects.create(
        hub_id=actor.hub_id,
        user_id=user_id,
        user_name=_name_of(user_id, actor),
        **which,
        ground=ground,
        words=words.strip(),
        state=EXCLUSION.initial,
        until=until,
        declared_at=at,
        declared_by=actor.id,
        declared_by_name=actor.name,
    )
    queries.forget(actor.hub_id, user_id)
    _record("exclusion.declared", row, actor, at)
    return row.id


@transaction.atomic
def end(*, exclusion_id: UUID, actor: Actor, at: datetime) -> None:
    """Let a colleague in again; never by that colleague."""
    row = Exclusion.objects.select_for_update().filter(hub_id=actor.hub_id, id=exclusion_id).first()
    if row is None:
        raise NoSuchExclusion
    require(permissions.can_manage(actor))
    rules.require_somebody_else_ends_it(actor_id=actor.id, excluded_id=row.user_id)
    _end(row, actor, at)


@transaction.atomic
def end_what_is_over(*, hub_id: UUID, at: datetime) -> int:
    """End every exclusion whose last day has passed; returns how many. The clockwork calls it."""
    system = account_queries.system_actor(hub_id)
    rows = Exclusion.objects.select_for_update().filter(hub_id=hub_id, state=ExclusionState.IN_FORCE)
    over = [row for row in rows.filter(until__isnull=False) if rules.is_over(row.until, at=at)]
    for row in over:
        _end(row, system, at)
    return len(over)


def forget_ended(*, hub_id: UUID, at: datetime) -> int:
    """Delete exclusions ``rules.KEPT`` after they ended: the log still says that there was one."""
    forgotten, _ = Exclusion.objects.filter(hub_id=hub_id, ended_at__lt=at - rules.KEPT).delete()
    return forgotten


def _end(row: Exclusion, actor: Actor, at: datetime) -> None:
    row.state = EXCLUSION.move(row.state, "end")
    row.ended_at, row.ended_by, row.ended_by_name = at, actor.id, actor.name
    row.save(update_fields=["state", "ended_at", "ended_by", "ended_by_name"])
    queries.forget(row.hub_id, row.user_id)
    _record("exclusion.ended", row, actor, at)


def _name_of(user_id: UUID, actor: Actor) -> str:
    for colleague in account_queries.people_of(actor.hub_id):
        if colleague.user_id == user_id:
            return colleague.name
    raise RuleBroken("exclusions.somebody_of_the_hub", "Choose somebody who works in this hub.", field="user")


def _record(name: str, row: Exclusion, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {
        "user": str(row.user_id),
        "person": str(row.person_id) if row.person_id else None,
        "ground": row.ground,
        "by_themselves": row.declared_by == row.user_id,
    }
    audit.record(name, actor=actor, at=at, about=("exclusion", row.id), enquiry_id=row.enquiry_ref, detail=detail)
