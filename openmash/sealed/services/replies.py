"""Taking in what virtual partners sent through the outside door."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from openmash.access import Actor, Role
from openmash.checks import queries as check_queries
from openmash.checks import services as check_services
from openmash.checks.queries import WaitingReply
from openmash.checks.rules import LateTold, NilTold
from openmash.core import envelopes, hub_context, letters
from openmash.core.errors import RuleBroken
from openmash.hubs import services as hub_services
from openmash.sealed.rules import ItemTold, ReplyTold, read_letter
from openmash.sealed.services.attachments import check_file
from openmash.sealed.services.items import put_in_answer

_NOT_SCANNED = "uploads.not_scanned"
_CANNOT_BE_KEPT = "Something in the reply cannot be kept. Ring the agency and take the answer down."


def take_in_replies(*, hub_id: UUID, at: datetime) -> int:
    """Open each waiting reply and answer its request in the name of whoever wrote it.

    A reply that cannot be taken in keeps the reason and stays for a person to see; the others go on.

    Args:
        hub_id: the hub.
        at: now.

    Returns:
        How many were taken in.

    Raises:
        KeyMissing: this process does not hold the hub's key; nothing is marked as failed for that.
    """
    with hub_context.enter(hub_id=hub_id):
        private_key = hub_services.intake_private_key(hub_id)
        waiting = check_queries.waiting_replies(hub_id)
    return sum(_take_in_or_say_why(reply, private_key, hub_id=hub_id, at=at) for reply in waiting)


def _take_in_or_say_why(reply: WaitingReply, private_key: bytes, *, hub_id: UUID, at: datetime) -> bool:
    waits_for_scanner = False

    def take_in() -> None:
        nonlocal waits_for_scanner
        letter = envelopes.take_in(reply.ciphertext, private_key=private_key, context=reply.context)
        told = read_letter(letter)
        try:
            items = _with_files(reply, told, private_key, hub_id=hub_id)
        except RuleBroken as broken:
            waits_for_scanner = broken.rule == _NOT_SCANNED
            raise
        _take_in(reply, replace(told, items=items), hub_id=hub_id, at=at)
        check_services.reply_taken_in(reply_id=reply.id, at=at)

    with hub_context.enter(hub_id=hub_id):
        because = letters.failure_of(take_in, letter_id=reply.id, otherwise=_CANNOT_BE_KEPT)
        if because and not waits_for_scanner:  # a scanner that is down is not the partner's fault: the next round tries
            check_services.reply_failed(reply_id=reply.id, because=because, at=at)
    return not because


def _with_files(reply: WaitingReply, told: ReplyTold, private_key: bytes, *, hub_id: UUID) -> tuple[ItemTold, ...]:
    """The items with their files, each checked again inside: the outside door is not believed either."""
    ids = [file_id for of_item in told.files for file_id in of_item]
    if not ids:
        return told.items
    found = check_services.files_of_reply(
        hub_id=hub_id, invitation_id=reply.invitation_id, ids=ids, private_key=private_key
    )
    checked = {file_id: check_file(upload) for file_id, upload in found.items()}
    return tuple(
        replace(item, files=tuple(checked[file_id] for file_id in of_item))
        for item, of_item in zip(told.items, told.files, strict=True)
    )


def _take_in(reply: WaitingReply, told: ReplyTold, *, hub_id: UUID, at: datetime) -> None:
    partner = Actor(
        id=reply.invitation_id,
        name=told.name,
        hub_id=hub_id,
        role=Role.VIRTUAL_PARTNER,
        agency_id=reply.agency_id,
        agency_name=reply.agency_name,
    )
    late = LateTold(told.late_effect, told.late_effect_why) if told.late_effect else None
    if told.items:
        put_in_answer(
            check_id=reply.check_id,
            enquiry_id=reply.enquiry_id,
            items=told.items,
            searched=told.searched,
            late=late,
            actor=partner,
            at=at,
        )
        return
    nil = NilTold(told.nil_return, told.searched, told.explanation)
    check_services.answer_nothing(check_id=reply.check_id, nil=nil, late=late, actor=partner, at=at)
