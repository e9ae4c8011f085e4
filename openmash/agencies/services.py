"""Bringing agencies and teams into a hub."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Permission, has, require
from openmash.agencies.models import Agency, Agreement, Team
from openmash.audit import services as audit
from openmash.core.errors import Refused, RuleBroken
from openmash.core.keys import ring


@transaction.atomic
def add_agency(*, hub_id: UUID, name: str, short_name: str, kind: str, co_located: bool, email: str = "") -> UUID:
    """Bring an agency in, and make the key that will seal what it puts in the room.

    Args:
        hub_id: the hub it joins.
        name: in full.
        short_name: as it stands in narrow tables.
        kind: one of ``AgencyKind``.
        co_located: whether its people sit in the hub; otherwise it is asked through one-time links.
        email: where its doorbell rings; needed for agencies that are not in the room.
    """
    row = Agency.objects.create(
        hub_id=hub_id, name=name, short_name=short_name, kind=kind, co_located=co_located, email=email
    )
    ring().create(f"agency-{row.id}")
    return row.id


@transaction.atomic
def want_checkpoints(*, agency_id: UUID, to: str, every: str, actor: Actor, at: datetime) -> None:
    """Say where an agency wants the signed checkpoints of the hub's log, or that it wants none any more.

    Args:
        agency_id: the agency; its own people say so.
        to: an e-mail address; empty for none.
        every: one of ``CheckpointsEvery``; empty for none.
        actor: who says so.
        at: now.

    Raises:
        Refused: it is not their agency, or their role does not speak for it.
        RuleBroken: one of the two is missing.
    """
    require(has(actor, Permission.CONTROL_OWN_ITEMS))
    if actor.agency_id != agency_id:
        raise Refused("Only the people of an agency say where its checkpoints go.")
    if every and not to:
        raise RuleBroken("checkpoints_need_an_address", "Enter the e-mail address that they go to", field="address")
    every, to = (every, to) if every else ("", "")
    Agency.objects.filter(hub_id=actor.hub_id, id=agency_id).update(checkpoints_to=to, checkpoints_every=every)
    audit.record(
        "agency.checkpoints_wanted",
        actor=actor,
        at=at,
        about=("agency", agency_id),
        owner=agency_id,
        detail={"every": every},
    )


@transaction.atomic
def sign_agreement(*, hub_id: UUID, agency_id: UUID, title: str, signed_on: date, holds_until: date) -> UUID:
    """Record that an agency signed an information-sharing agreement, and its last day."""
    row = Agreement.objects.create(
        hub_id=hub_id, agency_id=agency_id, title=title, signed_on=signed_on, holds_until=holds_until
    )
    return row.id


@transaction.atomic
def add_team(*, hub_id: UUID, agency_id: UUID, name: str, kind: str, email: str) -> UUID:
    """Add a team that can receive products."""
    return Team.objects.create(hub_id=hub_id, agency_id=agency_id, name=name, kind=kind, email=email).id
