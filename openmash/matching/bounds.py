"""The most that a pair can weigh, told from a few numbers of each record: who cannot reach a weight is not compared.

Of the pairs that share a key about one in fifty is kept, and nine tenths of the time to weigh one goes to letters that
differ and lists that overlap. An *outline* of a record holds numbers in place of its values: which value it is, which
letters it has, a bit for each member of a list. Two outlines tell of some conditions whether they hold, and of the
others whether they can. The highest level that can hold bounds a comparison, and the sum of all bounds the weight;
guards only lower it. A bound that is too high costs time, one that is too low would lose a pair: whatever is told here
must follow from the condition.

Nothing here weighs: what is not ruled out is compared in full.
"""

import math
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import NamedTuple

from openmash.matching.conditions import AllOf, AnyOf, Condition
from openmash.matching.levels import (
    Begins,
    BothAre,
    Crossed,
    DayMonthSwapped,
    DaysApart,
    Edits,
    EitherIs,
    Empty,
    Exchanged,
    Missing,
    NearlyExchanged,
    Overlap,
    PartIs,
    Same,
    SamePart,
    Turned,
    YearsApart,
)
from openmash.matching.model import Comparison, Level, Model, Rarity

# Bounds are added in another order than weights: by far more than the last digits may differ, by far less than matters.
ROUNDING = 1e-6


class Told(NamedTuple):
    """What two outlines tell of a condition.

    Args:
        sql: does not hold (false, or NULL) only where the condition does not.
        exactly: and holds only where the condition does.
    """

    sql: str
    exactly: bool = False


NOTHING = Told("true")


