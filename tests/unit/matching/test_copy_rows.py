"""A file as rows for PostgreSQL's COPY: the same rows that cleaning one record at a time gives."""

import io
from datetime import date
from struct import unpack_from
from typing import Any

import pytest

from openmash.matching import copy_rows
from openmash.matching.cleaning import COLUMNS, clean
from openmash.matching.copy_rows import COPY_COLUMNS, Block, blocks
from openmash.matching.csv_records import lines_of, read
from openmash.matching.keys import keys_of
from openmash.matching.records import Record

TODAY = date(2026, 11, 21)
SECRET = b"a secret that a test may know"
FILE = """reference,given_names,family_name,other_names,born_on,sex,nhs_number,postcodes,phones,school
A1,Ann Marie,O'Neill,Annie/Lee/birth,1990-05-03,F,999 000 0018,M14 5AA:100:2020-01-01|OL1,07700 900123,123456
A2,محمد,خان,,1990,,,,,
A3,,Smith,,2030-01-01,,,,,
A1,Other,Person,,,,,,,

A4,Zoë,Żuk,,1990-01-01,M,123,SK1 1AA,,
A2,Third,Person,,,,,nonsense,,
A5,Ann,Lee,,,,,,,
"""


def made(told: str = FILE, processes: int = 0) -> list[Block]:
    """The blocks of a file."""
    return list(blocks(io.BytesIO(told.encode()), secret=SECRET, today=TODAY, processes=processes))


def decoded(data: bytes) -> list[tuple[Any, ...]]:
    """Rows of COPY's binary format, read as its documentation says; written apart from the code that makes them."""
    rows, at = [], 0
    while at < len(data):
        (fields,) = unpack_from(">h", data, at)
        at += 2
        row = []
        for _ in range(fields):
            (size,) = unpack_from(">i", data, at)
            at += 4
            row.append(None if size < 0 else data[at : at + size])
            at += max(size, 0)
        rows.append(tuple(row))
    return rows


def array_of(told: bytes) -> tuple[Any, ...]:
    """An array of text or bigint."""
    dimensions, flags, kind = unpack_from(">iii", told)
    assert flags == 0
    if dimensions == 0:
        return ()
    count, lower = unpack_from(">ii", told, 12)
    assert (dimensions, lower) == (1, 1)
    found: list[Any] = []
    at = 20
    for _ in range(count):
        (size,) = unpack_from(">i", told, at)
        value = told[at + 4 : at + 4 + size]
        found.append(value.decode() if kind == 25 else unpack_from(">q", value)[0])
        at += 4 + size
    assert at == len(told)
    return tuple(found)


def test_the_rows_are_those_that_cleaning_one_record_after_another_gives() -> None:
    [block] = made()
    told = [row for _, row in read(lines_of(io.BytesIO(FILE.encode())), today=TODAY) if isinstance(row, Record)]
    rows = decoded(block.data)
    assert [row[0] for row in rows] == [record.reference.encode() for record in told] == [b"A1", b"A2", b"A4", b"A5"]
    for record, row in zip(told, rows, strict=True):
        plain = clean(record)
        for name, expected, value in zip(COLUMNS, plain, row[1:-1], strict=True):
            found = array_of(value) if isinstance(expected, tuple) else value and value.decode()
            assert found == expected, name
        assert array_of(row[-1]) == keys_of(plain, secret=SECRET)
    assert len(rows[0]) == len(COPY_COLUMNS)


def test_what_was_not_taken_is_said_with_its_line() -> None:
    [block] = made()
    assert [(fault.line, fault.column, fault.kept) for fault in block.faults] == [
        (4, "born_on", False),
        (5, "reference", False),
        (7, "nhs_number", True),
        (8, "reference", False),
    ]
    assert block.rows == 4


def test_a_reference_is_met_again_in_a_later_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_rows, "LINES", 2)
    found = made()
    assert len(found) == 4
    assert b"".join(block.data for block in found) == made_at_once(monkeypatch)
    assert [fault.line for block in found for fault in block.faults] == [4, 5, 7, 8]


def made_at_once(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """All rows, in one block."""
    monkeypatch.setattr(copy_rows, "LINES", 20_000)
    [block] = made()
    return block.data


def test_several_processes_make_the_same_rows_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy_rows, "LINES", 2)
    assert made(processes=2) == made(processes=0)


def test_a_file_that_is_none_is_one_fault() -> None:
    [block] = made("name;born\n")
    assert block.faults[0].whole_file
    assert (block.data, block.rows) == (b"", 0)


def test_the_header_and_the_trailer_are_those_of_the_format() -> None:
    assert copy_rows.HEADER == b"PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00"
    assert copy_rows.TRAILER == b"\xff\xff"
