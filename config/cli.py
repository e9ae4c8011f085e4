"""The one command, `openmash`."""

import argparse
import os
import sys
from collections.abc import Callable

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from config import environment
from config.postgres import DatabaseError
from config.server import NotPrepared

HELP = """\
openmash — software for Multi-Agency Safeguarding Hubs

  openmash demo                            the whole hub on this machine, with invented cases
  openmash serve --door inside|outside     serve one door (--port)
  openmash worker                          what happens by itself: deliver, take in, remind
  openmash scenario list|play ...          play a scripted case through the services
  openmash model list|show|check|diff ...  how hubs work: the operating models, in words
  openmash match generate|train|evaluate   matching people: invent, train, measure, explain
  openmash clock due ...                   when something is due by a hub's clocks, and why
  openmash setup                           make the roles, the database and its extensions
  openmash migrate                         bring tables, rights and row-level security into step
  openmash db start|stop|status|reset|url  the private database
  openmash vault rotate|retire|verify ...  turn the wrapping keys; see that everything opens
  openmash keys hand-over --to FOLDER      copy the outside door's own keys, and no others, to its folder
  openmash audit seal|verify|export ...     the log: seal it, check it, and what others check it with
  openmash mail read FOLDER --hub NAME     answers that came by secure e-mail, read in
  openmash index load|delta|withdraw ...   an agency's person index, on this server
  openmash retention check|replay [FILE]   what was erased stays erased, also after a restore
  openmash docs [--check]                  write the generated part of the documentation
  openmash help                            this, and Django's own commands

Without DATABASE_URL a private PostgreSQL in .data/ is started by itself.
"""

NO_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "findstatic",
    "makemessages",
    "makemigrations",
    "startapp",
}


def main(arguments: list[str] | None = None) -> None:
    """Run what the arguments say; what goes wrong is said in a sentence, and the exit code is 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    words = sys.argv[1:] if arguments is None else arguments
    try:
        _run(words)
    except (DatabaseError, ImproperlyConfigured, NotPrepared) as error:
        raise SystemExit(f"openmash: {error}") from error
    except (psycopg.OperationalError, OperationalError) as error:
        raise SystemExit(f"openmash: the database does not answer. {error}") from error


def _run(words: list[str]) -> None:
    if not words or words[0] in ("-h", "--help"):
        print(HELP)
        return
    command, rest = words[0], words[1:]
    ours = {
        "demo": demo,
        "serve": serve,
        "worker": worker,
        "setup": setup,
        "db": db,
        "scenario": scenario,
        "model": model,
        "clock": clock,
        "match": match,
        "docs": docs,
        "keys": keys,
        "retention": retention,
        "index": index,
        "mail": mail,
        "audit": audit,
        "vault": vault,
    }
    if command in ours:
        ours[command](rest)
    else:
        django_command(command, rest)


def django_command(command: str, rest: list[str]) -> None:
    """One of Django's commands; `migrate` and the like run as the owner of the tables."""
    from django.core.management import execute_from_command_line

    from config.doors import have_a_database

    if command == "help" and not rest:
        print(HELP)
    if command in NO_DATABASE:
        os.environ["OPENMASH_OFFLINE"] = "1"
    elif command not in ("help", "version"):
        have_a_database()
    if command in ("migrate", "showmigrations", "sqlmigrate") and not any(w.startswith("--database") for w in rest):
        rest = [*rest, "--database=owner"]
    execute_from_command_line(["openmash", command, *rest])


def demo(rest: list[str]) -> None:
    """`openmash demo`."""
    from config import demo as whole_hub

    whole_hub.run(rest)


def serve(rest: list[str]) -> None:
    """`openmash serve`."""
    from config import doors

    doors.serve(rest)


def match(rest: list[str]) -> None:
    """`openmash match`: no database, nothing of an installation."""
    from config import match_command

    raise SystemExit(match_command.main(rest))


def worker(rest: list[str]) -> None:
    """`openmash worker`."""
    from config import doors

    doors.work(rest)


def scenario(rest: list[str]) -> None:
    """`openmash scenario`: in the private database, unless DATABASE_URL names another."""
    import django

    from config.doors import have_a_database, migrate_if_behind

    if environment.has_own_server() and "--keep" in rest:
        raise DatabaseError(
            "DATABASE_URL is set, and an invented hub is never kept beside real ones. Leave out --keep, or unset "
            "DATABASE_URL to keep it in the private database."
        )
    private = have_a_database()
    if private:
        os.environ["OPENMASH_PLAYING"] = "1"
    django.setup()
    if private:
        migrate_if_behind()
    from openmash.scenarios import cli

    raise SystemExit(cli.main(rest))


def model(rest: list[str]) -> None:
    """`openmash model`: plain data, so neither settings nor a database are needed but for a hub's own version."""
    if any(word.split("=")[0] == "--hub" for word in rest):
        import django

        from config.doors import have_a_database

        have_a_database()
        django.setup()
    from config import model_command

    raise SystemExit(model_command.main(rest))


def clock(rest: list[str]) -> None:
    """`openmash clock`: plain arithmetic, likewise."""
    from config import clock_command

    raise SystemExit(clock_command.main(rest))


def audit(rest: list[str]) -> None:
    """`openmash audit`: as the inside door, whose log it is."""
    import django

    from config.doors import have_a_database

    have_a_database()
    django.setup()
    from config import audit_command

    raise SystemExit(audit_command.main(rest))


