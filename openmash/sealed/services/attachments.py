"""Attaching files: checked first, sealed at once, and on an item only when the form they came with is sent."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import transaction

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import Refused, RuleBroken
from openmash.sealed import permissions, rules, vault
from openmash.sealed.models import Attachment, Item, WaitingFile
from openmash.sealed.queries import attachments as queries
from openmash.sealed.rules import FileLabel
from openmash.sealed.vault import Place
from openmash.uploads import Checked, Limits, Upload, require_fit, require_room_for

log = structlog.get_logger(__name__)


def limits() -> Limits:
    """How much may be attached on this installation, and which scanner is asked."""
    return Limits(**settings.OPENMASH_UPLOADS)


def check_file(upload: Upload, *, field: str = "files") -> Checked:
    """Whether a file may be attached at all. Not inside a transaction that holds a row: it may take seconds.

    Raises:
        RuleBroken: ``uploads.…``: what is wrong with it and what to do; the log says which rule, never which file.
    """
    try:
        return require_fit(upload, limits=limits(), field=field)
    except RuleBroken as broken:
        log.info("upload_refused", rule=broken.rule, size=len(upload.content))
        raise


@transaction.atomic
def keep_waiting(*, form: str, file: Checked, actor: Actor, at: datetime, field: str = "files") -> UUID:
    """Keep a checked file, encrypted, until the form that it was attached to is sent.

    Args:
        form: which form of which thing, and which item on it: "check:<id>:items:0".
        file: as ``check_file`` gave it back.
        actor: somebody who speaks for an agency; the file is for them alone until they send the form.
        at: when.
        field: of the form, for a refusal.

    Raises:
        Refused: they speak for no agency.
        RuleBroken: ``uploads.too_many``.
    """
    permissions.require_can_add(actor)
    if actor.agency_id is None:
        raise Refused("What is in the sealed room belongs to an agency; you act for none.")
    waiting = WaitingFile.objects.filter(hub_id=actor.hub_id, attached_by=actor.id, form=form)
    require_room_for(waiting.count() + 1, limits=limits(), field=field)
    file_id = uuid4()
    label_place, content_place = _places("sealed_waitingfile", actor.hub_id, actor.agency_id, file_id)
    WaitingFile.objects.create(
        id=file_id,
        hub_id=actor.hub_id,
        agency_id=actor.agency_id,
        attached_by=actor.id,
        form=form,
        attached_at=at,
        **_sealed(file, label_place, content_place),
    )
    return file_id


@transaction.atomic
def take_off_waiting(*, file_id: UUID, actor: Actor) -> None:
    """Forget a file that its sender does not want to send after all; nothing happens where there is none."""
    WaitingFile.objects.filter(hub_id=actor.hub_id, attached_by=actor.id, id=file_id).delete()


@transaction.atomic
def discard_waiting(*, form: str, actor: Actor) -> None:
    """Forget all files of a form and of its items, because it was sent or is no longer wanted."""
    WaitingFile.objects.filter(hub_id=actor.hub_id, attached_by=actor.id, form__startswith=form).delete()


def forget_waiting_files(*, hub_id: UUID, at: datetime) -> int:
    """Forget what waits for a form that nobody sent; returns how many."""
    return WaitingFile.objects.filter(hub_id=hub_id, attached_at__lt=at - rules.WAITS).delete()[0]


def put_in(item: Item, files: Sequence[Checked], *, actor: Actor, at: datetime, field: str = "files") -> None:
    """Seal files on the newest version of an item; part of the transaction that puts the item in or corrects it."""
    there = queries.on_item(item)
    require_room_for(there.count() + len(files), limits=limits(), field=field)
    first = Attachment.objects.filter(hub_id=item.hub_id, item=item).count()
    for position, file in enumerate(files, start=first):
        _put_in(item, file, position, actor=actor, at=at)


def take_off(item: Item, ids: Collection[UUID], *, actor: Actor, at: datetime) -> None:
    """Take files off an item with the correction that is now its newest version; earlier versions keep them."""
    if not ids:
        return
    rows = queries.on_item(item).filter(id__in=ids)
    rules.require_the_items_own(set(ids), set(rows.values_list("id", flat=True)))
    rows.update(until_version=item.version)
    for each in ids:
        _record("attachment.taken_off", each, item, actor, at)


def _put_in(item: Item, file: Checked, position: int, *, actor: Actor, at: datetime) -> None:
    file_id = uuid4()
    label_place, content_place = _places("sealed_attachment", item.hub_id, item.agency_id, file_id)
    Attachment.objects.create(
        id=file_id,
        hub_id=item.hub_id,
        item=item,
        since_version=item.version,
        position=position,
        sealed_at=at,
        sealed_by=actor.id,
        **_sealed(file, label_place, content_place),
    )
    _record("attachment.sealed", file_id, item, actor, at)


def _places(table: str, hub_id: UUID, agency_id: UUID, file_id: UUID) -> tuple[Place, Place]:
    return vault.file_label(table, hub_id, agency_id, file_id), vault.file_content(table, hub_id, agency_id, file_id)


def _sealed(file: Checked, label_place: Place, content_place: Place) -> dict[str, bytes | memoryview | str]:
    label = FileLabel(file.name, file.media_type, len(file.content), file.notes)
    words = vault.seal(label.as_bytes(), place=label_place)
    content = vault.seal(file.content, place=content_place)
    return {
        "label_ciphertext": words.ciphertext,
        "label_wrapped_key": words.wrapped_key,
        "content_ciphertext": content.ciphertext,
        "content_wrapped_key": content.wrapped_key,
    }


def _record(name: str, file_id: UUID, item: Item, actor: Actor, at: datetime) -> None:
    audit.record(
        name,
        actor=actor,
        at=at,
        about=("attachment", file_id),
        enquiry_id=item.enquiry_id,
        owner=item.agency_id,
        detail={"item": str(item.id), "version": item.version},
    )
