"""What was called back or corrected, seen from inside: who had opened it, and who knows that it no longer holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit
from openmash.products import permissions, rules
from openmash.products.models import CopyRecall, Correction, Product, ProductItem, ReleasedCopy
from openmash.products.queries import copies
from openmash.products.queries.shapes import CopyFile
from openmash.sealed import queries as sealed_queries

_ACTS = {
    "product.opened": "Opened it",
    "product.acknowledged": "Acknowledged it",
    "product.recall_acknowledged": "Acknowledged that it no longer holds",
}
_KEPT_AS_FILE = "Took it as a PDF file"


@dataclass(frozen=True)
class Opening:
    """Somebody of the team, what they did with a copy, and when; from the log."""

    name: str
    words: str
    at: datetime


@dataclass(frozen=True)
class RecallView:
    """That a copy was called back or corrected.

    ``replaced_by``: the product whose copy took its place, once there is one.
    """

    copy_id: UUID
    product_id: UUID
    reference: str
    team_name: str
    kind: str
    words: str
    recalled_at: datetime
    recalled_by_name: str
    replaced_by: UUID | None
    acknowledged_at: datetime | None
    acknowledged_by_name: str


@dataclass(frozen=True)
class Link:
    """A product on the other side of a correction."""

    product_id: UUID
    reference: str
    state: str


@dataclass(frozen=True)
class Aftermath:
    """All that happened to a product after it had left."""

    recall: RecallView | None
    reason: str
    openings: tuple[Opening, ...]
    corrects: Link | None
    corrected_by: tuple[Link, ...]


def aftermath(product_id: UUID, *, actor: Actor, at: datetime) -> Aftermath:
    """Who opened a released product and when, whether it still holds, and what took its place.

    Raises:
        NotFound: there is no such product, or it has not left.
        Refused, RuleBroken: the actor does not read what is being put together inside.
    """
    permissions.require_can_read_draft(actor)
    copy = _copy(product_id, actor)
    sealed_queries.require_reader(actor, at, _enquiry_of(product_id, actor))
    row = CopyRecall.objects.filter(hub_id=actor.hub_id, copy=copy).select_related("copy__team", "replaced_by").first()
    before = Correction.objects.filter(hub_id=actor.hub_id, product_id=product_id).select_related("corrects").first()
    after = Correction.objects.filter(hub_id=actor.hub_id, corrects_id=product_id).select_related("product")
    return Aftermath(
        recall=_view(row) if row else None,
        reason=copies.recall_for_team(row).reason if row else "",
        openings=_openings(copy, actor),
        corrects=_link(before.corrects) if before else None,
        corrected_by=tuple(_link(each.product) for each in after.order_by("begun_at")),
    )


def kept_copy(product_id: UUID, *, actor: Actor, at: datetime) -> rules.Copy | None:
    """What had been sent and was then called back, for those inside who may read drafts; audited before it is opened.

    Returns:
        None if it was not called back.
    """
    permissions.require_can_read_draft(actor)
    row = CopyRecall.objects.filter(hub_id=actor.hub_id, copy__product_ref=product_id).first()
    if row is None:
        return None
    return rules.from_bytes(sealed_queries.sealed_text(row.kept_id, actor=actor, at=at).encode())


def file_of_product(product_id: UUID, *, actor: Actor, at: datetime) -> CopyFile:
    """The PDF file that went to the team, for those inside who compose or release; logged before.

    Of what was called back, it is made anew from what is kept inside: the same copy gives the same bytes.
    """
    permissions.require_can_read_rendition(actor)
    copy = _copy(product_id, actor)
    about = ("product", product_id)
    enquiry_id = require_may_read_copy(product_id, actor=actor, at=at)
    audit.record("product.pdf_read", actor=actor, at=at, about=about, enquiry_id=enquiry_id)
    kept = kept_copy(product_id, actor=actor, at=at)
    return CopyFile(f"{copy.reference}.pdf", rules.to_pdf(kept)) if kept else copies.pdf_of(copy)


def require_may_read_copy(product_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Going to a team opens nothing inside: whoever may not read an item in the room reads it in no copy either.

    Returns:
        The enquiry that the product comes from.

    Raises:
        Refused, KeptOut, RuleBroken: as of the room.
    """
    enquiry_id = _enquiry_of(product_id, actor)
    sealed_queries.require_reader(actor, at, enquiry_id)
    chosen = ProductItem.objects.filter(hub_id=actor.hub_id, product_id=product_id)
    requests = list(chosen.values_list("request_id", flat=True))
    sealed_queries.require_can_read_items(requests, actor=actor, at=at)
    return enquiry_id


def unacknowledged_recalls(actor: Actor) -> list[RecallView]:
    """Every recall and correction that its team has not acknowledged, the oldest first."""
    permissions.require_can_see_products(actor)
    rows = CopyRecall.objects.filter(hub_id=actor.hub_id, acknowledged_at=None)
    return [_view(each) for each in rows.select_related("copy__team", "replaced_by").order_by("recalled_at", "id")]


def _enquiry_of(product_id: UUID, actor: Actor) -> UUID:
    return Product.objects.values_list("enquiry_id", flat=True).get(hub_id=actor.hub_id, id=product_id)


def _copy(product_id: UUID, actor: Actor) -> ReleasedCopy:
    return copies.copy_of_product(product_id, actor=actor)


def _openings(copy: ReleasedCopy, actor: Actor) -> tuple[Opening, ...]:
    names = {each.user_id: each.name for each in account_queries.people_of(actor.hub_id)}
    return tuple(
        Opening(
            name=names.get(event.actor_id, "Somebody who has left"),
            words=_KEPT_AS_FILE if event.detail.get("as") == "pdf" else _ACTS[event.name],
            at=event.at,
        )
        for event in audit_queries.of_thing(copy.id, actor=actor)
        if event.name in _ACTS
    )


def _view(row: CopyRecall) -> RecallView:
    return RecallView(
        copy_id=row.copy_id,
        product_id=row.copy.product_ref,
        reference=row.copy.reference,
        team_name=row.copy.team.name,
        kind=row.kind,
        words=rules.RECALL_WORDS[row.kind],
        recalled_at=row.recalled_at,
        recalled_by_name=row.recalled_by_name,
        replaced_by=row.replaced_by.product_ref if row.replaced_by else None,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by_name=row.acknowledged_by_name,
    )


def _link(row: Product) -> Link:
    return Link(row.id, row.reference, row.state)
