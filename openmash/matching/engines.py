"""The engines that compare records, and how each of them says what a level asks: one emitter for each.

DuckDB and Spark run Splink, which calls the two records of a pair ``x_l`` and ``x_r``. PostgreSQL runs the look-up.
"""

from collections.abc import Iterable


class Engine:
    """How DuckDB says it. ``left`` and ``right`` are the two records of Splink's blocked pairs."""

    name = "duckdb"
    row_by_row = False  # whether it stops at the first condition that fails, one row after the other

    def left(self, column: str) -> str:
        return f'"{column}_l"'

    def right(self, column: str) -> str:
        return f'"{column}_r"'

    def both(self, column: str) -> tuple[str, str]:
        return self.left(column), self.right(column)

    def size(self, value: str) -> str:
        return f"len({value})"

    def overlap(self, one: str, other: str) -> str:
        return f"{one} && {other}"

    def edits(self, one: str, other: str, at_most: int) -> str:
        return f"levenshtein({one}, {other}) <= {at_most}"

    def days(self, one: str, other: str) -> str:
        return f"abs(CAST({one} AS DATE) - CAST({other} AS DATE))"

    def within(self, one: str, other: str, days: int) -> str:
        return f"{self.days(one, other)} <= {days}"

    def years_apart(self, one: str, other: str, at_least: int) -> str:
        first, second = (f"CAST(substr({side}, 1, 4) AS INTEGER)" for side in (one, other))
        return f"abs({first} - {second}) >= {at_least}"

    def day_month_swapped(self, one: str, other: str) -> str:
        parts = ((1, 4, 1), (6, 2, 9), (9, 2, 6))
        return " AND ".join(f"substr({one}, {a}, {n}) = substr({other}, {b}, {n})" for a, n, b in parts)

    def is_text(self, value: str, text: str) -> str:
        return f"{value} = '{text}'"

    def has_letters(self, value: str, at_least: int) -> str:
        return f"length({value}) >= {at_least}"

    def begins(self, beginning: str, whole: str) -> str:
        return f"substr({whole}, 1, length({beginning})) = {beginning}"

    def same_part(self, one: str, other: str, start: int, length: int) -> str:
        return f"substr({one}, {start}, {length}) = substr({other}, {start}, {length})"

    def turned(self, one: str, other: str) -> str:
        return f"substr({one}, 1, 1) = substr({other}, 2, 1) AND substr({one}, 2, 1) = substr({other}, 1, 1)"

    def among(self, value: str, numbers: Iterable[int]) -> str:
        # Not IN: DuckDB would make a join of a longer list.
        return "(" + " OR ".join(f"{value} = {number}" for number in sorted(numbers)) + ")"


class Spark(Engine):
    """How Spark says it."""

    name = "spark"

    def left(self, column: str) -> str:
        return f"`{column}_l`"

    def right(self, column: str) -> str:
        return f"`{column}_r`"

    def size(self, value: str) -> str:
        return f"size({value})"

    def overlap(self, one: str, other: str) -> str:
        return f"arrays_overlap({one}, {other})"

    def days(self, one: str, other: str) -> str:
        return f"abs(datediff(CAST({one} AS DATE), CAST({other} AS DATE)))"


class Joined(Engine):
    """How DuckDB says it where the two records are rows of tables called ``l`` and ``r``."""

    def left(self, column: str) -> str:
        return f"l.{column}"

    def right(self, column: str) -> str:
        return f"r.{column}"


class PostgreSQL(Engine):
    """How PostgreSQL says it: ``asked`` is the question, ``r`` the row of the index. Needs fuzzystrmatch.

    One for each statement. What the question alone decides is worked out once for it, not for each row: the statement
    makes a column of ``asked`` of everything in :attr:`once`. Before a row is compared PostgreSQL looks up every
    function that is named, and does so again for each question: that is why dates, which are ISO texts of ten letters,
    are compared as texts with what the question makes of its own.
    """

    name = "postgres"
    row_by_row = True

    def __init__(self) -> None:
        self.once: dict[str, str] = {}  # by expression of the question alone: its column of ``asked``

    def _once(self, expression: str) -> str:
        return self.left(self.once.setdefault(expression, f"once_{len(self.once)}"))

    def _is_of_question(self, value: str) -> bool:
        return value.startswith(self.left(""))

    def _split(self, one: str, other: str) -> tuple[str, str]:
        """The value of the question, and that of the row."""
        return (one, other) if self._is_of_question(one) else (other, one)

    def left(self, column: str) -> str:
        return f"asked.{column}"

    def right(self, column: str) -> str:
        return f"r.{column}"

    def size(self, value: str) -> str:
        return f"cardinality({value})"

    def edits(self, one: str, other: str, at_most: int) -> str:
        return f"levenshtein_less_equal({one}, {other}, {at_most}) <= {at_most}"

    def within(self, one: str, other: str, days: int) -> str:
        asked, row = self._split(one, other)
        first, last = (self._once(f"to_char(CAST({asked} AS DATE) {way} {days}, 'YYYY-MM-DD')") for way in "-+")
        return f"{row} BETWEEN {first} AND {last}"

    def years_apart(self, one: str, other: str, at_least: int) -> str:
        asked, row = self._split(one, other)
        year = f"CAST(substr({asked}, 1, 4) AS INTEGER)"
        before, after = (
            self._once(f"lpad(CAST({year} {way} AS TEXT), 4, '0')") for way in (f"- {at_least - 1}", f"+ {at_least}")
        )
        return f"{row} < {before} OR {row} >= {after}"

    def day_month_swapped(self, one: str, other: str) -> str:
        asked, row = self._split(one, other)
        return f"{row} = " + self._once(
            f"substr({asked}, 1, 5) || substr({asked}, 9, 2) || '-' || substr({asked}, 6, 2)"
        )

    def is_text(self, value: str, text: str) -> str:
        said = super().is_text(value, text)
        return self._once(said) if self._is_of_question(value) else said

    def has_letters(self, value: str, at_least: int) -> str:
        said = super().has_letters(value, at_least)
        return self._once(said) if self._is_of_question(value) else said

    def begins(self, beginning: str, whole: str) -> str:
        return f"starts_with({whole}, {beginning})"

    def same_part(self, one: str, other: str, start: int, length: int) -> str:
        asked, row = self._split(one, other)
        part = self._once(f"substr({asked}, {start}, {length})")
        return f"starts_with({row}, {part})" if start == 1 else f"substr({row}, {start}, {length}) = {part}"

    def turned(self, one: str, other: str) -> str:
        asked, row = self._split(one, other)
        other_way = f"substr({asked}, 2, 1) || substr({asked}, 1, 1)"
        return f"starts_with({row}, {self._once(f'CASE WHEN length({asked}) > 1 THEN {other_way} END')})"

    def among(self, value: str, numbers: Iterable[int]) -> str:
        listed = ",".join(str(number) for number in sorted(numbers))
        return f"{value} = ANY ('{{{listed}}}'::int[])" if "," in listed else f"{value} = {listed}"


DUCKDB, JOINED, SPARK = Engine(), Joined(), Spark()
