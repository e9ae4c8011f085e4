"""`openmash audit`: seal the log, check it, and hand out what others check it with."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit_services
from openmash.core import clock, hub_context
from openmash.core.errors import NotFound, OpenMashError
from openmash.hubs import queries as hub_queries
from openmash.hubs.queries import HubView

Command = Callable[[HubView, argparse.Namespace], bool]


def main(argv: list[str]) -> int:
    """Run one command for one hub or for all; what goes wrong is said in a sentence on the error stream.

    Args:
        argv: the words after `openmash audit`.

    Returns:
        The exit code: 0; 1 where a log does not hold, or what was asked for is not there.
    """
    chosen = _parser().parse_args(argv)
    try:
        holds = [_in(hub, chosen) for hub in _hubs(chosen.hub, one=chosen.one)]
    except OpenMashError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    return 0 if all(holds) else 1


def _in(hub: HubView, chosen: argparse.Namespace) -> bool:
    run: Command = chosen.run
    with hub_context.enter(hub_id=hub.id):
        return run(hub, chosen)


def _hubs(slug: str, *, one: bool) -> list[HubView]:
    if slug:
        return [hub_queries.by_slug(slug)]
    hubs = hub_queries.all_hubs()
    if one and len(hubs) != 1:
        names = ", ".join(hub.slug for hub in hubs) or "none yet"
        raise NotFound(f"Say which hub's log, with --hub. There are: {names}.")
    return hubs


def _seal(hub: HubView, _: argparse.Namespace) -> bool:
    sealed = audit_services.seal_everything(hub_id=hub.id, at=clock.now())
    state = audit_queries.state(hub.id)
    print(f"{hub.slug}: {sealed} sealed now, {state.size} in all, {state.waiting} waiting")
    return True


def _verify(hub: HubView, chosen: argparse.Namespace) -> bool:
    held = tuple(path.read_text() for path in chosen.held)
    found = audit_services.verify_and_note(hub_id=hub.id, at=clock.now(), held=held)
    print(
        f"{hub.slug}: {found.events} events and {found.checkpoints} checkpoints read, {found.waiting} not sealed yet: "
        f"{'something does not hold' if found.problems else 'everything holds'}"
    )
    for problem in found.problems:
        print(f"· {problem}")
    return not found.problems


def _adopt(hub: HubView, _: argparse.Namespace) -> bool:
    print(f"{hub.slug}: goes on from the checkpoint over {audit_services.adopt(hub_id=hub.id)} events")
    return True


def _export(hub: HubView, chosen: argparse.Namespace) -> bool:
    actor, at = account_queries.system_actor(hub.id), clock.now()
    if chosen.whole:
        lines = audit_services.export_whole(actor=actor, at=at)
    else:
        agency_id = _agency(hub, chosen.agency)
        lines = audit_services.export_slice(agency_id=agency_id, held_sizes=chosen.since, actor=actor, at=at)
    if chosen.to is None:
        sys.stdout.writelines(lines)
        return True
    with chosen.to.open("w", encoding="utf-8") as file:
        file.writelines(lines)
    print(f"written to {chosen.to}; check it with scripts/verify_audit.py", file=sys.stderr)
    return True


def _agency(hub: HubView, named: str) -> UUID:
    fitting = [a.id for a in agency_queries.agencies(hub.id) if named.casefold() in (a.name.casefold(), str(a.id))]
    if not fitting:
        names = "; ".join(agency.name for agency in agency_queries.agencies(hub.id))
        raise NotFound(f"There is no agency “{named}” in this hub. There are: {names}.")
    return fitting[0]


def _checkpoint(hub: HubView, _: argparse.Namespace) -> bool:
    note = audit_queries.state(hub.id).note
    if not note:
        raise NotFound("Nothing of this log was sealed yet: openmash audit seal.")
    print(note, end="")
    return True


def _prove(hub: HubView, chosen: argparse.Namespace) -> bool:
    print(json.dumps(audit_queries.prove(hub.id, chosen.event), indent=2))
    return True


def _consistency(hub: HubView, chosen: argparse.Namespace) -> bool:
    print("\n".join(audit_queries.consistency(hub.id, chosen.first, chosen.second)))
    return True


def _key(hub: HubView, _: argparse.Namespace) -> bool:
    print(audit_queries.state(hub.id).verifier_key)
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openmash audit", description="The log: what was done and opened.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Command, words: str, *, one: bool = False) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.add_argument(
            "--hub", default="", metavar="SLUG", help="one hub's log" if one else "one hub's log, not all"
        )
        made.set_defaults(run=run, one=one)
        return made

    command("seal", _seal, "seal every event that is not sealed yet (the worker does it every ten seconds)")
    verify = command("verify", _verify, "check the whole log against itself and against what was signed")
    verify.add_argument("--held", action="append", type=Path, default=[], help="a checkpoint that an agency kept")
    command("adopt", _adopt, "go on signing on a new machine, after verify --held")
    command("checkpoint", _checkpoint, "print the newest signed checkpoint", one=True)
    command("key", _key, "print the public key that checkpoints are checked with", one=True)
    prove = command("prove", _prove, "print the proof that one event is in the log", one=True)
    prove.add_argument("event", type=UUID)
    consistency = command("consistency", _consistency, "print the proof that one log begins with another", one=True)
    consistency.add_argument("first", type=int)
    consistency.add_argument("second", type=int)
    export = command("export", _export, "write an extract for scripts/verify_audit.py", one=True)
    whose = export.add_mutually_exclusive_group(required=True)
    whose.add_argument("--agency", metavar="NAME|ID", help="one agency's own slice")
    whose.add_argument("--whole", action="store_true", help="everything")
    export.add_argument(
        "--since", action="append", type=int, default=[], metavar="SIZE", help="with the proof from that checkpoint on"
    )
    export.add_argument("--to", type=Path, metavar="FILE", help="in place of the screen")
    return parser
