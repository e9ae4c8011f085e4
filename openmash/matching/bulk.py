"""Whole indexes at once, on DuckDB, with the keys and the model of the look-up.

Tables have the columns of ``tables.load``: ``unique_id``, those of a clean record, ``keys``. Two records are weighed
where they share a key. Blocking goes by parts, so that memory is bounded by a part and not by the index: first the keys
by their remainder, then the pairs by where their left record lies.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker

from openmash.matching import bounds, guards
from openmash.matching.engines import JOINED
from openmash.matching.keys import HOT
from openmash.matching.model import Comparison, Level, Model


@dataclass(frozen=True)
class Linking:
    """One job: what is linked with what, on which connection.

    Args:
        connection: where the tables are and new ones are made.
        model: where the weights come from.
        left: a table of records; the questions, where two tables are linked.
        right: the index; None to look for doubles within ``left``.
        hot: keys of more rows than this are not looked at; None: all are.
        together: a pair is weighed if it shares at least so many of the keys that are looked at. Accounts of one person
            share many; of two people who share a single one, next to nobody turns out to be one.
        parts: into how many parts keys, and pairs, are divided; more need less memory and a little more time.
    """

    connection: duckdb.DuckDBPyConnection
    model: Model
    left: str
    right: str | None = None
    hot: int | None = HOT
    together: int = 1
    parts: int = 1

    @property
    def index(self) -> str:
        """The table that is the index: term frequencies and the prior are its."""
        return self.right or self.left

    def people(self) -> int:
        """How many rows the index holds."""
        return _number(self.connection, f"SELECT count(*) FROM {self.index}")


def pairs(job: Linking, into: str) -> int:
    """Write the pairs that share keys into a table (l, r: numbers of rows, ``l`` of the left table); how many.

    Within one table, each pair comes once, with ``l < r``.
    """
    run = job.connection.execute
    run(f"CREATE OR REPLACE TABLE {into}_found (l INTEGER, r INTEGER)")
    for part in range(job.parts):
        run(f"INSERT INTO {into}_found {_pairs_of_part(job, part)}")
    run(f"CREATE OR REPLACE TABLE {into} (l INTEGER, r INTEGER)")
    for low, high in _ranges(job, job.left):
        run(
            f"INSERT INTO {into} SELECT l, r FROM {into}_found WHERE l >= {low} AND l < {high} "
            f"GROUP BY l, r HAVING count(*) >= {job.together}"
        )
    run(f"DROP TABLE {into}_found")
    return _number(job.connection, f"SELECT count(*) FROM {into}")


def weigh(job: Linking, candidates: str, into: str, *, least: float = -1e6, known: float | None = None) -> int:
    """Weigh pairs, guard them, and write a table; how many stay.

    The table: ``left_id``, ``right_id`` (their ``unique_id``), ``weight`` (bits, after guards) and ``levels``
    (TINYINT[]: as the look-up returns them). One statement from the model's own levels, as in the look-up: Splink's
    ``predict`` (:func:`weigh_by_splink`) comes to the same, does not tell the levels, and takes several times as long.

    Args:
        candidates: a table that :func:`pairs` wrote.
        least: pairs below this weight, after guards, are left out.
        known: as in ``Model.prior``; the model's own if None.
    """
    run = job.connection.execute
    run(f"CREATE OR REPLACE TABLE {into} (left_id VARCHAR, right_id VARCHAR, weight DOUBLE, levels TINYINT[])")
    for column in job.model.rarities:
        frequencies(job.connection, job.index, column, f"{into}_tf_{column}")
    possible = _possible(job, candidates, into, least, known)
    sides = _sides(job, f"{into}_people")
    columns = ", ".join(("unique_id", *sorted(job.model.columns)))
    for table, side in sides.items():
        run(
            f"CREATE OR REPLACE TEMP TABLE {side} AS SELECT rowid AS number, {columns} FROM {table} "
            f"WHERE rowid IN ({_in_pairs(job, possible, table)})"
        )
    # Of few pairs no more rows come together than there are pairs: fewer blocks read the tables less often.
    share = min(_number(job.connection, f"SELECT count(*) FROM {possible}") / max(job.people(), 1), 1)
    for left, right in _blocks(replace(job, parts=math.ceil(job.parts * share) or 1)):
        weighed = _weighed(job, possible, sides, left, right, f"{into}_tf", known)
        run(f"INSERT INTO {into} {weighed} WHERE weight >= {least!r}")
    for side in sides.values():
        run(f"DROP TABLE {side}")
    if possible != candidates:
        run(f"DROP TABLE {possible}")
    for column in job.model.rarities:
        run(f"DROP TABLE {into}_tf_{column}")
    return _number(job.connection, f"SELECT count(*) FROM {into}")


def weigh_by_splink(job: Linking, candidates: str, into: str, *, known: float | None = None) -> int:
    """The same pairs weighed by Splink's own ``predict``, before guards: ``left_id``, ``right_id``, ``weight``."""
    run = job.connection.execute
    run(f"CREATE OR REPLACE TEMP VIEW splink_records AS {_numbered(job)}")
    run(
        "CREATE OR REPLACE TEMP TABLE splink_pairs AS SELECT '0' AS match_key, "
        f"{_left_number(job, 'l')} AS join_key_l, r AS join_key_r FROM {candidates}"
    )
    api = DuckDBAPI(job.connection)
    linker = Linker(api.register("splink_records"), splink_settings(job, known))
    for column in job.model.rarities:
        frequencies(job.connection, job.index, column, f"splink_tf_{column}")
        linker.table_management.register_term_frequency_lookup(api.register(f"splink_tf_{column}"), column)
    linker.table_management.register_blocked_pairs_for_predict(api.register("splink_pairs"))
    predicted = linker.inference.predict(warning_mode="never").physical_name
    run(
        f"CREATE OR REPLACE TABLE {into} AS SELECT l.unique_id AS left_id, r.unique_id AS right_id, "
        f"match_weight AS weight FROM {predicted} AS p JOIN {job.index} AS r ON r.rowid = unique_id_r "
        f"JOIN {job.left} AS l ON l.rowid = {_left_number(job, 'unique_id_l')}"
    )
    return _number(job.connection, f"SELECT count(*) FROM {into}")


