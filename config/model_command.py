"""`openmash model`: the operating models that ship, in words; check one's own; say how two differ."""

import argparse
import sys
from datetime import UTC, date, datetime, time
from pathlib import Path
from textwrap import fill

from openmash.core.errors import OpenMashError
from openmash.hubs.rules import Difference, OperatingModel, Said, available, differences, in_words, load, parse

_WIDTH = 110


def main(argv: list[str]) -> int:
    """Run one command; what goes wrong is said in a sentence on the error stream.

    Args:
        argv: the words after `openmash model`.

    Returns:
        The exit code: 0, or 1 where a model is not one or is not there. Two models that differ are no fault.
    """
    chosen = _parser().parse_args(argv)
    try:
        print(chosen.run(chosen))
    except OpenMashError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    return 0


def named(name_or_file: str) -> OperatingModel:
    """The model that ships under a name, or that a file holds.

    Raises:
        UnknownModel: neither.
        ModelInvalid: the file is not an operating model, with every line that needs putting right.
    """
    path = Path(name_or_file)
    if name_or_file in available() or not path.is_file():
        return load(name_or_file)
    return _read(path)


def _of_hub(slug: str, day: date | None) -> OperatingModel:
    """The version in force in a hub, today or on a day; asks the database, which nothing else here needs."""
    from openmash.core import clock, hub_context
    from openmash.hubs import queries

    hub = queries.by_slug(slug)
    at = datetime.combine(day, time(12), tzinfo=UTC) if day else clock.now()
    with hub_context.enter(hub_id=hub.id, reads_only=True):
        return queries.model_of(hub.id, at)


def _read(path: Path) -> OperatingModel:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise OpenMashError(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OpenMashError(f"{path} cannot be read as text: {error}.") from error
    return parse(text, source_name=path.name)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="openmash model", description="Operating models: how each hub works, as data."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("list", help="the models that ship").set_defaults(run=_list)
    showing = commands.add_parser("show", help="a model in words")
    which = showing.add_mutually_exclusive_group(required=True)
    which.add_argument("model", nargs="?", metavar="NAME|FILE.toml")
    which.add_argument("--hub", metavar="SLUG", help="the version that a hub of this installation works by")
    showing.add_argument("--on", type=_day, metavar="DAY", help="areas and referral types as they are on a day")
    showing.add_argument("--sources", action="store_true", help="after each line, where it comes from")
    showing.set_defaults(run=_show)
    checking = commands.add_parser(
        "check", help="read a file; the first fault of each table, its line, what was expected"
    )
    checking.add_argument("file", type=Path, metavar="FILE.toml")
    checking.set_defaults(run=_check)
    comparing = commands.add_parser("diff", help="how two models differ, in words")
    comparing.add_argument("first", metavar="NAME|FILE.toml")
    comparing.add_argument("second", metavar="NAME|FILE.toml")
    comparing.set_defaults(run=_diff)
    return parser


def _list(_: argparse.Namespace) -> str:
    models = [load(name) for name in available()]
    width = max(len(model.name) for model in models) + 2
    return "\n".join(
        fill(f"{model.name:<{width}}{model.summary}", _WIDTH, subsequent_indent=" " * width) for model in models
    )


def _show(chosen: argparse.Namespace) -> str:
    model = _of_hub(chosen.hub, chosen.on) if chosen.hub else named(chosen.model)
    lines = [f"{model.title} (version {model.version})", fill(model.summary, _WIDTH)]
    heading = ""
    for said in in_words(model):
        if said.heading != heading:
            heading = said.heading
            lines += ["", heading]
        lines.append(_line(said, with_source=chosen.sources))
    if chosen.on:
        lines += ["", _switched_on(model, chosen.on)]
    return "\n".join(lines)


def _line(said: Said, *, with_source: bool) -> str:
    source = f" [{said.source}]" if with_source else ""
    return fill(f"{said.about}: {said.words}{source}", _WIDTH, initial_indent="  ", subsequent_indent="    ")


def _switched_on(model: OperatingModel, day: date) -> str:
    """What a hub that grew by steps covers on a day, and what it does not yet, or no longer."""
    lines = [f"On {day.day} {day:%B %Y}"]
    for what, rules in (("areas", model.areas), ("what comes in", model.referral_types)):
        on = [rule.label for rule in rules if rule.in_force(day)]
        off = [rule.label for rule in rules if not rule.in_force(day)]
        lines += [
            f"  {what}, switched on: {'; '.join(on) or 'none'}",
            *([f"  {what}, not: {'; '.join(off)}"] if off else []),
        ]
    return "\n".join(lines)


def _check(chosen: argparse.Namespace) -> str:
    model = _read(chosen.file)
    return f"{chosen.file.name}: {model.title}, version {model.version}, is an operating model that a hub can work by."


def _diff(chosen: argparse.Namespace) -> str:
    first, second = named(chosen.first), named(chosen.second)
    lines: list[str] = []
    heading = ""
    for each in differences(first, second):
        if each.heading != heading:
            heading = each.heading
            lines.append(heading)
        lines.append(_difference(each, first.title, second.title))
    if not lines:
        return f"{first.title} and {second.title} work the same way; only sources, names or versions may differ."
    return "\n".join(lines)


def _difference(each: Difference, first: str, second: str) -> str:
    # The same hub in two versions has one title; then the order says which is which.
    names = (first, second) if first != second else ("first", "second")
    sides = [
        fill(f"{name}: {words or 'nothing of the kind'}", _WIDTH, initial_indent="    ", subsequent_indent="      ")
        for name, words in zip(names, (each.first, each.second), strict=True)
    ]
    return "\n".join([f"  {each.about}", *sides])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected a day, like 2026-12-24; found “{text}”") from error
