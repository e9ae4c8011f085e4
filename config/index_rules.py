"""Writes the person indexes' tables, functions and rights into PostgreSQL each time it is migrated.

They stand in a schema of their own, owned by a role that cannot sign in. No door has any right to a table in it; the
inside door calls functions that look first whose index it is. ``index_rules.sql`` is all of it, in PostgreSQL's words.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.base.base import BaseDatabaseWrapper

from config.access_rules import THE_HUB

SCHEMA = "person_index"
OWNER = "openmash_index"
MEMBERSHIPS = "accounts_membership"  # all that the owner of the indexes reads of ours: who belongs to which agency


def apply(connection: BaseDatabaseWrapper) -> None:
    """Bring the schema into step; safe to repeat.

    Args:
        connection: a connection as the owner of our tables, who may become the owner of the indexes.

    Raises:
        ImproperlyConfigured: the server was not prepared for them; the text says what to run.
    """
    if MEMBERSHIPS not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [SCHEMA])
        if not cursor.fetchone()[0]:
            raise ImproperlyConfigured(
                f"The database has no schema {SCHEMA} for the agencies' person indexes. Run `openmash setup`, then "
                "`openmash migrate` again."
            )
        cursor.execute(f"GRANT SELECT (hub_id, user_id, agency_id, left_at) ON {MEMBERSHIPS} TO {OWNER}")
        cursor.execute(f"DROP POLICY IF EXISTS whose_index ON {MEMBERSHIPS}")
        cursor.execute(f"CREATE POLICY whose_index ON {MEMBERSHIPS} FOR SELECT TO {OWNER} USING (hub_id = {THE_HUB})")
        cursor.execute(f"SET LOCAL ROLE {OWNER}")
        cursor.execute(Path(__file__).with_suffix(".sql").read_text().replace("%", "%%"), ())
        cursor.execute("RESET ROLE")
