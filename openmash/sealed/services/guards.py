"""Recording who must not learn what, and ending it."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries as people_queries
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import Protection, ProtectionAgainst
from openmash.sealed.queries.reading import require_reader
from openmash.sealed.services.items import seal_text


@transaction.atomic
def record_protection(*, enquiry_id: UUID, told: rules.GuardTold, actor: Actor, at: datetime) -> UUID:
    """Record that somebody must not learn something; it holds at once, for every product of the hub.

    Args:
        enquiry_id: the case from which it is recorded.
        told: who is protected, what, from whom, and by which words it would be given away.
        actor: somebody who enters the sealed room.
        at: when.

    Raises:
        NotFound: the enquiry or a team.
        Refused, RuleBroken (``sealed.guard_…``, and those of reading the room).
    """
    enquiry_queries.require_enquiry(enquiry_id, actor=actor)
    permissions.require_can_enter_room(actor)
    require_reader(actor, at, enquiry_id)
    rules.require_guard(told)
    people = [*told.against_people, *([told.person_id] if told.person_id else [])]
    rules.require_people_are_known(people, people_queries.names(people, actor=actor))
    teams = [agency_queries.team(team_id, actor.hub_id).id for team_id in told.against_teams]
    row_id = uuid4()
    words = vault.seal(json.dumps(asdict(told.terms)).encode(), place=vault.protected_terms(actor.hub_id, row_id))
    row = Protection.objects.create(
        id=row_id,
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        person_id=told.person_id,
        kind=told.kind,
        ciphertext=words.ciphertext,
        wrapped_key=words.wrapped_key,
        recorded_at=at,
        recorded_by=actor.id,
        recorded_by_name=actor.name,
    )
    against = [ProtectionAgainst(hub_id=row.hub_id, protection=row, person_id=p) for p in set(told.against_people)]
    against += [ProtectionAgainst(hub_id=row.hub_id, protection=row, team_id=t) for t in set(teams)]
    ProtectionAgainst.objects.bulk_create(against)
    detail: dict[str, audit.Plain] = {"kind": told.kind, "against": len(against)}
    about = ("protection", row.id)
    audit.record("protection.recorded", actor=actor, at=at, about=about, enquiry_id=enquiry_id, detail=detail)
    return row.id


@transaction.atomic
def end_protection(*, protection_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """End a protection: from now on it stops nothing. What it protected stays on record, sealed.

    Raises:
        NotFound, Refused (a manager ends it), RuleBroken (``sealed.guard_ends_once``,
        ``sealed.guard_ended_with_a_reason``, and those of reading the room).
    """
    row = Protection.objects.select_for_update().filter(hub_id=actor.hub_id, id=protection_id).first()
    if row is None:
        raise NotFound
    permissions.require_can_end_protection(actor)
    require_reader(actor, at, row.enquiry_id)
    rules.require_not_ended(row.ended_at is not None)
    rules.require_reason_for_ending(reason)
    row.ended_reason_id = seal_text(
        enquiry_id=row.enquiry_id, purpose="protection ended", text=reason.strip(), actor=actor, at=at
    )
    row.ended_at, row.ended_by, row.ended_by_name = at, actor.id, actor.name
    row.save(update_fields=["ended_at", "ended_by", "ended_by_name", "ended_reason"])
    audit.record("protection.ended", actor=actor, at=at, about=("protection", row.id), enquiry_id=row.enquiry_id)