def clusters(job: Linking, weighed: str, into: str, *, threshold: float) -> int:
    """Tell who is one person with whom, from pairs at or above a weight; how many persons there are.

    Only for looking for doubles within one table. ``into`` is a view (``unique_id``, ``cluster_id``) of everybody; only
    whoever is linked with anybody has a row, in the table ``<into>_linked``.
    """
    run = job.connection.execute
    linked = f"SELECT left_id AS one, right_id AS other FROM {weighed} WHERE weight >= {threshold!r}"
    run(f"CREATE OR REPLACE TEMP TABLE {into}_links AS {linked} UNION ALL SELECT other, one FROM ({linked})")
    run(  # everybody takes the least id among those they are linked with, until nobody finds a lesser one
        f"CREATE OR REPLACE TABLE {into}_linked AS "
        "WITH RECURSIVE linked(unique_id, cluster_id) USING KEY (unique_id) AS ("
        f"SELECT one, least(one, min(other)) FROM {into}_links GROUP BY one UNION "
        f"SELECT other, min(linked.cluster_id) FROM linked JOIN {into}_links ON one = linked.unique_id "
        "JOIN recurring.linked AS before ON before.unique_id = other "
        "WHERE linked.cluster_id < before.cluster_id GROUP BY other) FROM linked"
    )
    run(f"DROP TABLE {into}_links")
    run(
        f"CREATE OR REPLACE VIEW {into} AS "
        "SELECT unique_id, coalesce(linked.cluster_id, people.unique_id) AS cluster_id "
        f"FROM {job.left} AS people LEFT JOIN {into}_linked AS linked USING (unique_id)"
    )
    merged = _number(job.connection, f"SELECT count(*) - count(DISTINCT cluster_id) FROM {into}_linked")
    return job.people() - merged


def frequencies(connection: duckdb.DuckDBPyConnection, table: str, column: str, into: str) -> None:
    """Write how frequent each value of a column is among the records that have one: ``column``, ``tf_column``."""
    connection.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT {column}, count(*)::DOUBLE / sum(count(*)) OVER () AS tf_{column} "
        f"FROM {table} WHERE {column} IS NOT NULL GROUP BY {column}"
    )


