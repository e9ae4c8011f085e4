"""Plain text: words, and nothing that a program takes for more than words."""

import re
import unicodedata

from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting import marks

_MORE_THAN_TEXT = re.compile(
    r"\s*(<(!doctype|html|head|body|script|svg|\?xml|\?php|math|iframe|!--)|%PDF-|\{\\rtf|MIME-Version:|\[InternetShortcut)",
    re.IGNORECASE,
)
_ORDINARY = frozenset("\t\n\r\f")
_TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def inspect_text(content: bytes) -> list[str]:
    """Text in UTF-8, UTF-16 with its mark, or Windows' own western letters."""
    if content.startswith((*marks.PROGRAMS, *marks.ARCHIVES, marks.OLE)):
        raise Faulty("not_what_it_says")
    text = _decoded(content)
    if any(unicodedata.category(c) == "Cc" and c not in _ORDINARY for c in set(text)):
        raise Faulty("not_what_it_says")
    if _MORE_THAN_TEXT.match(text) or _TURNS_DIRECTION & set(text):
        raise Faulty("not_what_it_says")
    return []


def _decoded(content: bytes) -> str:
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Faulty("not_what_it_says")
