"""The file of an index as rows that PostgreSQL takes quickest: cleaned and keyed in several processes, COPY in binary.

The layout is that of PostgreSQL's documentation, "COPY", section "Binary Format".
"""

import gc
from array import array
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from functools import lru_cache, partial
from itertools import islice
from multiprocessing import get_context
from struct import Struct
from typing import BinaryIO, NamedTuple

from openmash.matching import csv_records
from openmash.matching.cleaning import CACHED, COLUMNS, Clean, clean
from openmash.matching.csv_records import Fault
from openmash.matching.keys import keys_of
from openmash.matching.records import Record

COPY_COLUMNS = ("reference", *COLUMNS, "keys")  # text, arrays of text, array of bigint
HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
LINES = 20_000  # in one block: some megabytes

_INT = Struct(">i")
_TEXT_OID, _BIGINT_OID = 25, 20
_FIELDS = Struct(">h").pack(len(COPY_COLUMNS))
_NULL = _INT.pack(-1)
_SCALARS = tuple(name not in ("fores", "surs", "borns", "postcodes", "outcodes", "uprns", "phones") for name in COLUMNS)


class Block(NamedTuple):
    """Some lines of a file.

    Args:
        data: rows for `COPY … (FORMAT BINARY)`, without HEADER and TRAILER, which stand around all blocks of one COPY.
        rows: how many.
        faults: why lines, or single values, were left out.
    """

    data: bytes
    rows: int
    faults: tuple[Fault, ...]


class _Made(NamedTuple):
    """What a process makes of some lines: rows with where each ends, which line it stood on and whose it is."""

    data: bytes
    ends: "array[int]"
    lines: "array[int]"
    references: "array[int]"
    faults: list[Fault]


def blocks(file: BinaryIO, *, secret: bytes, today: date, processes: int = 2) -> Iterator[Block]:
    """A file, block by block, in its order.

    Args:
        file: see `csv_records`.
        secret: the hub's own, for keys.
        today: nobody is born after it, unless they are expected.
        processes: how many clean and key beside this one; 0 does it all here.

    Yields:
        blocks; one whose fault is of the whole file is the last. Memory is bounded by the block, but for eight bytes a
        reference.
    """
    lines = csv_records.lines_of(file)
    header = csv_records.columns(next(lines, b""))
    if isinstance(header, Fault):
        yield Block(b"", 0, (header,))
        return
    seen = csv_records.References()
    make = partial(_make, header=header, secret=secret, today=today)
    for made in _in_order(make, _numbered(lines), processes):
        yield _without_duplicates(made, seen)


def _numbered(lines: Iterator[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    first = 2
    while some := list(islice(lines, LINES)):
        yield first, some
        first += len(some)


def _in_order(
    make: Callable[[int, list[bytes]], _Made], pieces: Iterator[tuple[int, list[bytes]]], processes: int
) -> Iterator[_Made]:
    """What is made of each piece, in their order; never more pieces under way than twice the processes."""
    if not processes:
        yield from (make(*piece) for piece in pieces)
        return
    # A forked process would share this one's connection to the database.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=gc.disable) as pool:
        under_way: deque[Future[_Made]] = deque()
        for piece in pieces:
            under_way.append(pool.submit(make, *piece))
            if len(under_way) > processes * 2:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def _make(first: int, lines: list[bytes], *, header: tuple[str, ...], secret: bytes, today: date) -> _Made:
    rows: list[bytes] = []
    made = _Made(b"", array("Q"), array("Q"), array("Q"), [])
    end = 0
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        told, doubts = csv_records.read_line(line, header, number, today=today)
        if isinstance(told, Record):
            made.faults.extend(Fault(number, doubt.column, doubt.sentence, kept=True) for doubt in doubts)
            plain = clean(told)
            row = row_of(told.reference, plain, keys_of(plain, secret=secret))
            end += len(row)
            rows.append(row)
            made.ends.append(end)
            made.lines.append(number)
            made.references.append(csv_records.number_of(told.reference))
        elif isinstance(told, Fault):
            made.faults.append(told)
    return made._replace(data=b"".join(rows))


def _without_duplicates(made: _Made, seen: csv_records.References) -> Block:
    again = [at for at, number in enumerate(made.references) if seen.met(number)]
    if not again:
        return Block(made.data, len(made.ends), tuple(made.faults))
    refused = {made.lines[at] for at in again}
    faults = [fault for fault in made.faults if fault.line not in refused]
    faults += [csv_records.duplicate(line) for line in refused]
    left_out, start, kept = set(again), 0, []
    for at, end in enumerate(made.ends):
        if at not in left_out:
            kept.append(made.data[start:end])
        start = end
    return Block(b"".join(kept), len(kept), tuple(sorted(faults, key=lambda fault: fault.line)))


def row_of(reference: str, plain: Clean, keys: tuple[int, ...]) -> bytes:
    """One row in COPY's binary format: `reference`, the columns of a clean record, its keys."""
    told = reference.encode()
    fields = [_FIELDS, _INT.pack(len(told)), told]
    for value, scalar in zip(plain, _SCALARS, strict=True):
        fields.append(_text(value) if scalar else _texts(value))
    fields.append(_bigints(keys))
    return b"".join(fields)


@lru_cache(CACHED)
def _text(value: str | None) -> bytes:
    if value is None:
        return _NULL
    told = value.encode()
    return _INT.pack(len(told)) + told


@lru_cache(CACHED)
def _texts(values: tuple[str, ...]) -> bytes:
    if not values:
        return _array(b"", 0, _TEXT_OID)
    return _array(b"".join(map(_text, values)), len(values), _TEXT_OID)


def _bigints(values: tuple[int, ...]) -> bytes:
    numbers = [8] * (2 * len(values))
    numbers[1::2] = values
    return _array(_eights(len(values)).pack(*numbers), len(values), _BIGINT_OID)


@lru_cache(256)
def _eights(count: int) -> Struct:
    return Struct(">" + "iq" * count)


def _array(elements: bytes, count: int, kind: int) -> bytes:
    """An array of one dimension that begins at 1; without elements, of no dimension."""
    shape = _SHAPE.pack(1, 0, kind, count, 1) if count else _EMPTY.pack(0, 0, kind)
    return _INT.pack(len(shape) + len(elements)) + shape + elements


_SHAPE, _EMPTY = Struct(">iiiii"), Struct(">iii")
