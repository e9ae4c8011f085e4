"""Which keys an agency's computer systems hold. No key is here: only who issued which, and when it was used."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.api_keys import permissions, rules
from openmash.api_keys.errors import NoSuchKey
from openmash.api_keys.models import ApiKey
from openmash.hubs import queries as hub_queries


@dataclass(frozen=True)
class KeyView:
    """One key as its agency's people see it; ``begins`` is all that is known of the key itself."""

    id: UUID
    name: str
    purpose: str
    begins: str
    issued_at: datetime
    issued_by_name: str
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    revoked_by_name: str

    @property
    def last_day(self) -> date:
        """The last day on which it opens anything, by London's clock."""
        return (self.expires_at - timedelta(seconds=1)).astimezone(rules.UK).date()

    def opens(self, at: datetime) -> bool:
        """Whether it still opens anything."""
        return self.revoked_at is None and at < self.expires_at


def keys(actor: Actor, *, at: datetime) -> list[KeyView]:
    """Every key of the actor's own agency: those that open something first, the newest first.

    Raises:
        Refused: the actor does not keep an index.
    """
    agency_id = permissions.require_can_manage(actor)
    rows = ApiKey.objects.filter(hub_id=actor.hub_id, agency_id=agency_id).order_by("-issued_at", "id")
    return sorted((_view(row) for row in rows), key=lambda each: not each.opens(at))


def key(key_id: UUID, *, actor: Actor) -> KeyView:
    """One key of the actor's own agency.

    Raises:
        Refused: the actor does not keep an index.
        NotFound: their agency has no such key.
    """
    agency_id = permissions.require_can_manage(actor)
    row = ApiKey.objects.filter(hub_id=actor.hub_id, agency_id=agency_id, id=key_id).first()
    if row is None:
        raise NoSuchKey
    return _view(row)


def has_portal(agency_id: UUID, hub_id: UUID, *, at: datetime) -> bool:
    """Whether the hub hands something directly to a system of such an agency, by its operating model."""
    kind = agency_queries.agency(agency_id, hub_id).kind
    return any(portal.agency_kind == kind for portal in hub_queries.model_of(hub_id, at=at).portals)


def agencies_that_fetch(hub_id: UUID, *, at: datetime) -> frozenset[UUID]:
    """The agencies whose system holds a key for direct referrals that opens something at this moment."""
    held = ApiKey.objects.filter(hub_id=hub_id, purpose=rules.DIRECT_REFERRALS, revoked_at=None, expires_at__gt=at)
    return frozenset(held.values_list("agency_id", flat=True))


def _view(row: ApiKey) -> KeyView:
    return KeyView(
        id=row.id,
        name=row.name,
        purpose=row.purpose,
        begins=row.begins,
        issued_at=row.issued_at,
        issued_by_name=row.issued_by_name,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
        revoked_by_name=row.revoked_by_name,
    )
