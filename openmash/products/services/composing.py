"""Putting a product together. Everything here happens inside the room; nothing leaves by it."""

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.core.errors import Stale
from openmash.core.ids import new_reference
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.products import permissions, rules
from openmash.products.errors import ProductNotFound
from openmash.products.models import Product, ProductItem, ProductSubject
from openmash.products.states import PRODUCT, ProductState
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services


@transaction.atomic
def start(*, enquiry_id: UUID, team_id: UUID, decision_ids: Collection[UUID], actor: Actor, at: datetime) -> UUID:
    """Begin a product for one receiving team. If one is being put together for that team, that one is gone on with.

    Args:
        enquiry_id: the enquiry it comes from.
        team_id: the one team it is for.
        decision_ids: the decisions it hands on; each must name that team.
        actor: who puts it together.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``products.hands_on_a_decision``, ``products.decision_names_the_team``,
        ``products.decisions_still_hold``).
    """
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    permissions.require_can_compose(actor)
    team = agency_queries.team(team_id, actor.hub_id)
    found = [each for each in decision_queries.latest(enquiry.id, actor=actor) if each.id in set(decision_ids)]
    handed_on = [rules.HandsOn(each.id, each.team_id, each.holds) for each in found]
    rules.require_decisions_name_the_team(handed_on, team_id=team.id, wanted=decision_ids)
    rules.require_hands_on_a_decision(handed_on)
    rules.require_decisions_hold(handed_on)
    row, is_new = Product.objects.get_or_create(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        team_id=team.id,
        state=PRODUCT.initial,
        defaults={
            "reference": new_reference(hub_queries.hub(actor.hub_id).reference_prefix),
            "started_at": at,
            "started_by": actor.id,
            "started_by_name": actor.name,
        },
    )
    for decision in found:
        ProductSubject.objects.get_or_create(hub_id=actor.hub_id, product=row, decision_id=decision.id)
    event = "product.started" if is_new else "product.gone_on_with"
    audit.record(event, actor=actor, at=at, about=("product", row.id), enquiry_id=enquiry_id, detail=_told(row, found))
    return row.id


@transaction.atomic
def choose_items(
    *, product_id: UUID, item_ids: Collection[UUID], actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Say which items of the room are to be in a product; their owners are asked at once.

    Args:
        product_id: a product that is being put together.
        item_ids: all the items that are to be in it, in order; those chosen before and not named now are left out.
        actor: who chooses.
        at: when.
        version: the version the form showed.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``products.only_a_draft_changes``, ``products.items_of_this_room`` and
        the sealed room's own rules for asking).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    rules.require_draft(row.state == ProductState.DRAFT)
    _require_version(row, version)
    wanted = list(dict.fromkeys(item_ids))
    asked = [
        sealed_services.ask_release(item_id=item_id, team_id=row.team_id, actor=actor, at=at) for item_id in wanted
    ]
    of_this_enquiry = [each.id for each in sealed_queries.requests_of(row.enquiry_id, actor=actor)]
    rules.require_items_of_the_room(asked, of_this_enquiry)
    ProductItem.objects.filter(hub_id=actor.hub_id, product=row).delete()
    ProductItem.objects.bulk_create(
        ProductItem(hub_id=actor.hub_id, product=row, request_id=request_id, position=position)
        for position, request_id in enumerate(asked)
    )
    _changed(row)
    audit.record(
        "product.items_chosen",
        actor=actor,
        at=at,
        about=("product", row.id),
        enquiry_id=row.enquiry_id,
        detail={"items": [str(each) for each in wanted]},
    )


@transaction.atomic
def write_guidance(
    *, product_id: UUID, told: rules.GuidanceTold, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Write what the hub itself says to the team; sealed until it is released.

    Args:
        product_id: a product that is being put together.
        told: the guidance; it may be half finished, release asks for the rest.
        actor: who writes.
        at: when.
        version: the version the form showed.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``products.only_a_draft_changes``, ``products.guidance_fits_the_page``).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    rules.require_draft(row.state == ProductState.DRAFT)
    rules.require_fits_the_page(told)
    _require_version(row, version)
    row.guidance_id = sealed_services.seal_text(
        enquiry_id=row.enquiry_id, purpose="product guidance", text=json.dumps(asdict(told)), actor=actor, at=at
    )
    _changed(row, "guidance")
    audit.record(
        "product.guidance_written",
        actor=actor,
        at=at,
        about=("product", row.id),
        enquiry_id=row.enquiry_id,
        detail={"with_addresses": told.with_addresses},
    )


@transaction.atomic
def abandon(*, product_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Put a product aside: it will not be sent. What was composed is kept.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``product.abandon``).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    _require_version(row, version)
    row.state = PRODUCT.move(row.state, "abandon")
    _changed(row, "state")
    audit.record("product.abandoned", actor=actor, at=at, about=("product", row.id), enquiry_id=row.enquiry_id)


def locked(product_id: UUID, actor: Actor) -> Product:
    """The row, held until the transaction ends: whoever presses the same button waits here."""
    row = Product.objects.select_for_update().filter(hub_id=actor.hub_id, id=product_id).first()
    if row is None:
        raise ProductNotFound
    return row


def _require_version(row: Product, version: int | None) -> None:
    if version not in (None, row.version):
        raise Stale("this product")


def _changed(row: Product, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _told(row: Product, found: Collection[decision_queries.DecisionView]) -> dict[str, audit.Plain]:
    return {"team": str(row.team_id), "decisions": [str(each.id) for each in found]}
