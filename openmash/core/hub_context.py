"""Tells PostgreSQL whose rows this transaction may touch; row-level security does the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction


@contextmanager
def enter(*, hub_id: UUID | None, user_id: UUID | None = None, reads_only: bool = False) -> Iterator[None]:
    """One transaction that sees one hub's rows.

    Args:
        hub_id: the hub; None sees the rows of no hub.
        user_id: the person signed in, who may see their own memberships before a hub is chosen.
        reads_only: PostgreSQL refuses anything but reading, and the transaction is rolled back at its end, which
            costs a read nothing and lifts the refusal again where this runs inside another transaction.

    The setting is local to the transaction, so a pooled connection carries nothing into the next request.
    Inside another transaction the earlier hub comes back at the end: work for one hub inside another never leaks.
    """
    with transaction.atomic():
        before = (_read("openmash.hub"), _read("openmash.user"))
        _set(str(hub_id or ""), str(user_id or ""))
        if reads_only:
            _run("SET TRANSACTION READ ONLY")
        yield
        if reads_only:
            transaction.set_rollback(True)
        else:
            _set(*before)


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _read(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        return str(cursor.fetchone()[0])


def _set(hub: str, user: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('openmash.hub', %s, true), set_config('openmash.user', %s, true)", [hub, user]
        )
