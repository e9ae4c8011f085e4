"""Who may touch which table, written into PostgreSQL each time it is migrated.

Every model says in its inner ``class Data`` what each door may do with its table. This module turns that into grants,
forced row-level security, one policy a door, and foreign keys that carry the hub, so that no row of one hub can point
at a row of another (PostgreSQL's own foreign-key checks do not look at policies).

``Data`` has:

* ``doors``: ``{"inside": "select insert update(state)", "outside": "insert"}``; a door that is missing has no right;
* ``policy`` (optional): ``{"inside": "<SQL>"}`` in place of the hub's wall;
* ``own_rows`` (optional): a column; a person may also SELECT rows in which it is their own id;
* ``sealed`` (optional): True where the outside must never have any right, which a test holds it to;
* ``identifying``, ``sensitive``, ``operational``, ``retention``: the register of personal data.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from openmash.core.records import HubRow

DOORS = {"inside": "openmash_inside", "outside": "openmash_outside"}
THE_HUB = "(SELECT nullif(current_setting('openmash.hub', true), '')::uuid)"
THE_USER = "(SELECT nullif(current_setting('openmash.user', true), '')::uuid)"
HUB_WALL = f"hub_id = {THE_HUB}"
_OUTSIDE_USER = "EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = user_id)"

# Tables of other people's packages: (rights, and the policy where rows must be told apart) a door.
# The outside door sees the sign-in data of people who sign in there, and of nobody else.
OTHERS: dict[str, dict[str, tuple[str, str | None]]] = {
    "django_session": {"inside": ("select insert update delete", None)},
    "django_content_type": {"inside": ("select", None), "outside": ("select", None)},
    "django_migrations": {"inside": ("select", None), "outside": ("select", None)},
    "account_emailaddress": {
        "inside": ("select insert update", "true"),
        "outside": ("select", _OUTSIDE_USER),
    },
    "mfa_authenticator": {
        "inside": ("select insert update delete", "true"),
        "outside": ("select insert update delete", _OUTSIDE_USER),  # they set up their app there themselves
    },
    "cache_inside": {"inside": ("select insert update delete", None)},
    "cache_outside": {"outside": ("select insert update delete", None)},
    "procrastinate_jobs": {"inside": ("select insert update delete", None)},
    "procrastinate_events": {"inside": ("select insert update delete", None)},
    "procrastinate_periodic_defers": {"inside": ("select insert update delete", None)},
    "procrastinate_workers": {"inside": ("select insert update delete", None)},
}

# pgtrigger lets a session name triggers to pass by. Whoever takes over a door has a session, so here nobody may; the
# package writes its own function again with each migration that makes a trigger, and this runs after every one.
NO_TRIGGER_IS_PASSED_BY = (
    "CREATE OR REPLACE FUNCTION _pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN "
    "LANGUAGE sql IMMUTABLE AS 'SELECT false'"
)


def apply(connection: BaseDatabaseWrapper) -> None:
    """Bring grants and policies into step with the models; safe to repeat.

    Args:
        connection: a connection as the owner of the tables.
    """
    with connection.cursor() as cursor:
        for statement in statements(connection):
            cursor.execute(statement)


def statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """The SQL, in the order in which it is to run."""
    present = set(connection.introspection.table_names())
    yield NO_TRIGGER_IS_PASSED_BY
    yield "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM openmash_inside, openmash_outside"
    for table, doors in OTHERS.items():
        if table in present:
            yield from _grants(table, {door: rights for door, (rights, _) in doors.items()})
            policies = {door: policy for door, (_, policy) in doors.items() if policy}
            if policies:
                yield from _wall(table, policies)
    if "procrastinate_jobs" in present:
        yield "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO openmash_inside"
    ours = [model for model in our_models() if model._meta.db_table in present]
    for model in ours:
        yield from _model_statements(model)
    for model in ours:
        if issubclass(model, HubRow):
            yield from _same_hub_foreign_keys(model, connection)


def our_models() -> list[type[models.Model]]:
    """Every concrete model of ours, whatever it says of itself."""
    return [m for m in apps.get_models() if m.__module__.startswith("openmash.")]


def data_of(model: type[models.Model]) -> Any:
    """A model's inner ``class Data``; an error that names the model where it has none."""
    data = model.__dict__.get("Data")
    if data is None:
        raise LookupError(f"{model.__module__}.{model.__name__} has no inner class Data: say who may touch it.")
    return data


def _model_statements(model: type[models.Model]) -> Iterator[str]:
    table, data = model._meta.db_table, data_of(model)
    yield from _grants(table, data.doors)
    policy = getattr(data, "policy", {})
    yield from _wall(table, {door: policy.get(door, HUB_WALL) for door in data.doors})
    own = getattr(data, "own_rows", None)
    if own:
        yield f'DROP POLICY IF EXISTS own_rows ON "{table}"'
        yield f'CREATE POLICY own_rows ON "{table}" FOR SELECT USING ("{own}" = {THE_USER})'


def _grants(table: str, doors: dict[str, str]) -> Iterator[str]:
    for door, rights in doors.items():
        if rights:
            yield f'GRANT {", ".join(rights.split())} ON "{table}" TO {DOORS[door]}'


def _wall(table: str, policies: dict[str, str]) -> Iterator[str]:
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    for door, role in DOORS.items():
        yield f'DROP POLICY IF EXISTS wall_{door} ON "{table}"'
        if door in policies:
            condition = policies[door]
            yield f'CREATE POLICY wall_{door} ON "{table}" TO {role} USING ({condition}) WITH CHECK ({condition})'


def _same_hub_foreign_keys(model: type[models.Model], connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Foreign keys over (hub, id), beside Django's own over the id alone."""
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        target = field.remote_field.model if isinstance(field, models.ForeignKey) else None
        if not (isinstance(target, type) and issubclass(target, HubRow)):
            continue
        other = target._meta.db_table
        yield _unless_there(
            f"{other}_hub_id_id", f'ALTER TABLE "{other}" ADD CONSTRAINT "{{name}}" UNIQUE (hub_id, id)'
        )
        yield _unless_there(
            f"{table}_{field.column}_same_hub",
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{{name}}" FOREIGN KEY (hub_id, "{field.column}") '
            f'REFERENCES "{other}" (hub_id, id) DEFERRABLE INITIALLY DEFERRED',
        )


def _unless_there(name: str, statement: str) -> str:
    name = name[:63]
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') "
        f"THEN {statement.format(name=name)}; END IF; END $$"
    )
