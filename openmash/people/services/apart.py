"""Keeping an old identity from leading to the new one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.audit import services as audit
from openmash.people import permissions, queries, rules
from openmash.people.errors import NotKeptApart, PersonNotFound
from openmash.people.models import KeptApart, Person


@transaction.atomic
def keep_apart(*, old_id: UUID, new_id: UUID, reason: str, actor: Actor, at: datetime) -> UUID:
    """From now on nothing told of the old identity leads to the new one, and the two are never made one.

    Args:
        old_id: who they were.
        new_id: who they are now.
        reason: on what ground, such as the adoption order; read by those alone who keep identities apart.
        actor: a manager, or information governance.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``people.kept_apart_…``, ``people.identity_…``).
    """
    require(permissions.can_keep_apart(actor))
    rows = Person.objects.select_for_update().filter(hub_id=actor.hub_id, id__in={old_id, new_id}).order_by("id")
    if len(list(rows)) != len({old_id, new_id}):
        raise PersonNotFound
    rules.require_reason(reason)
    queries.forget_identities(actor.hub_id)
    known = queries.identities_of(actor.hub_id)
    rules.require_may_be_kept_apart(same=new_id in known.same(old_id), already=new_id in known.apart_from(old_id))
    row = KeptApart.objects.create(
        hub_id=actor.hub_id,
        old_id=old_id,
        new_id=new_id,
        reason=reason.strip(),
        recorded_at=at,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
    )
    queries.forget_identities(actor.hub_id)
    _record("identity.kept_apart", row, actor, at)
    return row.id


@transaction.atomic
def stop_keeping_apart(*, apart_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that the two need not be kept apart any more, such as where the wrong record was chosen.

    Raises:
        NotFound, Refused, RuleBroken (``people.kept_apart_ends_once``, ``people.identity_with_a_reason``).
    """
    require(permissions.can_keep_apart(actor))
    row = KeptApart.objects.select_for_update().filter(hub_id=actor.hub_id, id=apart_id).first()
    if row is None:
        raise NotKeptApart
    rules.require_kept_apart_still(row.ended_at is not None)
    rules.require_reason(reason)
    row.ended_at, row.ended_by, row.ended_by_name, row.ended_because = at, actor.id, actor.name, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_by_name", "ended_because"])
    queries.forget_identities(actor.hub_id)
    _record("identity.no_longer_kept_apart", row, actor, at)


def _record(name: str, row: KeptApart, actor: Actor, at: datetime) -> None:
    # About the row and not about either person: the history of a person shows nobody that there is another.
    detail: dict[str, audit.Plain] = {"old": str(row.old_id), "new": str(row.new_id)}
    audit.record(name, actor=actor, at=at, about=("kept_apart", row.id), detail=detail)
