"""Files that virtual partners attach to a reply: checked at the outside door, encrypted to the hub, taken in inside."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from openmash.checks import rules
from openmash.checks.models import Reply, ReplyFile
from openmash.checks.services.links import opened
from openmash.core import envelopes
from openmash.core.keys import Unreadable
from openmash.hubs import queries as hub_queries
from openmash.uploads import Checked, Limits, Upload, require_fit


@dataclass(frozen=True)
class FileSent:
    """A file that the hub has and the door that took it in cannot read again.

    Args:
        id: names it in the reply.
        number: of those sent through this link.
        file: what was sent, for the page that says so; it is not kept at the outside door.
    """

    id: UUID
    number: int
    file: Checked


@transaction.atomic
def attach_to_reply(*, hub_id: UUID, code: str, upload: Upload, after: int, at: datetime) -> FileSent:
    """Check a file and put it beside a reply that is being written. Outside door.

    Args:
        hub_id: the hub in the link's address.
        code: the code in the link.
        upload: the file.
        after: the number of the last file that the page knows of.
        at: when.

    Raises:
        RuleBroken: ``checks.link_is_open``, ``uploads.…`` or ``checks.few_files_through_a_link``.
    """
    link, _, _ = opened(hub_id, code, at)
    checked = require_fit(upload, limits=Limits(**settings.OPENMASH_UPLOADS))
    file_id = uuid4()
    letter = {"name": checked.name, "content": base64.b64encode(checked.content).decode()}
    row = ReplyFile(
        id=file_id,
        hub_id=hub_id,
        invitation=link,
        ciphertext=envelopes.post(
            letter, public_key=hub_queries.hub(hub_id).intake_public_key, context=_context(hub_id, file_id)
        ),
        sent_at=at,
    )
    return FileSent(file_id, _put_in(row, after), checked)


def files_of_reply(
    *, hub_id: UUID, invitation_id: UUID, ids: Collection[UUID], private_key: bytes
) -> dict[UUID, Upload]:
    """The files that a reply names, opened, each to be checked again: anybody may have written them.

    Raises:
        Unreadable: one of them is not there, or was changed.
    """
    rows = ReplyFile.objects.filter(hub_id=hub_id, invitation_id=invitation_id, id__in=ids)
    found = {row.id: _opened(row, private_key) for row in rows}
    if set(found) != set(ids):
        raise Unreadable("A file of this reply did not arrive. Ring the agency and ask for it.")
    return found


def forget_reply_files(*, hub_id: UUID, at: datetime) -> int:
    """Delete files whose reply was taken in, and those whose reply was never sent; returns how many."""
    waits = Reply.objects.filter(hub_id=hub_id, taken_in_at=None).values("invitation_id")
    taken_in = Reply.objects.filter(hub_id=hub_id, taken_in_at__isnull=False).values("invitation_id")
    rows = ReplyFile.objects.filter(hub_id=hub_id)
    old = rows.filter(sent_at__lt=at - rules.FILES_WAIT).exclude(invitation_id__in=waits)
    return rows.filter(invitation_id__in=taken_in).delete()[0] + old.delete()[0]


def _put_in(row: ReplyFile, after: int) -> int:
    """Under the first number that is free; this door may not look which are."""
    for number in range(max(0, after) + 1, rules.MOST_FILES_SENT + 2):
        rules.require_few_files(number)
        row.number = number
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            continue
        return number
    raise AssertionError("the rule above stops at its own limit")


def _opened(row: ReplyFile, private_key: bytes) -> Upload:
    letter = envelopes.take_in(row.ciphertext, private_key=private_key, context=_context(row.hub_id, row.id))
    name, content = letter.get("name"), letter.get("content")
    if not isinstance(name, str) or not isinstance(content, str):
        raise Unreadable("A file of this reply cannot be read. Ring the agency and ask for it.")
    try:
        return Upload(name, base64.b64decode(content, validate=True))
    except ValueError as error:
        raise Unreadable("A file of this reply cannot be read. Ring the agency and ask for it.") from error


def _context(hub_id: UUID, file_id: UUID) -> str:
    return f"checks_replyfile|{hub_id}|{file_id}|file"