def docs(rest: list[str]) -> None:
    """`openmash docs`: write, or with --check compare, what is generated from the code."""
    import django

    os.environ["OPENMASH_OFFLINE"] = "1"
    django.setup()
    from config import docs as generated

    raise SystemExit(generated.main(rest))


def keys(rest: list[str]) -> None:
    """`openmash keys hand-over --to FOLDER`: what the outside door needs, after a hub was opened."""
    from pathlib import Path

    parser = argparse.ArgumentParser(prog="openmash keys", description=keys.__doc__)
    parser.add_argument("what", choices=["hand-over"])
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    chosen = parser.parse_args(rest)
    os.environ["OPENMASH_OFFLINE"] = "1"
    from django.conf import settings

    from openmash.core.keys import FileKeyRing

    if settings.OPENMASH_KEY_STORE != "file":
        raise ImproperlyConfigured(
            "The keys are on a server, whose policy says which of them the outside door may use."
        )
    handed = FileKeyRing(Path(settings.OPENMASH_KEYS)).hand_over(to=chosen.to)
    print(f"{handed} {'key' if handed == 1 else 'keys'} handed over to {chosen.to}")


def vault(rest: list[str]) -> None:
    """`openmash vault`: as the inside door, whose keys and database role it needs."""
    import django

    from config.doors import have_a_database

    have_a_database()
    django.setup()
    from config import vault_command

    raise SystemExit(vault_command.main(rest))


def retention(rest: list[str]) -> None:
    """`openmash retention`: the ledger of erasures beside the database that DATABASE_URL names, or the private one."""
    import django

    from config.doors import have_a_database, migrate_if_behind

    os.environ["OPENMASH_DOOR"] = "inside"
    private = have_a_database()
    django.setup()
    if private:
        migrate_if_behind()
    from config import retention_command

    raise SystemExit(retention_command.main(rest))


def index(rest: list[str]) -> None:
    """`openmash index`: as the inside door, whose keys and database role it needs."""
    import django

    from config.doors import have_a_database, migrate_if_behind

    private = have_a_database()
    django.setup()
    if private:
        migrate_if_behind()
    from config import index_command

    raise SystemExit(index_command.main(rest))


def mail(rest: list[str]) -> None:
    """`openmash mail`: as the outside door, which cannot read again what it takes in."""
    import django

    from config.doors import have_a_database, migrate_if_behind

    os.environ["OPENMASH_DOOR"] = "outside"
    private = have_a_database()
    django.setup()
    if private:
        migrate_if_behind()
    from config import mail_command

    raise SystemExit(mail_command.main(rest))


def setup(rest: list[str]) -> None:
    """`openmash setup`: prepare the server that DATABASE_URL names, or the private one."""
    import dj_database_url

    from config.server import connection_words, prepare

    argparse.ArgumentParser(prog="openmash setup", description=setup.__doc__).parse_args(rest)
    if not environment.has_own_server():
        cluster = environment.private_cluster()
        cluster.start()
        done = prepare(cluster.url(), environment.PRIVATE_DATABASE, for_tests=True)
    else:
        environment.database("owner")  # says what is wrong with DATABASE_URL
        given = dict(dj_database_url.parse(environment.text("DATABASE_URL", "")))
        done = prepare(connection_words(given, dbname="postgres"), str(given["NAME"]))
    for what in done or ["everything is there already"]:
        print(f"· {what}")
    print("Next: openmash migrate")


def db(rest: list[str]) -> None:
    """`openmash db`: the private database."""
    parser = argparse.ArgumentParser(prog="openmash db", description="The private database in .data/pg.")
    parser.add_argument("what", choices=["start", "stop", "status", "reset", "url"])
    parser.add_argument("--yes", action="store_true", help="do not ask before deleting everything")
    chosen = parser.parse_args(rest)
    if environment.has_own_server():
        raise DatabaseError("DATABASE_URL is set, so the private database is not used. Unset it to work on that one.")
    actions: dict[str, Callable[[bool], None]] = {
        "start": _db_start,
        "stop": _db_stop,
        "status": _db_status,
        "reset": _db_reset,
        "url": _db_url,
    }
    actions[chosen.what](chosen.yes)


def _db_start(_: bool) -> None:
    from config.doors import have_a_database

    have_a_database()
    _db_status(_)


def _db_stop(_: bool) -> None:
    stopped = environment.private_cluster().stop()
    print("stopped" if stopped else "was not running")


def _db_status(_: bool) -> None:
    cluster = environment.private_cluster()
    print(
        f"running: {cluster.url(user='openmash_inside', database='openmash')}" if cluster.answers() else "not running"
    )


def _db_url(_: bool) -> None:
    print(environment.private_cluster().url(user="openmash_inside", database=environment.PRIVATE_DATABASE))


def _db_reset(yes: bool) -> None:
    cluster = environment.private_cluster()
    if not yes and not (sys.stdin.isatty() and input(f"Delete everything in {cluster.folder}? Type yes: ") == "yes"):
        raise SystemExit("Nothing was deleted. To delete without being asked: openmash db reset --yes")
    cluster.remove()
    print(f"deleted {cluster.folder}")


if __name__ == "__main__":
    main()
