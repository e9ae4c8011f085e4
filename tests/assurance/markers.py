"""Words nobody would write, one for each slot of the sealed room, and the eye that finds them in any disguise."""

import base64
import binascii
import hashlib
import html
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote_plus

import pypdf

WORD = re.compile(r"zq\d{4}[a-y]{6}", re.IGNORECASE)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
DEEP = 3  # a disguise inside a disguise inside a disguise


@dataclass
class Markers:
    """Every marker that was handed out, and the slot that it went into.

    Args:
        slots: for each marker, "hub/owner/slot": "devon/police/restricted".
    """

    slots: dict[str, str] = field(default_factory=dict)

    def new(self, slot: str) -> str:
        """A sentence with a fresh marker in front, and signs in it that every format escapes."""
        digest = hashlib.sha256(f"{slot}{len(self.slots)}".encode()).digest()
        word = f"zq{len(self.slots):04}" + "".join(chr(97 + byte % 25) for byte in digest[:6])
        self.slots[word] = slot
        return f"{word} <said> & “so” é"

    def of(self, slot: str) -> str:
        """A marker of a slot."""
        return next(word for word, where in self.slots.items() if where == slot)

    def found_in(self, raw: bytes) -> set[str]:
        """Which of them stand in some bytes; what only looks like one, in bytes drawn at random, was never put in."""
        return found_in(raw) & self.slots.keys()


def found_in(raw: bytes) -> set[str]:
    """Every marker in some bytes: as it stands, escaped for HTML, addresses or JSON, in base64 at any offset, as
    UTF-16, backwards, in hexadecimal, packed, or in a PDF."""
    return set(_words(raw, DEEP))


def _words(raw: bytes, deep: int) -> frozenset[str]:
    words = {word.lower() for text in _faces(raw) for word in WORD.findall(text)}
    if deep:
        words.update(*(_words(inner, deep - 1) for inner in _unpacked(raw)))
        words.update(*(_in_a_run(run, deep - 1) for run in set(_BASE64.findall(raw))))
    return frozenset(words)


def _faces(raw: bytes) -> Iterator[str]:
    text = raw.decode("utf-8", "replace")
    yield text
    yield text[::-1]
    yield html.unescape(text)
    yield unquote_plus(text)
    yield _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    if b"\x00" in raw:
        yield raw.replace(b"\x00", b"").decode("utf-8", "replace")
    if raw.startswith(b"%PDF"):
        yield from _pdf(raw)


def _unpacked(raw: bytes) -> Iterator[bytes]:
    for found in _PACKED.finditer(raw):
        yield from _inflated(raw[found.start() :], wbits=47)
    if raw and not raw.isascii():
        yield from _inflated(raw, wbits=-15)
    for run in _HEX.findall(raw):
        yield binascii.unhexlify(run)


@lru_cache(maxsize=100_000)  # the same addresses and class names stand on page after page, and look like base64 too
def _in_a_run(run: bytes, deep: int) -> frozenset[str]:
    plain = run.translate(_URL_SAFE)
    words: set[str] = set()
    for offset in range(4):
        part = plain[offset:]
        part = part[:-1] if len(part) % 4 == 1 else part
        words |= _words(base64.b64decode(part + b"=" * (-len(part) % 4)), deep)
    return frozenset(words)


def _inflated(raw: bytes, *, wbits: int) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(wbits).decompress(raw, 4_000_000)
    except zlib.error:
        return  # it only looked packed


def _pdf(raw: bytes) -> Iterator[str]:
    document = pypdf.PdfReader(io.BytesIO(raw))
    yield json.dumps({str(key): str(value) for key, value in (document.metadata or {}).items()}, ensure_ascii=False)
    for page in document.pages:
        yield page.extract_text()
        yield json.dumps(str(page.get("/Annots")))
