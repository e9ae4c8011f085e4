"""PostgreSQL asks what each condition says, though it works out once what the question alone decides."""

from typing import Any

import psycopg
from hypothesis import given

from openmash.matching.engines import PostgreSQL
from openmash.matching.levels import COLUMNS, LIST
from tests.conditions import CONDITIONS, records


@given(records, records)
def test_a_condition_holds_in_postgresql_where_it_holds(
    server: psycopg.Connection[Any], one: dict[str, Any], other: dict[str, Any]
) -> None:
    engine = PostgreSQL()
    conditions = ", ".join(condition.sql(engine) for condition in CONDITIONS)
    once = "".join(f", {expression} AS {column}" for expression, column in engine.once.items())
    statement = f"""\
WITH asked AS (SELECT asked.*{once} FROM (SELECT {_columns("one")}) AS asked)
SELECT {conditions} FROM asked, (SELECT {_columns("other")}) AS r"""
    told = {f"{name}_{of}": value for of, row in (("one", one), ("other", other)) for name, value in row.items()}
    (found,) = server.execute(statement, told).fetchall()
    for condition, holds in zip(CONDITIONS, found, strict=True):
        assert bool(holds) == condition.holds(one, other), condition


def _columns(of: str) -> str:
    return ", ".join(
        f"%({name}_{of})s::{'text[]' if kind == LIST else 'text'} AS {name}" for name, kind in COLUMNS.items()
    )
