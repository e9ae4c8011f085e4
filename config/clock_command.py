"""`openmash clock`: when something is due by a hub's clocks, with the arithmetic in words."""

import argparse
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from config.model_command import named
from openmash.clocks.deadlines import Deadline, check_deadline, named_deadline, rating_deadline
from openmash.core.errors import OpenMashError
from openmash.hubs.rules import OperatingModel


class NoSuchMoment(OpenMashError):
    """A local time that the clocks jump over, or that comes twice, or no time at all."""


def main(argv: list[str]) -> int:
    """Run `openmash clock due`; what goes wrong is said in a sentence on the error stream.

    Args:
        argv: the words after `openmash clock`.

    Returns:
        The exit code: 0, or 1 where there is no such model, rating, clock or moment.
    """
    chosen = _parser().parse_args(argv)
    try:
        print(due(chosen.model, chosen.received, rating=chosen.rating, clock=chosen.clock))
    except OpenMashError as error:
        print(error.sentence, file=sys.stderr)
        return 1
    return 0


def due(model_name: str, received: str, *, rating: str | None = None, clock: str | None = None) -> str:
    """When it is due and why, in words; for a rating also when an agency asked at once would have to answer.

    Args:
        model_name: a model that ships, or a file.
        received: a moment in ISO form; without a zone it is the hub's own wall clock.
        rating: a rating of the model; its decision is what is due.
        clock: one of the model's other clocks instead, such as "acknowledgement".

    Raises:
        UnknownModel, ModelInvalid, UnknownCode, HolidaysUnknown: as the sentence says.
        NoSuchMoment: ``received`` is no moment, or not one alone.
    """
    model = named(model_name)
    at = moment(received, ZoneInfo(model.office.time_zone))
    if rating is None:
        return _said(model, named_deadline(model, str(clock), at))
    decision = rating_deadline(model, rating, at)
    answer = check_deadline(model, rating, at, enquiry_due_at=decision.due_at)
    cover = f"\nOut of hours: {model.office.out_of_hours_cover}" if model.rating(rating).clock.runs_out_of_hours else ""
    return f"{_said(model, decision)}{cover}\n\nAn agency asked at that moment:\n{answer.words}"


def moment(written: str, zone: ZoneInfo) -> datetime:
    """A moment as somebody writes it: with a zone, or by the wall clock in ``zone``.

    Raises:
        NoSuchMoment: it cannot be read; or by that wall clock it never comes, or comes twice.
    """
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise NoSuchMoment(f"Expected a day and time, like 2026-12-24T15:30; found “{written}”.") from error
    if "T" not in written.upper() and " " not in written.strip():
        raise NoSuchMoment(f"“{written}” is a day without a time. Say when on that day, like {written}T15:30.")
    if at.utcoffset() is not None:
        return at
    early, late = (at.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != at:
        raise NoSuchMoment(
            f"{written} never comes in {zone.key}: the clocks go forward over it. Choose a time outside that hour."
        )
    if early.utcoffset() != late.utcoffset():
        choices = " or ".join(f"{at.isoformat(timespec='minutes')}{each:%z}" for each in (early, late))
        raise NoSuchMoment(f"{written} comes twice in {zone.key}, as the clocks go back. Say which: {choices}.")
    return early


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="openmash clock", description="A hub's clocks.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    asking = commands.add_parser("due", help="when something is due, and the arithmetic of it in words")
    asking.add_argument("--model", required=True, metavar="NAME|FILE.toml", help="openmash model list shows the names")
    what = asking.add_mutually_exclusive_group(required=True)
    what.add_argument("--rating", help="a rating of the model: its decision")
    what.add_argument("--clock", help="another clock of the model, such as acknowledgement or conference")
    asking.add_argument(
        "--received", required=True, metavar="WHEN", help="like 2026-12-24T15:30, by the hub's wall clock"
    )
    return parser


def _said(model: OperatingModel, deadline: Deadline) -> str:
    local = deadline.due_at.astimezone(ZoneInfo(model.office.time_zone))
    return f"Due {local:%A} {local.day} {local:%B %Y at %H:%M} ({model.office.time_zone})\n{deadline.words}"
