"""Checking the whole log of a hub against itself, against what was signed, and against what somebody else holds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from openmash.audit import rules
from openmash.audit.models import Checkpoint, SigningKey
from openmash.audit.rules import Edge

MOST_PROBLEMS = 20
_AT_ONCE = 2_000

_IN_ORDER = """
    SELECT l.index, l.hash, e.body, e.id, e.hub_id, e.at, e.name, e.actor_id, e.actor_role, e.agency_id, e.about_kind,
           e.about_id, e.owner_id, e.enquiry_id, e.detail::text, e.written_at
    FROM audit_leaf l LEFT JOIN audit_event e ON e.id = l.event_id
    WHERE l.hub_id = %s AND l.index > %s ORDER BY l.index LIMIT %s
"""
_WAITING = """
    SELECT count(*) FROM audit_event e
    WHERE e.hub_id = %s AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.event_id = e.id)
"""


@dataclass(frozen=True)
class Verified:
    """What was found.

    Args:
        events: how many events have a place in the tree, and were read.
        checkpoints: how many signed checkpoints were checked.
        waiting: how many events have no place yet.
        problems: what is wrong, in sentences; empty where everything holds. At most 20.
    """

    events: int
    checkpoints: int
    waiting: int
    problems: tuple[str, ...]


def verified(hub_id: UUID, *, kept_note: str = "", held: tuple[str, ...] = ()) -> Verified:
    """Read the whole log and check every event, every place, and every checkpoint.

    Args:
        hub_id: the hub; its rows must be visible.
        kept_note: what the sealer signed last by its own record; empty where there is none.
        held: checkpoints that somebody outside holds, as notes.
    """
    key = SigningKey.objects.filter(hub_id=hub_id).values_list("public_key", flat=True).first()
    problems: list[str] = []
    notes = list(Checkpoint.objects.filter(hub_id=hub_id).order_by("size").values_list("note", flat=True))
    expected = _roots(hub_id, bytes(key) if key is not None else b"", notes, (*held, kept_note), problems)
    edge = Edge()
    for row in _rows(hub_id):
        _look_at(row, edge.size, problems)
        edge = edge.with_leaves([rules.leaf_hash(bytes(row[2] or b""))])
        for root in expected.pop(edge.size, ()):
            if root != edge.root():
                _add(problems, f"The checkpoint over {edge.size} events does not fit them: one was changed or moved.")
    for size in sorted(expected):
        _add(problems, f"A checkpoint covers {size} events, but there are only {edge.size}: the end was cut off.")
    if notes and _size_of(notes[-1]) != edge.size:
        _add(problems, "There are places in the tree that no checkpoint covers.")
    return Verified(edge.size, len(notes), count_waiting(hub_id), tuple(problems))


def body_of_columns(columns: tuple[Any, ...]) -> dict[str, Any]:
    """What an event's body must say, by the columns beside it (in the order of ``_IN_ORDER``, from the id on)."""
    (id_, hub, at, name, actor, role, agency, kind, about, owner, enquiry, detail, written) = columns
    return {
        "v": 1,
        "id": str(id_),
        "hub": str(hub),
        "at": moment(at),
        "written": moment(written),
        "name": name,
        "actor": str(actor),
        "role": role,
        "agency": _text(agency),
        "about_kind": kind,
        "about": str(about),
        "owner": _text(owner),
        "enquiry": _text(enquiry),
        "detail": json.loads(detail),
    }


def moment(at: datetime) -> str:
    """A moment as bodies write it: UTC, to the microsecond, as PostgreSQL keeps it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _rows(hub_id: UUID) -> Iterator[tuple[Any, ...]]:
    last = -1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_IN_ORDER, [hub_id, last, _AT_ONCE])
            rows = cursor.fetchall()
        if not rows:
            return
        yield from rows
        last = rows[-1][0]


def _look_at(row: tuple[Any, ...], place: int, problems: list[str]) -> None:
    index, hash_, body, *columns = row
    if index != place:
        _add(problems, f"Place {place} is empty: the next one is {index}.")
    if body is None:
        _add(problems, f"The event at place {index} is gone.")
        return
    if rules.leaf_hash(bytes(body)) != bytes(hash_):
        _add(problems, f"The event at place {index} ({columns[0]}) was changed after it was sealed.")
    try:
        agrees = json.loads(bytes(body)) == body_of_columns(tuple(columns))
    except ValueError:
        agrees = False
    if not agrees:
        _add(problems, f"The event at place {index} ({columns[0]}) says one thing in its columns, another in its body.")


def _roots(
    hub_id: UUID, key: bytes, notes: list[str], others: tuple[str, ...], problems: list[str]
) -> dict[int, set[bytes]]:
    """The root that each signed checkpoint gives, by its size; what is not signed is a problem."""
    roots: dict[int, set[bytes]] = {}
    for note in (*notes, *filter(None, others)):
        origin = rules.origin_of(hub_id)
        try:
            checkpoint = rules.read_note(note, key, signer=origin)
        except (rules.NotSigned, ValueError):
            _add(problems, "A checkpoint does not carry the signature of this hub's log.")
            continue
        if checkpoint.origin != origin:
            _add(problems, f"A checkpoint is about another log: {checkpoint.origin}.")
            continue
        roots.setdefault(checkpoint.size, set()).add(checkpoint.root)
    return roots


def _size_of(note: str) -> int:
    line = note.split("\n")[1:2]
    return int(line[0]) if line and line[0].isdecimal() else -1


def count_waiting(hub_id: UUID) -> int:
    """How many events of a hub have no place in the tree yet."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [hub_id])
        return int(cursor.fetchone()[0])


def _add(problems: list[str], sentence: str) -> None:
    if len(problems) < MOST_PROBLEMS:
        problems.append(sentence)


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
