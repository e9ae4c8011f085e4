"""Word documents (.docx, ISO/IEC 29500): words and pictures, and nothing that runs, is packed inside or is fetched."""

import re
from urllib.parse import urlsplit

from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting import marks, markup
from openmash.uploads.inspecting.packages import parts_of
from openmash.uploads.inspecting.pictures import require_few_pixels

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif"})
_ENDINGS = frozenset({"xml", "rels", "emf", "wmf", "bmp", "tif", "tiff", "odttf", "wdp", "vml", *_PICTURES})
_MACROS = re.compile(r"vba|macro|activex|customui|\.bin$|/ribbon", re.IGNORECASE)
_PACKED = re.compile(r"embeddings/|oleobject|afchunk", re.IGNORECASE)
_LINKS = frozenset({"http", "https", "mailto", "tel"})
_SAFE_BUT_FOR_ITS_TARGET = "/hyperlink"
# Fields that run a command or fetch a file when they are brought up to date.
_FIELDS = re.compile(
    r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|DATABASE|LINK|MACROBUTTON|PRIVATE)\b", re.IGNORECASE
)


def inspect_word(content: bytes) -> list[str]:
    """Look through every part of the package."""
    seen: set[str] = set()
    main = ""
    notes: set[str] = set()
    for name, body in parts_of(content):
        seen.add(name.lower())
        _require_part(name, body)
        ending = name.lower().rpartition(".")[2]
        if name == "[Content_Types].xml":
            main = _main_part(body)
        elif ending == "rels":
            notes |= _require_relations(body)
        elif ending in ("xml", "vml"):
            _require_words(body)
        elif ending in _PICTURES:
            require_few_pixels(body)
    if not {"[content_types].xml", "_rels/.rels", main.lower().lstrip("/")} <= seen:
        raise Faulty("not_what_it_says")
    return sorted(notes)


def _require_part(name: str, body: bytes) -> None:
    if name.endswith("/"):
        return
    if _MACROS.search(name):
        raise Faulty("macros")
    if _PACKED.search(name):
        raise Faulty("files_inside")
    if name.lower().rpartition(".")[2] not in _ENDINGS:
        raise Faulty("files_inside")
    marks.require_harmless_start(body)


def _main_part(body: bytes) -> str:
    """The name of the part that is the document itself, from the list of what each part is."""
    types: dict[str, str] = {}

    def listed(_: str, attributes: dict[str, str]) -> None:
        types[attributes.get("ContentType", "")] = attributes.get("PartName", "")

    markup.read(body, start=listed)
    if any("macroenabled" in each.lower() or "vba" in each.lower() for each in types):
        raise Faulty("macros")
    if _MAIN not in types:
        raise Faulty("not_what_it_says")
    return types[_MAIN]


def _require_relations(body: bytes) -> set[str]:
    notes: set[str] = set()

    def related(name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship":
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if kind.lower().endswith(("/afchunk", "/oleobject", "/package", "/control")):
            raise Faulty("files_inside")
        if kind.lower().endswith(("/vbaproject", "/attachedtemplate", "/keymapcustomizations")):
            raise Faulty("macros" if kind.lower().endswith("vbaproject") else "reaches_out")
        outward = attributes.get("TargetMode", "").strip().lower() == "external"
        scheme = _scheme(target)
        if not outward and not scheme and not target.startswith("\\"):
            return
        if not kind.endswith(_SAFE_BUT_FOR_ITS_TARGET) or scheme not in _LINKS:
            raise Faulty("reaches_out")
        notes.add("links")

    markup.read(body, start=related)
    return notes


def _scheme(target: str) -> str:
    try:
        return urlsplit(target.strip()).scheme.lower()
    except ValueError:
        return "unreadable"


class _Fields:
    """The commands of a document's fields, each put together again from the pieces it may be cut into."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._inside = name == "instrText"
        if name == "fldSimple":
            self.commands.append(attributes.get("instr", ""))
        elif name == "fldChar" and attributes.get("fldCharType") == "begin":
            # A field that begins with another has its command worked out as it is read: nobody can say what it does.
            if self.commands and not self.commands[-1].strip():
                raise Faulty("active")
            self.commands.append("")
        elif name in ("object", "control", "OLEObject", "script", "altChunk"):
            raise Faulty("files_inside")

    def text(self, words: str) -> None:
        """Text of whatever element began last."""
        if self._inside:
            self.commands[-1:] = [self.commands[-1] + words if self.commands else words]


def _require_words(body: bytes) -> None:
    fields = _Fields()
    markup.read(body, start=fields.start, text=fields.text)
    if any(_FIELDS.match(command) for command in fields.commands):
        raise Faulty("active")
