"""Letting a product go: a new, frozen copy for one team. Release is a copy, not a filter."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import envelopes
from openmash.core.keys import ring
from openmash.notifications import services as notifications
from openmash.products import permissions, queries, rules
from openmash.products.models import Product, ReleasedCopy
from openmash.products.services import recalling, reviewing
from openmash.products.services.approving import approve, freeze, require_unchanged
from openmash.products.services.rows import changed, ledger_product, locked, rendition_of, require_version
from openmash.products.states import PRODUCT
from openmash.sealed import rules as sealed_rules
from openmash.sealed import services as sealed_services


@transaction.atomic
def release(*, product_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> UUID:
    """Hand the approved copy to the team, byte for byte as it was approved; pressing twice makes one copy.

    Args:
        product_id: a product that was approved.
        actor: who lets it go.
        at: when.
        version: the version that was read; anything changed since then stops the release.

    Returns:
        The copy's id; the same one when it had been released already.

    Raises:
        NotFound, Refused, Stale.
        RuleBroken: ``products.still_as_frozen``, ``product.release``, and whatever stops a release.
    """
    row = locked(product_id, actor)
    permissions.require_can_release(actor)
    already = _already(row)
    if already is not None:
        return already
    require_version(row, version)
    row.state = PRODUCT.move(row.state, "release")
    rendition = rendition_of(row)
    raw, pdf = require_unchanged(row, rendition, actor, at)
    view = queries.product(row.id, actor=actor)
    copy = _hand_over(row, view, raw, pdf, actor, at)
    changed(row, "state")
    detail = {**_detail(view, copy), "digest": rendition.digest}
    about = ("product", row.id)
    audit.record("product.released", actor=actor, at=at, about=about, enquiry_id=row.enquiry_id, detail=detail)
    _ring(copy, at)
    return copy.id


@transaction.atomic
def approve_and_release(
    *, product_id: UUID, actor: Actor, at: datetime, rendition_id: UUID | None = None, version: int | None = None
) -> UUID:
    """Approve what was frozen and hand it over at once; pressing twice makes one copy.

    Args:
        product_id: a product that was sent for approval.
        actor: a manager who did not work on it.
        at: when.
        rendition_id: the rendition that was read; None not to ask.
        version: the version of the product that was read; None not to ask.

    Returns:
        The copy's id; the same one when it had been released already.

    Raises:
        As ``approve`` and ``release``.
    """
    row = locked(product_id, actor)
    permissions.require_can_release(actor)
    already = _already(row)
    if already is not None:
        return already
    approve(product_id=product_id, actor=actor, at=at, rendition_id=rendition_id, version=version)
    return release(product_id=product_id, actor=actor, at=at)


@transaction.atomic
def release_urgently(
    *, product_id: UUID, ground: str, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> UUID:
    """Let a product go at once, on one manager's word, without waiting for owners or for a second person.

    Owners whose agreement was not waited for and information governance are told in the same moment; somebody else
    reviews it by the end of the next working day. What the guard objects to, and what its owner has not cleared for
    handling, stays all the same.

    Args:
        product_id: a product that has not left.
        ground: a code of ``sealed.rules.GROUND_WORDS``.
        reason: why it cannot wait; sealed.
        actor: the manager.
        at: when.
        version: the version that was read; None not to ask.

    Returns:
        The copy's id; the same one when it had been released already.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``sealed.urgent_…``, and whatever stops a release but the owners'
        agreement and the approval).
    """
    row = locked(product_id, actor)
    permissions.require_can_release(actor)
    already = _already(row)
    if already is not None:
        return already
    require_version(row, version)
    sealed_rules.require_ground(ground)
    sealed_rules.require_reason_for_urgency(reason)
    row.state = PRODUCT.move(row.state, "release_urgently")
    view = queries.product(product_id, actor=actor)
    sealed_services.go_urgently(
        request_ids=_requests(view), ground=ground, reason=reason, product=ledger_product(row), actor=actor, at=at
    )
    frozen = freeze(row, actor, at)
    copy = _hand_over(row, view, frozen.raw, rules.to_pdf(frozen.copy), actor, at)
    changed(row, "state")
    reviewing.begin(row, ground=ground, reason=reason, actor=actor, at=at)
    detail = {**_detail(view, copy), "ground": ground}
    about = ("product", row.id)
    audit.record("product.released_urgently", actor=actor, at=at, about=about, enquiry_id=row.enquiry_id, detail=detail)
    _ring(copy, at)
    return copy.id


def _already(row: Product) -> UUID | None:
    return ReleasedCopy.objects.filter(hub_id=row.hub_id, product_ref=row.id).values_list("id", flat=True).first()


def _requests(view: queries.ProductView) -> list[UUID]:
    return [each.request_id for each in view.items]


def _hand_over(
    row: Product, view: queries.ProductView, raw: bytes, pdf: bytes, actor: Actor, at: datetime
) -> ReleasedCopy:
    """The frozen copy for the team, and a line in the ledger for every item in it."""
    sealed_services.record_released(request_ids=_requests(view), product=ledger_product(row), actor=actor, at=at)
    copy = _freeze(row, raw, pdf, actor, at)
    recalling.replace_what_it_corrects(row, copy, actor=actor, at=at)
    return copy


def _freeze(row: Product, raw: bytes, pdf: bytes, actor: Actor, at: datetime) -> ReleasedCopy:
    copy_id = uuid4()
    envelope = envelopes.close(
        raw.decode(),
        ring=ring(),
        key_name=queries.delivery_key(actor.hub_id),
        context=queries.place_of(actor.hub_id, copy_id),
    )
    file = envelopes.close_bytes(
        pdf,
        ring=ring(),
        key_name=queries.delivery_key(actor.hub_id),
        context=queries.pdf_place_of(actor.hub_id, copy_id),
    )
    return ReleasedCopy.objects.create(
        id=copy_id,
        hub_id=actor.hub_id,
        product_ref=row.id,
        team_id=row.team_id,
        reference=row.reference,
        ciphertext=envelope.ciphertext,
        wrapped_key=envelope.wrapped_key,
        sha256=rules.sha256_of(raw),
        pdf_ciphertext=file.ciphertext,
        pdf_wrapped_key=file.wrapped_key,
        pdf_sha256=rules.sha256_of(pdf),
        released_at=at,
        released_by=actor.id,
        released_by_name=actor.name,
    )


def _detail(view: queries.ProductView, copy: ReleasedCopy) -> dict[str, audit.Plain]:
    """What the log keeps of a release: ids and the fingerprint, never a word."""
    return {
        "copy": str(copy.id),
        "team": str(view.team_id),
        "sha256": copy.sha256,
        "requests": [str(each.request_id) for each in view.items],
        "decisions": [str(each.id) for each in view.decisions],
    }


def _ring(copy: ReleasedCopy, at: datetime) -> None:
    team = agency_queries.team(copy.team_id, copy.hub_id)
    notifications.queue(
        "product_released",
        hub_id=copy.hub_id,
        to=[team.email, *account_queries.addresses(copy.hub_id, team_id=team.id)],
        about_id=copy.id,
        at=at,
        reference=copy.reference,
        path=f"/inbox/{copy.id}/",
        door="outside",
    )
