"""Saved e-mails (.eml, RFC 5322 and MIME): their own words, and attachments of the kinds that are taken anyway."""

import email.parser
import re
from email.message import Message
from email.policy import compat32

from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting import marks
from openmash.uploads.inspecting.caps import (
    DEEPEST_MAIL,
    LONGEST_HEADER,
    MOST_HEADERS,
    MOST_MAILS_INSIDE,
    MOST_PARTS,
    MOST_UNPACKED,
)
from openmash.uploads.inspecting.pdf import inspect_pdf
from openmash.uploads.inspecting.pictures import inspect_gif, inspect_jpeg, inspect_png
from openmash.uploads.inspecting.plain import inspect_text
from openmash.uploads.inspecting.word import inspect_word
from openmash.uploads.kinds import KINDS
from openmash.uploads.names import require_name

_FIRST_LINE = re.compile(rb"(From [^\r\n]+\r?\n)?[A-Za-z][A-Za-z0-9-]{0,70}:[ \t]?[^\x00]*?\r?\n")
_ACTIVE = re.compile(
    r"<\s*(script|iframe|object|embed|applet|form|svg|math|base|frameset|portal)\b|(java|vb)script\s*:|\son[a-z]{3,20}\s*=\s*[\"'(a-z]"
    r"|data:text/html|<\?php",
    re.IGNORECASE,
)
_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "quoted-printable", "base64"})
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_LARGEST_SIGNATURE = 100_000
_INSPECTIONS = {"pdf": inspect_pdf, "docx": inspect_word, "jpeg": inspect_jpeg, "png": inspect_png}


def inspect_mail(content: bytes) -> list[str]:
    """Look through the headers and every part."""
    if b"\x00" in content or not _FIRST_LINE.match(content[:LONGEST_HEADER]):
        raise Faulty("not_what_it_says")
    try:
        message = email.parser.BytesParser(policy=compat32).parsebytes(content)
        _require_headers(message)
        if not message.get("From") or not (message.get("Date") or message.get("Received") or message.get("Subject")):
            raise Faulty("not_what_it_says")
        return sorted(set(_Walk().through(message, depth=0, mails=0)))
    except RecursionError as error:
        raise Faulty("too_many_parts") from error


class _Walk:
    """One walk through a mail, counting what it meets."""

    def __init__(self) -> None:
        self.parts = 0
        self.size = 0

    def through(self, part: Message, *, depth: int, mails: int) -> list[str]:
        """What is to be noted of a part and of all parts in it."""
        self.parts += 1
        if self.parts > MOST_PARTS or depth > DEEPEST_MAIL or mails > MOST_MAILS_INSIDE:
            raise Faulty("too_many_parts")
        if part.is_multipart():
            inner = part.get_payload()
            more = part.get_content_maintype() == "message"
            if more:
                for each in inner:
                    _require_headers(each)  # type: ignore[arg-type]  # of a multipart these are messages
            return [
                note
                for each in inner
                for note in self.through(each, depth=depth + 1, mails=mails + more)  # type: ignore[arg-type]
            ]
        return self._leaf(part)

    def _leaf(self, part: Message) -> list[str]:
        kind = part.get_content_type()
        if part.get_content_maintype() in ("multipart", "message"):
            raise Faulty("damaged")  # says that it has parts, and has none
        if str(part.get("Content-Transfer-Encoding", "")).strip().lower() not in _ENCODINGS:
            raise Faulty("damaged")
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            raise Faulty("damaged")
        self.size += len(body)
        if self.size > MOST_UNPACKED:
            raise Faulty("unpacks_to_too_much")
        marks.require_no_test_virus(body)
        name = _name_of(part)
        if kind in _SIGNATURES and len(body) <= _LARGEST_SIGNATURE and not body.startswith(marks.PROGRAMS):
            return []
        if kind in ("text/plain", "text/html") and not _is_attached(part, name):
            return _words(body, part)
        return _attached(kind, name, body)


def _require_headers(message: Message) -> None:
    if len(message.items()) > MOST_HEADERS or any(len(str(value)) > LONGEST_HEADER for _, value in message.items()):
        raise Faulty("too_many_parts")


def _is_attached(part: Message, name: str) -> bool:
    return bool(name) or part.get_content_disposition() == "attachment"


def _name_of(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, IndexError, AttributeError) as error:
        raise Faulty("damaged") from error
    return str(name)


def _words(body: bytes, part: Message) -> list[str]:
    # What is active has plain letters in every encoding that a mail program takes, but for UTF-16 and UTF-7.
    said = str(part.get_content_charset() or "").lower()
    if said.startswith(("utf-16", "utf-32", "utf16", "utf32", "utf-7", "utf7", "hz", "iso-2022")):
        raise Faulty("active")
    text = body.decode("latin-1")
    if part.get_content_type() == "text/html" and _ACTIVE.search(text):
        raise Faulty("active")
    return ["links"] if "://" in text else []


def _attached(kind: str, name: str, body: bytes) -> list[str]:
    """What is attached to a mail passes the inspection of its kind; the name and the bytes decide, not the label."""
    if body.startswith((*marks.PROGRAMS,)):
        raise Faulty("program")
    if kind == "image/gif" or name.lower().endswith(".gif"):
        inspect_gif(body)
        return []
    try:
        ending = require_name(name) if name else _ending_for(kind)
    except Faulty as fault:
        raise Faulty("attachment") from fault
    found = KINDS.get(ending)
    if found is None:
        raise Faulty("attachment")
    if found.code == "text":
        return inspect_text(body)
    if found.code == "eml":
        return inspect_mail(body)
    if found.code != "docx":
        marks.require_no_archive_behind(body)
    return _INSPECTIONS[found.code](body)


def _ending_for(kind: str) -> str:
    return next((ending for ending, each in KINDS.items() if each.media_type.partition(";")[0] == kind), "")
