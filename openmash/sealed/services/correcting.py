"""What an owner does with its own items afterwards: correct, restate, clear, take out."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.core.errors import NotFound, Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import permissions, rules
from openmash.sealed.models import Item, ItemPerson, ItemReader
from openmash.sealed.queries.reading import may_know
from openmash.sealed.rules import Grading, ItemTold
from openmash.sealed.services import attachments
from openmash.sealed.services.items import record, require_fit, say, tell_if_decided, write_version
from openmash.sealed.states import ITEM
from openmash.uploads import Checked


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
    """Correct the words of an item of one's own agency; all else it says stays as it is.

    The words before are kept as their own version. Whatever was agreed or cleared about them no longer holds.

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
    item = _owned(item_id, actor, version)
    told = replace(_as_it_stands(item), text=text, handling=handling, files=tuple(files))
    return _new_version(item, told, take_off=take_off, actor=actor, at=at)


@transaction.atomic
def restate(
    *,
    item_id: UUID,
    item: ItemTold,
    actor: Actor,
    at: datetime,
    version: int | None = None,
    take_off: Collection[UUID] = (),
) -> int:
    """Say anew all that an item says: words, kind, date, people, who may read it, grading. A new version, as always.

    Args:
        item_id: the item.
        item: as it should be from now on; ``files`` are added to those it has.
        actor: somebody of the agency that owns it.
        at: when.
        version: the one that the form was opened on; None not to ask.
        take_off: files that are no longer on it from the new version on.

    Raises:
        RuleBroken: ``sealed.hidden_from_the_beginning`` where it was not hidden so far, and what any item must say.
    """
    row = _owned(item_id, actor, version)
    rules.require_not_hidden_later(before=row.sensitivity, after=item.sensitivity)
    return _new_version(row, item.by(actor.name), take_off=take_off, actor=actor, at=at)


@transaction.atomic
def clear(*, item_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Let what was graded for handling with conditions (code C) leave, as far as its handling goes.

    It holds for the words as they stand: a correction has to be cleared anew. Whether it goes to a team at all is still
    asked and answered for each team.
    """
    item = _owned(item_id, actor, version)
    rules.require_to_be_cleared(item)
    item.cleared_at, item.cleared_by, item.cleared_by_name = at, actor.id, actor.name
    item.save(update_fields=["cleared_at", "cleared_by", "cleared_by_name"])
    record("item.cleared", item, actor, at)


@transaction.atomic
def withdraw(*, item_id: UUID, actor: Actor, at: datetime, version: int | None = None) -> None:
    """Take an item of one's own agency out of the room: shown no more, may not leave, versions kept."""
    item = _owned(item_id, actor, version)
    item.state = ITEM.move(item.state, "withdraw")
    item.save(update_fields=["state"])
    record("item.withdrawn", item, actor, at)
    tell_if_decided(item, actor=actor, at=at)


def _new_version(item: Item, told: ItemTold, *, take_off: Collection[UUID], actor: Actor, at: datetime) -> int:
    require_fit(told, item.enquiry_id, actor, at)
    item.version += 1
    say(item, told)
    item.cleared_at, item.cleared_by, item.cleared_by_name = None, None, ""
    item.save()
    write_version(item, told, actor=actor, at=at)
    attachments.take_off(item, take_off, actor=actor, at=at)
    attachments.put_in(item, told.files, actor=actor, at=at)
    record("item.corrected", item, actor, at)
    tell_if_decided(item, actor=actor, at=at)
    return item.version


def _as_it_stands(item: Item) -> ItemTold:
    """All an item says of itself now but its words, which whoever corrects them gives anew."""
    which = {"hub_id": item.hub_id, "item": item, "number": item.version}
    return ItemTold(
        text="",
        source_kind=item.source_kind,
        sensitivity=item.sensitivity,
        leave=item.leave,
        fact_on=item.fact_on,
        professional=item.professional,
        about=tuple(ItemPerson.objects.filter(**which).values_list("person_id", flat=True)),
        readers=tuple(ItemReader.objects.filter(**which).values_list("user_id", flat=True)),
        vetting=item.vetting,
        grading=Grading(item.grading_source, item.grading_information, item.grading_handling),
    )


def _owned(item_id: UUID, actor: Actor, version: int | None) -> Item:
    item = Item.objects.select_for_update().filter(may_know(actor), hub_id=actor.hub_id, id=item_id).first()
    if item is None:
        raise NotFound
    owner = agency_queries.agency(item.agency_id, actor.hub_id)
    require(permissions.can_control(actor, agency_id=owner.id, agency_name=owner.name))
    enquiry_queries.require_not_kept_out(item.enquiry_id, actor=actor)
    if version not in (None, item.version):
        raise Stale("this information")
    rules.require_not_withdrawn(item.state)
    return item
