"""What a level of a comparison may ask of two records: a small vocabulary, the same in every engine.

A condition is data. It is written as SQL by one emitter for each engine (DuckDB and Spark for Splink, PostgreSQL for
the look-up), tried in Python by :meth:`Condition.holds`, and read back from DuckDB's SQL (``reading.py``), so that a
Splink settings file is all there is of a model.

Two rules keep the engines together:

- **Every condition is symmetric**: it holds of (a, b) where it holds of (b, a). Which record is the question and
  which lies in the index differs by engine.
- **Nothing is negated.** What is not known (NULL) then only ever makes a condition not hold, in each engine alike;
  "not" is said by the order of the levels.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jellyfish import levenshtein_distance

from openmash.matching.conditions import Condition, Row
from openmash.matching.engines import Engine

TEXT, LIST = "text", "list"
# The columns of a clean record that a level may look at, by kind.
COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("forename", "middle", "surname", "born", "born_accuracy", "sex", "nhs", "upn", "school"), TEXT),
    **dict.fromkeys(("fores", "surs", "borns", "postcodes", "outcodes", "uprns", "phones"), LIST),
}


class Atom(Condition):
    """A condition of the vocabulary itself. Its first field is the column it is about."""

    column: str

    @property
    def columns(self) -> frozenset[str]:
        return frozenset({self.column})


class Across(Atom):
    """A condition on one column of one record and another of the other."""

    beside: str

    def crossed(self, one: Row, other: Row) -> tuple[tuple[Any, Any], ...]:
        """The two pairs of values that it is about."""
        return (one[self.column], other[self.beside]), (one[self.beside], other[self.column])

    @property
    def columns(self) -> frozenset[str]:
        return frozenset({self.column, self.beside})


@dataclass(frozen=True)
class Missing(Atom):
    """Either record does not have it (a text column)."""

    column: str

    def sql(self, engine: Engine) -> str:
        one, other = engine.both(self.column)
        return f"{one} IS NULL OR {other} IS NULL"

    def holds(self, one: Row, other: Row) -> bool:
        return one[self.column] is None or other[self.column] is None


@dataclass(frozen=True)
class Empty(Atom):
    """Either record has none (a column with several values)."""

    column: str

    def sql(self, engine: Engine) -> str:
        one, other = engine.both(self.column)
        return f"{engine.size(one)} = 0 OR {engine.size(other)} = 0"

    def holds(self, one: Row, other: Row) -> bool:
        return not one[self.column] or not other[self.column]


@dataclass(frozen=True)
class Same(Atom):
    """Both records have it, and it is the same. The one condition whose level may carry a term frequency."""

    column: str

    def sql(self, engine: Engine) -> str:
        one, other = engine.both(self.column)
        return f"{one} = {other}"

    def holds(self, one: Row, other: Row) -> bool:
        return one[self.column] is not None and one[self.column] == other[self.column]


@dataclass(frozen=True)
class Different(Atom):
    """Both records have it, and it is not the same."""

    column: str

    def sql(self, engine: Engine) -> str:
        one, other = engine.both(self.column)
        return f"{one} <> {other}"

    def holds(self, one: Row, other: Row) -> bool:
        a, b = one[self.column], other[self.column]
        return a is not None and b is not None and a != b


@dataclass(frozen=True)
class Overlap(Atom):
    """At least one value is in both (a column with several values)."""

    column: str

    def sql(self, engine: Engine) -> str:
        return engine.overlap(*engine.both(self.column))

    def holds(self, one: Row, other: Row) -> bool:
        return not set(one[self.column]).isdisjoint(other[self.column])


def _near(one: str | None, other: str | None, at_most: int, letters: int) -> bool:
    if one is None or other is None or min(len(one), len(other)) < letters:
        return False
    return levenshtein_distance(one, other) <= at_most


@dataclass(frozen=True)
class Edits(Atom):
    """At most so many letters inserted, left out or changed, where both are at least so many letters long.

    Short names are one edit apart by accident: the guard counts the letters of both, or it would not be symmetric.
    """

    slow = True
    column: str
    at_most: int
    letters: int

    def sql(self, engine: Engine) -> str:
        one, other = engine.both(self.column)
        long_enough = " AND ".join(engine.has_letters(each, self.letters) for each in (one, other))
        return f"{long_enough} AND {engine.edits(one, other, self.at_most)}"

    def holds(self, one: Row, other: Row) -> bool:
        return _near(one[self.column], other[self.column], self.at_most, self.letters)


@dataclass(frozen=True)
class Crossed(Across):
    """What one record has in one column, the other has in another: a forename written as the surname."""

    column: str
    beside: str

    def sql(self, engine: Engine) -> str:
        (one, other), (beside_one, beside_other) = engine.both(self.column), engine.both(self.beside)
        return f"{one} = {beside_other} OR {beside_one} = {other}"

    def holds(self, one: Row, other: Row) -> bool:
        return any(a is not None and a == b for a, b in self.crossed(one, other))


@dataclass(frozen=True)
class Exchanged(Across):
    """Each record has in one column what the other has in another (columns with several values): swapped names."""

    column: str
    beside: str

    def sql(self, engine: Engine) -> str:
        (one, other), (beside_one, beside_other) = engine.both(self.column), engine.both(self.beside)
        return f"{engine.overlap(one, beside_other)} AND {engine.overlap(beside_one, other)}"

    def holds(self, one: Row, other: Row) -> bool:
        return not any(set(a).isdisjoint(b) for a, b in self.crossed(one, other))


@dataclass(frozen=True)
class NearlyExchanged(Across):
    """Swapped names with slips of the pen: as Edits, of each record's column and the other's other column."""

    slow = True
    column: str
    beside: str
    at_most: int
    letters: int

    def sql(self, engine: Engine) -> str:
        (one, other), (beside_one, beside_other) = engine.both(self.column), engine.both(self.beside)
        every = (one, other, beside_one, beside_other)
        long_enough = " AND ".join(engine.has_letters(each, self.letters) for each in every)
        crossed = ((one, beside_other), (beside_one, other))
        return f"{long_enough} AND {' AND '.join(engine.edits(a, b, self.at_most) for a, b in crossed)}"

    def holds(self, one: Row, other: Row) -> bool:
        return all(_near(a, b, self.at_most, self.letters) for a, b in self.crossed(one, other))


@dataclass(frozen=True)
class Turned(Atom):
    """The first two letters of one are those of the other, the other way round: fingers that were too fast."""

    column: str

    def sql(self, engine: Engine) -> str:
        return engine.turned(*engine.both(self.column))

    def holds(self, one: Row, other: Row) -> bool:
        a, b = one[self.column], other[self.column]
        return a is not None and b is not None and a[:1] == b[1:2] and a[1:2] == b[:1]


@dataclass(frozen=True)
class Begins(Atom):
    """One is how the other begins, and has at least so many letters: SAM and SAMUEL; with one letter, an initial."""

    column: str
    letters: int

    def sql(self, engine: Engine) -> str:
        one, other = engine.both(self.column)
        ways = ((one, other), (other, one))
        return " OR ".join(f"({engine.has_letters(a, self.letters)} AND {engine.begins(a, b)})" for a, b in ways)

    def holds(self, one: Row, other: Row) -> bool:
        a, b = one[self.column], other[self.column]
        if a is None or b is None or min(len(a), len(b)) < self.letters:
            return False
        return bool(a.startswith(b) or b.startswith(a))


@dataclass(frozen=True)
class SamePart(Atom):
    """The same letters at the same place, counted from 1: an initial, the year of an ISO date.

    The values are as long as that: a name has a letter, a date ten.
    """

    column: str
    start: int
    length: int

    def sql(self, engine: Engine) -> str:
        return engine.same_part(*engine.both(self.column), self.start, self.length)

    def holds(self, one: Row, other: Row) -> bool:
        a, b = one[self.column], other[self.column]
        part = slice(self.start - 1, self.start - 1 + self.length)
        return a is not None and b is not None and a[part] == b[part]


@dataclass(frozen=True)
class PartIs(Atom):
    """Both have this text at this place, counted from 1: two birthdays on 1 January."""

    column: str
    start: int
    text: str

    def sql(self, engine: Engine) -> str:
        return " AND ".join(
            f"substr({side}, {self.start}, {len(self.text)}) = '{self.text}'" for side in engine.both(self.column)
        )

    def holds(self, one: Row, other: Row) -> bool:
        part = slice(self.start - 1, self.start - 1 + len(self.text))
        return all(row[self.column] is not None and row[self.column][part] == self.text for row in (one, other))


@dataclass(frozen=True)
class EitherIs(Atom):
    """One of the two has this value: a date of birth that is only expected."""

    column: str
    text: str

    def sql(self, engine: Engine) -> str:
        return " OR ".join(engine.is_text(side, self.text) for side in engine.both(self.column))

    def holds(self, one: Row, other: Row) -> bool:
        return self.text in (one[self.column], other[self.column])


@dataclass(frozen=True)
class BothAre(Atom):
    """Both have this value: two dates of birth that are known to the day."""

    column: str
    text: str

    def sql(self, engine: Engine) -> str:
        return " AND ".join(engine.is_text(side, self.text) for side in engine.both(self.column))

    def holds(self, one: Row, other: Row) -> bool:
        return all(row[self.column] == self.text for row in (one, other))


@dataclass(frozen=True)
class DayMonthSwapped(Atom):
    """Two ISO dates of one year, the day of each the month of the other."""

    column: str

    def sql(self, engine: Engine) -> str:
        return engine.day_month_swapped(*engine.both(self.column))

    def holds(self, one: Row, other: Row) -> bool:
        a, b = one[self.column], other[self.column]
        return a is not None and b is not None and (a[:4], a[5:7], a[8:10]) == (b[:4], b[8:10], b[5:7])


@dataclass(frozen=True)
class DaysApart(Atom):
    """Two ISO dates at most so many days from each other."""

    column: str
    at_most: int

    def sql(self, engine: Engine) -> str:
        return engine.within(*engine.both(self.column), self.at_most)

    def holds(self, one: Row, other: Row) -> bool:
        a, b = one[self.column], other[self.column]
        if a is None or b is None:
            return False
        return abs((datetime.date.fromisoformat(a) - datetime.date.fromisoformat(b)).days) <= self.at_most


@dataclass(frozen=True)
class YearsApart(Atom):
    """The years of two ISO dates at least so many from each other: a father and his son."""

    column: str
    at_least: int

    def sql(self, engine: Engine) -> str:
        return engine.years_apart(*engine.both(self.column), self.at_least)

    def holds(self, one: Row, other: Row) -> bool:
        a, b = one[self.column], other[self.column]
        return a is not None and b is not None and abs(int(a[:4]) - int(b[:4])) >= self.at_least
