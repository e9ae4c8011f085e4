"""Pictures: decoded from the first byte to the last, with nothing before, behind or beside what is seen."""

import io
import re
import struct
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting.caps import MOST_PIXELS

Image.MAX_IMAGE_PIXELS = None  # asked here before anything is decoded, with a sentence of our own
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_GPS = 0x8825  # the tag of the place (Exif 2.32, 4.6.3)
_SCRIPT = re.compile(rb"<script|<\?php|<html|<svg|javascript:|<!doctype", re.IGNORECASE)
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
_PADDING = b"\x00\r\n "
_PICTURE_FOLLOWS, _END = 0xDA, 0xD9


def inspect_jpeg(content: bytes) -> list[str]:
    """A JPEG (ITU-T T.81): its segments, one after the other, to its end; then only padding or a further JPEG."""
    if not content.startswith(_JPEG):
        raise Faulty("not_what_it_says")
    rest = content[_end_of_jpeg(content) :].lstrip(_PADDING)
    while rest.startswith(_JPEG):  # telephones put a preview behind the picture (CIPA DC-007)
        rest = rest[_end_of_jpeg(rest) :].lstrip(_PADDING)
    if rest.strip(b"\xff"):
        raise Faulty("something_else_inside")
    return _decode(content, "JPEG")


def inspect_png(content: bytes) -> list[str]:
    """A PNG (ISO 15948): its chunks to the last, IEND, and nothing behind."""
    if not content.startswith(_PNG):
        raise Faulty("not_what_it_says")
    kinds = []
    for kind, body in _chunks(content):
        kinds.append(kind)
        if kind in (b"tEXt", b"iTXt") and _SCRIPT.search(body):
            raise Faulty("something_else_inside")
    if kinds[-1:] != [b"IEND"]:
        raise Faulty("damaged")
    if b"acTL" in kinds:
        raise Faulty("moves")
    return _decode(content, "PNG")


def inspect_gif(content: bytes) -> list[str]:
    """A GIF, as e-mails have them for logos; not taken by itself."""
    return _decode(content, "GIF")


def require_few_pixels(content: bytes) -> None:
    """For a picture inside something else: only its size is read; what is no picture we know is passed over."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "GIF"]) as picture:
            _require_size(picture)
    except UnidentifiedImageError:
        return


def _end_of_jpeg(content: bytes) -> int:
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise Faulty("damaged")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            return at + 2
        if marker in _WITHOUT_LENGTH:
            at += 2
            continue
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + length]
        if length < 2 or len(body) != length - 2:
            raise Faulty("damaged")
        if marker != _PICTURE_FOLLOWS and _SCRIPT.search(body):
            raise Faulty("something_else_inside")
        at += 2 + length
        if marker == _PICTURE_FOLLOWS:
            at = _next_marker(content, at)
    if content[at:] == b"\xff\xd9":
        return at + 2
    raise Faulty("damaged")


def _next_marker(content: bytes, at: int) -> int:
    """Where the coded picture ends: at the first marker that is neither a stuffed byte nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] not in (0x00, 0xFF, *range(0xD0, 0xD8)):
            return at
        at += 1 if content[at + 1] == 0xFF else 2
    raise Faulty("damaged")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at < len(content):
        if at + 12 > len(content):
            raise Faulty("damaged")
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        at += 12 + length
        if at > len(content):
            raise Faulty("damaged")
        yield kind, body
        if kind == b"IEND":
            if content[at:].strip(b"\x00\r\n"):
                raise Faulty("something_else_inside")
            return


def _decode(content: bytes, form: str) -> list[str]:
    try:
        with Image.open(io.BytesIO(content), formats=[form]) as picture:
            _require_size(picture)
            if form == "PNG" and getattr(picture, "n_frames", 1) > 1:
                raise Faulty("moves")
            # A JPEG is read whole but kept at an eighth of its size.
            picture.draft("RGB", (max(1, picture.width // 8), max(1, picture.height // 8)))
            picture.load()
            return ["place"] if picture.getexif().get_ifd(_GPS) else []
    except UnidentifiedImageError as error:
        raise Faulty("not_what_it_says") from error
    except (OSError, SyntaxError, ValueError, struct.error, KeyError, IndexError, TypeError) as error:
        raise Faulty("damaged") from error


def _require_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Faulty("too_many_pixels")
