"""An answer that came by secure e-mail, read as it arrived: who wrote it, their own words, and which request it quotes.

Nothing in a mail is trusted: it is looked through like every file that comes in, and what cannot be read by a machine
without leaving something out is refused with a sentence, for a person to read and take down.
"""

import email.parser
import email.policy
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import parseaddr

from openmash.core.errors import RuleBroken
from openmash.uploads.kinds import KINDS, Limits, Upload
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
_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
_LONGEST_HEAD = 100_000
_BY_THEMSELVES = ("auto-submitted", "x-autoreply", "x-autorespond", "x-auto-response-suppress")


@dataclass(frozen=True)
class MailRead:
    """What a mail says.

    Args:
        name: of whoever wrote it, as their own mail program gives it; their address where it gives none.
        address: where it came from, in small letters.
        words: what they wrote, without what they quote; empty where only files came.
        code: the code of the one request that the mail quotes.
        files: what came with it, each of them still to be checked by itself.
    """

    name: str
    address: str
    words: str
    code: str
    files: tuple[Upload, ...] = ()


@dataclass(frozen=True)
class Quoted:
    """All that is read of a mail that may not be opened: from which address, and which request it quotes."""

    address: str
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
    body = message.get_body(preferencelist=("plain", "html"))
    text = _text_of(body)
    code = _require_one_request(text)
    words, files = _own_words(text), tuple(_files(message, body))
    if not words and not files:
        raise _broken("has_words", "This e-mail says nothing above what it quotes. Ring them and take the answer down.")
    if len(words) > LONGEST_WORDS:
        raise _broken("is_short", f"This e-mail is longer than {LONGEST_WORDS:,} characters. Take the answer down.")
    name, address = parseaddr(str(message.get("From", "")))
    if "@" not in address:
        raise _broken("says_from_whom", "This e-mail does not say from whom it is. Ring the agency that was asked.")
    return MailRead(" ".join((name or address).split())[:120], address.lower(), words, code, files)


def quoted_in(content: bytes) -> Quoted | None:
    """From whom a mail is that was refused, and which request it quotes, looked for without opening any part of it.

    Only so that whoever asked hears that something came. Words that are packed (base64) are not unpacked for it.

    Args:
        content: the mail as it arrived.

    Returns:
        None where it does not show one sender and one request.
    """
    head, _, _ = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    if len(head) > _LONGEST_HEAD:
        return None
    headers = email.parser.BytesHeaderParser().parsebytes(head)
    senders = [parseaddr(str(each))[1].lower() for each in headers.get_all("From", [])]
    plain = content.replace(b"=\r\n", b"").replace(b"=\n", b"").decode("ascii", "ignore")
    codes = {code.upper() for code in _LINK.findall(plain)}
    if len(senders) != 1 or "@" not in senders[0] or len(codes) != 1:
        return None
    return Quoted(senders[0], codes.pop())


def require_from_whom_was_asked(address: str, domain: str) -> None:
    """An answer comes from the organisation that was asked; whoever else holds the link rings the hub.

    Source: case study Hampshire (source document 003): agencies work on their own systems and answer by secure e-mail;
    that the domain has to be theirs is an own choice.

    Args:
        address: where the mail came from.
        domain: that of the agency's own address, "fire.example".
    """
    if not domain or address.lower().rpartition("@")[2] != domain.lower():
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


def _files(message: EmailMessage, body: Message | None) -> Iterator[Upload]:
    """Whatever a mail has beside its words: nothing is left out, and a mail within it is a file like any other."""
    others: set[int] = set()  # the same words once more, for another mail program
    for part in _outer_parts(message):
        if part.get_content_type() == "multipart/alternative" and body in list(part.walk()):
            others.update(id(each) for each in part.walk() if _is_words(each))
    for number, part in enumerate(_outer_parts(message), start=1):
        inner_mail = part.get_content_type() == "message/rfc822"
        if part is body or id(part) in others or part.get_content_type() in _SIGNATURES:
            continue
        if (part.is_multipart() and not inner_mail) or (_is_words(part) and not _text_of(part).strip()):
            continue
        yield Upload(part.get_filename() or _name_for(part, number), _bytes_of(part))


def _outer_parts(part: Message) -> Iterator[Message]:
    """A mail's parts, without those of a mail that came within it."""
    yield part
    if part.is_multipart() and part.get_content_type() != "message/rfc822":
        for each in part.iter_parts():  # type: ignore[attr-defined]  # of the policy that it was read by
            yield from _outer_parts(each)


def _is_words(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and not part.get_filename()


def _name_for(part: Message, number: int) -> str:
    """Of a part that has no name: what it is, and which it is. What is of no kind that is taken is refused by it."""
    kind = part.get_content_type()
    ending = next((end for end, each in KINDS.items() if each.media_type.partition(";")[0] == kind), ".unknown")
    return f"part-{number}{ending}"


def _bytes_of(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(each.as_bytes() for each in part.iter_parts())  # type: ignore[attr-defined]  # it has one
    if _is_words(part):
        return _text_of(part).encode()
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


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


def _text_of(body: Message | None) -> str:
    """All text of a part of words, of HTML without its marks; none where there is no such part."""
    if body is None:
        return ""
    try:
        content = str(body.get_content())  # type: ignore[attr-defined]  # of the policy that it was read by
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
