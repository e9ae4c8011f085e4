"""XML, read once from front to back and never kept: no declared entities, no depth without end."""

from collections.abc import Callable
from xml.parsers import expat

from openmash.uploads.faults import Faulty
from openmash.uploads.inspecting.caps import DEEPEST_XML

Start = Callable[[str, dict[str, str]], None]
Text = Callable[[str], None]


def read(content: bytes, *, start: Start, text: Text | None = None) -> None:
    """Read XML.

    Args:
        content: its bytes.
        start: told of every element: its name without namespace, and its attributes likewise.
        text: told of every piece of text.

    Raises:
        Faulty: it is not well-formed, is nested too deep, or declares a document type: Office packages never do
            (ISO/IEC 29500-2, 8.1.4), and whatever is declared there can be told to grow or to be fetched.
    """
    parser = expat.ParserCreate(namespace_separator="\n")
    depth = 0

    def started(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST_XML:
            raise Faulty("too_many_parts")
        start(_local(name), {_local(key): value for key, value in attributes.items()})

    def ended(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declares(*_: object) -> None:
        raise Faulty("unpacks_to_too_much")

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declares
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Faulty("damaged") from error


def _local(name: str) -> str:
    return name.rpartition("\n")[2]
