"""That every name a scenario uses is one that was given before."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from openmash.hubs.rules.lines import Path
from openmash.scenarios.keys import Says, keys_of
from openmash.scenarios.problems import Places, close_to
from openmash.scenarios.script import Head, Placed

Known = dict[str, set[str]]


def wrong_names(head: Head, steps: tuple[Placed, ...], places: Places) -> list[str]:
    """What is named without having been introduced, and what is introduced twice."""
    known: Known = {}
    problems = _check(head, (), known, places)
    for placed in steps:
        # A step that is to be refused makes nothing, so what it would have called something is still free.
        refused = bool(getattr(placed.step, "refused_by", ""))
        scope = {sort: set(names) for sort, names in known.items()} if refused else known
        problems += _check(placed.step, ("steps", placed.number - 1), scope, places, gives_names=not refused)
    return problems


def _check(table: Any, path: Path, known: Known, places: Places, *, gives_names: bool = True) -> list[str]:
    """Names first what the table makes, so that a contact may speak of the people it names itself."""
    problems: list[str] = []
    for says, value, where in _names(table, path):
        made = known.setdefault(says.makes, set()) if says.makes else None
        if made is None:
            continue
        if value in made and gives_names:
            problems.append(f"{places.words(where)}: there is already {_a(says.makes)} called “{value}”")
        made.add(value)
    for says, value, where in _names(table, path):
        sort = says.names
        if sort and value not in known.get(sort, set()):
            there = known.get(sort, set())
            problems.append(f"{places.words(where)}: there is no {sort} called “{value}” yet{close_to(value, there)}")
    return problems


def _names(table: Any, path: Path) -> Iterator[tuple[Says, str, Path]]:
    for key in keys_of(type(table)):
        value, where = getattr(table, key.attribute), (*path, key.written)
        several = value if isinstance(value, tuple) else (value,)
        for number, each in enumerate(several):
            if is_dataclass(each):
                yield from _names(each, (*where, number) if isinstance(value, tuple) else where)
            elif isinstance(each, str) and each:
                yield key.says, each, where


def _a(sort: str) -> str:
    return f"an {sort}" if sort[0] in "aeiou" else f"a {sort}"
