"""Letting a product go: a new, frozen copy for one team. Release is a copy, not a filter."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core import envelopes
from openmash.core.errors import Stale
from openmash.core.keys import ring
from openmash.notifications import services as notifications
from openmash.products import permissions, queries, rules
from openmash.products.models import Product, ReleasedCopy
from openmash.products.services.composing import locked
from openmash.products.states import PRODUCT


@transaction.atomic
def release(*, product_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> UUID:
    """Make the frozen copy and hand it to the team; pressing twice makes one copy.

    Args:
        product_id: a product that is being put together.
        actor: who lets it go.
        at: when.
        version: the version that was previewed; anything changed since then stops the release.

    Returns:
        The copy's id; the same one when it had been released already.

    Raises:
        NotFound, Refused, Stale.
        RuleBroken: ``products.every_item_may_leave``, ``products.says_what_to_do``, ``products.hands_on_a_decision``,
            ``products.decisions_still_hold``, ``product.release``.
    """
    row = locked(product_id, actor)
    permissions.require_can_release(actor)
    already = ReleasedCopy.objects.filter(hub_id=actor.hub_id, product_ref=row.id).values_list("id", flat=True).first()
    if already is not None:
        return already
    if version not in (None, row.version):
        raise Stale("this product")
    row.state = PRODUCT.move(row.state, "release")
    view = queries.product(product_id, actor=actor)
    rules.require_hands_on_a_decision(queries.handed_on(view))
    rules.require_decisions_hold(queries.handed_on(view))
    rules.require_every_item_may_leave(queries.wanting_to_leave(view))
    words, told = queries.typeset(product_id, actor=actor, at=at)
    rules.require_recommendations(told)
    copy = _freeze(row, words, actor, at)
    row.version += 1
    row.save(update_fields=["state", "version"])
    _log(row, copy, view, actor, at)
    _ring(copy, at)
    return copy.id


def _freeze(row: Product, words: rules.Copy, actor: Actor, at: datetime) -> ReleasedCopy:
    raw = rules.to_bytes(words)
    copy_id = uuid4()
    envelope = envelopes.close(
        raw.decode(),
        ring=ring(),
        key_name=queries.delivery_key(actor.hub_id),
        context=queries.place_of(actor.hub_id, copy_id),
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
        released_at=at,
        released_by=actor.id,
        released_by_name=actor.name,
    )


def _log(row: Product, copy: ReleasedCopy, view: queries.ProductView, actor: Actor, at: datetime) -> None:
    audit.record(
        "product.released",
        actor=actor,
        at=at,
        about=("product", row.id),
        enquiry_id=row.enquiry_id,
        detail={
            "copy": str(copy.id),
            "team": str(row.team_id),
            "sha256": copy.sha256,
            "requests": [str(each.request_id) for each in view.items],
            "decisions": [str(each.id) for each in view.decisions],
        },
    )


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
