"""Putting information in, correcting it and taking it out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from openmash.access import ROLES, Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import services as audit
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.rules import LateTold
from openmash.core.errors import NotFound, Refused, RuleBroken, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.notifications import services as notifications
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import Item, ItemPerson, ItemVersion, SealedText
from openmash.sealed.rules import ItemTold
from openmash.sealed.services import attachments
from openmash.sealed.states import ITEM
from openmash.uploads import Checked

DECIDERS = tuple(role for role, about in ROLES.items() if Permission.DECIDE in about.permissions)


@transaction.atomic
def answer_with_items(
    *,
    check_id: UUID,
    items: Sequence[ItemTold],
    searched: str,
    late: LateTold | None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> list[UUID]:
    """Answer a request to the actor's agency with information, which goes straight into the sealed room.

    Args:
        check_id: the request.
        items: at least one.
        searched: what the agency looked through.
        late: whether it would have changed a decision, once one is made.
        actor: somebody of the agency that was asked.
        at: when.
        version: of the request as the form was opened; None not to ask.

    Returns:
        The ids of the items, in the order given.

    Raises:
        NotFound, Refused, Stale: as everywhere.
        RuleBroken: a rule of the checks package, or ``sealed.answer_has_items`` and what an item must say; ``field`` is
            that of a formset ("items-0-text").
    """
    check = check_queries.check(check_id, actor=actor)
    permissions.require_can_answer(actor, agency_id=check.agency_id)
    return put_in_answer(
        check_id=check_id,
        enquiry_id=check.enquiry_id,
        items=items,
        searched=searched,
        late=late,
        actor=actor,
        at=at,
        version=version,
    )


def put_in_answer(
    *,
    check_id: UUID,
    enquiry_id: UUID,
    items: Sequence[ItemTold],
    searched: str,
    late: LateTold | None,
    actor: Actor,
    at: datetime,
    version: int | None = None,
) -> list[UUID]:
    """Seal the items of an answer whose request is known; ``checks`` locks the request and asks its own rules."""
    named = [told.by(actor.name) for told in items]
    rules.require_answer_has_items(named)
    for n, told in enumerate(named):
        rules.require_fit_for_the_room(told, at=at, prefix=f"items-{n}-")
        _require_people(told, enquiry_id, actor, prefix=f"items-{n}-")
    check_services.mark_answered(
        check_id=check_id, item_count=len(named), searched=searched, late=late, actor=actor, at=at, version=version
    )
    return [_put_in(told, enquiry_id=enquiry_id, check_id=check_id, actor=actor, at=at) for told in named]


@transaction.atomic
def add_item(*, enquiry_id: UUID, item: ItemTold, actor: Actor, at: datetime) -> UUID:
    """Put something in unasked: an agency need not wait for a request to say what a child's safety needs.

    Whoever decides is told when a decision has been made already.
    """
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    permissions.require_can_add(actor)
    told = item.by(actor.name)
    rules.require_fit_for_the_room(told, at=at)
    _require_people(told, enquiry.id, actor)
    item_id = _put_in(told, enquiry_id=enquiry_id, check_id=None, actor=actor, at=at)
    _tell_if_decided(enquiry_id, actor=actor, at=at)
    return item_id


@transaction.atomic
def correct(
    *,
    item_id: UUID,
    text: str,
    handling: str,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    files: Sequence[Checked] = (),
    take_off: Collection[UUID] = (),
) -> int:
    """Correct an item of one's own agency. The words before it are kept as their own version.

    Whatever was agreed about the words before no longer holds: requests are bound to a version.

    Args:
        item_id: the item.
        text: the words as they should be.
        handling: the handling condition as it should be; empty for none.
        actor: somebody of the agency that owns it.
        at: when.
        version: the one that the form was opened on; None not to ask.
        files: checked files that are put on it with the new version.
        take_off: files that are no longer on it from the new version on.

    Returns:
        The number of the new version.
    """
    item = _owned(item_id, actor)
    if version not in (None, item.version):
        raise Stale("this information")
    rules.require_not_withdrawn(item.state)
    as_it_will_be = ItemTold(text=text, handling=handling, professional=item.professional)
    rules.require_fit_for_the_room(as_it_will_be, at=at)
    item.version += 1
    item.save(update_fields=["version"])
    _write_version(item, text=text, handling=handling, actor=actor, at=at)
    attachments.take_off(item, take_off, actor=actor, at=at)
    attachments.put_in(item, files, actor=actor, at=at)
    _record("item.corrected", item, actor, at)
    _tell_if_decided(item.enquiry_id, actor=actor, at=at)
    return item.version


@transaction.atomic
def withdraw(*, item_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Take an item of one's own agency out of the room: shown no more, may not leave, versions kept."""
    item = _owned(item_id, actor)
    if version not in (None, item.version):
        raise Stale("this information")
    rules.require_not_withdrawn(item.state)
    item.state = ITEM.move(item.state, "withdraw")
    item.save(update_fields=["state"])
    _record("item.withdrawn", item, actor, at)
    _tell_if_decided(item.enquiry_id, actor=actor, at=at)


