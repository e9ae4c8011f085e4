"""Rows of an agency's file on their way into PostgreSQL."""

import os
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO
from uuid import UUID

from django.db import connection
from psycopg import sql

from openmash.matching import copy_rows
from openmash.matching.copy_rows import COPY_COLUMNS, HEADER, TRAILER, Block

_SMALL = 4_000_000  # bytes: below it, to start other processes takes longer than to read the file here
_PROCESSES = 2


def blocks(file: BinaryIO, *, secret: bytes, today: date) -> Iterator[Block]:
    """The file in pieces that fit into memory, cleaned and keyed; a long one in several processes."""
    processes = _PROCESSES if file.seek(0, os.SEEK_END) > _SMALL else 0
    file.seek(0)
    return copy_rows.blocks(file, secret=secret, today=today, processes=processes)


def copy(load_id: UUID, block: Block) -> None:
    """Add rows to the table that a load fills; the inside door may add to it, and may not read it."""
    columns = sql.SQL(", ").join(map(sql.Identifier, COPY_COLUMNS))
    table = sql.Identifier("person_index", f"rows_{load_id}")
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as out:
        for part in (HEADER, block.data, TRAILER):
            out.write(part)
