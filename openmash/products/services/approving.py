"""A second person: sending a product for approval as it would leave, approving it, returning it."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.core.errors import RuleBroken
from openmash.notifications import services as notifications
from openmash.products import permissions, queries, rules
from openmash.products.models import Product, Rendition, RenditionVerdict
from openmash.products.services.composing import author
from openmash.products.services.rows import changed, end_rendition, locked, rendition_of, require_version
from openmash.products.states import PRODUCT, ProductState
from openmash.sealed import rules as sealed_rules
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Sharing

APPROVERS = tuple(role for role, about in ROLES.items() if Permission.RELEASE_PRODUCT in about.permissions)


@dataclass(frozen=True)
class Frozen:
    """What would leave now: the copy, its bytes, and what an approval of them is bound to."""

    copy: rules.Copy
    raw: bytes
    bound: rules.Bound


@transaction.atomic
def send_for_approval(*, product_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> UUID:
    """Freeze a product exactly as it would leave, and ask somebody who did not work on it. Pressing twice asks once.

    Args:
        product_id: a product that is being put together.
        actor: who sends it; an author from then on.
        at: when.
        version: the version that was checked; anything changed since then stops it.

    Returns:
        The id of the rendition.

    Raises:
        NotFound, Refused, Stale.
        RuleBroken: whatever ``queries.preview`` names in ``stopped_by``; ``product.send_for_approval``.
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    if row.state == ProductState.FOR_APPROVAL:
        return rendition_of(row).id
    require_version(row, version)
    row.state = PRODUCT.move(row.state, "send_for_approval")
    sealed_rules.require_sharing(Sharing(row.purpose, row.family, row.family_reason))
    rules.require_every_part(queries.parts_missing(queries.product(row.id, actor=actor), actor=actor))
    frozen = freeze(row, actor, at)
    rendition = _write_rendition(row, frozen, actor, at)
    author(row, actor, at)
    changed(row, "state")
    audit.record(
        "product.sent_for_approval",
        actor=actor,
        at=at,
        about=("product", row.id),
        enquiry_id=row.enquiry_id,
        detail={"rendition": str(rendition.id), "digest": rendition.digest},
    )
    _ask_for_approval(row, at)
    return rendition.id


@transaction.atomic
def approve(
    *, product_id: UUID, actor: Actor, at: datetime, rendition_id: UUID | None = None, version: int | None = None
) -> None:
    """Approve exactly what was frozen, for the one team it is for. It is typeset anew first, and must be the same.

    Args:
        product_id: a product that was sent for approval.
        actor: a manager who did not work on it.
        at: when.
        rendition_id: the rendition that was read; None not to ask.
        version: the version of the product that was read; None not to ask.

    Raises:
        NotFound, Refused, Stale.
        RuleBroken: ``products.approved_by_somebody_else``, ``products.still_as_frozen``, ``product.approve``, and
            whatever stops a release.
    """
    row = locked(product_id, actor)
    permissions.require_can_release(actor)
    require_version(row, version)
    row.state = PRODUCT.move(row.state, "approve")
    rendition = rendition_of(row)
    rules.require_still_as_frozen(rendition_id in (None, rendition.id))
    rules.require_approved_by_somebody_else(actor_id=actor.id, authors=queries.author_ids(row.id, actor=actor))
    require_unchanged(row, rendition, actor, at)
    RenditionVerdict.objects.create(
        hub_id=row.hub_id,
        rendition=rendition,
        verdict="approved",
        given_at=at,
        given_by=actor.id,
        given_by_name=actor.name,
    )
    changed(row, "state")
    audit.record(
        "product.approved",
        actor=actor,
        at=at,
        about=("product", row.id),
        enquiry_id=row.enquiry_id,
        detail={"rendition": str(rendition.id), "digest": rendition.digest},
    )


