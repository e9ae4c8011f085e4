"""Standing at one door or the other within one play, as that door's own database role where the login may."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

ROLES = {"inside": "openmash_inside", "outside": "openmash_outside"}


@contextmanager
def standing_at(door: str) -> Iterator[None]:
    """Until the end of the block, be that door's role; a login that may be only one role stays what it is.

    Args:
        door: ``"inside"`` or ``"outside"``.
    """
    before, may_change = _who_we_are()
    if not may_change or before == ROLES[door]:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLES[door]}")
    try:
        yield
    finally:
        # In a transaction that failed nothing can be said any more, and its rollback brings the role back.
        if connection.connection.info.transaction_status != psycopg.pq.TransactionStatus.INERROR:
            with connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {connection.ops.quote_name(before)}")


def _who_we_are() -> tuple[str, bool]:
    """The role in force, and whether this login may become both doors' roles, as the one for tests and plays may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, (SELECT bool_and(pg_has_role(session_user, rolname, 'MEMBER')) AND count(*) = 2 "
            "FROM pg_roles WHERE rolname = ANY(%s))",
            [list(ROLES.values())],
        )
        role, may_change = cursor.fetchone()
    return str(role), bool(may_change)
