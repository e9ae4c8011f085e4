"""Changing single values in the text of an operating model; comments and order stay as their writer left them."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from openmash.hubs.rules.errors import ModelInvalid
from openmash.hubs.rules.lines import Path, line_numbers

Plain = str | int | date | time | Sequence[str]


def rewritten(text: str, values: Mapping[Path, Plain | None], *, source_name: str) -> str:
    """The text with some values changed; a value that stands there already is left exactly as it was typed.

    Args:
        text: the TOML text of an operating model.
        values: by the key's path, ``("ratings", 0, "clock", "amount")``; None takes the key out.
        source_name: what to call the text where something is wrong.

    Raises:
        ModelInvalid: a value goes on over several lines, or its table is not headed on a line of its own.
    """
    before = tomllib.loads(text)
    for path, value in values.items():
        if _at(before, path) != (list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value):
            text = _with(text, path, value, source_name)
    return text


def _with(text: str, path: Path, value: Plain | None, source_name: str) -> str:
    places, lines, key = line_numbers(text), text.splitlines(), str(path[-1])
    number = places.get(path)
    if number is None and value is None:
        return text
    if number is None:
        table = places.get(path[:-1])
        if table is None:
            raise ModelInvalid(source_name, [f"{source_name}: {key} stands in a table that this form cannot change"])
        lines.insert(table, f"{key} = {_literal(value)}")
        return "\n".join(lines) + "\n"
    if not _is_whole(lines[number - 1]):
        raise ModelInvalid(
            source_name, [f"{source_name}, line {number}: {key} goes on over several lines; change it in the text"]
        )
    lines[number - 1 : number] = [] if value is None else [f"{key} = {_literal(value)}"]
    return "\n".join(lines) + "\n"


def _is_whole(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _literal(value: Plain | None) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Sequence):
        return f"[{', '.join(_literal(each) for each in value)}]"
    return str(value)


def _at(values: Any, path: Path) -> Any:
    for part in path:
        if isinstance(part, int):
            values = values[part] if isinstance(values, list) and part < len(values) else None
        else:
            values = values.get(part) if isinstance(values, dict) else None
    return values
