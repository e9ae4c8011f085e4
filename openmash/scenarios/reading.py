"""From the text of a scenario to ``Scenario``, or to everything that is wrong with it."""

import tomllib
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo

from openmash.hubs import rules as hub_rules
from openmash.hubs.rules.lines import line_numbers
from openmash.scenarios.errors import ScenarioInvalid
from openmash.scenarios.keys import keys_of
from openmash.scenarios.naming import wrong_names
from openmash.scenarios.problems import Places, found_by_schema, shown
from openmash.scenarios.script import Head, Placed, Scenario
from openmash.scenarios.steps import STEPS, Step

_Table = TypeVar("_Table")
_A_MINUTE = timedelta(minutes=1)


def parse(text: str, *, source_name: str) -> Scenario:
    """The scenario that a TOML text describes.

    Args:
        text: the TOML.
        source_name: the file's name, for what goes wrong.

    Raises:
        ScenarioInvalid: with everything that is wrong, each with its line.
    """
    try:
        values = _plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioInvalid(source_name, [f"this is not TOML: {error}"]) from error
    steps = values.get("steps")
    places = Places(line_numbers(text), steps if isinstance(steps, list) else [])
    _stop_at(source_name, found_by_schema(values, places))
    _stop_at(source_name, _impossible_days(values, (), places))
    zone = _zone(values["hub"]["operating_model"], source_name, places)
    head = _build(Head, {key: value for key, value in values.items() if key != "steps"}, zone)
    placed, problems = _placed(values["steps"], zone, places)
    _stop_at(source_name, problems)
    _stop_at(source_name, wrong_names(head, placed, places))
    return Scenario(source_name=source_name, head=head, zone=zone, steps=placed)


def _stop_at(source_name: str, problems: list[str]) -> None:
    if problems:
        raise ScenarioInvalid(source_name, problems)


def _zone(model: str, source_name: str, places: Places) -> ZoneInfo:
    try:
        return ZoneInfo(hub_rules.load(model).office.time_zone)
    except hub_rules.UnknownModel as error:
        where = places.words(("hub", "operating_model"))
        raise ScenarioInvalid(source_name, [f"{where}: {error.sentence}"]) from error


def _plain(value: Any) -> Any:
    """TOML's own dates and times as text, so that one schema judges TOML and JSON alike."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _impossible_days(value: Any, path: tuple[str | int, ...], places: Places) -> list[str]:
    """Texts that look like a date but are none: 30 February."""
    if isinstance(value, dict):
        return [p for key, each in value.items() for p in _impossible_days(each, (*path, key), places)]
    if isinstance(value, list):
        return [p for number, each in enumerate(value) for p in _impossible_days(each, (*path, number), places)]
    is_time = path and path[-1] in (
        "at",
        "due",
        "born_on",
        "expected_on",
        "fact_on",
        "happened_on",
        "last_day",
        "assessed_on",
        "found",
        "meets_on",
        "missing_from",
    )
    if not is_time or not isinstance(value, str) or not value:
        return []
    try:
        datetime.fromisoformat(value if "-" in value else f"2000-01-01 {value}")
    except ValueError:
        return [f"{places.words(path)}: expected a day and time that there is; found {shown(value)}"]
    return []


def _placed(steps: list[Any], zone: ZoneInfo, places: Places) -> tuple[tuple[Placed, ...], list[str]]:
    placed: list[Placed] = []
    problems: list[str] = []
    for index, values in enumerate(steps):
        step = _build(STEPS[values["do"]], {k: v for k, v in values.items() if k != "do"}, zone)
        before = placed[-1].at if placed else None
        at = _moment(step, before, zone)
        where = places.words(("steps", index, "at"))
        if at is None:
            problems.append(f"{where}: the first step needs a day and a time, like “2026-03-02 09:10”")
            return tuple(placed), problems
        if before and at < before:
            problems.append(f"{where}: expected a time not before the step before it; found {shown(step.at)}")
        placed.append(Placed(number=index + 1, line=places.line(("steps", index)), at=at, step=step))
    return tuple(placed), problems


def _moment(step: Step, before: datetime | None, zone: ZoneInfo) -> datetime | None:
    if not step.at:
        return before + _A_MINUTE if before else None
    if "-" in step.at:
        return datetime.fromisoformat(step.at).replace(tzinfo=zone)
    if before is None:
        return None
    return datetime.combine(before.date(), time.fromisoformat(step.at), tzinfo=zone)


def _build(table: type[_Table], values: dict[str, Any], zone: ZoneInfo) -> _Table:
    present = [key for key in keys_of(table) if key.written in values]
    return table(**{key.attribute: _value(key.kind, values[key.written], zone) for key in present})


def _value(kind: Any, value: Any, zone: ZoneInfo) -> Any:
    if get_origin(kind) is UnionType:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], each, zone) for each in value)
    if is_dataclass(kind) and isinstance(kind, type):
        return _build(kind, value, zone)
    if kind is datetime:
        return datetime.fromisoformat(value).replace(tzinfo=zone)
    return date.fromisoformat(value) if kind is date else value
