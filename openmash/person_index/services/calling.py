"""The functions in PostgreSQL that write person indexes, and what they are handed."""

import base64
import json
import os
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from openmash.core.keys import ring
from openmash.matching.cleaning import clean
from openmash.matching.keys import keys_of
from openmash.matching.records import Record
from openmash.person_index import queries
from openmash.person_index.models import Index, IndexSecret


def call(function: str, *values: Any) -> Any:
    """What a function of the schema person_index returns."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT person_index.{function}({', '.join(['%s'] * len(values))})", values)
        row = cursor.fetchone()
        return row[0] if row else None


def secret(hub_id: UUID) -> bytes:
    """The hub's secret; made with the first row that is ever put into an index."""
    while (found := queries.secret_of(hub_id)) is None:
        name, context = queries.secret_place(hub_id)
        made = base64.b64encode(os.urandom(32))
        wrapped = ring().wrap(name, made, context=context)
        # Of two that come at the same moment one waits here, and both read what the first one made.
        IndexSecret.objects.bulk_create(
            [IndexSecret(hub_id=hub_id, wrapped_private_key=wrapped)], ignore_conflicts=True
        )
    return found


def opened(index_id: UUID, *, hub_id: UUID, agency_id: UUID | None, at: datetime) -> Index:
    """The index's row, locked, and its place in PostgreSQL; made if it is not there, in use again if it was withdrawn.

    Args:
        index_id: the agency's id, or the hub's for the hub's own people.
        hub_id: the hub.
        agency_id: whose it is; None for the hub's own people.
        at: when.
    """
    Index.objects.bulk_create(
        [Index(id=index_id, hub_id=hub_id, agency_id=agency_id, opened_at=at)],
        ignore_conflicts=True,
    )
    row = Index.objects.select_for_update().get(hub_id=hub_id, id=index_id)
    if row.withdrawn_at is not None:
        row.encoded, row.withdrawn_at, row.withdrawn_by, row.opened_at = False, None, None, at
        row.save(update_fields=["encoded", "withdrawn_at", "withdrawn_by", "opened_at"])
    call("open_index", index_id, agency_id, row.encoded)
    return row


def as_rows(told: Iterable[tuple[str, Record]], *, key_secret: bytes) -> str:
    """People as ``person_index.put`` takes them: JSON, cleaned and keyed as every question is.

    Args:
        told: reference, and what is said of the person.
        key_secret: the hub's.
    """
    rows = []
    for reference, record in told:
        plain = clean(record)
        keys = keys_of(plain, secret=key_secret)
        rows.append({**plain._asdict(), "keys": keys, "reference": reference, "encoding": None})
    return json.dumps(rows)