def _pairs_of_part(job: Linking, part: int) -> str:
    def exploded(table: str) -> str:
        told = f"SELECT rowid::INTEGER AS number, unnest(keys) AS key FROM {table}"
        # The lowest bit says only how weak a key is (keys.py): most keys have the same.
        return told if job.parts == 1 else f"SELECT * FROM ({told}) WHERE ((key >> 1) & 65535) % {job.parts} = {part}"

    # A pair comes once for each key it shares; where one is enough, the parts need not hold it more than once.
    pair = "SELECT DISTINCT" if job.together == 1 else "SELECT"
    if job.right is None:
        people = "> 1" if job.hot is None else f"BETWEEN 2 AND {job.hot}"
        return (
            f"WITH s AS MATERIALIZED (FROM ({exploded(job.left)}) QUALIFY count(*) OVER (PARTITION BY key) {people}) "
            f"{pair} a.number, b.number FROM s AS a JOIN s AS b ON a.key = b.key AND a.number < b.number"
        )
    cold = "" if job.hot is None else f" QUALIFY count(*) OVER (PARTITION BY key) <= {job.hot}"
    return (
        f"WITH q AS ({exploded(job.left)}), s AS (FROM ({exploded(job.right)}) SEMI JOIN q USING (key){cold}) "
        f"{pair} q.number, s.number FROM q JOIN s USING (key)"
    )


