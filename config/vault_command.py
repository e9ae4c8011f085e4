"""`openmash vault`: turning wrapping keys, retiring old versions, opening everything to see that it can be opened."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from config.wrapped_columns import EVERYWHERE, OURS
from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.core import clock, hub_context
from openmash.core.errors import NotFound, OpenMashError, RuleBroken
from openmash.core.keys import FileKeyRing, KeyMissing, ring
from openmash.core.wrapping import Fault, Key
from openmash.hubs import queries as hub_queries
from openmash.hubs import services as hub_services
from openmash.retention.queries.holds import standing

_ONE_AT_A_TIME = 0x4B455953  # "KEYS": an advisory lock of PostgreSQL's, so that it holds on every machine
_SAY_EVERY_SECONDS = 2.0
_MOST_FAULTS_SHOWN = 50


def main(argv: list[str]) -> int:
    """Run `openmash vault …`; results go to stdout, progress to stderr.

    Args:
        argv: the words after `openmash vault`.

    Returns:
        0; or 1 where something cannot be opened, a rule forbids it, or the key store does not answer; or 2 where a key
        waits until the outside door has its new version.
    """
    chosen = _parser().parse_args(argv)
    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "keys": _keys,
        "rotate": _rotate,
        "retire": _retire,
        "verify": _verify,
        "destroy": _destroy,
    }
    try:
        return actions[chosen.what](chosen)
    except OpenMashError as error:
        print(error.sentence, *getattr(error, "__notes__", []), sep="\n", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openmash vault", description="The keys that wrap keys.")
    commands = parser.add_subparsers(dest="what", required=True, metavar="COMMAND")
    for name, help_ in (
        ("keys", "which keys there are, and which versions of each"),
        ("rotate", "make a new version of keys and wrap everything anew under it; run it again to go on"),
        ("retire", "open nothing any more with versions that nothing refers to"),
        ("verify", "open everything, show nothing, and say what cannot be opened"),
    ):
        command = commands.add_parser(name, help=help_)
        which = command.add_mutually_exclusive_group(required=name in ("rotate", "retire"))
        which.add_argument("--agency", type=UUID, metavar="ID", help="the key of one agency")
        which.add_argument("--hub", metavar="SLUG", help="the keys of one hub and of its agencies")
        which.add_argument("--all", action="store_true", help="every key, that of sign-in secrets too")
        if name == "rotate":
            command.add_argument("--outside", type=Path, metavar="FOLDER", help="the outside door's folder of keys")
        if name == "retire":
            command.add_argument("--for-good", action="store_true", help="forget them: older backups stay closed too")
            command.add_argument("--outside", type=Path, metavar="FOLDER", help="the outside door's folder of keys")
    destroying = commands.add_parser("destroy", help="destroy an agency's key, and with it all it ever put in the room")
    destroying.add_argument("--agency", type=UUID, required=True, metavar="ID")
    destroying.add_argument("--confirm", metavar="NAME", help="the agency's name, in full; otherwise it is asked for")
    return parser


@dataclass(frozen=True)
class _Chosen:
    """A key, in whose name it is dealt with in each hub, and what it is called for people."""

    key: Key
    actors: tuple[Actor, ...]
    words: str


def _chosen(arguments: argparse.Namespace) -> Iterator[_Chosen]:
    """The keys that the arguments mean, and that exist: an agency whose key was destroyed has none."""
    hubs = hub_queries.all_hubs()
    if arguments.hub:
        hubs = [hub_queries.by_slug(arguments.hub)]
    found = 0
    for hub in hubs:
        actor = account_queries.system_actor(hub.id)
        with hub_context.enter(hub_id=hub.id):
            names = {agency.id: agency.name for agency in agency_queries.agencies(hub.id)}
        for key in hub_services.keys_of(hub.id):
            if arguments.agency is None or key.agency_id == arguments.agency:
                found += 1
                yield _Chosen(key, (actor,), names[key.agency_id] if key.agency_id else f"{hub.name}, {key.kind}")
    if not found:
        raise NotFound("There is no such hub or agency here. `openmash vault keys` shows which there are.")
    if not arguments.hub and arguments.agency is None and hubs:
        actors = tuple(account_queries.system_actor(hub.id) for hub in hubs)
        yield _Chosen(hub_services.sign_in_key(), actors, "sign-in secrets")


def _held(arguments: argparse.Namespace) -> Iterator[_Chosen]:
    for each in _chosen(arguments):
        try:
            ring().versions(each.key.name)
        except KeyMissing:
            print(f"{each.words}: no key is held ({each.key.name})", file=sys.stderr)
        else:
            yield each


def _keys(arguments: argparse.Namespace) -> int:
    for each in _held(arguments):
        held = ring().versions(each.key.name)
        made = f", made {held.made_at:%Y-%m-%d %H:%M} UTC" if held.made_at else ""
        waits = f", {held.newest} waits" if held.newest != held.primary else ""
        print(f"{each.key.name}  {each.words}: version {held.primary} wraps{waits}; from {held.oldest} on opens{made}")
    return 0


def _rotate(arguments: argparse.Namespace) -> int:
    _alone()
    worst = 0
    for each in _held(arguments):
        progress = _Progress(each.words)
        done = hub_services.turn_key(
            each.key,
            columns=EVERYWHERE,
            actors=each.actors,
            at=clock.now(),
            hand_over=_hand_over(arguments.outside),
            told=progress,
        )
        if done.version is None:
            print(f"{each.words}: a new version waits. Say --outside FOLDER, the outside door's folder of keys.")
            worst = max(worst, 2)
            continue
        print(f"{each.words}: version {done.version} wraps; {_rows(done.rows)} wrapped anew")
        worst = max(worst, _say_faults(done.faults))
    return worst


def _retire(arguments: argparse.Namespace) -> int:
    _alone()
    worst = 0
    for each in _held(arguments):
        try:
            oldest = hub_services.retire_key(
                each.key, columns=EVERYWHERE, actors=each.actors, at=clock.now(), for_good=arguments.for_good
            )
        except OpenMashError as error:
            print(f"{each.words}: {error.sentence}", file=sys.stderr)
            worst = 1
            continue
        if oldest is None:
            print(f"{each.words}: nothing to retire")
            continue
        hand_over = _hand_over(arguments.outside)
        if hand_over is not None and each.key.kind in ("delivery", "sign-in"):
            hand_over(each.key.name)
        print(f"{each.words}: only version {oldest} and later open anything now")
    return worst


def _verify(arguments: argparse.Namespace) -> int:
    opened, erased, faults = 0, 0, list[Fault]()
    for each in _chosen(arguments):
        done = hub_services.check_everything(
            each.key, columns=EVERYWHERE, actors=each.actors, at=clock.now(), told=_Progress(each.words)
        )
        opened, erased = opened + done.opened, erased + done.erased
        faults += done.faults
    _say_faults(tuple(faults))
    print(f"{opened} opened, {erased} erased, {len(faults)} cannot be opened")
    return 1 if faults else 0


def _destroy(arguments: argparse.Namespace) -> int:
    _alone()
    for each in _chosen(argparse.Namespace(agency=arguments.agency, hub=None)):
        _require_no_hold(each)
        print(f"Everything that {each.words} ever put in the sealed room becomes unreadable for good, also in backups.")
        typed = arguments.confirm
        if typed is None and sys.stdin.isatty():
            typed = input("Type the agency's name to destroy its key: ")
        if typed != each.words:
            print(f"Nothing was destroyed. To do it, say --confirm “{each.words}”, exactly.", file=sys.stderr)
            return 1
        emptied = hub_services.destroy_agency_key(each.key, columns=OURS, actor=each.actors[0], at=clock.now())
        print(f"The key of {each.words} is destroyed; {_rows(emptied)} marked as erased")
    return 0


def _require_no_hold(chosen: _Chosen) -> None:
    """Destroying a key reaches every family there ever was, so any hold stops it, whomever it is on."""
    hub_id = chosen.actors[0].hub_id
    with hub_context.enter(hub_id=hub_id):
        held = standing(hub_id)
    if held:
        grounds = ", ".join(sorted({each.words for each in held}))
        raise RuleBroken(
            "keys.no_hold_in_force",
            f"Nothing was destroyed: {len(held)} {'hold is' if len(held) == 1 else 'holds are'} in force in this hub "
            f"({grounds}), and destroying a key reaches every family. Lift them first.",
        )


def _hand_over(folder: Path | None) -> Callable[[str], None] | None:
    """How the outside door is given its new version: into its folder, or not at all where it asks a server itself."""
    held = ring()
    if not isinstance(held, FileKeyRing):
        return lambda _name: None
    if folder is None and not settings.OPENMASH_OWN_SERVER:
        folder = Path(settings.OPENMASH_DATA) / "keys" / "outside"
    return None if folder is None else lambda name: held.hand_over_one(name, to=folder)


def _alone() -> None:
    """Two people who turn keys at once would wait for each other's version; the second is told instead."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME])
        if not cursor.fetchone()[0]:
            raise OpenMashError("Somebody is turning or retiring keys at this moment. Try again when they have done.")


class _Progress:
    """Says how far it is, every two seconds and not more often."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.rows = 0
        self.said = time.monotonic()

    def __call__(self, table: str, rows: int) -> None:
        self.rows += rows
        if time.monotonic() - self.said > _SAY_EVERY_SECONDS:
            self.said = time.monotonic()
            print(f"{self.words}: {_rows(self.rows)}, in {table}", file=sys.stderr, flush=True)


def _say_faults(faults: tuple[Fault, ...]) -> int:
    for fault in faults[:_MOST_FAULTS_SHOWN]:
        print(f"cannot be opened: {fault.table}.{fault.column} {fault.row_id}: {fault.why}")
    if len(faults) > _MOST_FAULTS_SHOWN:
        print(f"… and {len(faults) - _MOST_FAULTS_SHOWN} more")
    return 1 if faults else 0


def _rows(count: int) -> str:
    return f"{count} {'key' if count == 1 else 'keys'}"
