"""Answers of virtual partners that come by secure e-mail: taken in like those through the link, at the outside door."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from openmash.checks import rules
from openmash.checks.models import RefusedMail
from openmash.checks.rules import ItemInReply, ReplyTold
from openmash.checks.rules.mails import is_for_a_person, nil_in
from openmash.checks.services import links
from openmash.checks.services.files import attach_to_reply
from openmash.core.errors import RuleBroken
from openmash.uploads import Limits, require_room_for
from openmash.uploads.secure_mail import MailRead, quoted_in, read_mail, require_from_whom_was_asked

AS_IT_WAS_WRITTEN = "Read in from an e-mail as it was written: nobody has told its facts from its opinions."
FILES_ALONE = "They wrote nothing in the e-mail itself: what they know is in the files that came with it."
SEARCHED = "Not said: they answered by secure e-mail."


def reply_by_mail(*, hub_id: UUID, content: bytes, at: datetime) -> RuleBroken | None:
    """Take in an answer that came by e-mail, once, encrypted to the hub on arrival. Outside door.

    It answers the request whose one-time link it quotes, and uses that link up. What it says is one item that does not
    leave the room before its owner agrees, with the files that came with it; or it is one of the nil returns.

    Args:
        hub_id: the hub whose mailbox it came to.
        content: the mail as it arrived.
        at: when it is read.

    Returns:
        Why it was not taken in, where it came from whom was asked and stands on the request's page by now, so that
        somebody rings them; None where it was taken in.

    Raises:
        RuleBroken: ``uploads.…``, ``uploads.mail_…``, ``checks.link_is_open``: no request of the hub's hears of it.
    """
    try:
        with transaction.atomic():
            _take_in(hub_id, content, at)
    except RuleBroken as broken:
        if not (is_for_a_person(broken.rule) and _noted(hub_id, content, broken.rule, at)):
            raise
        return broken
    return None


def _take_in(hub_id: UUID, content: bytes, at: datetime) -> None:
    limits = Limits(**settings.OPENMASH_UPLOADS)
    mail = read_mail(content, limits=limits)
    _, asked, _ = links.opened(hub_id, mail.code, at)
    require_from_whom_was_asked(mail.address, asked.get("domain", ""))
    require_room_for(len(mail.files), limits=limits, field="mail")
    told = _told(mail, _attached(hub_id, mail, at), decided=asked["decided"])
    links.reply(hub_id=hub_id, code=mail.code, letter=rules.letter_of(told), at=at)


def _attached(hub_id: UUID, mail: MailRead, at: datetime) -> tuple[str, ...]:
    """Each file checked by itself and encrypted to the hub, like those sent through the link; what the reply names."""
    return tuple(
        str(attach_to_reply(hub_id=hub_id, code=mail.code, upload=upload, after=number, at=at).id)
        for number, upload in enumerate(mail.files)
    )


def _told(mail: MailRead, files: tuple[str, ...], *, decided: bool) -> ReplyTold:
    nil = nil_in(mail.words, has_files=bool(files))
    words = mail.words or FILES_ALONE
    item = ItemInReply(text=words, source_kind="fact", leave="ask", handling=AS_IT_WAS_WRITTEN, files=files)
    return ReplyTold(
        name=mail.name,
        role=f"by e-mail from {mail.address}",
        nil=nil,
        searched=nil.searched if nil else SEARCHED,
        items=() if nil else (item,),
        late=rules.NOT_ASKED if decided else None,
    )


def _noted(hub_id: UUID, content: bytes, rule: str, at: datetime) -> bool:
    """Whether the request that it quotes is told; not where it comes from elsewhere, or the link is used up."""
    quoted = quoted_in(content)
    if quoted is None:
        return False
    with transaction.atomic():
        try:
            link, asked, partner = links.opened(hub_id, quoted.code, at)
            require_from_whom_was_asked(quoted.address, asked.get("domain", ""))
        except RuleBroken:
            return False
        try:
            with transaction.atomic():
                RefusedMail.objects.create(hub_id=hub_id, invitation=link, rule=rule, came_at=at)
        except IntegrityError:
            return True  # another mail with the same fault: it is on the page already
        links.record_by_partner("check.mail_put_aside", asked, partner, at, {"rule": rule})
    return True
