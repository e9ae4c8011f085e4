"""Prepares a PostgreSQL server: the roles, the database and its extensions. `openmash setup` and the tests use it.

| role | what for |
| --- | --- |
| openmash_owner | owns the tables; `openmash migrate` alone |
| openmash_inside, openmash_outside | the two doors; own nothing, held to row-level security |
| openmash_index | owns the agencies' person indexes and the functions in front of them; cannot sign in |
| openmash_backup | reads everything for `pg_dump`; cannot sign in until an administrator lets it |
| openmash_test | only on a test server: may become either door within one transaction |
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config import environment
from config.postgres import OLDEST

SIGN_IN = ("owner", "inside", "outside")
EXTENSIONS = ("pg_trgm", "fuzzystrmatch", "unaccent")

# A statement that fails may hold what a person typed: such statements stay out of the server's log.
LOG_NOTHING_TYPED = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}


class NotPrepared(Exception):
    """The server cannot be prepared with the rights at hand; the text says what its administrator must run."""


def connection_words(database: dict[str, Any], **instead: Any) -> str:
    """libpq's words for one of Django's database settings."""
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    words = {name: database[key] for key, name in names.items() if database.get(key)}
    words |= {key: value for key, value in database.get("OPTIONS", {}).items() if isinstance(value, str | int)}
    return make_conninfo("", **(words | {"connect_timeout": 5} | instead))


@dataclass(frozen=True)
class Step:
    """One thing the server must have: in words, in SQL, how to see that it is there, and whether we insist."""

    what: str
    statement: str
    there: str = "SELECT false"
    needed: bool = True


def prepare(administrator: str, database: str, *, for_tests: bool = False) -> list[str]:
    """Make what is missing; what is there is left as it is, but for passwords that the environment sets.

    Arguments: administrator, how to connect as somebody who may make roles and databases (libpq words or URL);
    database, its name; for_tests, whether to make openmash_test as well.
    Returns what was done, a sentence each. Raises NotPrepared with the statements an administrator must run.
    """
    with psycopg.connect(administrator, autocommit=True) as server:
        version = server.info.server_version // 10000
        if version < OLDEST:
            raise NotPrepared(f"The server is PostgreSQL {version}; OpenMASH needs {OLDEST} or newer.")
        done = _run(server, [*_roles(for_tests=for_tests), _database(database)])
    with psycopg.connect(administrator, dbname=database, autocommit=True) as server:
        return done + _run(server, [*_extensions(), *_doors_into(database, for_tests=for_tests), *_person_indexes()])


def _run(server: psycopg.Connection[Any], steps: Iterable[Step]) -> list[str]:
    done: list[str] = []
    refused: list[str] = []
    for step in steps:
        answer = server.execute(_sql(step.there)).fetchone()
        if answer and answer[0]:
            continue
        try:
            server.execute(_sql(step.statement))
            done.append(step.what)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.UndefinedObject):
            if step.needed:
                refused.append(f"{step.statement};")
            else:
                done.append(f"could not: {step.what} (an administrator may run: {step.statement})")
    if refused:
        raise NotPrepared(
            f"The user {server.info.user} may not do what is left. Ask the server's administrator to run this in the "
            f"database {server.info.dbname} (with passwords in the place of ***), then run `openmash setup` again:\n\n"
            + _without_passwords("\n".join(refused))
        )
    return done


def _sql(statement: LiteralString) -> sql.SQL:
    return sql.SQL(statement)  # every name in it is a constant of ours, or quoted below


def _quoted(name: str) -> str:
    return sql.Identifier(name).as_string(None)


def _without_passwords(statements: str) -> str:
    for role in (*SIGN_IN, "test"):
        if password := environment.text(f"OPENMASH_{role.upper()}_PASSWORD", ""):
            statements = statements.replace(sql.Literal(password).as_string(None), "'***'")
    return statements


def _roles(*, for_tests: bool) -> Iterator[Step]:
    attributes = {f"openmash_{role}": "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB" for role in SIGN_IN}
    attributes["openmash_backup"] = "NOLOGIN NOSUPERUSER BYPASSRLS"
    attributes["openmash_index"] = "NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB"
    if for_tests:
        attributes["openmash_test"] = "LOGIN NOINHERIT NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB"
    for role, words in attributes.items():
        yield Step(
            f"made the role {role}",
            f"CREATE ROLE {role} {words}",
            f"SELECT true FROM pg_roles WHERE rolname = '{role}'",
        )
        if password := environment.text(f"{role.upper()}_PASSWORD", ""):
            words = sql.Literal(password).as_string(None)
            yield Step(f"set the password of {role}", f"ALTER ROLE {role} PASSWORD {words}")
        for setting, value in LOG_NOTHING_TYPED.items():
            yield Step(
                f"kept what is typed out of the server's log ({role}: {setting})",
                f"ALTER ROLE {role} SET {setting} = '{value}'",
                f"SELECT '{setting}={value}' = ANY (rolconfig) FROM pg_roles WHERE rolname = '{role}'",
                needed=False,
            )
    yield _member("openmash_backup", "pg_read_all_data")
    yield _member("openmash_owner", "openmash_index")  # `migrate` writes its functions
    if for_tests:
        yield _member("openmash_test", "openmash_inside")
        yield _member("openmash_test", "openmash_outside")


def _member(role: str, of: str) -> Step:
    return Step(
        f"made {role} a member of {of}",
        f"GRANT {of} TO {role}",
        f"SELECT pg_has_role(r.oid, '{of}', 'member') FROM pg_roles r WHERE rolname = '{role}'",
    )


def _database(database: str) -> Step:
    return Step(
        f"made the database {database}",
        f"CREATE DATABASE {_quoted(database)} TEMPLATE template0 ENCODING 'UTF8'",
        f"SELECT true FROM pg_database WHERE datname = {sql.Literal(database).as_string(None)}",
    )


def _extensions() -> Iterator[Step]:
    for name in EXTENSIONS:
        there = f"SELECT true FROM pg_extension WHERE extname = '{name}'"
        yield Step(f"added the extension {name}", f"CREATE EXTENSION {name}", there)


def _doors_into(database: str, *, for_tests: bool) -> Iterator[Step]:
    name, literal = _quoted(database), sql.Literal(database).as_string(None)
    yield Step(
        "closed the database to everybody else",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"SELECT NOT has_database_privilege('public', {literal}, 'CONNECT')",
    )
    yield Step(
        "closed the schema to everybody else",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "SELECT NOT has_schema_privilege('public', 'public', 'USAGE')",
    )
    roles = [f"openmash_{role}" for role in (*SIGN_IN, "backup", *(["test"] if for_tests else []))]
    for role in roles:
        yield Step(
            f"let {role} into the database",
            f"GRANT CONNECT ON DATABASE {name} TO {role}",
            f"SELECT has_database_privilege(oid, {literal}, 'CONNECT') FROM pg_roles WHERE rolname = '{role}'",
        )
        right = "CREATE" if role == "openmash_owner" else "USAGE"
        yield Step(
            f"gave {role} {right} on the schema",
            f"GRANT USAGE{', CREATE' if right == 'CREATE' else ''} ON SCHEMA public TO {role}",
            f"SELECT has_schema_privilege(oid, 'public', '{right}') FROM pg_roles WHERE rolname = '{role}'",
        )


def _person_indexes() -> Iterator[Step]:
    yield Step(
        "made the schema person_index",
        "CREATE SCHEMA person_index AUTHORIZATION openmash_index",
        "SELECT true FROM pg_namespace WHERE nspname = 'person_index'",
    )
    yield Step(
        "gave openmash_index USAGE on the schema public",
        "GRANT USAGE ON SCHEMA public TO openmash_index",
        "SELECT has_schema_privilege('openmash_index', 'public', 'USAGE')",
    )