@transaction.atomic
def send_back(*, product_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Return a product to its authors with what has to change.

    Args:
        product_id: a product that was sent for approval.
        reason: what has to change; sealed.
        actor: a manager who did not work on it.
        at: when.
        version: the version of the product that was read; None not to ask.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``products.returned_with_a_reason``,
        ``products.approved_by_somebody_else``, ``product.send_back``).
    """
    row = locked(product_id, actor)
    permissions.require_can_release(actor)
    require_version(row, version)
    rules.require_approved_by_somebody_else(actor_id=actor.id, authors=queries.author_ids(row.id, actor=actor))
    rules.require_reason_for_returning(reason)
    PRODUCT.move(row.state, "send_back")  # before any words are sealed
    reason_id = sealed_services.seal_text(
        enquiry_id=row.enquiry_id, purpose="product_returned", text=reason, actor=actor, at=at
    )
    end_rendition(row, "send_back", verdict="returned", actor=actor, at=at, reason_id=reason_id)
    changed(row, "state")
    audit.record("product.returned", actor=actor, at=at, about=("product", row.id), enquiry_id=row.enquiry_id)
    _tell_authors(row, "product_returned", actor, at)


@transaction.atomic
def void_if_changed(*, product_id: UUID, actor: Actor, at: datetime) -> bool:
    """Void what was sent for approval, or approved, if something it was made from changed; its authors are told.

    Args:
        product_id: a product.
        actor: whoever noticed, about to approve or release it.
        at: when.

    Returns:
        Whether it was void.
    """
    row = locked(product_id, actor)
    if row.state not in (ProductState.FOR_APPROVAL, ProductState.APPROVED):
        return False
    if queries.sources_now(row.id, actor=actor) == rendition_of(row).sources:
        return False
    end_rendition(row, "void", verdict="void", actor=actor, at=at)
    changed(row, "state")
    audit.record("product.approval_voided", actor=actor, at=at, about=("product", row.id), enquiry_id=row.enquiry_id)
    _tell_authors(row, "product_void", actor, at)
    return True


def freeze(row: Product, actor: Actor, at: datetime) -> Frozen:
    """What would leave now, once nothing stands in its way; raises RuleBroken with what does."""
    view = queries.product(row.id, actor=actor)
    rules.require_hands_on_a_decision(queries.handed_on(view))
    rules.require_decisions_hold(queries.handed_on(view))
    rules.require_every_item_may_leave(queries.wanting_to_leave(view))
    copy, told = queries.typeset(view, actor=actor, at=at)
    rules.require_recommendations(told)
    queries.require_no_objection(row.id, copy=copy, actor=actor, at=at)
    return Frozen(copy, rules.to_bytes(copy), queries.bound_now(view, actor=actor))


def require_unchanged(row: Product, rendition: Rendition, actor: Actor, at: datetime) -> tuple[bytes, bytes]:
    """The frozen bytes of the copy and of its PDF, once typesetting it anew has given the very same.

    Raises:
        RuleBroken: ``products.still_as_frozen``, and whatever stops a release.
    """
    try:
        now = freeze(row, actor, at)
    except RuleBroken as broken:
        if broken.rule in ("products.every_item_may_leave", "products.decisions_still_hold"):
            rules.require_still_as_frozen(False)
        raise
    raw, pdf = queries.frozen_bytes(rendition, actor=actor, at=at)
    digest = rules.binding_digest(copy=now.raw, pdf=pdf, bound=now.bound)
    rules.require_still_as_frozen(digest == rendition.digest and rules.sha256_of(raw) == rendition.sha256)
    return raw, pdf


def _write_rendition(row: Product, frozen: Frozen, actor: Actor, at: datetime) -> Rendition:
    pdf = rules.to_pdf(frozen.copy)

    def sealed(purpose: str, text: str) -> UUID:
        return sealed_services.seal_text(enquiry_id=row.enquiry_id, purpose=purpose, text=text, actor=actor, at=at)

    return Rendition.objects.create(
        hub_id=row.hub_id,
        product=row,
        number=Rendition.objects.filter(hub_id=row.hub_id, product=row).count() + 1,
        copy_id=sealed("rendition", frozen.raw.decode()),
        pdf_id=sealed("rendition_pdf", b64encode(pdf).decode()),
        sha256=rules.sha256_of(frozen.raw),
        sources=rules.sources_digest(frozen.bound),
        digest=rules.binding_digest(copy=frozen.raw, pdf=pdf, bound=frozen.bound),
        sent_at=at,
        sent_by=actor.id,
        sent_by_name=actor.name,
    )


def _ask_for_approval(row: Product, at: datetime) -> None:
    """Ring everybody who may approve it: not its authors."""
    authors = queries.authors_addresses(row.id, hub_id=row.hub_id)
    to = [each for each in account_queries.addresses(row.hub_id, roles=APPROVERS) if each not in authors]
    _ring(row, "product_for_approval", to, at, path=f"/products/{row.id}/approval/")


def _tell_authors(row: Product, kind: str, actor: Actor, at: datetime) -> None:
    _ring(row, kind, queries.authors_addresses(row.id, hub_id=actor.hub_id), at, path=f"/products/{row.id}/")


def _ring(row: Product, kind: str, to: list[str], at: datetime, *, path: str) -> None:
    notifications.queue(kind, hub_id=row.hub_id, to=to, about_id=row.id, at=at, reference=row.reference, path=path)