@dataclass
class Outlines:
    """Which numbers of a record the bounds of a model need, and the bounds, all as DuckDB's SQL.

    Args:
        model: whose bounds.
        of_values: by text column, by name: numbers of its value, as expressions of the column, and of ``tf_<column>``
            where its frequency is asked for. Some are dear, and many records share a value.
        of_records: the same of the other columns, as expressions of what a record has there.
        most: the most that the pair of the outlines ``l`` and ``r`` can weigh, without the prior.
    """

    model: Model
    of_values: dict[str, dict[str, str]] = field(default_factory=dict)
    of_records: dict[str, dict[str, str]] = field(default_factory=dict)
    most: str = field(init=False)

    def __post_init__(self) -> None:
        self.most = " + ".join(f"({self._most(each)})" for each in self.model.comparisons)
        for column, numbers in self.of_values.items():
            numbers |= self.of_records.pop(column, {})

    @singledispatchmethod
    def told(self, condition: Condition) -> Told:
        """What outlines tell of a condition; of one that is not known here, nothing."""
        return NOTHING

    @told.register
    def _(self, condition: AllOf) -> Told:
        return _joined("AND", [self.told(part) for part in condition.parts])

    @told.register
    def _(self, condition: AnyOf) -> Told:
        return _joined("OR", [self.told(part) for part in condition.parts])

    @told.register
    def _(self, condition: Missing) -> Told:
        number = self._number(condition.column)
        return Told(f"l.{number} IS NULL OR r.{number} IS NULL", exactly=True)

    @told.register
    def _(self, condition: Empty) -> Told:
        members = self._members(condition.column)
        return Told(f"l.{members} = 0 OR r.{members} = 0", exactly=True)

    @told.register
    def _(self, condition: Same) -> Told:
        number = self._number(condition.column)
        return Told(f"l.{number} = r.{number}", exactly=condition.column in self.model.rarities)

    @told.register
    def _(self, condition: Overlap) -> Told:
        members = self._members(condition.column)
        return Told(_share(members, members))

    @told.register
    def _(self, condition: Edits) -> Told:
        return Told(self._near(condition.column, condition.column, condition.at_most, condition.letters))

    @told.register
    def _(self, condition: Crossed) -> Told:
        one, other = self._hash(condition.column), self._hash(condition.beside)
        return Told(f"l.{one} = r.{other} OR l.{other} = r.{one}")

    @told.register
    def _(self, condition: Exchanged) -> Told:
        one, other = self._members(condition.column), self._members(condition.beside)
        return Told(f"{_share(one, other)} AND {_share(other, one)}")

    @told.register
    def _(self, condition: NearlyExchanged) -> Told:
        one, other, limits = condition.column, condition.beside, (condition.at_most, condition.letters)
        return Told(f"{self._near(one, other, *limits)} AND {self._near(other, one, *limits)}")

    @told.register
    def _(self, condition: Turned) -> Told:
        first, second = (self._hash(condition.column, place, 1) for place in (1, 2))
        return Told(f"l.{first} = r.{second} AND l.{second} = r.{first}")

    @told.register
    def _(self, condition: Begins) -> Told:
        beginning = self._hash(condition.column, 1, condition.letters)
        return Told(f"l.{beginning} = r.{beginning}")

    @told.register
    def _(self, condition: SamePart) -> Told:
        part = self._hash(condition.column, condition.start, condition.length)
        return Told(f"l.{part} = r.{part}")

    @told.register
    def _(self, condition: PartIs) -> Told:
        column, start, text = condition.column, condition.start, condition.text
        part = self._of_record(column, f"part_{start}_{len(text)}", f"substr({column}, {start}, {len(text)})")
        return Told(f"l.{part} = '{text}' AND r.{part} = '{text}'", exactly=True)

    @told.register
    def _(self, condition: EitherIs) -> Told:
        text = self._of_record(condition.column, "text", condition.column)
        return Told(f"l.{text} = '{condition.text}' OR r.{text} = '{condition.text}'", exactly=True)

    @told.register
    def _(self, condition: BothAre) -> Told:
        text = self._of_record(condition.column, "text", condition.column)
        return Told(f"l.{text} = '{condition.text}' AND r.{text} = '{condition.text}'", exactly=True)

    @told.register
    def _(self, condition: DayMonthSwapped) -> Told:
        year, month, day = (f"substr({condition.column}, {start}, {n})" for start, n in ((1, 4), (6, 2), (9, 2)))
        either_way = f"concat({year}, least({month}, {day}), greatest({month}, {day}))"
        parts = self._of_record(condition.column, "hash_either_way", _hash(condition.column, either_way, "USMALLINT"))
        return Told(f"l.{parts} = r.{parts}")

    @told.register
    def _(self, condition: DaysApart) -> Told:
        date = f"CAST({condition.column} AS DATE)"
        days = self._of_record(condition.column, "days", f"({date} - DATE '2000-01-01')::INTEGER")
        return Told(f"abs(l.{days} - r.{days}) <= {condition.at_most}", exactly=True)

    @told.register
    def _(self, condition: YearsApart) -> Told:
        year = self._of_record(condition.column, "year", f"CAST(substr({condition.column}, 1, 4) AS INTEGER)")
        return Told(f"abs(l.{year} - r.{year}) >= {condition.at_least}", exactly=True)

    def _of_value(self, column: str, what: str, sql: str) -> str:
        name = f'"{column}_{what}"'
        self.of_values.setdefault(column, {})[name] = sql
        return name

    def _of_record(self, column: str, what: str, sql: str) -> str:
        name = f'"{column}_{what}"'
        self.of_records.setdefault(column, {})[name] = sql
        return name

    def _number(self, column: str) -> str:
        """Which value it is: told apart from all others where a frequency lowers what the same value gives."""
        if column in self.model.rarities:
            return self._of_value(column, "number", "row_number() OVER ()::INTEGER")
        return self._of_record(column, "number", _hash(column, column, "UINTEGER"))

    def _hash(self, column: str, start: int = 1, length: int | None = None) -> str:
        """A number of a value, or a part of it: the same for the same, and seldom the same for others."""
        if length is None:
            return self._of_record(column, "hash", _hash(column, column, "USMALLINT"))
        part = f"substr({column}, {start}, {length})"
        return self._of_record(column, f"hash_{start}_{length}", _hash(column, part, "USMALLINT"))

    def _members(self, column: str) -> str:
        """A bit for each value of a list: lists without a bit in common have no value in common."""
        bits = f"list_aggregate(list_transform({column}, lambda x: 1::UBIGINT << (hash(x) % 64)), 'bit_or')"
        return self._of_record(column, "members", f"CASE WHEN len({column}) = 0 THEN 0::UBIGINT ELSE {bits} END")

    def _near(self, one: str, other: str, at_most: int, letters: int) -> str:
        """An edit takes away one letter at most and brings one at most, and changes the length by one at most."""
        (length, has), (length_other, has_other) = self._letters(one), self._letters(other)
        return (
            f"bit_count(xor(l.{has}, r.{has_other})) <= {2 * at_most} "
            f"AND abs(l.{length} - r.{length_other}) <= {at_most} "
            f"AND l.{length} >= {letters} AND r.{length_other} >= {letters}"
        )

    def _letters(self, column: str) -> tuple[str, str]:
        length = self._of_value(column, "length", f"length({column})::INTEGER")
        # Some share a bit, as do P and 0: then fewer differ, and the bound is higher.
        each = f"list_transform(string_split({column}, ''), lambda x: 1::UINTEGER << (ascii(x) % 32))"
        return length, self._of_value(column, "letters", f"coalesce(list_aggregate({each}, 'bit_or'), 0)::UINTEGER")

    def _most(self, comparison: Comparison) -> str:
        """The most that a comparison can give.

        The first levels that are told exactly are told one after the other, as they are asked. Of the rest, the highest
        that can hold.
        """
        told = [self.told(level.condition) if level.condition else NOTHING for level in comparison.levels]
        first = next((number for number, each in enumerate(told) if not each.exactly), len(told) - 1)
        asked = list(zip(comparison.levels, told, strict=True))
        whens = "".join(f"WHEN {each.sql} THEN {self._bits(level)} " for level, each in asked[:first])
        rest = self._most_of(asked[first:])
        return f"CASE {whens}ELSE {rest} END" if whens else rest

    def _most_of(self, asked: list[tuple[Level, Told]]) -> str:
        """The highest level that can hold. One that surely holds rules out those that are asked after it."""
        whens = []
        for number, (level, told) in sorted(enumerate(asked), key=lambda each: -each[1][0].bits):
            if level.rarity:
                continue
            surely = [
                f"({e.sql})"
                for other, e in asked[:number]
                if e.exactly and other.bits < level.bits and not other.rarity
            ]
            not_before = f" AND NOT coalesce({' OR '.join(surely)}, false)" if surely else ""
            whens.append(f"WHEN ({told.sql}){not_before} THEN {level.bits!r}::DOUBLE")
        highest = max((level.bits for level, _ in asked if not level.rarity), default=-math.inf)
        fixed = f"CASE {' '.join(whens)} ELSE {highest!r}::DOUBLE END"
        rare = [f"CASE WHEN {told.sql} THEN {self._bits(level)} END" for level, told in asked if level.rarity]
        return f"greatest({', '.join([fixed, *rare])})" if rare else fixed

    def _bits(self, level: Level) -> str:
        if level.rarity is None:
            return f"{level.bits!r}::DOUBLE"
        rarity = level.rarity
        what = f"rarity_{rarity.weight}_{rarity.least}_{rarity.u}"
        return f"{level.bits!r}::DOUBLE + l.{self._of_value(rarity.column, what, rarity_sql(rarity))}"


