"""An agency's own system fetches what was handed directly to it, and says by which reference it took it in.

It finds what waits for its own agency and nothing else: the very file that somebody would otherwise carry over. Each
list, each fetch and each answer is on the log, in the agency's slice too. What is late is rung about, once.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from openmash.access import Actor, Role, require
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.contacts import permissions, rules
from openmash.contacts.errors import NothingWaits
from openmash.contacts.models import DirectReferral
from openmash.contacts.queries import WaitingView
from openmash.contacts.services.direct import take_in
from openmash.hubs import queries as hub_queries
from openmash.notifications import services as notifications

_LOOKS_AFTER = (Role.COORDINATOR, Role.PRACTICE_MANAGER)
_ANSWER = (Role.AGENCY_REPRESENTATIVE, Role.EVALUATOR, Role.SOCIAL_WORKER)


@transaction.atomic
def list_waiting(*, actor: Actor, at: datetime) -> list[WaitingView]:
    """What waits for the actor's agency, the oldest first; nothing of what is in it.

    Args:
        actor: the agency's system, as its key let it in.
        at: when.

    Raises:
        Refused, RuleBroken (``contacts.fetched_under_an_agreement``).
    """
    _require_may_fetch(actor, at)
    found = [
        WaitingView(row.id, row.portal, row.sha256, row.made_at, row.due_at, row.fetched_at)
        for row in _waiting(actor).order_by("made_at", "id")
    ]
    detail: dict[str, audit.Plain] = {"waiting": len(found)}
    about = ("api_key", actor.id)
    audit.record("contact.direct_listed", actor=actor, at=at, about=about, owner=actor.agency_id, detail=detail)
    return found


@transaction.atomic
def fetch_direct(*, direct_id: UUID, actor: Actor, at: datetime) -> bytes:
    """The file, as it was made; it may be fetched again until it was taken in, and each time is on the log.

    Raises:
        Refused, RuleBroken (``contacts.fetched_under_an_agreement``).
        NotFound: nothing of that id waits for the actor's agency.
    """
    _require_may_fetch(actor, at)
    row = _waiting(actor).select_for_update(of=("self",)).filter(id=direct_id).first()
    if row is None:
        raise NothingWaits
    if row.fetched_at is None:
        row.fetched_at = at
        row.save(update_fields=["fetched_at"])
    detail: dict[str, audit.Plain] = {"portal": row.portal, "sha256": row.sha256}
    about = ("contact", row.contact_id)
    audit.record("contact.fetched_directly", actor=actor, at=at, about=about, owner=actor.agency_id, detail=detail)
    return row.file.encode()


@transaction.atomic
def acknowledge_direct(*, direct_id: UUID, reference: str, actor: Actor, at: datetime) -> None:
    """Their system took it in, by the reference it gave; said twice with the same reference, the first stands.

    Raises:
        Refused.
        NotFound: no such file was made for the actor's agency.
        RuleBroken: ``contacts.taken_in_…``.
    """
    require(permissions.can_fetch(actor))
    rows = _of_its_agency(actor).select_for_update(of=("self",))
    row = rows.filter(id=direct_id).first()
    if row is None:
        raise NothingWaits
    rules.require_their_reference(reference)
    if row.taken_in_at is not None and row.their_reference == reference.strip():
        return
    rules.require_not_taken_in(row.taken_in_at)
    rules.require_was_fetched(row.fetched_at)
    take_in(row, reference, actor, at)


@transaction.atomic
def ring_about_late(*, hub_id: UUID, at: datetime) -> int:
    """Ring, once each, about what was not taken in in its time: in the hub, and at the agency that is to fetch it.

    Returns:
        How many files it rang about.
    """
    late = DirectReferral.objects.filter(hub_id=hub_id, taken_in_at=None, rung_at=None, due_at__lte=at)
    rows = list(late.filter(contact__erased_at=None).select_related("contact").select_for_update(skip_locked=True))
    if not rows:
        return 0
    in_hub, slug = account_queries.addresses(hub_id, roles=_LOOKS_AFTER), hub_queries.hub(hub_id).slug
    at_agency = {agency_id: _addresses(hub_id, agency_id) for agency_id in _agencies(rows)}
    for row in rows:
        _ring("direct_late", row, in_hub, f"/contacts/{row.contact_id}/direct/", "inside", at)
        if row.file and row.agency_id:
            _ring("direct_waits", row, at_agency[row.agency_id], f"/{slug}/", "outside", at)
        row.rung_at = at
    DirectReferral.objects.bulk_update(rows, ["rung_at"])
    audit.record_each(
        "contact.direct_chased",
        actor=account_queries.system_actor(hub_id),
        at=at,
        about=[("contact", row.contact_id, {"portal": row.portal, "sha256": row.sha256}) for row in rows],
    )
    return len(rows)


def _ring(kind: str, row: DirectReferral, to: list[str], path: str, door: str, at: datetime) -> None:
    reference = row.contact.reference
    notifications.queue(
        kind, hub_id=row.hub_id, to=to, about_id=row.id, at=at, reference=reference, path=path, door=door
    )


def _require_may_fetch(actor: Actor, at: datetime) -> None:
    require(permissions.can_fetch(actor))
    if actor.agency_id is None:
        raise NothingWaits
    until = agency_queries.agreement_until(actor.agency_id, actor.hub_id)
    rules.require_portal_agreement(until, on=timezone.localdate(at))


def _waiting(actor: Actor) -> QuerySet[DirectReferral]:
    return _of_its_agency(actor).exclude(file="")


def _of_its_agency(actor: Actor) -> QuerySet[DirectReferral]:
    if actor.agency_id is None:
        raise NothingWaits
    return DirectReferral.objects.filter(hub_id=actor.hub_id, agency_id=actor.agency_id)


def _agencies(rows: Iterable[DirectReferral]) -> set[UUID]:
    return {row.agency_id for row in rows if row.file and row.agency_id}


def _addresses(hub_id: UUID, agency_id: UUID) -> list[str]:
    """Their people in the hub, and the agency's own mailbox: whoever looks after the system is among them."""
    agency = agency_queries.agency(agency_id, hub_id)
    own = account_queries.addresses(hub_id, agency_id=agency_id, roles=_ANSWER)
    return [*own, *filter(None, [agency.email])]
