"""Where each table and key of a TOML text stands, so that errors can name the line (tomllib does not)."""

import re
from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]
Disagreement = tuple[Path, str]  # a place in the text, and what was expected there

_HEADER = re.compile(r"^\[(\[?)\s*([\w.\-]+)\s*\]")
_KEY = re.compile(r"^([\w.\-]+)\s*=")


def line_numbers(text: str) -> dict[Path, int]:
    """The line (from 1) of every table header and bare key; inline tables have their key's line.

    The n-th table of an array has the path ``("ratings", n)``, counting from 0.
    """
    lines: dict[Path, int] = {}
    arrays: dict[Path, int] = {}
    table: Path = ()
    open_string = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        inside, open_string = bool(open_string), _string_left_open(line, open_string)
        if inside:
            continue
        if header := _HEADER.match(line):
            table = _enter(arrays, header.group(2).split("."), is_array=bool(header.group(1)))
            lines[table] = number
        elif key := _KEY.match(line):
            lines[(*table, *key.group(1).split("."))] = number
    return lines


def nearest_line(lines: dict[Path, int], path: Path) -> int:
    """The line of ``path`` (of its first table where it is an array), or of the closest around it; 1 for the text."""
    for length in range(len(path), 0, -1):
        for place in (path[:length], (*path[:length], 0)):
            if place in lines:
                return lines[place]
    return 1


def _enter(arrays: dict[Path, int], parts: list[str], *, is_array: bool) -> Path:
    path: Path = ()
    for part in parts[:-1]:
        path = (*path, part)
        if path in arrays:
            path = (*path, arrays[path])
    path = (*path, parts[-1])
    if not is_array:
        return path
    arrays[path] = arrays.get(path, -1) + 1
    return (*path, arrays[path])


def _string_left_open(line: str, open_string: str) -> str:
    for quote in (open_string,) if open_string else ('"""', "'''"):
        if line.count(quote) % 2:
            return "" if open_string else quote
    return open_string


def repeated(path: Path, key: str, values: Sequence[str | int]) -> Iterator[Disagreement]:
    """Each value that an earlier table of the array at ``path`` has already."""
    for number, value in enumerate(values):
        if value in values[:number]:
            first = values.index(value) + 1
            yield (*path, number), f"expected each {key} once; {value} is already that of number {first}"
