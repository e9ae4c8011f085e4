"""Answers of virtual partners that come by secure e-mail: taken in like those through the link, at the outside door."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from openmash.checks import rules
from openmash.checks.rules import ItemInReply, ReplyTold
from openmash.checks.services import links
from openmash.uploads.kinds import Limits
from openmash.uploads.secure_mail import MailRead, read_mail, require_from_whom_was_asked

AS_IT_WAS_WRITTEN = "Read in from an e-mail as it was written: nobody has told its facts from its opinions."
SEARCHED = "Not said: they answered by secure e-mail."


@transaction.atomic
def reply_by_mail(*, hub_id: UUID, content: bytes, at: datetime) -> None:
    """Take in an answer that came by e-mail, once, encrypted to the hub on arrival. Outside door.

    It answers the request whose one-time link it quotes, and uses that link up; what it says is one item that does not
    leave the room before its owner agrees.

    Args:
        hub_id: the hub whose mailbox it came to.
        content: the mail as it arrived.
        at: when it is read.

    Raises:
        RuleBroken: ``uploads.…``, ``uploads.mail_…``, ``checks.link_is_open``.
    """
    mail = read_mail(content, limits=Limits(**settings.OPENMASH_UPLOADS))
    _, asked, _ = links.opened(hub_id, mail.code, at)
    require_from_whom_was_asked(mail, asked.get("domain", ""))
    told = _told(mail, decided=asked["decided"])
    links.reply(hub_id=hub_id, code=mail.code, letter=rules.letter_of(told), at=at)


def _told(mail: MailRead, *, decided: bool) -> ReplyTold:
    item = ItemInReply(text=mail.words, source_kind="fact", leave="ask", handling=AS_IT_WAS_WRITTEN)
    return ReplyTold(
        name=mail.name,
        role=f"by e-mail from {mail.address}",
        nil=None,
        searched=SEARCHED,
        items=(item,),
        late=rules.NOT_ASKED if decided else None,
    )
