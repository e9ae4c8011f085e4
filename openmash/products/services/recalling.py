"""Calling back what went to a team, and putting a corrected product in its place."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import envelopes
from openmash.core.errors import RuleBroken
from openmash.core.keys import ring
from openmash.decisions import queries as decision_queries
from openmash.notifications import services as notifications
from openmash.products import permissions, queries, rules
from openmash.products.models import CopyRecall, Correction, Product, ReleasedCopy
from openmash.products.services import composing
from openmash.products.services.rows import changed, ledger_product, locked, require_version
from openmash.products.states import OPEN, PRODUCT, ProductState
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services

_HAD_LEFT = (ProductState.RELEASED, ProductState.RECALLED)


@transaction.atomic
def recall(*, product_id: UUID, reason: str, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Call a released product back. From this moment the team reads the reason in place of the words.

    Args:
        product_id: a product that went to a team.
        reason: why, in words for the team, who read it at the outside door.
        actor: a manager.
        at: when.
        version: the version the form showed.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``products.recalled_with_a_reason``, ``product.recall``,
        ``sealed.told_names_nothing_protected``, ``sealed.told_repeats_nothing_sealed``).
    """
    row = locked(product_id, actor)
    permissions.require_can_release(actor)
    require_version(row, version)
    rules.require_reason_for_recall(reason)
    row.state = PRODUCT.move(row.state, "recall")
    _require_tells_nothing(row, reason, actor, at)
    copy = queries.copy_of_product(row.id, actor=actor, lock=True)
    _withdraw(row, copy, kind="recalled", reason=reason, replaced_by=None, actor=actor, at=at)
    changed(row, "state")
    detail: dict[str, audit.Plain] = {"copy": str(copy.id), "opened": copy.opened_at is not None}
    audit.record(
        "product.recalled", actor=actor, at=at, about=("product", row.id), enquiry_id=row.enquiry_id, detail=detail
    )
    _ring("product_recalled", copy, path=f"/inbox/{copy.id}/", at=at)


@transaction.atomic
def start_correction(*, product_id: UUID, reason: str, actor: Actor, at: datetime) -> UUID:
    """Begin a product that is to take the place of one that went to a team; it is approved like any other.

    It begins with the decisions that hold, the guidance, and whatever of the items may still leave.

    Args:
        product_id: the product that is to be corrected.
        reason: what was wrong, in words for the team; sealed until the corrected one is released.
        actor: who composes.
        at: when.

    Returns:
        The new product's id.

    Raises:
        NotFound, Refused, RuleBroken (``products.corrects_what_had_left``, ``products.recalled_with_a_reason``,
        ``products.correction_is_a_product_of_its_own``, ``sealed.told_…``, and those of starting a product).
    """
    old = locked(product_id, actor)
    permissions.require_can_compose(actor)
    rules.require_had_left(old.state in _HAD_LEFT)
    rules.require_reason_for_recall(reason)
    _require_tells_nothing(old, reason, actor, at)
    same = Product.objects.filter(hub_id=actor.hub_id, enquiry_id=old.enquiry_id, team_id=old.team_id, state__in=OPEN)
    rules.require_no_other_product(not same.exists())
    new_id = _begun_like(old, actor, at)
    Correction.objects.create(
        hub_id=actor.hub_id,
        product_id=new_id,
        corrects=old,
        reason_id=sealed_services.seal_text(
            enquiry_id=old.enquiry_id, purpose="product correction", text=reason.strip(), actor=actor, at=at
        ),
        begun_at=at,
        begun_by=actor.id,
        begun_by_name=actor.name,
    )
    audit.record(
        "product.correction_begun",
        actor=actor,
        at=at,
        about=("product", old.id),
        enquiry_id=old.enquiry_id,
        detail={"by": str(new_id)},
    )
    return new_id


def replace_what_it_corrects(row: Product, copy: ReleasedCopy, *, actor: Actor, at: datetime) -> None:
    """Part of releasing a product: where it corrects another one, that one no longer holds from this moment.

    Args:
        row: the product that is being released.
        copy: its copy.
        actor: who releases it.
        at: when.
    """
    correction = Correction.objects.filter(hub_id=row.hub_id, product=row).first()
    if correction is None:
        return
    old = locked(correction.corrects_id, actor)
    old_copy = queries.copy_of_product(old.id, actor=actor, lock=True)
    old.state = PRODUCT.move(old.state, "correct")
    recalled = CopyRecall.objects.select_for_update().filter(hub_id=row.hub_id, copy=old_copy).first()
    if recalled is None:
        reason = sealed_queries.sealed_text(correction.reason_id, actor=actor, at=at)
        _require_still_tells_nothing(old, reason, actor, at)
        _withdraw(old, old_copy, kind="corrected", reason=reason, replaced_by=copy, actor=actor, at=at)
        _ring("product_corrected", old_copy, path=f"/inbox/{old_copy.id}/", at=at)
    else:
        recalled.replaced_by = copy
        recalled.save(update_fields=["replaced_by"])
    changed(old, "state")
    audit.record(
        "product.corrected",
        actor=actor,
        at=at,
        about=("product", old.id),
        enquiry_id=old.enquiry_id,
        detail={"by": str(row.id)},
    )


