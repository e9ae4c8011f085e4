"""The look-up in real time: blocking, weighing and guarding in one SQL statement, written from a model.

The statement is the same text for every question, so that PostgreSQL prepares it once for each connection. What depends
on the question alone, the rarity of its names, the prior of the index, what a comparison makes of the question's own
value, is worked out once, not for each candidate: only a level that asks for the same value carries a rarity, and there
both values are the question's.

Parameters of the statement (psycopg's ``%(name)s``): every column of a clean record (``cleaning.COLUMNS``), ``known``
(how probable it is that whoever is asked about is in the index, 0 to 1: ``Model.known``), ``most`` (how many candidates
at most), ``least`` (candidates below this weight do not come; ``Model.thresholds["show"].bits``, lowered in an index of
more people than it was chosen in by what their number takes from everybody's weight), and what the caller's
own ``rows`` and ``facts`` ask for (``keys`` where they are plain tables: :func:`from_tables`).

What comes back, best first: ``reference``, ``weight`` (bits, after guards), ``levels`` (smallint[]: the number of the
level of each comparison, in the order of the model), ``frequencies`` (float8[]: of the question's values in this index,
in the order of ``Model.rarities``; null where the index does not have the value) and ``people`` (how many the index
holds). ``explain.waterfall`` says it in words from these alone.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from openmash.matching import guards
from openmash.matching.cleaning import COLUMNS, Clean
from openmash.matching.engines import PostgreSQL
from openmash.matching.levels import COLUMNS as KINDS
from openmash.matching.levels import LIST
from openmash.matching.model import Comparison, Model, Rarity, UnfitModel


class Found(NamedTuple):
    """One candidate: a row of the statement."""

    reference: str
    weight: float
    levels: tuple[int, ...]
    frequencies: tuple[float | None, ...]
    people: int


def look_up_sql(model: Model, *, rows: str, facts: str) -> str:
    """The statement that finds and weighs everybody whom a question may mean.

    Args:
        model: where the weights come from.
        rows: a FROM item with the candidates: the columns of a clean record and ``reference``. It has already been
            narrowed to rows that share a key with the question.
        facts: a FROM item of exactly one row: ``people`` (bigint, how many the index holds), and for each column of
            ``Model.rarities`` its ``tf_<column>`` (float8: the share of the index's people who have the question's
            value; null where nobody has).

    Raises:
        UnfitModel: the model looks at a column that an index does not have.
    """
    unknown = model.columns - frozenset(COLUMNS)
    if unknown:
        raise UnfitModel(f"{model.name}: looks at {', '.join(sorted(unknown))}, which a person index does not have.")
    level = {each.name: f"c{number}" for number, each in enumerate(model.comparisons)}
    terms = [_term(each, level[each.name]) for each in model.comparisons]
    weight = " + ".join(["prior", *terms])
    frequencies = ", ".join(f"tf_{column}" for column in model.rarities)
    engine = PostgreSQL()
    cases = ",\n    ".join(f"{each.case(engine)} AS {level[each.name]}" for each in model.comparisons)
    once = "".join(f",\n    {expression} AS {column}" for expression, column in engine.once.items())
    return f"""\
WITH asked AS MATERIALIZED (
  SELECT asked.*{once}
  FROM (SELECT {", ".join(f"%({column})s::{_type(column)} AS {column}" for column in COLUMNS)}) AS asked
), facts AS MATERIALIZED (
  SELECT people, {_prior()} AS prior, ARRAY[{frequencies}]::float8[] AS frequencies{_rarities(model)}
  FROM {facts} AS told
), compared AS (
  SELECT r.reference,
    {cases}
  FROM asked, {rows} AS r
  OFFSET 0
), weighed AS (
  SELECT compared.*, {weight} AS weight FROM compared, facts OFFSET 0
), guarded AS (
  SELECT reference, {guards.sql(model, "weight", level, engine)} AS weight,
    ARRAY[{", ".join(level.values())}]::smallint[] AS levels FROM weighed
)
SELECT reference, weight, levels, frequencies, people FROM guarded, facts
WHERE weight >= %(least)s::float8{_larger(model)} ORDER BY weight DESC, reference LIMIT %(most)s::int"""


def from_tables(model: Model, *, rows: str, frequencies: str, hot_keys: str) -> str:
    """The same statement for plain tables, which blocks by itself (``rows.keys && %(keys)s``).

    Args:
        rows: a table with the columns of a clean record, ``reference`` and ``keys`` (GIN).
        frequencies: a table (about text, value text, frequency float8), unique by its first two columns.
        hot_keys: a table (key bigint, rows bigint) of the keys that are too common (``keys.HOT``). They are not looked
            for; of a question that has no other, the rarest is.
    """
    probe = f"""\
(SELECT coalesce(
    array_agg(asked.key) FILTER (WHERE hot.key IS NULL),
    (array_agg(asked.key ORDER BY hot.rows))[1:1], '{{}}')
  FROM unnest(%(keys)s::bigint[]) AS asked(key) LEFT JOIN {hot_keys} AS hot USING (key))"""
    found = f"(SELECT * FROM {rows} WHERE keys && {probe})"
    of = ", ".join(
        f"(SELECT frequency FROM {frequencies} WHERE about = '{c}' AND value = %({c})s::text) AS tf_{c}"
        for c in model.rarities
    )
    facts = f"(SELECT %(people)s::bigint AS people{', ' + of if of else ''})"
    return look_up_sql(model, rows=found, facts=facts)


def parameters(asked: Clean, keys: Iterable[int] = (), **more: Any) -> dict[str, Any]:
    """A question as the statement's parameters; ``more``: ``known``, ``most``, ``least``, ``people``."""
    return {
        **{name: list(value) if isinstance(value, tuple) else value for name, value in asked._asdict().items()},
        "keys": list(keys),
        **more,
    }


def _type(column: str) -> str:
    return "text[]" if KINDS[column] == LIST else "text"


def _prior() -> str:
    share = "least(%(known)s::float8 / greatest(people, 2), 0.5::float8)"
    return f"ln({share} / (1 - {share})) / ln(2::float8)"


def _larger(model: Model) -> str:
    """What is added to ``least`` in a larger index: who is worth showing among the best few is so in any."""
    if model.shown_in is None:
        return ""
    return f" + least(ln({model.shown_in}::float8 / greatest(people, 1)) / ln(2::float8), 0::float8)"


def _rarities(model: Model) -> str:
    """What each level that has a rarity adds to the weight for this question, a column each."""
    return "".join(
        f", {_adjustment(level.rarity)} AS {_name(comparison, number)}"
        for comparison in model.comparisons
        for number, level in enumerate(comparison.levels)
        if level.rarity
    )


def _name(comparison: Comparison, number: int) -> str:
    return f"rarity_{comparison.name}_{number}"


def _adjustment(rarity: Rarity) -> str:
    frequency = f"greatest(tf_{rarity.column}, {rarity.least!r}::float8)"
    bits = f"{rarity.weight!r}::float8 * (ln({rarity.u!r}::float8) - ln({frequency})) / ln(2::float8)"
    return f"CASE WHEN tf_{rarity.column} IS NULL THEN 0::float8 ELSE {bits} END"


def _term(comparison: Comparison, level: str) -> str:
    bits = ",".join(repr(each.bits) for each in comparison.levels)
    base = f"('{{{bits}}}'::float8[])[{level} + 1]"
    adjusted = "".join(
        f" WHEN {number} THEN {_name(comparison, number)}"
        for number, each in enumerate(comparison.levels)
        if each.rarity
    )
    return f"{base} + CASE {level}{adjusted} ELSE 0::float8 END" if adjusted else base
