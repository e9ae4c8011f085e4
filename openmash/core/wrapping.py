"""Which columns hold wrapped keys, and doing something with all of them: wrap anew, open to check, empty.

Each package lists its own columns in its services as ``WRAPPED``; a test fails while one is missing. Data keys are
never kept beyond the batch that they are used in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from openmash.core import envelopes
from openmash.core.keys import KeyRing, Trouble, Unreadable, Wrapped

BATCH = 500
"""Rows in one transaction: each is locked for as long as its batch takes, far below a second."""
_CIPHERTEXTS_AT_ONCE = 8  # an attachment may be many megabytes


@dataclass(frozen=True)
class Key:
    """A wrapping key of this installation.

    Args:
        name: as the key ring knows it.
        kind: what it wraps: ``agency``, ``hub``, ``drafts``, ``delivery`` or ``sign-in``.
        hub_id: whose it is; None for the installation's.
        agency_id: the agency, of an agency's key.
    """

    name: str
    kind: str
    hub_id: UUID | None = None
    agency_id: UUID | None = None


@dataclass(frozen=True)
class Piece:
    """One wrapped key in one row.

    Args:
        row: the row, as its table gives it.
        row_id: its id, for people.
        slot: which of several in that row.
        wrapped: the key, and what it is bound to.
    """

    row: Any
    row_id: str
    slot: str
    wrapped: Wrapped


@dataclass(frozen=True)
class Fault:
    """Something that cannot be opened: where it stands, and why not."""

    table: str
    column: str
    row_id: str
    why: str


@dataclass(frozen=True)
class Batch:
    """What was done with some rows: how many, how many of them were erased, what failed, and the last one's id."""

    done: int
    erased: int
    faults: tuple[Fault, ...]
    last: Any


class Column(Protocol):
    """Where wrapped keys stand."""

    @property
    def table(self) -> str:
        """The table's name."""

    @property
    def column(self) -> str:
        """The column's name."""

    def holds(self, key: Key) -> bool:
        """Whether any row may stand under that key."""

    def batch(self, key: Key, *, after: Any, most: int, not_under: str = "") -> tuple[list[Piece], Any]:
        """The next pieces in the order of their rows' ids, and the last row's id; None when there are no more.

        Args:
            key: whose pieces.
            after: the last row of the batch before; None for the first.
            most: rows.
            not_under: leave out what begins like this, and what is empty; the rows are locked then.
        """

    def write(self, anew: Sequence[tuple[Piece, str]]) -> None:
        """Put each piece's new text in the place of its old one."""

    def ciphertexts(self, pieces: Sequence[Piece]) -> dict[str, list[bytes]]:
        """What the keys of these rows open, by the row's id; nothing where the wrapped secret is all there is."""


@dataclass(frozen=True)
class WrappedColumn:
    """A column of one of our tables.

    Args:
        model: the table.
        column: holds the wrapped key; empty text in it means erased.
        place: the name of the wrapping key and the context, for a row.
        opens: the column of the ciphertext; empty where the wrapped secret itself is what is kept.
        owner: the path to the owning agency's id, ``"item__agency_id"``; empty where all is the hub's.
        hub_key: the kind of the hub's key for rows of no agency.
        joined: what ``place`` needs of other tables (``select_related``).
    """

    model: type[models.Model]
    column: str
    place: Callable[[Any], tuple[str, str]]
    opens: str = ""
    owner: str = ""
    hub_key: str = "hub"
    joined: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def holds(self, key: Key) -> bool:
        return bool(self.owner) if key.agency_id else key.kind == self.hub_key

    def batch(self, key: Key, *, after: Any, most: int, not_under: str = "") -> tuple[list[Piece], Any]:
        rows = self._rows(key).select_related(*self.joined).defer(*self._ciphertexts)
        if self.opens:
            rows = rows.exclude(**{f"{self.opens}__isnull": True})  # nothing was ever closed there
        if after is not None:
            rows = rows.filter(pk__gt=after)
        if not_under:
            rows = rows.exclude(**{f"{self.column}__startswith": not_under}).exclude(**{self.column: ""})
            rows = rows.select_for_update(of=("self",))
        found = list(rows.order_by("pk")[:most])
        return [self._piece(row) for row in found], (found[-1].pk if found else None)

    def write(self, anew: Sequence[tuple[Piece, str]]) -> None:
        for piece, text in anew:
            setattr(piece.row, self.column, text)
        self.model._default_manager.bulk_update([piece.row for piece, _ in anew], [self.column])

    def ciphertexts(self, pieces: Sequence[Piece]) -> dict[str, list[bytes]]:
        if not self.opens:
            return {}
        rows = self.model._default_manager.filter(pk__in=[piece.row.pk for piece in pieces])
        return {str(pk): [bytes(raw)] for pk, raw in rows.values_list("pk", self.opens) if raw is not None}

    def empty(self, key: Key) -> int:
        """Forget the wrapped keys of all rows under a key: what they opened is erased. Returns how many."""
        return self._rows(key).exclude(**{self.column: ""}).update(**{self.column: ""})

    @property
    def _ciphertexts(self) -> list[str]:
        """Columns that are not fetched to wrap anew: a file may be many megabytes."""
        return [field.name for field in self.model._meta.concrete_fields if isinstance(field, models.BinaryField)]

    def _rows(self, key: Key) -> models.QuerySet[Any]:
        rows = self.model._default_manager.filter(hub_id=key.hub_id)
        if not self.owner:
            return rows
        return rows.filter(**({self.owner: key.agency_id} if key.agency_id else {f"{self.owner}__isnull": True}))

    def _piece(self, row: Any) -> Piece:
        name, context = self.place(row)
        return Piece(row, str(row.pk), self.column, Wrapped(name, getattr(row, self.column), context))


