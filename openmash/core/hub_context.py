"""Tells PostgreSQL whose rows this transaction may touch; row-level security does the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


@contextmanager
def enter(*, hub_id: UUID | None, user_id: UUID | None = None) -> Iterator[None]:
    """One transaction that sees one hub's rows.

    Args:
        hub_id: the hub; None sees the rows of no hub.
        user_id: the person signed in, who may see their own memberships before a hub is chosen.

    The setting is local to the transaction, so a pooled connection carries nothing into the next request.
    Inside another transaction the earlier hub comes back at the end: work for one hub inside another never leaks.
    """
    with transaction.atomic():
        before = (_read("openmash.hub"), _read("openmash.user"))
        _set(str(hub_id or ""), str(user_id or ""))
        yield
        _set(*before)


def read_only() -> None:
    """The rest of this transaction may only SELECT; PostgreSQL refuses anything else."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")


def _read(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])


def _set(hub: str, user: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('openmash.hub', %s, true), set_config('openmash.user', %s, true)", [hub, user]
        )