@transaction.atomic
def seal_text(*, enquiry_id: UUID, purpose: str, text: str, actor: Actor, at: datetime) -> UUID:
    """Close words of the hub itself (analysis, reasons, guidance) under the hub's key.

    Args:
        enquiry_id: the enquiry that they speak of.
        purpose: what they are, as a code ("decision_reasons").
        text: the words.
        actor: whose words they are; somebody who works in the room.
        at: when.
    """
    permissions.require_can_enter_room(actor)
    return close_text(enquiry_id=enquiry_id, purpose=purpose, text=text, actor=actor, at=at)


def close_text(*, enquiry_id: UUID, purpose: str, text: str, actor: Actor, at: datetime) -> UUID:
    """As ``seal_text``, for services of this package that have asked who it is already."""
    if not text.strip():
        raise RuleBroken("sealed.text_has_words", "Enter the words.")
    text_id = uuid4()
    envelope = vault.seal(text.encode(), place=vault.hub_words(actor.hub_id, text_id))
    SealedText.objects.create(
        id=text_id,
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        purpose=purpose,
        ciphertext=envelope.ciphertext,
        wrapped_key=envelope.wrapped_key,
        sealed_at=at,
        sealed_by=actor.id,
    )
    audit.record(
        "text.sealed", actor=actor, at=at, about=("text", text_id), enquiry_id=enquiry_id, detail={"purpose": purpose}
    )
    return text_id


def _put_in(told: ItemTold, *, enquiry_id: UUID, check_id: UUID | None, actor: Actor, at: datetime) -> UUID:
    item = Item.objects.create(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        check_answered_id=check_id,
        agency_id=_agency_of(actor),
        professional=told.professional.strip(),
        state=ITEM.initial,
        source_kind=told.source_kind,
        sensitivity=told.sensitivity,
        leave=told.leave,
        fact_on=told.fact_on,
        sealed_at=at,
        sealed_by=actor.id,
        sealed_by_name=actor.name,
    )
    _write_version(item, text=told.text, handling=told.handling, actor=actor, at=at)
    attachments.put_in(item, told.files, actor=actor, at=at)
    ItemPerson.objects.bulk_create(
        ItemPerson(hub_id=actor.hub_id, item=item, person_id=person_id) for person_id in dict.fromkeys(told.about)
    )
    _record("item.sealed", item, actor, at)
    return item.id


def _agency_of(actor: Actor) -> UUID:
    if actor.agency_id is None:
        raise Refused("What is in the sealed room belongs to an agency; you act for none.")
    return actor.agency_id


def _write_version(item: Item, *, text: str, handling: str, actor: Actor, at: datetime) -> None:
    version_id = uuid4()
    words = vault.seal(text.strip().encode(), place=vault.item_text(item.hub_id, item.agency_id, version_id))
    # Sealed even when empty, so that nobody reads from the table which items carry a condition.
    condition = vault.seal(
        handling.strip().encode(), place=vault.item_handling(item.hub_id, item.agency_id, version_id)
    )
    ItemVersion.objects.create(
        id=version_id,
        hub_id=item.hub_id,
        item=item,
        number=item.version,
        ciphertext=words.ciphertext,
        wrapped_key=words.wrapped_key,
        handling_ciphertext=condition.ciphertext,
        handling_wrapped_key=condition.wrapped_key,
        sealed_at=at,
        sealed_by=actor.id,
    )


def _owned(item_id: UUID, actor: Actor) -> Item:
    item = Item.objects.select_for_update().filter(hub_id=actor.hub_id, id=item_id).first()
    if item is None:
        raise NotFound
    owner = agency_queries.agency(item.agency_id, actor.hub_id)
    permissions.require_can_control(actor, agency_id=owner.id, agency_name=owner.name)
    return item


def _require_people(told: ItemTold, enquiry_id: UUID, actor: Actor, prefix: str = "") -> None:
    if told.about:
        enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
        people = [s.person.id for s in enquiry.subjects] + [m.person.id for m in enquiry.members]
        rules.require_people_of_the_enquiry(told.about, people, prefix=prefix)


def _record(name: str, item: Item, actor: Actor, at: datetime) -> None:
    audit.record(
        name,
        actor=actor,
        at=at,
        about=("item", item.id),
        enquiry_id=item.enquiry_id,
        owner=item.agency_id,
        detail={"version": item.version, "sensitivity": item.sensitivity},
    )


def _tell_if_decided(enquiry_id: UUID, *, actor: Actor, at: datetime) -> None:
    if not enquiry_queries.any_decided(enquiry_id, actor=actor):
        return
    notifications.queue(
        "added_after_decision",
        hub_id=actor.hub_id,
        to=account_queries.addresses(actor.hub_id, roles=DECIDERS),
        about_id=enquiry_id,
        at=at,
        reference=enquiry_queries.references({enquiry_id}, actor=actor)[enquiry_id],
        path=f"/enquiries/{enquiry_id}/room/",
    )
