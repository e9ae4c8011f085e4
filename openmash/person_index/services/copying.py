"""Rows of an agency's file on their way into PostgreSQL."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg import sql

from openmash.matching import csv_records
from openmash.matching.cleaning import COLUMNS, clean
from openmash.matching.csv_records import Fault
from openmash.matching.keys import keys_of
from openmash.matching.records import Record

_ROWS = 20_000


class Block(NamedTuple):
    """Some lines of a file: rows for PostgreSQL, and why the others were refused."""

    rows: list[tuple[object, ...]]
    faults: tuple[Fault, ...]


def blocks(file: BinaryIO, *, secret: bytes, today: date) -> Iterator[Block]:
    """The file in pieces that fit into memory, cleaned and keyed."""
    lines = csv_records.read(csv_records.lines_of(file), today=today)
    while some := list(islice(lines, _ROWS)):
        rows: list[tuple[object, ...]] = []
        faults = []
        for _, told in some:
            if isinstance(told, Fault):
                faults.append(told)
            elif isinstance(told, Record):
                plain = clean(told)
                listed = (list(value) if isinstance(value, tuple) else value for value in plain)
                rows.append((told.reference, *listed, list(keys_of(plain, secret=secret))))
        yield Block(rows, tuple(faults))


def copy(load_id: UUID, rows: list[tuple[object, ...]]) -> None:
    """Add rows to the table that a load fills; the inside door may add to it, and may not read it."""
    columns = sql.SQL(", ").join(map(sql.Identifier, ("reference", *COLUMNS, "keys")))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier("person_index", f"rows_{load_id}"), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as out:
        for row in rows:
            out.write_row(row)