def left_over(columns: Sequence[Column], key: Key, ring: KeyRing) -> bool:
    """Whether anything is still wrapped under an older version of the key than the one that wraps now."""
    prefix = ring.prefix(key.name)
    return any(_is_left_over(column, key, prefix) for column in columns if column.holds(key))


def _is_left_over(column: Column, key: Key, prefix: str) -> bool:
    after = None
    while True:
        pieces, after = column.batch(key, after=after, most=BATCH, not_under=prefix)
        if pieces or after is None:
            return bool(pieces)


def wrap_batch_anew(column: Column, key: Key, *, ring: KeyRing, after: Any) -> Batch:
    """Wrap the next rows anew, in the caller's transaction; what cannot be opened stays as it is and is reported."""
    pieces, last = column.batch(key, after=after, most=BATCH, not_under=ring.prefix(key.name))
    results = ring.wrap_anew([piece.wrapped for piece in pieces])
    anew = [(piece, text) for piece, text in zip(pieces, results, strict=True) if isinstance(text, str)]
    column.write(anew)
    faults = [
        _fault(column, piece, trouble)
        for piece, trouble in zip(pieces, results, strict=True)
        if not isinstance(trouble, str)
    ]
    return Batch(len(anew), 0, tuple(faults), last)


def open_batch(column: Column, key: Key, *, ring: KeyRing, after: Any) -> Batch:
    """Open the next rows, whatever is in them, and let go of it: nothing is kept, returned or written anywhere."""
    pieces, last = column.batch(key, after=after, most=BATCH)
    there = [piece for piece in pieces if piece.wrapped.text]
    keys = ring.unwrap_each([piece.wrapped for piece in there])
    faults = []
    for start in range(0, len(there), _CIPHERTEXTS_AT_ONCE):
        some = slice(start, start + _CIPHERTEXTS_AT_ONCE)
        closed = column.ciphertexts(there[some])
        for piece, data_key in zip(there[some], keys[some], strict=True):
            trouble = _trouble(piece, data_key, closed.get(piece.row_id, []))
            if trouble is not None:
                faults.append(_fault(column, piece, trouble))
    return Batch(len(there) - len(faults), len(pieces) - len(there), tuple(faults), last)


def _trouble(piece: Piece, data_key: bytes | Trouble, closed: Sequence[bytes]) -> Trouble | None:
    if not isinstance(data_key, bytes):
        return data_key
    try:
        for ciphertext in closed:
            envelopes.open_with_key(ciphertext, data_key=data_key, context=piece.wrapped.context)
    except Unreadable as trouble:
        return trouble
    return None


def _fault(column: Column, piece: Piece, trouble: Trouble) -> Fault:
    return Fault(column.table, column.column, piece.row_id, trouble.sentence)
