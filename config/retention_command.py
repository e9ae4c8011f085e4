"""`openmash retention`: whether the database is behind the ledger of erasures, and erasing again after a restore."""

import argparse
import sys
from pathlib import Path

from django.db import connections

from openmash.core import clock
from openmash.core.errors import OpenMashError

BEHIND = (
    "This database does not know of {count} that stand in {path}: it was restored from a backup made before them, and "
    "what they erased can be read in it again. Nobody may sign in before they are carried out again: "
    "openmash retention replay {path}"
)


def main(argv: list[str]) -> int:
    """Run `openmash retention check|replay|rewrite`; what goes wrong is said in a sentence on the error stream.

    Args:
        argv: the words after `openmash retention`.

    Returns:
        The exit code: 0; or 1 where the database is behind the ledger, or the ledger cannot be read or written.
    """
    from openmash.retention import queries  # needs the models to be loaded

    chosen = _parser().parse_args(argv)
    path = chosen.file or queries.file()
    try:
        return {"check": _check, "replay": _replay, "rewrite": _rewrite}[chosen.what](path)
    except OpenMashError as error:
        print(error.sentence, file=sys.stderr)
        return 1


def refuse_if_behind() -> None:
    """For whatever serves or works: go on only where everything that was erased is erased in this database.

    Raises:
        SystemExit: with the sentence that says what to do.
    """
    from openmash.retention import queries  # needs the models to be loaded

    try:
        behind = queries.behind(queries.file())
    except OpenMashError as error:
        raise SystemExit(f"openmash: {error.sentence}") from error
    if behind:
        raise SystemExit("openmash: " + BEHIND.format(count=_erasures(len(behind)), path=queries.file()))


def _check(path: Path) -> int:
    from openmash.retention import queries

    found = queries.compared(path)
    if found.unwritten:
        print(
            f"{path} does not have {_erasures(len(found.unwritten))} that this database knows of: it is not the file "
            "that belongs to it, or it was lost. To write them into it: openmash retention rewrite"
        )
    if found.behind:
        print(BEHIND.format(count=_erasures(len(found.behind)), path=path), file=sys.stderr)
        return 1
    print(f"Everything that stands in {path} is erased in this database.")
    return 0


def _replay(path: Path) -> int:
    from openmash.retention import services

    if not path.exists():
        print(f"There is no file {path}. Give the one that was kept outside the database.", file=sys.stderr)
        return 1
    done = services.replay(path, at=clock.now())
    print(f"{_erasures(done)} carried out again.")
    print(f"{_sign_everybody_out()} ended: whoever was signed in when the backup was made signs in anew.")
    return 0


def _rewrite(path: Path) -> int:
    from openmash.retention import services

    print(f"{_erasures(services.rewrite(path))} written into {path}")
    return 0


def _sign_everybody_out() -> str:
    """A restored database has sessions that were ended since, at both doors; only the owner reaches both tables."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE django_session, accounts_outside_session")
    return "All sessions"


def _erasures(count: int) -> str:
    return f"{count} erasure{'' if count == 1 else 's'}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openmash retention", description="What was erased, and stays erased.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="what")
    about = {
        "check": "whether this database is behind the ledger of erasures",
        "replay": "erase again what a restored database brought back",
        "rewrite": "write into the ledger's file what the database knows and the file does not",
    }
    for name, words in about.items():
        command = commands.add_parser(name, help=words)
        command.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where not as OPENMASH_ERASURES says")
    return parser
