"""Reads a condition of a Splink settings file back into the vocabulary of ``levels.py``.

What DuckDB is told is written by our own emitter, so every kind of condition has one form. A condition that a person
wrote by hand in another form, or one outside the vocabulary, is refused: the look-up in PostgreSQL could not ask it.
"""

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from openmash.matching import levels
from openmash.matching.conditions import AllOf, AnyOf, Condition, Together
from openmash.matching.engines import DUCKDB
from openmash.matching.levels import Atom

ATOMS: tuple[type[Atom], ...] = (
    *(levels.Missing, levels.Empty, levels.Same, levels.Different, levels.Overlap, levels.Edits, levels.Crossed),
    *(levels.Exchanged, levels.NearlyExchanged, levels.Turned, levels.Begins, levels.SamePart, levels.PartIs),
    *(levels.EitherIs, levels.BothAre, levels.DayMonthSwapped, levels.DaysApart, levels.YearsApart),
)
_A_NAME, _ANOTHER_NAME, _A_TEXT = "onename", "othername", "sometext"
_NUMBERS = (761, 953)


class NotInVocabulary(ValueError):
    """A condition in SQL that the vocabulary does not say; the text names it."""


def read(text: str) -> Condition:
    """The condition that our emitter for DuckDB writes as this text.

    Raises:
        NotInVocabulary: nothing of the vocabulary is written like this.
    """
    text = " ".join(text.split())
    return _atom(text) or _together(text) or _refuse(text)


def _refuse(text: str) -> Condition:
    raise NotInVocabulary(f"no condition of the vocabulary (matching/levels.py) is written like this: {text}")


def _atom(text: str) -> Condition | None:
    for kind in ATOMS:
        found = _form(kind).fullmatch(text)
        if found:
            condition = kind(**{f.name: _value(f.type, found[f.name]) for f in fields(kind)})  # type: ignore[arg-type]
            if condition.sql(DUCKDB) == text:  # the same columns and numbers wherever they are repeated
                return condition
    return None


def _value(kind: object, text: str) -> str | int:
    # PartIs and its like: how long a text is stands beside it, so the text alone is read
    return int(text) if kind is int else text


@cache
def _form(kind: type[Atom]) -> re.Pattern[str]:
    """What the emitter writes for this kind, with a group for each field."""
    numbers = iter(_NUMBERS)
    told: dict[str, str | int] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.type is int:
            told[field.name] = next(numbers)
        else:
            told[field.name] = {"column": _A_NAME, "beside": _ANOTHER_NAME, "text": _A_TEXT}[field.name]
    form = re.escape(kind(**told).sql(DUCKDB)).replace(rf",\ {len(_A_TEXT)}\)", r",\ \d+\)")
    for name, value in told.items():
        written = r"\d+" if isinstance(value, int) else r"[\w-]+?"
        form = form.replace(str(value), f"(?P<{name}>{written})", 1).replace(str(value), f"(?:{written})")
    return re.compile(form)


def _together(text: str) -> Together | None:
    parts = list(_bracketed(text))
    words = {word for _, word in parts[:-1]}
    if len(parts) < 2 or len(words) != 1:
        return None
    kind = {"AND": AllOf, "OR": AnyOf}.get(words.pop())
    return kind(tuple(read(part) for part, _ in parts)) if kind else None


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """The outermost brackets of "(a) AND (b)", each with the word after it; nothing where that is not its form."""
    at = 0
    while at < len(text):
        if text[at] != "(":
            return
        end = _closing(text, at)
        word = re.match(r" (AND|OR) ", text[end:])
        yield text[at + 1 : end - 1], word[1] if word else ""
        if not word:
            if end != len(text):
                yield text[end:], "?"
            return
        at = end + len(word[0])


def _closing(text: str, at: int) -> int:
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place + 1
    return len(text)
