"""Bringing agencies and teams into a hub."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Actor, Permission, has, require
from openmash.agencies import permissions, queries, rules
from openmash.agencies.models import Absence, Agency, Agreement, Team, VisitingDays
from openmash.agencies.rules import AbsenceTold, AgreementTold
from openmash.audit import services as audit
from openmash.core.errors import NotFound, Refused, RuleBroken
from openmash.core.keys import ring


@transaction.atomic
def add_agency(
    *,
    hub_id: UUID,
    name: str,
    short_name: str,
    kind: str,
    co_located: bool,
    email: str = "",
    manager_email: str = "",
) -> UUID:
    """Bring an agency in, and make the key that will seal what it puts in the room.

    Args:
        hub_id: the hub it joins.
        name: in full.
        short_name: as it stands in narrow tables.
        kind: one of ``AgencyKind``.
        co_located: whether its people sit in the hub; otherwise it is asked through one-time links.
        email: where its doorbell rings; needed for agencies that are not in the room.
        manager_email: whom the hub tells when its answers stay out.
    """
    row = Agency.objects.create(
        hub_id=hub_id, name=name, short_name=short_name, kind=kind, co_located=co_located, email=email
    )
    if manager_email:
        row.manager_email = manager_email
        row.save(update_fields=["manager_email"])
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
def record_absence(*, agency_id: UUID, told: AbsenceTold, actor: Actor, at: datetime) -> UUID:
    """Record that an agency's people are away, and who covers for them.

    Args:
        agency_id: whose people.
        told: from when to when, and who covers.
        actor: one of them, or whoever was told in the hub.
        at: when.

    Raises:
        Refused: neither of the agency nor somebody who chases.
        NotFound: there is no such agency in this hub.
        RuleBroken: ``agencies.absence_…``, ``agencies.cover_has_a_name``, ``agencies.one_absence_at_a_time``.
    """
    agency = queries.agency(agency_id, actor.hub_id)
    permissions.require_can_record_absence(actor, agency.id)
    rules.require_absence(told, timezone.localdate(at))
    running = Absence.objects.filter(hub_id=actor.hub_id, agency_id=agency.id, ended_at=None)
    rules.require_no_other_absence(list(running.filter(from_on__lte=told.until_on, until_on__gte=told.from_on)))
    row = Absence(hub_id=actor.hub_id, agency_id=agency.id, from_on=told.from_on, until_on=told.until_on)
    row.covered_by, row.covered_email = told.covered_by.strip(), told.covered_email.strip()
    row.recorded_at, row.recorded_by, row.recorded_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    audit.record("agency.absence_recorded", actor=actor, at=at, about=("absence", row.id), owner=agency.id)
    return row.id


@transaction.atomic
def end_absence(*, absence_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that they are back, or were never away.

    Raises:
        Refused: neither of the agency nor somebody who chases.
        NotFound: there is no such absence, or it was ended already.
    """
    rows = Absence.objects.select_for_update().filter(hub_id=actor.hub_id, id=absence_id, ended_at=None)
    row = rows.first()
    if row is None:
        raise NotFound("We cannot find that absence, or it has ended already.")
    permissions.require_can_record_absence(actor, row.agency_id)
    row.ended_at, row.ended_by = at, actor.id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record("agency.absence_ended", actor=actor, at=at, about=("absence", row.id), owner=row.agency_id)


@transaction.atomic
def set_visiting_days(*, agency_id: UUID, weekdays: Collection[int], actor: Actor, at: datetime) -> None:
    """Say on which weekdays an agency's representative is in the hub; on none where they visit no longer.

    Args:
        agency_id: which agency.
        weekdays: 0 for Monday.
        actor: one of its people, or whoever was told in the hub.
        at: when; it holds at once.

    Raises:
        Refused: neither of the agency nor somebody who chases.
        NotFound: there is no such agency in this hub.
        RuleBroken: ``agencies.visits_on_weekdays``.
    """
    agency = queries.agency(agency_id, actor.hub_id)
    permissions.require_can_record_absence(actor, agency.id)
    rules.require_weekdays(weekdays)
    rows = VisitingDays.objects.select_for_update().filter(hub_id=actor.hub_id, agency_id=agency.id, ended_at=None)
    rows.update(ended_at=at, ended_by=actor.id)
    days = sorted(set(weekdays))
    if days:
        VisitingDays.objects.create(
            hub_id=actor.hub_id,
            agency_id=agency.id,
            weekdays=days,
            set_at=at,
            set_by=actor.id,
            set_by_name=actor.name,
        )
    detail: dict[str, audit.Plain] = {"weekdays": [str(day) for day in days]}
    audit.record(
        "agency.visits_changed", actor=actor, at=at, about=("agency", agency.id), owner=agency.id, detail=detail
    )


@transaction.atomic
def sign_agreement(*, hub_id: UUID, agency_id: UUID, title: str, signed_on: date, holds_until: date) -> UUID:
    """Record that an agency signed an information-sharing agreement, and its last day."""
    row = Agreement.objects.create(
        hub_id=hub_id, agency_id=agency_id, title=title, signed_on=signed_on, holds_until=holds_until
    )
    return row.id


@transaction.atomic
def record_agreement(*, agency_id: UUID, told: AgreementTold, actor: Actor, at: datetime) -> UUID:
    """Record that an agency signed an information-sharing agreement, as information governance has it before them.

    Args:
        agency_id: the agency.
        told: what it is called, when it was signed, and its last day.
        actor: who records it.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``agencies.agreement_…``).
    """
    agency = queries.agency(agency_id, actor.hub_id)
    require(permissions.can_record_agreements(actor))
    rules.require_agreement(told, timezone.localdate(at))
    row_id = sign_agreement(
        hub_id=actor.hub_id,
        agency_id=agency.id,
        title=told.title.strip(),
        signed_on=told.signed_on,
        holds_until=told.holds_until,
    )
    detail: dict[str, audit.Plain] = {"signed_on": str(told.signed_on), "holds_until": str(told.holds_until)}
    audit.record("agency.agreement_recorded", actor=actor, at=at, about=("agency", agency.id), detail=detail)
    return row_id


@transaction.atomic
def add_team(*, hub_id: UUID, agency_id: UUID, name: str, kind: str, email: str) -> UUID:
    """Add a team that can receive products."""
    return Team.objects.create(hub_id=hub_id, agency_id=agency_id, name=name, kind=kind, email=email).id
