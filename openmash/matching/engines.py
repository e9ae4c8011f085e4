"""The engines that compare records, and how each of them says what a level asks: one emitter for each.

DuckDB and Spark run Splink, which calls the two records of a pair ``x_l`` and ``x_r``. PostgreSQL runs the look-up.
"""


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
    """How PostgreSQL says it: ``asked`` is the question, ``r`` the row of the index. Needs fuzzystrmatch."""

    name = "postgres"
    row_by_row = True

    def left(self, column: str) -> str:
        return f"asked.{column}"

    def right(self, column: str) -> str:
        return f"r.{column}"

    def size(self, value: str) -> str:
        return f"cardinality({value})"

    def edits(self, one: str, other: str, at_most: int) -> str:
        return f"levenshtein_less_equal({one}, {other}, {at_most}) <= {at_most}"


DUCKDB, JOINED, SPARK, POSTGRESQL = Engine(), Joined(), Spark(), PostgreSQL()