def _require_tells_nothing(row: Product, reason: str, actor: Actor, at: datetime) -> None:
    """Why a copy no longer holds is read outside, and the first thing one writes is what should not have gone."""
    sealed_queries.require_told_gives_nothing_away(row.enquiry_id, said=reason, field="reason", actor=actor, at=at)


def _require_still_tells_nothing(row: Product, reason: str, actor: Actor, at: datetime) -> None:
    """Again on release: since it was written something may have been protected, or put into the room."""
    try:
        _require_tells_nothing(row, reason, actor, at)
    except RuleBroken as broken:
        raise RuleBroken(
            broken.rule,
            "What the team would read of why the product before is corrected gives away something that is protected "
            "or sealed by now. Put this product aside and begin the correction anew, in other words.",
        ) from broken


def _begun_like(old: Product, actor: Actor, at: datetime) -> UUID:
    view = queries.product(old.id, actor=actor)
    latest = decision_queries.latest(old.enquiry_id, actor=actor)
    new_id = composing.start(
        enquiry_id=old.enquiry_id,
        team_id=old.team_id,
        decision_ids=[each.id for each in latest if each.team_id == old.team_id and each.holds],
        actor=actor,
        at=at,
    )
    still = [each.item_id for each in view.items if each.may_leave]
    composing.choose_items(product_id=new_id, item_ids=still, actor=actor, at=at)
    told = queries.guidance(old.id, actor=actor, at=at)
    if told is not None:
        composing.write_guidance(product_id=new_id, told=told, actor=actor, at=at)
    composing.say_why(product_id=new_id, told=view.sharing, actor=actor, at=at)
    return new_id


def _withdraw(
    row: Product,
    copy: ReleasedCopy,
    *,
    kind: str,
    reason: str,
    replaced_by: ReleasedCopy | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep inside what was sent, take its keys from the copy, and put the reason in its place."""
    kept_id = sealed_services.seal_text(
        enquiry_id=row.enquiry_id,
        purpose="recalled copy",
        text=rules.to_bytes(queries.opened(copy)).decode(),
        actor=actor,
        at=at,
    )
    _put_reason(copy, kind, reason, replaced_by=replaced_by, kept_id=kept_id, actor=actor, at=at)
    # Without its keys nobody opens it any more, at either door: not who holds a page open, nor who took the door over.
    copy.wrapped_key = copy.pdf_wrapped_key = ""
    copy.save(update_fields=["wrapped_key", "pdf_wrapped_key"])
    requests = [each.request_id for each in queries.product(row.id, actor=actor).items]
    sealed_services.record_recalled(
        request_ids=requests, product=ledger_product(row), reason_id=None, actor=actor, at=at
    )


def _put_reason(
    copy: ReleasedCopy,
    kind: str,
    reason: str,
    *,
    replaced_by: ReleasedCopy | None,
    kept_id: UUID,
    actor: Actor,
    at: datetime,
) -> None:
    recall_id = uuid4()
    words = envelopes.close(
        reason.strip(),
        ring=ring(),
        key_name=queries.delivery_key(copy.hub_id),
        context=queries.reason_place_of(copy.hub_id, recall_id),
    )
    CopyRecall.objects.create(
        id=recall_id,
        hub_id=copy.hub_id,
        copy=copy,
        team_id=copy.team_id,
        kind=kind,
        ciphertext=words.ciphertext,
        wrapped_key=words.wrapped_key,
        replaced_by=replaced_by,
        kept_id=kept_id,
        recalled_at=at,
        recalled_by=actor.id,
        recalled_by_name=actor.name,
    )


def _ring(kind: str, copy: ReleasedCopy, *, path: str, at: datetime) -> None:
    team = agency_queries.team(copy.team_id, copy.hub_id)
    notifications.queue(
        kind,
        hub_id=copy.hub_id,
        to=[team.email, *account_queries.addresses(copy.hub_id, team_id=team.id)],
        about_id=copy.id,
        at=at,
        reference=copy.reference,
        path=path,
        door="outside",
    )
