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
from openmash.core.ids import new_reference
from openmash.decisions import queries as decision_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.products import permissions, rules
from openmash.products.models import Product, ProductAuthor, ProductItem, ProductSubject
from openmash.products.services.parts import ask_for_parts
from openmash.products.services.rows import changed, end_rendition, ledger_product, locked, require_version
from openmash.products.states import OPEN, PRODUCT, ProductState
from openmash.sealed import queries as sealed_queries
from openmash.sealed import rules as sealed_rules
from openmash.sealed import services as sealed_services
from openmash.sealed.rules import Sharing


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
    row, is_new = Product.objects.select_for_update().get_or_create(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        team_id=team.id,
        state__in=OPEN,
        defaults={
            "state": PRODUCT.initial,
            "reference": new_reference(hub_queries.hub(actor.hub_id).reference_prefix),
            "started_at": at,
            "started_by": actor.id,
            "started_by_name": actor.name,
        },
    )
    here = ProductSubject.objects.filter(hub_id=actor.hub_id, product=row)
    added = [here.get_or_create(hub_id=actor.hub_id, product=row, decision_id=each.id)[1] for each in found]
    if any(added) and not is_new:
        _being_changed(row, actor, at)
        changed(row, "state")
    author(row, actor, at)
    event = "product.started" if is_new else "product.gone_on_with"
    audit.record(event, actor=actor, at=at, about=("product", row.id), enquiry_id=enquiry_id, detail=_told(row, found))
    if is_new:
        ask_for_parts(row, actor=actor, at=at)
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
    rules.require_open(row.state in OPEN)
    require_version(row, version)
    _being_changed(row, actor, at)
    wanted = list(dict.fromkeys(item_ids))
    asked = [
        sealed_services.ask_release(item_id=item_id, team_id=row.team_id, actor=actor, at=at, purpose=row.purpose)
        for item_id in wanted
    ]
    of_this_enquiry = [each.id for each in sealed_queries.requests_of(row.enquiry_id, actor=actor)]
    rules.require_items_of_the_room(asked, of_this_enquiry)
    _tell_the_ledger_what_was_dropped(row, asked, actor, at)
    ProductItem.objects.filter(hub_id=actor.hub_id, product=row).delete()
    ProductItem.objects.bulk_create(
        ProductItem(hub_id=actor.hub_id, product=row, request_id=request_id, position=position)
        for position, request_id in enumerate(asked)
    )
    changed(row, "state")
    author(row, actor, at)
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
    rules.require_open(row.state in OPEN)
    rules.require_fits_the_page(told)
    require_version(row, version)
    _being_changed(row, actor, at)
    row.guidance_id = sealed_services.seal_text(
        enquiry_id=row.enquiry_id, purpose="product guidance", text=json.dumps(asdict(told)), actor=actor, at=at
    )
    changed(row, "state", "guidance")
    author(row, actor, at)
    audit.record(
        "product.guidance_written",
        actor=actor,
        at=at,
        about=("product", row.id),
        enquiry_id=row.enquiry_id,
        detail={"with_addresses": told.with_addresses},
    )


@transaction.atomic
def say_why(*, product_id: UUID, told: Sharing, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Say what a product is for, and what the family has said of its going to this team.

    Args:
        product_id: a product that is being put together.
        told: it may be half finished; it has to be whole when the product is sent for approval.
        actor: who says so.
        at: when.
        version: the version the form showed.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``products.only_a_draft_changes``, ``sealed.ledger_…``).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    rules.require_open(row.state in OPEN)
    sealed_rules.require_known_sharing(told)
    require_version(row, version)
    _being_changed(row, actor, at)
    row.purpose, row.family, row.family_reason = told.purpose, told.family, told.family_reason
    changed(row, "state", "purpose", "family", "family_reason")
    author(row, actor, at)
    audit.record(
        "product.reasons_given",
        actor=actor,
        at=at,
        about=("product", row.id),
        enquiry_id=row.enquiry_id,
        detail={"purpose": told.purpose, "family": told.family},
    )


@transaction.atomic
def leave_out(
    *, product_id: UUID, item_id: UUID, why: str, words: str, actor: Actor, at: datetime, version: int | None = None
) -> None:
    """Decide that something of the room, though it bears on the case, does not go to this team, and say why.

    Args:
        product_id: a product that is being put together.
        item_id: the item; the actor must be able to read it.
        why: a code of ``sealed.rules.LEFT_OUT_WORDS``.
        words: more, in the author's own words; sealed; may be empty.
        actor: an author, or whoever is to approve it.
        at: when.
        version: the version the form showed.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``products.only_a_draft_changes``, ``sealed.left_out_with_a_reason``).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    rules.require_open(row.state in OPEN)
    require_version(row, version)
    sealed_services.leave_out(item_id=item_id, why=why, words=words, product=ledger_product(row), actor=actor, at=at)
    chosen = ProductItem.objects.filter(hub_id=row.hub_id, product=row, request__item_id=item_id)
    if chosen.exists():
        _being_changed(row, actor, at)
        chosen.delete()
        author(row, actor, at)
        changed(row, "state")


@transaction.atomic
def take_back(*, product_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Take back a product that was sent for approval or approved, to change it; what was approved is void.

    Args:
        product_id: the product.
        actor: an author, or whoever becomes one by changing it.
        at: when.
        version: the version that was read.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``product.take_back``).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    require_version(row, version)
    PRODUCT.move(row.state, "take_back")
    _being_changed(row, actor, at)
    changed(row, "state")
    author(row, actor, at)


@transaction.atomic
def abandon(*, product_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Put a product aside: it will not be sent. What was composed is kept.

    Raises:
        NotFound, Refused, Stale, RuleBroken (``product.abandon``).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    require_version(row, version)
    row.state = PRODUCT.move(row.state, "abandon")
    changed(row, "state")
    audit.record("product.abandoned", actor=actor, at=at, about=("product", row.id), enquiry_id=row.enquiry_id)


def _being_changed(row: Product, actor: Actor, at: datetime) -> None:
    """An author's change voids what a second person was asked about, or had approved."""
    if row.state != ProductState.DRAFT:
        end_rendition(row, "take_back", verdict="taken_back", actor=actor, at=at)
        audit.record("product.taken_back", actor=actor, at=at, about=("product", row.id), enquiry_id=row.enquiry_id)


def author(row: Product, actor: Actor, at: datetime) -> None:
    """Whoever worked on it is kept in mind: they never approve it."""
    ProductAuthor.objects.get_or_create(
        hub_id=row.hub_id, product=row, user_id=actor.id, defaults={"name": actor.name, "first_at": at}
    )


def _tell_the_ledger_what_was_dropped(row: Product, asked: Collection[UUID], actor: Actor, at: datetime) -> None:
    """What was chosen and is no longer is a decision not to share it with this team."""
    before = ProductItem.objects.filter(hub_id=row.hub_id, product=row).exclude(request_id__in=asked)
    sealed_services.record_dropped(
        request_ids=list(before.values_list("request_id", flat=True)), product=ledger_product(row), actor=actor, at=at
    )


def _told(row: Product, found: Collection[decision_queries.DecisionView]) -> dict[str, audit.Plain]:
    return {"team": str(row.team_id), "decisions": [str(each.id) for each in found]}