def _ranges(job: Linking, table: str) -> list[tuple[int, int]]:
    rows = _number(job.connection, f"SELECT coalesce(max(rowid), -1) + 1 FROM {table}")
    size = max(-(-rows // job.parts), 1)
    return [(low, low + size) for low in range(0, rows, size)]


def _blocks(job: Linking) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Ranges of rows, left and right, that are weighed together: no more rows than these lie in memory side by side."""
    for left in _ranges(job, job.left):
        for right in _ranges(job, job.index):
            if job.right is not None or right[1] > left[0]:  # within one table, l < r
                yield left, right


def _left_number(job: Linking, number: str) -> str:
    # Both tables become one for Splink: the questions count down from -1, so that no two rows share a number.
    return number if job.right is None else f"-1 - {number}"


def _numbered(job: Linking) -> str:
    columns = ", ".join(sorted(job.model.columns))
    left = f"SELECT {_left_number(job, 'rowid')}::INTEGER AS unique_id, {columns} FROM {job.left}"
    return left if job.right is None else f"{left} UNION ALL SELECT rowid::INTEGER, {columns} FROM {job.right}"


def splink_settings(job: Linking, known: float | None = None) -> dict[str, Any]:
    """The model as Splink takes it, with the prior of the index; pairs are registered, not blocked by Splink."""
    prior = job.model.prior(job.people(), known)
    return job.model.settings(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        probability_two_random_records_match=2**prior / (1 + 2**prior),
        blocking_rules_to_generate_predictions=[],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
        additional_columns_to_retain=[],
    )


def _possible(job: Linking, candidates: str, into: str, least: float, known: float | None) -> str:
    """The table of those candidates that are not ruled out by what they can reach at most (``bounds.py``)."""
    prior = job.model.prior(job.people(), known)
    if least <= prior + bounds.lowest(job.model):
        return candidates
    run = job.connection.execute
    outlines = bounds.Outlines(job.model)
    sides = _sides(job, f"{into}_outline")
    _outline(job, candidates, outlines, sides, f"{into}_of", f"{into}_tf")
    possible = f"{into}_possible"
    run(f"CREATE OR REPLACE TABLE {possible} (l INTEGER, r INTEGER)")
    for left, right in _blocks(job):
        run(
            f"INSERT INTO {possible} SELECT p.l, p.r FROM {_part(candidates, left, right)} AS p "
            # Whoever is in a pair has an outline. An inner join tries the condition within itself: a quarter slower.
            f"LEFT JOIN {_within(sides[job.left], left)} AS l ON l.number = p.l "
            f"LEFT JOIN {_within(sides[job.index], right)} AS r ON r.number = p.r "
            f"WHERE {prior!r}::DOUBLE + {outlines.most} >= {least - bounds.ROUNDING!r}"
        )
    for side in sides.values():
        run(f"DROP TABLE {side}")
    return possible


def _outline(
    job: Linking, candidates: str, outlines: bounds.Outlines, sides: Mapping[str, str], of: str, tf: str
) -> None:
    """Write the outlines of the records of each table that are in any pair into the table named beside it."""
    run = job.connection.execute
    for column, numbers in outlines.of_values.items():
        values = " UNION ALL ".join(f"SELECT {column} FROM {table}" for table in sides)
        frequency = f" LEFT JOIN {tf}_{column} USING ({column})" if column in job.model.rarities else ""
        run(
            f"CREATE OR REPLACE TABLE {of}_{column} AS SELECT {column}, {_named(numbers)} FROM "
            f"(SELECT DISTINCT {column} FROM ({values}) WHERE {column} IS NOT NULL){frequency}"
        )
    joins = " ".join(f"LEFT JOIN {of}_{column} USING ({column})" for column in outlines.of_values)
    for table, side in sides.items():
        columns = [name for each in outlines.of_values.values() for name in each]
        columns += [_named(each) for each in outlines.of_records.values()]
        run(  # a temporary table is not compressed, which would take longer than to read it
            f"CREATE OR REPLACE TEMP TABLE {side} AS SELECT a.rowid::INTEGER AS number, {', '.join(columns)} "
            f"FROM {table} AS a {joins} WHERE a.rowid IN ({_in_pairs(job, candidates, table)})"
        )
    for column in outlines.of_values:
        run(f"DROP TABLE {of}_{column}")


def _sides(job: Linking, name: str) -> dict[str, str]:
    """A table for what is made of each table that is linked; one, where doubles are looked for."""
    return {job.left: f"{name}_l", job.index: f"{name}_r"}


def _in_pairs(job: Linking, candidates: str, table: str) -> str:
    """The numbers of a table's rows that are in any of the pairs, as SQL."""
    sides = [side for side, of in (("l", job.left), ("r", job.index)) if of == table]
    return " UNION ALL ".join(f"SELECT {side} FROM {candidates}" for side in sides)


def _named(numbers: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {name}" for name, sql in numbers.items())


def _part(pairs_: str, left: tuple[int, int], right: tuple[int, int]) -> str:
    return f"(SELECT * FROM {pairs_} WHERE l >= {left[0]} AND l < {left[1]} AND r >= {right[0]} AND r < {right[1]})"


def _within(table: str, range_: tuple[int, int]) -> str:
    return f"(SELECT * FROM {table} WHERE number >= {range_[0]} AND number < {range_[1]})"


def _weighed(
    job: Linking,
    candidates: str,
    sides: Mapping[str, str],
    left: tuple[int, int],
    right: tuple[int, int],
    tf: str,
    known: float | None,
) -> str:
    model = job.model
    level = {each.name: f"c{number}" for number, each in enumerate(model.comparisons)}
    cases = ", ".join(f"{each.case(JOINED)} AS {level[each.name]}" for each in model.comparisons)
    joins = " ".join(f"LEFT JOIN {tf}_{c} AS f_{c} ON f_{c}.{c} = l.{c}" for c in model.rarities)
    rarities = "".join(f", f_{c}.tf_{c}" for c in model.rarities)
    terms = " + ".join(_term(each, level[each.name]) for each in model.comparisons)
    prior = repr(model.prior(job.people(), known))
    part = _part(candidates, left, right)
    return (
        f"SELECT left_id, right_id, {guards.sql(model, 'sum', level)} AS weight, "
        f"[{', '.join(level.values())}]::TINYINT[] FROM (SELECT *, {prior}::DOUBLE + {terms} AS sum FROM ("
        f"SELECT l.unique_id AS left_id, r.unique_id AS right_id, {cases}{rarities} FROM {part} AS p "
        f"JOIN {_within(sides[job.left], left)} AS l ON l.number = p.l "
        f"JOIN {_within(sides[job.index], right)} AS r ON r.number = p.r {joins}))"
    )


def _term(comparison: Comparison, level: str) -> str:
    def bits(each: Level) -> str:
        if each.rarity is None:
            return f"{each.bits!r}::DOUBLE"
        return f"{each.bits!r}::DOUBLE + {bounds.rarity_sql(each.rarity)}"

    whens = " ".join(f"WHEN {number} THEN {bits(each)}" for number, each in enumerate(comparison.levels))
    return f"CASE {level} {whens} END"


def _number(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    return int(connection.execute(statement).fetchall()[0][0])
