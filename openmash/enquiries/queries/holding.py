"""Who holds which enquiry, now and before."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.accounts.queries import Colleague
from openmash.enquiries import permissions
from openmash.enquiries.models import Allocation, Enquiry
from openmash.enquiries.queries.keeping_out import kept_out_of, require_not_kept_out
from openmash.enquiries.states import EnquiryState
from openmash.exclusions import queries as exclusion_queries


@dataclass(frozen=True)
class AllocationView:
    """Who was given an enquiry, by whom and when; the last one holds it."""

    holder_id: UUID
    holder_name: str
    allocated_at: datetime
    allocated_by_name: str


def allocations_of(enquiry_id: UUID, *, actor: Actor) -> tuple[AllocationView, ...]:
    """Everybody who held an enquiry, the first at the head; raises Refused, KeptOut."""
    permissions.require_can_see(actor)
    require_not_kept_out(enquiry_id, actor=actor)
    rows = Allocation.objects.filter(hub_id=actor.hub_id, enquiry_id=enquiry_id).order_by("number")
    return tuple(_view(row) for row in rows)


def holders(enquiry_ids: Iterable[UUID], *, actor: Actor) -> dict[UUID, AllocationView]:
    """Who holds each of these enquiries now; one that nobody holds is left out.

    Whoever has become kept out of a case since it was given to them holds it no longer: they cannot open it, so it
    would lie there until its time is over. Their history stays as it was.
    """
    rows = Allocation.objects.filter(hub_id=actor.hub_id, enquiry_id__in=list(enquiry_ids))
    latest = list(rows.order_by("enquiry_id", "-number").distinct("enquiry_id"))
    out = _kept_out({row.holder_id for row in latest}, actor) if latest else {}
    return {row.enquiry_id: _view(row) for row in latest if row.enquiry_id not in out.get(row.holder_id, ())}


def open_and_held(actor: Actor) -> dict[UUID, tuple[tuple[UUID, str], ...]]:
    """Who holds which open enquiries, by user: id and reference of each, the longest received first.

    Without those that the actor is kept out of: a colleague's list must not say that there is one.

    Raises:
        Refused: the actor may not see enquiries.
    """
    permissions.require_can_see(actor)
    rows = Enquiry.objects.filter(hub_id=actor.hub_id, state=EnquiryState.OPEN).exclude(id__in=kept_out_of(actor))
    references = dict(rows.order_by("received_at", "id").values_list("id", "reference"))
    found: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    held_by = holders(references, actor=actor)
    for enquiry_id, reference in references.items():
        if enquiry_id in held_by:
            found[held_by[enquiry_id].holder_id].append((enquiry_id, reference))
    return {user_id: tuple(held) for user_id, held in found.items()}


def _kept_out(holders: set[UUID], actor: Actor) -> dict[UUID, frozenset[UUID]]:
    """Of these colleagues, those who are kept out of anything, with the enquiries they are kept out of."""
    some = holders & exclusion_queries.users_kept_out(actor.hub_id)
    return {user_id: kept_out_of(account_queries.actor_for(user_id, actor.hub_id)) for user_id in some}


def may_hold(actor: Actor) -> list[Colleague]:
    """The colleagues to whom an enquiry may be given, by name."""
    return [each for each in account_queries.people_of(actor.hub_id) if permissions.can_hold(each.role)]


def can_take(actor: Actor, *, held_by: UUID | None) -> bool:
    """Whether the actor may take the enquiry, or give it to somebody: what the case page offers."""
    if Permission.ALLOCATE in actor.permissions:
        return True
    return bool(permissions.can_allocate(actor, to_themselves=True, held_by_somebody=held_by is not None))


def _view(row: Allocation) -> AllocationView:
    return AllocationView(row.holder_id, row.holder_name, row.allocated_at, row.allocated_by_name)
