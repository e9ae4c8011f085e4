"""`openmash scenario`: list, play, check and describe scripted cases."""

import argparse
import json
import sys

from openmash.scenarios import loading, reference
from openmash.scenarios.errors import ExpectationFailed, ScenarioInvalid, UnknownScenario
from openmash.scenarios.playing import play
from openmash.scenarios.schema import schema
from openmash.scenarios.story import Storyteller


def main(argv: list[str]) -> int:
    """Run one command; what goes wrong is said in a sentence on the error stream.

    Args:
        argv: the words after `openmash scenario`.

    Returns:
        The exit code: 0, or 1 where a scenario is not one, is not there, or does not come out as it says.
    """
    chosen = _parser().parse_args(argv)
    try:
        return int(chosen.run(chosen))
    except (ScenarioInvalid, UnknownScenario, ExpectationFailed) as error:
        print(error.sentence, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="openmash scenario", description="Scripted cases, played through the services."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("list", help="the cases that ship").set_defaults(run=_list)
    playing = commands.add_parser("play", help="play cases and check what they expect")
    playing.add_argument("names", nargs="*", metavar="NAME|FILE.toml")
    playing.add_argument("--all", action="store_true", help="every case that ships")
    playing.add_argument(
        "--keep", action="store_true", help="keep the hub and the case; otherwise nothing is left behind"
    )
    playing.add_argument(
        "--speed",
        type=_speed,
        default=0.0,
        metavar="N",
        help="simulated minutes a second, for training; at once without it",
    )
    playing.set_defaults(run=_play)
    checking = commands.add_parser("check", help="read files without playing them")
    checking.add_argument("names", nargs="+", metavar="NAME|FILE.toml")
    checking.set_defaults(run=_check)
    commands.add_parser("schema", help="the format as a JSON Schema").set_defaults(run=_schema)
    commands.add_parser("reference", help="this format in words, as Markdown").set_defaults(run=_reference)
    return parser


def _list(chosen: argparse.Namespace) -> int:
    cases = [loading.load(name) for name in loading.available()]
    width = max(len(case.head.name) for case in cases)
    for case in cases:
        print(f"{case.head.name:<{width}}  {case.head.title}")
    return 0


def _play(chosen: argparse.Namespace) -> int:
    names = [*loading.available(), *chosen.names] if chosen.all else chosen.names
    if not names:
        print(
            "Name a scenario or a file, or say --all. `openmash scenario list` shows the names.",
            file=sys.stderr,
        )
        return 1
    for scenario in [loading.load(name) for name in names]:
        played = play(scenario, teller=Storyteller(speed=chosen.speed), keep=chosen.keep)
        if chosen.keep:
            print(f"Kept in the hub “{played.slug}”.\n")
    return 0


def _check(chosen: argparse.Namespace) -> int:
    for name in chosen.names:
        scenario = loading.load(name)
        print(f"{scenario.source_name}: {len(scenario.steps)} steps, ready to be played")
    return 0


def _schema(chosen: argparse.Namespace) -> int:
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
    return 0


def _reference(chosen: argparse.Namespace) -> int:
    print(reference.page())
    return 0


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected simulated minutes a second, like 10; found “{text}”") from error
    if speed <= 0:
        raise argparse.ArgumentTypeError("expected more than 0")
    return speed
