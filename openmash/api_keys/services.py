"""Issuing a key to an agency's computer system, revoking it, and letting in who comes with it."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Role
from openmash.agencies import queries as agency_queries
from openmash.api_keys import permissions, queries, rules
from openmash.api_keys.errors import KeyNotTaken, NoSuchKey, TooManyCalls
from openmash.api_keys.models import ApiKey
from openmash.audit import services as audit

_ROLES = {rules.INDEX: Role.AGENCY_SYSTEM, rules.DIRECT_REFERRALS: Role.AGENCY_PORTAL}


@dataclass(frozen=True)
class Issued:
    """A new key. Nothing keeps ``key``: whoever does not write it down now needs another."""

    id: UUID
    key: str


@transaction.atomic
def issue(*, name: str, last_day: date, actor: Actor, at: datetime, purpose: str = rules.INDEX) -> Issued:
    """Issue a key to a computer system of the actor's own agency.

    Args:
        name: which system will hold it.
        last_day: the last day on which it opens anything.
        actor: one of the agency's people who keep its index.
        at: when.
        purpose: what it opens, a code of ``rules.PURPOSES``.

    Raises:
        Refused: the actor keeps no index.
        RuleBroken: ``api_keys.opens_one_thing``, ``api_keys.portal_is_the_hubs``, ``api_keys.key_has_a_name``,
            ``api_keys.names_differ``, ``api_keys.ends_in_the_future``, ``api_keys.ends_within_a_year``,
            ``api_keys.few_keys``.
    """
    agency_id = permissions.require_can_manage(actor)
    ours = ApiKey.objects.select_for_update().filter(hub_id=actor.hub_id, agency_id=agency_id)
    open_ones = list(ours.filter(revoked_at=None, expires_at__gt=at))
    rules.require_purpose(purpose, has_portal=queries.has_portal(agency_id, actor.hub_id, at=at))
    rules.require_name(name, [each.name for each in open_ones])
    rules.require_last_day(last_day, at=at)
    rules.require_few(len(open_ones))
    key = rules.new_key()
    row = ApiKey(hub_id=actor.hub_id, agency_id=agency_id, name=name.strip(), begins=rules.beginning(key))
    row.purpose = purpose
    row.key_hash, row.expires_at = rules.fingerprint(key), rules.expires_at(last_day)
    row.issued_at, row.issued_by, row.issued_by_name = at, actor.id, actor.name
    row.save(force_insert=True)
    _record("api_key.issued", row, actor, at)
    return Issued(row.id, key)


@transaction.atomic
def revoke(*, key_id: UUID, actor: Actor, at: datetime) -> None:
    """Say that a key opens nothing any more, from this moment; revoked twice, the first stands.

    Raises:
        Refused: the actor keeps no index.
        NotFound: their agency has no such key.
    """
    agency_id = permissions.require_can_manage(actor)
    rows = ApiKey.objects.select_for_update().filter(hub_id=actor.hub_id, agency_id=agency_id)
    row = rows.filter(id=key_id).first()
    if row is None:
        raise NoSuchKey
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by, row.revoked_by_name = at, actor.id, actor.name
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_by_name"])
    _record("api_key.revoked", row, actor, at)


@transaction.atomic
def come(*, hub_id: UUID, key: str, at: datetime) -> Actor:
    """Whoever holds a key, as an actor of its agency; that it was used, and how often, is noted with it.

    Args:
        hub_id: the hub that the address names.
        key: as it was sent.
        at: when.

    Raises:
        KeyNotTaken: never issued in this hub, revoked or expired.
        TooManyCalls: more than ``rules.MOST_CALLS`` within a minute.
    """
    rows = ApiKey.objects.select_for_update().filter(hub_id=hub_id, key_hash=rules.fingerprint(key))
    row = rows.filter(revoked_at=None, expires_at__gt=at).first()
    if row is None:
        raise KeyNotTaken
    _count(row, at)
    agency = agency_queries.agency(row.agency_id, hub_id)
    return Actor(
        id=row.id,
        name=row.name,
        hub_id=hub_id,
        role=_ROLES[row.purpose],
        agency_id=agency.id,
        agency_name=agency.name,
    )


@transaction.atomic
def note_state_read(*, actor: Actor, at: datetime) -> None:
    """Write down that a system asked how its agency's index stands; what it changes, the index writes down itself."""
    audit.record("api_key.state_read", actor=actor, at=at, about=("api_key", actor.id), owner=actor.agency_id)


@transaction.atomic
def note_turned_away(*, call: str, status: int, actor: Actor, at: datetime) -> None:
    """Write down that a call with a good key was refused: a system that tries what it may not is worth a look.

    Args:
        call: which one, as the API names it.
        status: what it was answered.
        actor: the system, as ``come`` named it.
        at: when.
    """
    audit.record(
        "api_key.turned_away",
        actor=actor,
        at=at,
        about=("api_key", actor.id),
        owner=actor.agency_id,
        detail={"call": call, "status": status},
    )


def _count(row: ApiKey, at: datetime) -> None:
    if row.window_at is None or at - row.window_at >= rules.WINDOW:
        row.window_at, row.calls = at, 0
    if row.calls >= rules.MOST_CALLS:
        raise TooManyCalls(max(1, math.ceil((row.window_at + rules.WINDOW - at).total_seconds())))
    row.calls += 1
    row.last_used_at = at
    row.save(update_fields=["window_at", "calls", "last_used_at"])


def _record(name: str, row: ApiKey, actor: Actor, at: datetime) -> None:
    audit.record(name, actor=actor, at=at, about=("api_key", row.id), owner=row.agency_id)
