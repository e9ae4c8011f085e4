"""Rows of an agency's file on their way into PostgreSQL."""

import os
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg import sql

from openmash.matching import copy_rows, csv_records, encodings
from openmash.matching.copy_rows import COPY_COLUMNS, HEADER, LINES, TRAILER, Block
from openmash.matching.csv_records import Fault
from openmash.matching.encodings import Encoded

_SMALL = 4_000_000  # bytes: below it, to start other processes takes longer than to read the file here
_PROCESSES = 2
_LISTS = ("fores", "surs", "borns", "postcodes", "outcodes", "uprns", "phones")


def blocks(file: BinaryIO, *, secret: bytes, today: date) -> Iterator[Block]:
    """The file in pieces that fit into memory, cleaned and keyed; a long one in several processes."""
    processes = _PROCESSES if file.seek(0, os.SEEK_END) > _SMALL else 0
    file.seek(0)
    return copy_rows.blocks(file, secret=secret, today=today, processes=processes)


class EncodedBlock(NamedTuple):
    """Some lines of a file of encodings.

    Args:
        people: whoever stands in them.
        faults: why the others were refused.
    """

    people: tuple[Encoded, ...]
    faults: tuple[Fault, ...]

    @property
    def rows(self) -> int:
        return len(self.people)


def encoded_blocks(file: BinaryIO) -> Iterator[EncodedBlock]:
    """A file of encodings in pieces that fit into memory."""
    lines = encodings.read_encoded(csv_records.lines_of(file))
    while some := [row for _, row in islice(lines, LINES)]:
        people = tuple(row for row in some if isinstance(row, Encoded))
        yield EncodedBlock(people, tuple(row for row in some if isinstance(row, Fault)))


def copy(load_id: UUID, block: Block | EncodedBlock) -> None:
    """Add rows to the table that a load fills; the inside door may add to it, and may not read it."""
    table = sql.Identifier("person_index", f"rows_{load_id}")
    if isinstance(block, EncodedBlock):
        _copy_encoded(table, block)
        return
    columns = sql.SQL(", ").join(map(sql.Identifier, COPY_COLUMNS))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(table, columns)
    with connection.cursor() as cursor, cursor.copy(statement) as out:
        for part in (HEADER, block.data, TRAILER):
            out.write(part)


def _copy_encoded(table: sql.Identifier, block: EncodedBlock) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, ("reference", "encoding", "keys", *_LISTS)))
    with connection.cursor() as cursor, cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, columns)) as out:
        for each in block.people:
            nothing = ["{}"] * len(_LISTS)
            out.write_row((each.reference, encodings.bits(each.encoding), list(each.keys), *nothing))
