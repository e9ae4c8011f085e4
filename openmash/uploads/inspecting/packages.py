"""ZIP packages: every entry is where the index says, is called what a file may be called, and unpacks to a little."""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator

from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting import marks
from openmash.uploads.inspecting.caps import MOST_ENTRIES, MOST_RATIO, MOST_UNPACKED, SMALL

_PIECE = 1_000_000
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_END_RECORD = 22
_NAME = re.compile(r"[A-Za-z0-9_\-.\[\] /%()]+")


def parts_of(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a package, name and bytes, each unpacked only as far as the limits go.

    Raises:
        Faulty: it is no such package, or one made to harm.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise Faulty("not_what_it_says")
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise Faulty("damaged") from error
    entries = package.infolist()
    _require_plausible(package, entries, content)
    total = 0
    for entry in entries:
        body = _unpacked(package, entry, MOST_UNPACKED - total)
        total += len(body)
        yield entry.filename, body


def _require_plausible(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], content: bytes) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Faulty("too_many_parts")
    if sum(e.file_size for e in entries) > MOST_UNPACKED:
        raise Faulty("unpacks_to_too_much")
    names = [e.filename.lower() for e in entries]
    if len(set(names)) != len(names):
        raise Faulty("something_else_inside")
    for entry in entries:
        _require_entry(entry)
    # Two entries that share bytes unpack to twice what is there (D. Fifield, "A better zip bomb", 2019).
    at = 0
    for entry in sorted(entries, key=lambda e: e.header_offset):
        if entry.header_offset < at:
            raise Faulty("unpacks_to_too_much")
        at = entry.header_offset + _LOCAL_HEADER + len(entry.filename) + entry.compress_size
    if len(package.comment) or not content.endswith(b"\x00\x00") or at > package.start_dir:
        raise Faulty("something_else_inside")
    if content[-_END_RECORD:][:4] != b"PK\x05\x06" or (entries and min(e.header_offset for e in entries) != 0):
        raise Faulty("something_else_inside")


def _require_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    # The name as it is written, before Python cuts it at a NUL.
    if name != entry.orig_filename or not _NAME.fullmatch(name) or name.startswith("/") or ".." in name.split("/"):
        raise Faulty("something_else_inside")
    if stat.S_ISLNK(entry.external_attr >> 16) or (entry.is_dir() and entry.file_size):
        raise Faulty("something_else_inside")
    if entry.flag_bits & _ENCRYPTED:
        raise Faulty("password")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Faulty("damaged")
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        raise Faulty("unpacks_to_too_much")


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo, room: int) -> bytes:
    pieces, size = [], 0
    try:
        with package.open(entry) as source:
            while piece := source.read(_PIECE):
                size += len(piece)
                if size > room or size > entry.file_size:
                    raise Faulty("unpacks_to_too_much")
                pieces.append(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError) as error:
        raise Faulty("damaged") from error
    body = b"".join(pieces)
    marks.require_no_test_virus(body)
    return body
