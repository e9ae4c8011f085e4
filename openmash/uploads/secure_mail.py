"""An answer that came by secure e-mail, read as it arrived: who wrote it, their own words, and which request it quotes.

Nothing in a mail is trusted: it is looked through like every file that comes in, and what cannot be read by a machine
without leaving something out is refused with a sentence, for a person to read and take down.
"""

import email.parser
import email.policy
import html
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr

from openmash.core.errors import RuleBroken
from openmash.uploads.kinds import Limits, Upload
from openmash.uploads.requiring import require_fit

LONGEST_WORDS = 20_000
_LINK = re.compile(r"/answer/([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){3})/")
_QUOTE_BEGINS = re.compile(
    r"^\s*(-{2,}\s*(original|forwarded) message|_{8,}\s*$|on .{4,120} wrote:\s*$|from:\s.+@|begin forwarded message)",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"<\s*(br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)
_NOT_SAID = re.compile(r"<\s*(style|head|title)\b.*?<\s*/\s*\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_BY_THEMSELVES = ("auto-submitted", "x-autoreply", "x-autorespond", "x-auto-response-suppress")


@dataclass(frozen=True)
class MailRead:
    """What a mail says.

    Args:
        name: of whoever wrote it, as their own mail program gives it; their address where it gives none.
        address: where it came from, in small letters.
        words: what they wrote, without what they quote.
        code: the code of the one request that the mail quotes.
    """

    name: str
    address: str
    words: str
    code: str


def read_mail(content: bytes, *, limits: Limits) -> MailRead:
    """Read an answer.

    Args:
        content: the mail as it arrived, RFC 5322.
        limits: how large it may be, and whether a scanner is asked.

    Raises:
        RuleBroken: ``uploads.<code>`` of ``faults.SENTENCES``, or ``uploads.mail_…``: what is wrong, and what to do.
    """
    require_fit(Upload("answer.eml", content), limits=limits, field="mail")
    message = email.parser.BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(content)
    _require_by_a_person(message)
    _require_no_attachments(message)
    text = _text_of(message)
    code = _require_one_request(text)
    words = _own_words(text)
    if not words:
        raise _broken("has_words", "This e-mail says nothing above what it quotes. Ring them and take the answer down.")
    if len(words) > LONGEST_WORDS:
        raise _broken("is_short", f"This e-mail is longer than {LONGEST_WORDS:,} characters. Take the answer down.")
    name, address = parseaddr(str(message.get("From", "")))
    if "@" not in address:
        raise _broken("says_from_whom", "This e-mail does not say from whom it is. Ring the agency that was asked.")
    return MailRead(" ".join((name or address).split())[:120], address.lower(), words, code)


def require_from_whom_was_asked(mail: MailRead, domain: str) -> None:
    """An answer comes from the organisation that was asked; whoever else holds the link rings the hub.

    Source: case study Hampshire (source document 003): agencies work on their own systems and answer by secure e-mail;
    that the domain has to be theirs is an own choice.

    Args:
        mail: the answer.
        domain: that of the agency's own address, "fire.example".
    """
    if not domain or mail.address.rpartition("@")[2] != domain.lower():
        raise _broken(
            "from_whom_was_asked",
            "This e-mail does not come from the organisation that was asked. Ring them on the number that the hub has "
            "for them, and take the answer down.",
        )


def _require_by_a_person(message: EmailMessage) -> None:
    told = {name: str(message.get(name, "no")).strip().lower() for name in _BY_THEMSELVES}
    if told["auto-submitted"] != "no" or any(told[name] != "no" for name in ("x-autoreply", "x-autorespond")):
        raise _broken(
            "written_by_a_person",
            "This e-mail was sent by itself, as when somebody is away. Chase them.",
        )


def _require_no_attachments(message: EmailMessage) -> None:
    for part in message.walk():
        if part.is_multipart():
            continue
        signature = part.get_content_type() in ("application/pkcs7-signature", "application/x-pkcs7-signature")
        words = part.get_content_type() in ("text/plain", "text/html") and not part.get_filename()
        if not (words or signature):
            raise _broken(
                "without_files",
                "This e-mail has a file with it, which is not read in by itself. Put it in by hand, or ask them to "
                "send it through the link in the hub's message.",
            )


def _require_one_request(text: str) -> str:
    codes: set[str] = {code.upper() for code in _LINK.findall(text)}
    if len(codes) != 1:
        sentence = (
            "This e-mail quotes more than one request, so nobody can say which it answers. Ring them."
            if codes
            else "This e-mail quotes no request of the hub's. Ask them to answer the hub's message, with it below."
        )
        raise _broken("quotes_one_request", sentence)
    [code] = codes
    return code


def _text_of(message: EmailMessage) -> str:
    """All text of a mail; the plain one where there is one, or else the other without its marks."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = str(body.get_content())
    except (LookupError, UnicodeError, ValueError) as error:
        raise _broken("can_be_read", "This e-mail cannot be read. Ring them and take the answer down.") from error
    if body.get_content_type() == "text/html":
        content = html.unescape(_TAG.sub("", _BREAKS.sub("\n", _NOT_SAID.sub("", content))))
    return "".join(each for each in content if each in "\n\t" or each.isprintable())


def _own_words(text: str) -> str:
    kept: list[str] = []
    for line in text.splitlines():
        if _QUOTE_BEGINS.match(line):
            break
        if not line.lstrip().startswith(">") and not _LINK.search(line):
            kept.append(line.rstrip())
    return "\n".join(kept).strip()


def _broken(code: str, sentence: str) -> RuleBroken:
    return RuleBroken(f"uploads.mail_{code}", sentence, field="mail")
