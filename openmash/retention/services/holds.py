"""Stopping erasure, and letting it go on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import NotFound, RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.retention import permissions, rules
from openmash.retention.errors import NoSuchHold
from openmash.retention.models import Hold


@transaction.atomic
def place_hold(*, on: str, about_id: UUID, ground: str, reason: str, actor: Actor, at: datetime) -> UUID:
    """Stop the erasure of an enquiry, of everything about a person or of an agency, or of everything in the hub.

    Args:
        on: what kind of thing, a code of ``rules.HOLD_ON_WORDS``.
        about_id: that thing.
        ground: a code of ``rules.GROUND_WORDS``.
        reason: in words, with the reference of the court or inquiry.
        actor: who heard of it.
        at: when.
    """
    require(permissions.can_hold(actor))
    if on not in rules.HOLD_ON_WORDS or ground not in rules.GROUND_WORDS:
        raise RuleBroken("hold.is_known", "Choose what is to be held, and why.")
    rules.require_reason(reason)
    _require_there(on, about_id, actor)
    row = Hold.objects.create(
        hub_id=actor.hub_id,
        on=on,
        about_id=about_id,
        ground=ground,
        reason=reason.strip(),
        placed_at=at,
        placed_by=actor.id,
        placed_by_name=actor.name,
    )
    _record("hold.placed", row, actor, at)
    return row.id


@transaction.atomic
def lift_hold(*, hold_id: UUID, because: str, actor: Actor, at: datetime) -> None:
    """Let a schedule go on where a hold stood.

    Raises:
        NoSuchHold: there is none, or it was lifted.
        RuleBroken: ``hold.has_a_reason``.
    """
    require(permissions.can_hold(actor))
    row = Hold.objects.select_for_update().filter(hub_id=actor.hub_id, id=hold_id, lifted_at=None).first()
    if row is None:
        raise NoSuchHold
    rules.require_reason(because)
    row.lifted_at, row.lifted_by, row.lifted_by_name = at, actor.id, actor.name
    row.lifted_because = because.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "lifted_by_name", "lifted_because"])
    _record("hold.lifted", row, actor, at)


def _require_there(on: str, about_id: UUID, actor: Actor) -> None:
    if on == rules.HoldOn.AGENCY:
        agency_queries.agency(about_id, actor.hub_id)
    elif on == rules.HoldOn.ENQUIRY:
        if not enquiry_queries.references_of([about_id], hub_id=actor.hub_id):
            raise NotFound
    elif on == rules.HoldOn.HUB and about_id != actor.hub_id:
        raise NotFound


def _record(name: str, row: Hold, actor: Actor, at: datetime) -> None:
    detail: dict[str, audit.Plain] = {"on": row.on, "ground": row.ground, "held": str(row.about_id)}
    enquiry_id = row.about_id if row.on == rules.HoldOn.ENQUIRY else None
    audit.record(name, actor=actor, at=at, about=("hold", row.id), enquiry_id=enquiry_id, detail=detail)
