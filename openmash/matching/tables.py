"""Index files as tables that DuckDB can link: cleaned, with keys."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import duckdb
import pyarrow as pa

from openmash.matching.cleaning import Clean, clean
from openmash.matching.csv_records import Fault, Row, lines_of, read
from openmash.matching.keys import keys_of
from openmash.matching.records import Record

_BLOCK = 20_000
_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
_LISTS = frozenset({"fores", "surs", "borns", "postcodes", "outcodes", "uprns", "phones"})
SCHEMA = pa.schema(
    [("unique_id", _TEXT)]
    + [(name, _TEXTS if name in _LISTS else _TEXT) for name in Clean._fields]
    + [("keys", pa.list_(pa.int64()))]
)


class Loaded(NamedTuple):
    """What became of a file.

    Args:
        rows: lines that are in the table now.
        faults: lines, or values of lines, that are not, each with its reason.
    """

    rows: int
    faults: tuple[Fault, ...]


def load(
    connection: duckdb.DuckDBPyConnection, table: str, path: Path, *, secret: bytes, today: date, asking: bool = False
) -> Loaded:
    """Read an index file into a new table: `unique_id`, the columns of a clean record, `keys`.

    Args:
        connection: where the table is made.
        table: its name, one of ours.
        path: a file in the form of matching/csv_records.py.
        secret: makes the keys; tables that are linked need the same one.
        today: no birth is taken that lies long after it.
        asking: whether its rows are questions, which are also looked for where mistakes would have put the answer.
    """
    faults: list[Fault] = []
    rows = 0
    connection.register("no_rows", SCHEMA.empty_table())
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS FROM no_rows")
    with path.open("rb") as file:
        records = _records(read(lines_of(file), today=today), faults)
        while block := list(islice(records, _BLOCK)):
            connection.register("some_rows", _arrow(block, secret, asking))
            connection.execute(f"INSERT INTO {table} FROM some_rows")
            connection.unregister("some_rows")
            rows += len(block)
    return Loaded(rows, tuple(faults))


def _records(lines: Iterator[tuple[int, Row]], faults: list[Fault]) -> Iterator[Record]:
    for _, row in lines:
        if isinstance(row, Record):
            yield row
        elif isinstance(row, Fault):
            faults.append(row)


def _arrow(block: list[Record], secret: bytes, asking: bool) -> pa.Table:
    cleaned = [clean(record) for record in block]
    columns = [
        [record.reference for record in block],
        *zip(*cleaned, strict=True),
        [keys_of(each, secret=secret, asking=asking) for each in cleaned],
    ]
    return pa.table([pa.array(told, field.type) for told, field in zip(columns, SCHEMA, strict=True)], schema=SCHEMA)
