"""The kinds of file that can be attached, and how large they may be."""

from dataclasses import dataclass

_KILO = 1_000
_MEGA = 1_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of file.

    Args:
        code: names the inspection that it must pass.
        media_type: as it is kept and served.
        words: what people call it.
    """

    code: str
    media_type: str
    words: str


PDF = Kind("pdf", "application/pdf", "PDF")
WORD = Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document")
MAIL = Kind("eml", "message/rfc822", "saved e-mail")
JPEG = Kind("jpeg", "image/jpeg", "JPEG picture")
PNG = Kind("png", "image/png", "PNG picture")
TEXT = Kind("text", "text/plain; charset=utf-8", "plain text")

KINDS: dict[str, Kind] = {
    ".pdf": PDF,
    ".docx": WORD,
    ".eml": MAIL,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": PNG,
    ".txt": TEXT,
}
"""What the end of a file's name must be for it to be taken, and what must then be in it."""


@dataclass(frozen=True)
class Limits:
    """How much may be attached.

    Args:
        most_files: to one item of information.
        most_bytes: in one file.
        scanner: a virus scanner (clamd) that is asked too: a socket's path or ``host:port``; empty for none.
    """

    most_files: int = 5
    most_bytes: int = 15 * _MEGA
    scanner: str = ""


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it: nothing about it is believed.

    Args:
        name: what its sender calls it.
        content: its bytes, held in memory alone.
        cut_short: it was longer than a file may be, and its bytes were thrown away.
    """

    name: str
    content: bytes
    cut_short: bool = False


def size_in_words(size: int) -> str:
    """How large a file is, as people say it: "340 KB", "2.5 MB"."""
    if size < _MEGA:
        return f"{max(1, round(size / _KILO))} KB"
    return f"{size / _MEGA:.1f}".removesuffix(".0") + " MB"
