"""PDF files (ISO 32000): pages that are only looked at. Every object is read once, so that no loop is walked."""

import io
import re
import zlib
from collections.abc import Iterator

import pikepdf

from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting import marks
from openmash.uploads.inspecting.caps import DEEPEST_PDF, MOST_OBJECTS, MOST_PAGES, MOST_UNPACKED

_PIECE = 1_000_000
_END = re.compile(rb"%%EOF[\x00\s]*\Z")
# Keys and kinds of action (12.6.4) that do something which whoever opens the file did not ask for.
_ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/RichMediaContent", "/RichMediaSettings", "/3DD"})
_ACTIVE_ACTIONS = frozenset(
    {
        *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound"),
        *("/RichMediaExecute", "/GoTo3DView"),
    }
)
_REACHES = frozenset({"/GoToR", "/GoToE"})
_ACTIVE_NOTES = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"})
_FILES = frozenset({"/EF", "/EmbeddedFiles", "/EmbeddedFile", "/AF"})
_FLATE = ("/FlateDecode", "/Fl")


def inspect_pdf(content: bytes) -> list[str]:
    """Look through every object."""
    if not content.startswith(b"%PDF-"):
        raise Faulty("not_what_it_says")
    if not _END.search(content[-2048:]):
        raise Faulty("something_else_inside" if b"%%EOF" in content else "damaged")
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            return _inspect(pdf)
    except pikepdf.PasswordError as error:
        raise Faulty("password") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, OverflowError, RecursionError) as error:
        raise Faulty("damaged") from error


def _inspect(pdf: pikepdf.Pdf) -> list[str]:
    if pdf.is_encrypted:
        raise Faulty("password")
    room = MOST_UNPACKED
    links = False
    for number, found in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise Faulty("too_many_parts")
        for dictionary in _dictionaries(found, 0):
            _require_passive(dictionary)
            links = links or dictionary.get("/URI") is not None
        if isinstance(found, pikepdf.Stream):
            room -= _unpacked_size(found, room)
    _require_passive_opening(pdf.Root)
    if not 0 < len(pdf.pages) <= MOST_PAGES:
        raise Faulty("too_many_parts" if len(pdf.pages) else "damaged")
    return ["links"] if links else []


def _dictionaries(found: pikepdf.Object, depth: int) -> Iterator[pikepdf.Object]:
    """The dictionaries of one object, down to where another object is referred to."""
    if depth > DEEPEST_PDF:
        raise Faulty("too_many_parts")
    if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        yield found
        values = [value for _, value in found.items()]
    elif isinstance(found, pikepdf.Array):
        values = list(found)
    else:
        return
    for value in values:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value, depth + 1)


def _require_passive(dictionary: pikepdf.Object) -> None:
    keys = set(dictionary.keys())
    if keys & _FILES:
        raise Faulty("files_inside")
    if "/XFA" in keys:
        raise Faulty("form")
    kind, subtype, action = (_name(dictionary, key) for key in ("/Type", "/Subtype", "/S"))
    if kind == "/EmbeddedFile" or subtype == "/FileAttachment":
        raise Faulty("files_inside")
    if keys & _ACTIVE_KEYS or action in _ACTIVE_ACTIONS or subtype in _ACTIVE_NOTES:
        raise Faulty("active")
    if action in _REACHES or (kind == "/Filespec" and "/UF" in keys) or _fetches(dictionary, keys):
        raise Faulty("reaches_out")


def _fetches(dictionary: pikepdf.Object, keys: set[str]) -> bool:
    """A stream whose bytes are in another file, or a page taken from one (7.3.8.2, 8.10.4)."""
    return isinstance(dictionary, pikepdf.Stream) and bool(keys & {"/F", "/Ref"})


def _require_passive_opening(root: pikepdf.Object) -> None:
    """A document may say on which page it opens; it may do nothing else then."""
    opening = root.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and _name(opening, "/S") != "/GoTo":
        raise Faulty("active")


def _name(dictionary: pikepdf.Object, key: str) -> str:
    value = dictionary.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _unpacked_size(stream: pikepdf.Object, room: int) -> int:
    """To how many bytes a stream unpacks, without keeping them."""
    given = stream.get("/Filter")
    filters = [str(each) for each in given] if isinstance(given, pikepdf.Array) else [str(given)]
    if sum(each in _FLATE for each in filters) > 1 or len(filters) > 3:
        raise Faulty("unpacks_to_too_much")
    if filters[0] not in _FLATE:
        marks.require_no_test_virus(stream.read_raw_bytes())
        return 0
    unpacking, size, left = zlib.decompressobj(), 0, stream.read_raw_bytes()
    try:
        while left:
            piece = unpacking.decompress(left, _PIECE)
            marks.require_no_test_virus(piece)
            size, left = size + len(piece), unpacking.unconsumed_tail
            if size > room:
                raise Faulty("unpacks_to_too_much")
            if not piece:
                break
    except zlib.error as error:
        raise Faulty("damaged") from error
    return size
