"""`openmash index`: an agency's person index, by whoever runs commands on the server; nobody reads it by that."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AgencyView
from openmash.core import clock, hub_context
from openmash.core.errors import NotFound, OpenMashError
from openmash.hubs import queries as hub_queries
from openmash.hubs.queries import HubView
from openmash.person_index import queries, services
from openmash.person_index.queries import State

Command = Callable[[HubView, AgencyView, argparse.Namespace], bool]


def main(argv: list[str]) -> int:
    """Run one command for one agency; what goes wrong is said in a sentence on the error stream.

    Args:
        argv: the words after `openmash index`.

    Returns:
        The exit code: 0; 1 where nothing was loaded, or what was asked for is not there.
    """
    chosen = _parser().parse_args(argv)
    try:
        hub = _hub(chosen.hub)
        with hub_context.enter(hub_id=hub.id):
            agencies = _agencies(hub, chosen)
        run: Command = chosen.run
        return 0 if all(run(hub, agency, chosen) for agency in agencies) else 1
    except OpenMashError as error:
        print(error.sentence, file=sys.stderr)
    except OSError as error:
        print(f"{chosen.file}: {error.strerror}", file=sys.stderr)
    return 1


def _hub(slug: str) -> HubView:
    if slug:
        return hub_queries.by_slug(slug)
    hubs = hub_queries.all_hubs()
    if len(hubs) != 1:
        names = ", ".join(hub.slug for hub in hubs) or "none yet"
        raise NotFound(f"Say in which hub, with --hub. There are: {names}.")
    return hubs[0]


def _agencies(hub: HubView, chosen: argparse.Namespace) -> list[AgencyView]:
    """The one that is named by its short name, whole name or id; all of them for a status of no one in particular."""
    there = agency_queries.agencies(hub.id)
    if not chosen.agency:
        return there
    wanted = chosen.agency.casefold()
    found = [each for each in there if wanted in (each.short_name.casefold(), each.name.casefold(), str(each.id))]
    if len(found) != 1:
        raise NotFound(f"Name one agency. There are: {', '.join(each.short_name for each in there) or 'none yet'}.")
    return found


def _load(hub: HubView, agency: AgencyView, chosen: argparse.Namespace) -> bool:
    began = time.monotonic()
    with chosen.file.open("rb") as file:
        load_id = services.load_here(
            hub_id=hub.id, agency_id=agency.id, file=file, at=clock.now(), encoded=chosen.encoded
        )
    with hub_context.enter(hub_id=hub.id):
        state = queries.state_here(agency.id, hub.id)
    done = next(each for each in state.loads if each.id == load_id)
    print(f"{agency.name}: {done.loaded} rows loaded, {done.refused} refused, in {time.monotonic() - began:.1f} s")
    if done.ended_words:
        print(done.ended_words, file=sys.stderr)
    return done.state == "done"


def _delta(hub: HubView, agency: AgencyView, chosen: argparse.Namespace) -> bool:
    with chosen.file.open("rb") as file, hub_context.enter(hub_id=hub.id):
        report = services.apply_delta_here(hub_id=hub.id, agency_id=agency.id, file=file, at=clock.now())
    print(f"{agency.name}: {report.put} put in, {report.removed} taken out, {report.refused} lines refused")
    for fault in report.faults:
        print(f"· line {fault.line}{f', {fault.column}' if fault.column else ''}: {fault.sentence}", file=sys.stderr)
    return True


def _withdraw(hub: HubView, agency: AgencyView, _: argparse.Namespace) -> bool:
    with hub_context.enter(hub_id=hub.id):
        services.withdraw_here(hub_id=hub.id, agency_id=agency.id, at=clock.now())
    print(f"{agency.name}: the index is gone")
    return True


def _status(hub: HubView, agency: AgencyView, _: argparse.Namespace) -> bool:
    with hub_context.enter(hub_id=hub.id):
        state = queries.state_here(agency.id, hub.id)
    print(f"{agency.name}: {_words(state)}")
    for each in state.loads[:3]:
        kind = "changes" if each.changes_only else "whole file"
        print(f"· {each.asked_at:%d %b %Y %H:%M} {kind}: {each.state}, {each.loaded} rows, {each.refused} refused")
    return True


def _words(state: State) -> str:
    if not state.answers:
        return "no index"
    held = f"{state.people:,} people, {state.bytes / 1e6:,.0f} MB"
    return f"{held}; made with other keys, to be loaded again" if state.must_be_reloaded else held


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openmash index", description="An agency's person index, on this server.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    about: dict[str, tuple[Command, str]] = {
        "load": (_load, "load the whole file; until it is read the old index answers"),
        "delta": (_delta, "put in and take out people by a file of changes"),
        "withdraw": (_withdraw, "take the index away: no row of it is left"),
        "status": (_status, "how an agency's index stands, or everybody's"),
    }
    for name, (run, words) in about.items():
        command = commands.add_parser(name, help=words)
        command.add_argument("--hub", default="", metavar="SLUG", help="which hub, where there are several")
        command.add_argument("agency", nargs="?" if name == "status" else None, metavar="AGENCY", help="its short name")
        if name in ("load", "delta"):
            command.add_argument("file", type=Path, metavar="FILE", help="comma-separated values, UTF-8")
        if name == "load":
            command.add_argument("--encoded", action="store_true", help="a file of encodings in place of names")
        command.set_defaults(run=run, file=None) if name in ("withdraw", "status") else command.set_defaults(run=run)
    return parser
