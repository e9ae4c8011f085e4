"""The reference of the format's tables and steps, written from the code."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import date, datetime
from importlib.resources import files
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from openmash.scenarios.keys import Key, keys_of
from openmash.scenarios.script import Head
from openmash.scenarios.steps import STEPS
from openmash.scenarios.steps.base import Deed

_COMMON = {key.written for key in keys_of(Deed)}
_PLAIN = {bool: "true or false", int: "number", date: "date", datetime: "date and time", str: "text"}


def page() -> str:
    """The whole page: how scenarios work, and everything that can stand in one."""
    introduction = (files("openmash.scenarios") / "introduction.md").read_text(encoding="utf-8")
    return f"{introduction.rstrip()}\n\n{steps_in_markdown().rstrip()}\n"


def steps_in_markdown() -> str:
    """Everything that can stand in a scenario: first its head, then every step."""
    parts = ["## The head", *_section(Head, skip=set()), "## Every step", *_rows(Deed, skip=set()), ""]
    for verb, step in STEPS.items():
        parts += [f"### `{verb}`", "", " ".join((step.__doc__ or "").split()), "", *_rows(step, skip=_COMMON)]
        for name, table in _tables(step):
            parts += _section(table, skip=set(), name=name)
    return "\n".join(parts)


def _section(table: type, *, skip: set[str], name: str = "") -> list[str]:
    head = [f"`{name}`: {' '.join((table.__doc__ or '').split())}", ""] if name else [""]
    parts = [*head, *_rows(table, skip=skip)]
    for inner_name, inner in _tables(table):
        parts += _section(inner, skip=set(), name=f"{name}.{inner_name}" if name else inner_name)
    return parts


def _rows(table: type, *, skip: set[str]) -> list[str]:
    keys = [key for key in keys_of(table) if key.written not in skip]
    if not keys:
        return ["No keys of its own.", ""]
    rows = [f"| `{key.written}` | {_sort(key)} | {'yes' if key.needed else ''} | {_words(key)} |" for key in keys]
    return ["| key | what | needed | |", "| --- | --- | --- | --- |", *rows, ""]


def _tables(table: type) -> Iterator[tuple[str, type]]:
    for key in keys_of(table):
        kind = _one(key.kind)
        if is_dataclass(kind) and isinstance(kind, type):
            yield key.written, kind


def _words(key: Key) -> str:
    choices = (
        f" One of {', '.join(f'`{each}`' if each else '“”' for each in key.says.choices)}." if key.says.choices else ""
    )
    return f"{key.says.words}{choices}".replace("|", "\\|")


def _sort(key: Key) -> str:
    kind = _one(key.kind)
    word = f"name of {key.says.names}" if key.says.names else _PLAIN.get(kind, "table")
    word = f"a new name ({key.says.makes})" if key.says.makes else word
    return f"list: {word}" if _is_list(key.kind) else word


def _one(kind: Any) -> Any:
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    return get_args(kind)[0] if get_origin(kind) is tuple else kind


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple or any(get_origin(each) is tuple for each in get_args(kind))
