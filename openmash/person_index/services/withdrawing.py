"""Taking an agency's index away: no row of it is left."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import hub_context
from openmash.core.errors import RuleBroken
from openmash.person_index import permissions
from openmash.person_index.models import Hit, Index, Load, LoadFile, RefusedRow
from openmash.person_index.rules import Ended
from openmash.person_index.services import calling
from openmash.person_index.services.loading import ended
from openmash.person_index.states import LoadState


@transaction.atomic
def withdraw(*, agency_id: UUID, actor: Actor, at: datetime) -> None:
    """Take an agency's index away: its rows, what was refused of its files, a file that waits, and what it may know.

    Args:
        agency_id: whose index.
        actor: somebody of the agency, its computer, or the hub's administrator.
        at: when.

    Raises:
        Refused: somebody else.
        RuleBroken: ``index.is_there``: there is none.
    """
    permissions.require_can_withdraw(actor, agency_id)
    _take_away(agency_id, actor, at)


@transaction.atomic
def withdraw_here(*, hub_id: UUID, agency_id: UUID, at: datetime) -> None:
    """As ``withdraw``, for whoever runs commands on the server."""
    _take_away(agency_id, account_queries.system_actor(hub_id), at)


def _take_away(agency_id: UUID, actor: Actor, at: datetime) -> None:
    row = Index.objects.select_for_update().filter(hub_id=actor.hub_id, id=agency_id, withdrawn_at=None).first()
    if row is None:
        raise RuleBroken("index.is_there", "This agency has no person index here.")
    _withdraw(row, actor, at)


@transaction.atomic
def withdraw_where_agreements_ended(*, hub_id: UUID, at: datetime) -> int:
    """Take away the index of every agency whose last information-sharing agreement has ended; returns how many.

    The clockwork calls it each night.
    """
    today = timezone.localdate(at)
    rows = Index.objects.select_for_update().filter(hub_id=hub_id, withdrawn_at=None, agency__isnull=False)
    over = []
    for row in rows:
        until = agency_queries.agreement_until(row.id, hub_id)
        if until is None or until < today:
            over.append(row)
    for row in over:
        _withdraw(row, account_queries.system_actor(hub_id), at)
    return len(over)


def _withdraw(row: Index, actor: Actor, at: datetime) -> None:
    loads = Load.objects.filter(hub_id=row.hub_id, index_id=row.id)
    for load in loads.select_for_update().filter(state__in=[LoadState.WAITING, LoadState.RUNNING]):
        ended(load, Ended.WITHDRAWN, actor, at)
    LoadFile.objects.filter(hub_id=row.hub_id, load__index_id=row.id).delete()
    RefusedRow.objects.filter(hub_id=row.hub_id, load__index_id=row.id).delete()
    with hub_context.as_person(row.id):
        Hit.objects.filter(hub_id=row.hub_id, index_id=row.id).delete()
    calling.call("withdraw", row.id)
    row.withdrawn_at, row.withdrawn_by = at, actor.id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record("index.withdrawn", actor=actor, at=at, about=("index", row.id), owner=row.id)
