"""`openmash mail`: answers that came by secure e-mail, read in from the folder in which a mail program saves them."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from django.db import transaction

from openmash.checks import services as check_services
from openmash.core import clock, hub_context
from openmash.core.errors import OpenMashError
from openmash.hubs import queries as hub_queries

REFUSED = "refused"


def main(argv: list[str]) -> int:
    """Read every saved mail of a folder once; what goes wrong with one stops none of the others.

    Where one comes from whom was asked and is refused, the request's page and the worklist say so as well.

    A mail that was read in is deleted: what it said lies encrypted in the database. One that was refused goes to the
    folder ``refused`` beside the sentence that says why.

    Args:
        argv: the words after `openmash mail`.

    Returns:
        The exit code: 0; 1 where a mail was refused, or the hub or the folder is not there.
    """
    chosen = _parser().parse_args(argv)
    folder: Path = chosen.folder
    if not folder.is_dir():
        print(f"{folder}: there is no such folder", file=sys.stderr)
        return 1
    try:
        hub_id = hub_queries.by_slug(chosen.hub).id
    except OpenMashError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    read = refused = 0
    for path in sorted(folder.glob("*.eml")):
        with hub_context.enter(hub_id=hub_id):
            because = _read(path, hub_id)
        if because:
            refused += 1
            _put_aside(path, because)
            print(f"{path.name}: {because}", file=sys.stderr)
        else:
            read += 1
            path.unlink()
    print(f"{read} read in, {refused} refused")
    return 1 if refused else 0


def _read(path: Path, hub_id: UUID) -> str:
    """Why a mail was not taken in; empty where it was."""
    if path.is_symlink() or not path.is_file():
        return "This is no file. Nothing was read."
    try:
        with transaction.atomic():
            broken = check_services.reply_by_mail(hub_id=hub_id, content=path.read_bytes(), at=clock.now())
    except OpenMashError as error:
        return error.sentence
    return broken.sentence if broken else ""


def _put_aside(path: Path, because: str) -> None:
    aside = path.parent / REFUSED
    aside.mkdir(mode=0o700, exist_ok=True)
    path.rename(aside / path.name)
    (aside / f"{path.stem}.why.txt").write_text(f"{because}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openmash mail", description="Answers that came by secure e-mail.")
    commands = parser.add_subparsers(required=True, metavar="read")
    read = commands.add_parser("read", help="read in every .eml file of a folder")
    read.add_argument("folder", type=Path, help="where the mail program saves what came to the hub's mailbox")
    read.add_argument("--hub", required=True, help="the hub's short name in addresses, like devon")
    return parser
