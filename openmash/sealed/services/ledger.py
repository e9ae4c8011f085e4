"""Writing the release ledger: one line for each decision about one item and one recipient, to share it or not to."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import NotFound
from openmash.sealed import permissions, rules
from openmash.sealed.models import Item, LedgerLine, ReleaseRequest
from openmash.sealed.queries import reading
from openmash.sealed.rules import LedgerProduct, Sharing
from openmash.sealed.services.items import close_text, seal_text
from openmash.sealed.states import ReleaseState


@transaction.atomic
def leave_out(*, item_id: UUID, why: str, words: str, product: LedgerProduct, actor: Actor, at: datetime) -> None:
    """Record that an item, though it bears on the case, does not go to a team, and why.

    Args:
        item_id: the item; the actor must be able to read it.
        why: a code of ``rules.LEFT_OUT_WORDS``.
        words: more, in the author's own words; sealed; may be empty.
        product: for whom it would have been.
        actor: who leaves it out.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``sealed.left_out_with_a_reason``).
    """
    item = Item.objects.filter(hub_id=actor.hub_id, enquiry_id=product.enquiry_id, id=item_id).first()
    if item is None:
        raise NotFound
    permissions.require_can_ask_release(actor)
    require_can_read(item, actor, at)
    rules.require_may_be_asked_for(item.sensitivity)
    rules.require_reason_for_leaving_out(why, words)
    reason_id = (
        seal_text(enquiry_id=item.enquiry_id, purpose="left_out", text=words, actor=actor, at=at)
        if words.strip()
        else None
    )
    write(
        [line(item, product.team_id, "left_out", actor, at, product=product, why=why, reason_id=reason_id)],
    )
    detail: dict[str, audit.Plain] = {"team": str(product.team_id), "why": why}
    audit.record(
        "item.left_out",
        actor=actor,
        at=at,
        about=("item", item.id),
        enquiry_id=item.enquiry_id,
        owner=item.agency_id,
        detail=detail,
    )


@transaction.atomic
def seal_review(*, enquiry_id: UUID, text: str, actor: Actor, at: datetime) -> UUID:
    """Close the words of somebody who reviews an exception: they need not work in the room to say what they found.

    Args:
        enquiry_id: the enquiry that they speak of.
        text: the words.
        actor: whose words they are.
        at: when.

    Raises:
        Refused: they review no exceptions.
    """
    permissions.require_can_review(actor)
    return close_text(enquiry_id=enquiry_id, purpose="review", text=text, actor=actor, at=at)


def record_dropped(*, request_ids: Collection[UUID], product: LedgerProduct, actor: Actor, at: datetime) -> None:
    """Record that items were chosen first and are left out after all; part of the author's choosing.

    Args:
        request_ids: the requests that the author had chosen and does not choose any more.
        product: the product they were chosen for.
        actor: the author.
        at: when.
    """
    write(
        line(r.item, r.team_id, "left_out", actor, at, product=product, request=r, why="chosen_then_left_out")
        for r in _requests(request_ids, actor)
    )


def record_released(*, request_ids: Collection[UUID], product: LedgerProduct, actor: Actor, at: datetime) -> None:
    """Record that items have gone to a team; part of releasing the product that they are in.

    Args:
        request_ids: the requests on which they go.
        product: the product.
        actor: who lets it go.
        at: when.
    """
    write(
        line(r.item, r.team_id, "released", actor, at, product=product, request=r)
        for r in _requests(request_ids, actor)
    )


def record_recalled(
    *, request_ids: Collection[UUID], product: LedgerProduct, reason_id: UUID | None, actor: Actor, at: datetime
) -> None:
    """Record that items which had gone to a team are called back; part of recalling the product that they are in.

    Args:
        request_ids: the requests on which they went.
        product: the product.
        reason_id: why, sealed; None where that is kept elsewhere.
        actor: who calls it back.
        at: when.
    """
    write(
        line(r.item, r.team_id, "recalled", actor, at, product=product, request=r, reason_id=reason_id)
        for r in _requests(request_ids, actor)
    )


def line(
    item: Item,
    team_id: UUID,
    decision: str,
    actor: Actor,
    at: datetime,
    *,
    request: ReleaseRequest | None = None,
    product: LedgerProduct | None = None,
    sharing: Sharing | None = None,
    why: str = "",
    reason_id: UUID | None = None,
) -> LedgerLine:
    """A line, not yet written. What it is for and what the family said are the product's where nothing else is told."""
    told = sharing or (product.sharing if product else Sharing(purpose=request.purpose if request else ""))
    goes_without = request is not None and request.state in (ReleaseState.LAWFUL_BASIS, ReleaseState.URGENT)
    return LedgerLine(
        hub_id=item.hub_id,
        enquiry_id=item.enquiry_id,
        item=item,
        item_version=request.item_version.number if request else item.version,
        team_id=team_id,
        request=request,
        product_ref=product.product_id if product else None,
        decision=decision,
        why=why,
        purpose=told.purpose,
        gateway=request.gateway if request and goes_without else "",
        family=told.family,
        family_reason=told.family_reason,
        reason_id=reason_id,
        decided_at=at,
        decided_by=actor.id,
        decided_by_name=actor.name,
        decided_by_role=actor.role,
    )


def write(lines: Iterable[LedgerLine]) -> None:
    """Add lines to the ledger, in the transaction of what they tell of."""
    LedgerLine.objects.bulk_create(lines)


def require_can_read(item: Item, actor: Actor, at: datetime) -> None:
    """Raises NotFound or Refused unless the actor may read the item."""
    reading.require_can_read(item, actor=actor, at=at)


def _requests(request_ids: Collection[UUID], actor: Actor) -> list[ReleaseRequest]:
    rows = ReleaseRequest.objects.filter(hub_id=actor.hub_id, id__in=request_ids)
    return list(rows.select_related("item", "item_version").order_by("asked_at", "id"))