def rarity_sql(rarity: Rarity) -> str:
    """What is added to the weight for a value of the frequency ``tf_<column>``; nothing where that is NULL."""
    told, least = f"tf_{rarity.column}", f"{rarity.least!r}::DOUBLE"
    bits = f"{rarity.weight!r}::DOUBLE * ({math.log2(rarity.u)!r}::DOUBLE - log2(greatest({told}, {least})))"
    return f"CASE WHEN {told} IS NULL THEN 0::DOUBLE ELSE {bits} END"


def lowest(model: Model) -> float:
    """What no pair is below, apart from the prior: the lowest level of every comparison, of a value that all have."""
    return sum(min(_least_bits(level) for level in comparison.levels) for comparison in model.comparisons)


def _least_bits(level: Level) -> float:
    return level.bits + (min(level.rarity.bits(1.0), 0.0) if level.rarity else 0.0)


def _joined(word: str, parts: list[Told]) -> Told:
    exactly = all(part.exactly for part in parts)
    return Told(f" {word} ".join(f"({part.sql})" for part in parts), exactly)


def _share(one: str, other: str) -> str:
    return f"(l.{one} & r.{other}) <> 0"


def _hash(column: str, sql: str, kind: str) -> str:
    bits = {"USMALLINT": 16, "UINTEGER": 32}[kind]
    return f"CASE WHEN {column} IS NOT NULL THEN (hash({sql}) & {2**bits - 1})::{kind} END"
