"""The files on items: their labels for whoever has read the item, their bytes for whoever opens one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from openmash.access import Actor
from openmash.audit import services as audit
from openmash.core.errors import NotFound, Refused
from openmash.core.keys import Erased
from openmash.sealed import vault
from openmash.sealed.models import Attachment, Item, WaitingFile
from openmash.sealed.queries import room
from openmash.sealed.queries.room import ItemView
from openmash.sealed.rules import FileLabel, read_label
from openmash.sealed.vault import Envelope, Place
from openmash.uploads import Checked, size_in_words

_ERASED = FileLabel("A file that was erased", "", 0)


@dataclass(frozen=True)
class FileView:
    """A file as a line of a list; ``erased`` says that its time to be kept was over."""

    id: UUID
    name: str
    size_words: str
    notes: tuple[str, ...]
    erased: bool = False


def on_item(item: Item) -> QuerySet[Attachment]:
    """The rows of the files on the newest version of an item."""
    return Attachment.objects.filter(_current(), hub_id=item.hub_id, item=item, since_version__lte=item.version)


def files_of(items: Iterable[ItemView], *, actor: Actor) -> dict[UUID, tuple[FileView, ...]]:
    """The files of items that were just read, by item; what the reader may not read has none here.

    Args:
        items: as ``room`` or ``item`` gave them back: their reading is on the log.
        actor: the same reader.
    """
    owners = {each.id: each.agency_id for each in items if each.readable}
    rows = list(
        Attachment.objects.filter(_current(), hub_id=actor.hub_id, item_id__in=owners)
        .defer("content_ciphertext")
        .order_by("position")
    )
    places = [vault.file_label("sealed_attachment", row.hub_id, owners[row.item_id], row.id) for row in rows]
    labels = vault.open_each([(_label(row), place) for row, place in zip(rows, places, strict=True)])
    found: dict[UUID, tuple[FileView, ...]] = defaultdict(tuple)
    for row, raw in zip(rows, labels, strict=True):
        found[row.item_id] += (_view(row.id, raw),)
    return found


def file(file_id: UUID, *, actor: Actor, at: datetime) -> Checked:
    """One file, opened; that it was is on the log first. Whoever may not read the item may not open its files.

    Raises:
        NotFound: there is none, it was taken off, or the actor may not know of its item.
        Refused: the item is held back from the actor.
        RuleBroken: as of ``room``.
        Erased: its time to be kept was over.
    """
    row = Attachment.objects.filter(_current(), hub_id=actor.hub_id, id=file_id).first()
    if row is None:
        raise NotFound
    try:
        item = room.item(row.item_id, actor=actor, at=at)
    except NotFound:  # in the very words of a file that never was
        raise NotFound from None
    if not item.readable:
        raise Refused(item.why_not)
    audit.record(
        "attachment.opened",
        actor=actor,
        at=at,
        about=("attachment", row.id),
        enquiry_id=item.enquiry_id,
        owner=item.agency_id,
        detail={"item": str(item.id)},
    )
    return _opened(row, "sealed_attachment", item.agency_id)


def waiting_files(form: str, *, actor: Actor) -> tuple[FileView, ...]:
    """What the actor has attached to a form and not sent."""
    rows = list(_waiting(form, actor).defer("content_ciphertext"))
    places = [_waiting_place(row) for row in rows]
    labels = vault.open_each([(_label(row), place) for row, place in zip(rows, places, strict=True)])
    return tuple(_view(row.id, raw) for row, raw in zip(rows, labels, strict=True))


def waiting_to_send(form: str, *, actor: Actor) -> tuple[Checked, ...]:
    """The files themselves, checked when they were attached, for the service that puts them on an item."""
    return tuple(_opened(row, "sealed_waitingfile", row.agency_id) for row in _waiting(form, actor))


def _current() -> Q:
    return Q(until_version=None) | Q(until_version__gt=F("item__version"))


def _waiting(form: str, actor: Actor) -> QuerySet[WaitingFile]:
    rows = WaitingFile.objects.filter(hub_id=actor.hub_id, attached_by=actor.id, form=form)
    return rows.order_by("attached_at", "id")


def _waiting_place(row: WaitingFile) -> Place:
    return vault.file_label("sealed_waitingfile", row.hub_id, row.agency_id, row.id)


def _label(row: Attachment | WaitingFile) -> Envelope:
    return Envelope(bytes(row.label_ciphertext), row.label_wrapped_key)


def _view(file_id: UUID, raw: bytes | Erased) -> FileView:
    label = _ERASED if isinstance(raw, Erased) else read_label(raw)
    return FileView(file_id, label.name, size_in_words(label.size), label.notes, erased=isinstance(raw, Erased))


def _opened(row: Attachment | WaitingFile, table: str, agency_id: UUID) -> Checked:
    label = read_label(vault.open_(_label(row), place=vault.file_label(table, row.hub_id, agency_id, row.id)))
    envelope = Envelope(bytes(row.content_ciphertext), row.content_wrapped_key)
    content = vault.open_(envelope, place=vault.file_content(table, row.hub_id, agency_id, row.id))
    return Checked(label.name, label.media_type, content, label.notes)
