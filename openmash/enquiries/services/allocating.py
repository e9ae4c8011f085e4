"""Who holds an enquiry: given to a colleague, given to another, or taken by whoever picks it up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, Refusal
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.enquiries import permissions, queries, rules
from openmash.enquiries.models import Allocation
from openmash.enquiries.services.rows import lock
from openmash.enquiries.states import EnquiryState
from openmash.notifications import services as notifications


@transaction.atomic
def allocate(*, enquiry_id: UUID, holder_id: UUID, actor: Actor, at: datetime) -> None:
    """Say who holds an enquiry from now on; who held it before stays written down.

    Args:
        enquiry_id: an open enquiry.
        holder_id: the colleague; the actor themselves takes it.
        actor: who says so.
        at: when.

    Raises:
        RuleBroken: ``enquiries.enquiry_is_open``, ``enquiries.held_by_a_colleague``,
            ``enquiries.holder_is_not_kept_out`` or ``enquiries.another_holder``.
    """
    enquiry = lock(enquiry_id, actor)
    last = Allocation.objects.filter(hub_id=actor.hub_id, enquiry=enquiry).order_by("-number").first()
    permissions.require_can_allocate(actor, to_themselves=holder_id == actor.id, held_by_somebody=last is not None)
    rules.require_open(is_open=enquiry.state == EnquiryState.OPEN, reference=enquiry.reference)
    name = _require_may_hold(enquiry_id, holder_id, actor)
    rules.require_another_holder(name, holds_it=last is not None and last.holder_id == holder_id)
    Allocation.objects.create(
        hub_id=actor.hub_id,
        enquiry=enquiry,
        number=last.number + 1 if last else 1,
        holder_id=holder_id,
        holder_name=name,
        allocated_at=at,
        allocated_by=actor.id,
        allocated_by_name=actor.name,
    )
    detail: dict[str, audit.Plain] = {"from": str(last.holder_id) if last else "", "to": str(holder_id)}
    about = ("enquiry", enquiry.id)
    audit.record("enquiry.allocated", actor=actor, at=at, about=about, enquiry_id=enquiry.id, detail=detail)
    if holder_id != actor.id:
        _ring(enquiry_id, enquiry.reference, holder_id, actor, at)


def _require_may_hold(enquiry_id: UUID, holder_id: UUID, actor: Actor) -> str:
    """The colleague's name, if they may hold this enquiry."""
    colleague = account_queries.colleague(holder_id, hub_id=actor.hub_id)
    verdict = permissions.can_hold(colleague.role) if colleague else None
    why_not = verdict.reason if isinstance(verdict, Refusal) else ""
    rules.require_may_hold(known=colleague is not None, why_not=why_not)
    holder = account_queries.actor_for(holder_id, actor.hub_id)
    rules.require_not_kept_out_themselves(holder.name, kept_out=enquiry_id in queries.kept_out_of(holder))
    return holder.name


def _ring(enquiry_id: UUID, reference: str, holder_id: UUID, actor: Actor, at: datetime) -> None:
    notifications.queue(
        "enquiry_allocated",
        hub_id=actor.hub_id,
        to=account_queries.addresses(actor.hub_id, user_id=holder_id),
        about_id=enquiry_id,
        at=at,
        reference=reference,
        path=f"/enquiries/{enquiry_id}/",
    )
