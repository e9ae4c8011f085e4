"""Putting information in, correcting it and taking it out."""

import json
from collections.abc import Sequence
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
from openmash.core.errors import Refused, RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.notifications import services as notifications
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import Item, ItemPerson, ItemReader, ItemVersion, SealedText
from openmash.sealed.rules import ItemTold
from openmash.sealed.services import attachments
from openmash.sealed.states import ITEM

READERS = frozenset(role for role, about in ROLES.items() if Permission.ENTER_SEALED_ROOM in about.permissions)
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
        rules.require_not_hidden_in_an_answer(told.sensitivity, prefix=f"items-{n}-")
        require_fit(told, enquiry_id, actor, at, prefix=f"items-{n}-")
    check_services.mark_answered(
        check_id=check_id, item_count=len(named), searched=searched, late=late, actor=actor, at=at, version=version
    )
    return [_put_in(told, enquiry_id=enquiry_id, check_id=check_id, actor=actor, at=at).id for told in named]


@transaction.atomic
def add_item(*, enquiry_id: UUID, item: ItemTold, actor: Actor, at: datetime) -> UUID:
    """Put something in unasked: an agency need not wait for a request to say what a child's safety needs.

    Whoever decides is told when a decision has been made already; of what is hidden, only those who may know of it.
    """
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    permissions.require_can_add(actor)
    enquiry_queries.require_may_share(enquiry_id, actor=actor)
    told = item.by(actor.name)
    require_fit(told, enquiry.id, actor, at)
    row = _put_in(told, enquiry_id=enquiry_id, check_id=None, actor=actor, at=at)
    tell_if_decided(row, actor=actor, at=at)
    return row.id


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


def _put_in(told: ItemTold, *, enquiry_id: UUID, check_id: UUID | None, actor: Actor, at: datetime) -> Item:
    item = Item(
        hub_id=actor.hub_id,
        enquiry_id=enquiry_id,
        check_answered_id=check_id,
        agency_id=_agency_of(actor),
        state=ITEM.initial,
        sealed_at=at,
        sealed_by=actor.id,
        sealed_by_name=actor.name,
    )
    say(item, told)
    item.save(force_insert=True)
    write_version(item, told, actor=actor, at=at)
    attachments.put_in(item, told.files, actor=actor, at=at)
    record("item.sealed", item, actor, at)
    return item


def say(item: Item, told: ItemTold) -> None:
    """Let the row say what was told of the item, without saving it."""
    item.professional = told.professional.strip()
    item.source_kind, item.sensitivity, item.leave = told.source_kind, told.sensitivity, told.leave
    item.fact_on, item.vetting = told.fact_on, told.vetting
    item.grading_source = told.grading.source
    item.grading_information = told.grading.information
    item.grading_handling = told.grading.handling


def _agency_of(actor: Actor) -> UUID:
    if actor.agency_id is None:
        raise Refused("What is in the sealed room belongs to an agency; you act for none.")
    return actor.agency_id


def write_version(item: Item, told: ItemTold, *, actor: Actor, at: datetime) -> None:
    """Seal what was told as the version that the item now has: words, handling condition, and all else it says."""
    version_id = uuid4()
    place = (item.hub_id, item.agency_id, version_id)
    words = vault.seal(told.text.strip().encode(), place=vault.item_text(*place))
    # Sealed even when empty, so that nobody reads from the table which items carry a condition.
    condition = vault.seal(told.handling.strip().encode(), place=vault.item_handling(*place))
    facts = vault.seal(json.dumps(rules.facts_of(told)).encode(), place=vault.item_facts(*place))
    ItemVersion.objects.create(
        id=version_id,
        hub_id=item.hub_id,
        item=item,
        number=item.version,
        ciphertext=words.ciphertext,
        wrapped_key=words.wrapped_key,
        handling_ciphertext=condition.ciphertext,
        handling_wrapped_key=condition.wrapped_key,
        facts_ciphertext=facts.ciphertext,
        facts_wrapped_key=facts.wrapped_key,
        sealed_at=at,
        sealed_by=actor.id,
    )
    which = {"hub_id": item.hub_id, "item": item, "number": item.version}
    ItemPerson.objects.bulk_create(ItemPerson(**which, person_id=each) for each in dict.fromkeys(told.about))
    ItemReader.objects.bulk_create(ItemReader(**which, user_id=each) for each in dict.fromkeys(told.readers))


def require_fit(told: ItemTold, enquiry_id: UUID, actor: Actor, at: datetime, *, prefix: str = "") -> None:
    """All that must hold of an item of the actor's agency before it is sealed."""
    rules.require_fit_for_the_room(told, at=at, prefix=prefix)
    if told.grading:
        kind = agency_queries.agency(_agency_of(actor), actor.hub_id).kind
        rules.require_grading(told.grading, agency_kind=kind, handling=told.handling, prefix=prefix)
    if told.readers:
        in_the_room = [each.user_id for each in account_queries.people_of(actor.hub_id) if each.role in READERS]
        rules.require_readers_of_the_hub(told.readers, in_the_room, prefix=prefix)
    _require_people(told, enquiry_id, actor, prefix=prefix)


def _require_people(told: ItemTold, enquiry_id: UUID, actor: Actor, prefix: str = "") -> None:
    if told.about:
        enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
        people = [s.person.id for s in enquiry.subjects] + [m.person.id for m in enquiry.members]
        rules.require_people_of_the_enquiry(told.about, people, prefix=prefix)


def record(name: str, item: Item, actor: Actor, at: datetime) -> None:
    """Write down what happened to an item."""
    audit.record(
        name,
        actor=actor,
        at=at,
        about=("item", item.id),
        enquiry_id=item.enquiry_id,
        owner=item.agency_id,
        detail={"version": item.version, "sensitivity": item.sensitivity},
    )


def tell_if_decided(item: Item, *, actor: Actor, at: datetime) -> None:
    """Ring those who decide, once a decision is made; of what is hidden, only those of them who may know of it."""
    enquiry_id = item.enquiry_id
    if not enquiry_queries.any_decided(enquiry_id, actor=actor):
        return
    notifications.queue(
        "added_after_decision",
        hub_id=actor.hub_id,
        to=_to_tell(item),
        about_id=enquiry_id,
        at=at,
        reference=enquiry_queries.references({enquiry_id}, actor=actor)[enquiry_id],
        path=f"/enquiries/{enquiry_id}/room/",
    )


def _to_tell(item: Item) -> list[str]:
    if item.sensitivity != rules.Sensitivity.HIDDEN:
        return account_queries.addresses(item.hub_id, roles=DECIDERS)
    named = ItemReader.objects.filter(hub_id=item.hub_id, item=item, number=item.version)
    told = set(account_queries.addresses(item.hub_id, agency_id=item.agency_id, roles=DECIDERS))
    for user_id in named.values_list("user_id", flat=True):
        told.update(account_queries.addresses(item.hub_id, user_id=user_id))
    return sorted(told)
