"""Reading one TOML table: each value is asked for by key and kind; what is wrong is said where it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from enum import StrEnum
from re import fullmatch
from typing import TypeVar

from openmash.hubs.rules.lines import Path, nearest_line

LONGEST_CODE = 40

_Choice = TypeVar("_Choice", bound=StrEnum)
_Built = TypeVar("_Built")


class WrongValue(Exception):
    """One thing wrong in a table; caught by ``Reading.collect``, never shown by itself."""


@dataclass
class Reading:
    """The reading of one text: its name, its line numbers and what was found wrong so far."""

    source_name: str
    lines: dict[Path, int]
    problems: list[str] = field(default_factory=list)

    def add(self, path: Path, says: str, *, key: str = "") -> None:
        """Notes something wrong at a table, or at one of its keys."""
        line = nearest_line(self.lines, (*path, *key.split("."))) if key else nearest_line(self.lines, path)
        place = [f"{self.source_name}, line {line}", *([_in_words(path)] if path else [])]
        self.problems.append(", ".join([*place, *([f"key {key}"] if key else [])]) + f": {says}")

    def collect(self, table: "Table", build: Callable[["Table"], _Built]) -> _Built | None:
        """What ``build`` makes of the table, or None with the problem noted; unknown keys are problems."""
        try:
            built = build(table)
        except WrongValue:
            return None
        return built if table.has_no_unknown_keys() else None


@dataclass
class Table:
    """One table of the text. Every method raises ``WrongValue`` after noting what is wrong."""

    reading: Reading
    path: Path
    values: dict[str, object]
    asked: set[str] = field(default_factory=set)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._value(key, "a text in quotes")
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "a text in quotes that is not empty", value)
        return value.strip()

    def code(self, key: str, known: Sequence[str] = (), *, longest: int = LONGEST_CODE) -> str:
        """A code: small letters, digits and underscores, at most ``longest``; one of ``known``, where given."""
        value = self.text(key)
        if known and value not in known:
            raise self.wrong(key, _one_of(value, known), value)
        if not fullmatch(r"[a-z][a-z0-9_]*", value):
            raise self.wrong(key, 'a code of small letters, digits and underscores, like "early_help"', value)
        if len(value) > longest:
            raise self.wrong(key, f"a code of at most {longest} letters, as it is kept on records", value)
        return value

    def codes(self, key: str, known: Sequence[str] = ()) -> tuple[str, ...]:
        """A list of different codes."""
        value = self._value(key, "a list of codes")
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, 'a list of codes in quotes, like ["police", "health"]', value)
        for number, each in enumerate(value):
            if known and each not in known:
                raise self.wrong(key, _one_of(each, known), each)
            if each in value[:number]:
                raise self.wrong(key, "each code once", each)
        return tuple(value)

    def whole(self, key: str) -> int:
        """A whole number."""
        value = self._value(key, "a whole number")
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, "a whole number, like 4", value)
        return value

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._value(key, "true or false")
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false, without quotes", value)
        return value

    def day(self, key: str) -> date:
        """A date."""
        value = self._value(key, "a date")
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.wrong(key, "a date without quotes, like 2026-12-24", value)
        return value

    def optional_day(self, key: str) -> date | None:
        """A date, or None where the key is left out."""
        return self.day(key) if key in self.values else None

    def optional_time(self, key: str) -> time | None:
        """A time of day, or None where the key is left out."""
        if key not in self.values:
            return None
        value = self._value(key, "a time of day")
        if not isinstance(value, time):
            raise self.wrong(key, "a time of day without quotes, like 12:00:00", value)
        return value

    def choice(self, key: str, choices: type[_Choice]) -> _Choice:
        """One of an enumeration's values."""
        return choices(self.code(key, known=[choice.value for choice in choices]))

    def choices(self, key: str, choices: type[_Choice]) -> tuple[_Choice, ...]:
        """At least one of an enumeration's values."""
        found = self.codes(key, known=[choice.value for choice in choices])
        if not found:
            raise self.wrong(key, f"at least one of {', '.join(choice.value for choice in choices)}", [])
        return tuple(choices(each) for each in found)

    def table(self, key: str) -> "Table":
        """The table with this name inside this one."""
        value = self._value(key, "a table")
        if not isinstance(value, dict):
            raise self.wrong(key, f"a table, headed [{_dotted((*self.path, key))}]", value)
        return Table(self.reading, (*self.path, key), value)

    def tables(self, key: str, *, at_least: int = 1) -> list["Table"]:
        """The tables of an array."""
        value = self._value(key, "tables") if at_least else self._optional(key, [])
        header = f"[[{_dotted((*self.path, key))}]]"
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise self.wrong(key, f"tables, each headed {header}", value)
        if len(value) < at_least:
            raise self.wrong(key, f"at least one table headed {header}", value)
        return [Table(self.reading, (*self.path, key, number), each) for number, each in enumerate(value)]

    def wrong(self, key: str, expected: str, found: object) -> WrongValue:
        """Notes that a key's value is not what was expected."""
        self.reading.add(self.path, f"expected {expected}; found {_shown(found)}", key=key)
        return WrongValue()

    def has_no_unknown_keys(self) -> bool:
        """Whether every key was asked for; the others are noted, with the likely spelling."""
        unknown = [key for key in self.values if key not in self.asked]
        for key in unknown:
            close = get_close_matches(key, self.asked, n=1)
            meant = f"did you mean {close[0]}?" if close else f"here belong: {', '.join(sorted(self.asked))}"
            self.reading.add(self.path, f"there is no such key; {meant}", key=key)
        return not unknown

    def _optional(self, key: str, default: object) -> object:
        self.asked.add(key)
        return self.values.get(key, default)

    def _value(self, key: str, expected: str) -> object:
        self.asked.add(key)
        if key not in self.values:
            close = get_close_matches(key, [each for each in self.values if each not in self.asked], n=1)
            meant = f" (is “{close[0]}” meant to be {key}?)" if close else ""
            self.reading.add(self.path, f"key {key} is missing; expected {expected}{meant}")
            raise WrongValue
        return self.values[key]


def _one_of(value: str, known: Sequence[str]) -> str:
    close = get_close_matches(value, known, n=1)
    return f"one of {', '.join(known)}" + (f" (did you mean {close[0]}?)" if close else "")


def _in_words(path: Path) -> str:
    """("ratings", 1, "clock") as "[[ratings]] number 2, [ratings.clock]"."""
    words = [
        f"[[{_dotted(path[:place])}]] number {part + 1}" for place, part in enumerate(path) if isinstance(part, int)
    ]
    if isinstance(path[-1], str):
        words.append(f"[{_dotted(path)}]")
    return ", ".join(words)


def _dotted(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, str):
        return f"“{value}”" if value.strip() else "an empty text"
    if isinstance(value, list):
        return f"a list of {len(value)}" if value else "an empty list"
    return str(value)
