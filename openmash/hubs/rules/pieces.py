"""What many tables of an operating model are made of, read once for all of them."""

from collections.abc import Callable
from datetime import date
from typing import TypedDict, TypeVar

from openmash.hubs.rules.clock_specs import ClockKind, ClockSpec
from openmash.hubs.rules.tables import LONGEST_CODE, Table, WrongValue

_Built = TypeVar("_Built")


class RuleValues(TypedDict):
    """What every rule says of itself, as keyword arguments of ``Rule``."""

    source: str
    effective_from: date
    effective_to: date | None


class CodedValues(RuleValues):
    """What a rule with a code says of itself, as keyword arguments of ``CodedRule``."""

    code: str
    label: str


def each_of(table: Table, key: str, build: Callable[[Table], _Built], *, at_least: int = 1) -> tuple[_Built, ...]:
    """Every table of an array; where some are wrong the others are still read, to say all at once."""
    built = [table.reading.collect(each, build) for each in table.tables(key, at_least=at_least)]
    return tuple(each for each in built if each is not None)


def one_of(table: Table, key: str, build: Callable[[Table], _Built]) -> _Built:
    """One table within the table; what is wrong in it is noted at its own place."""
    built = table.reading.collect(table.table(key), build)
    if built is None:
        raise WrongValue  # already noted, at its own place
    return built


def optional_one(table: Table, key: str, build: Callable[[Table], _Built]) -> _Built | None:
    """One table within the table, or None where the model has none."""
    return one_of(table, key, build) if key in table.values else None


def rule_values(table: Table) -> RuleValues:
    """``source`` and the days on which the rule holds: the keys that every rule has."""
    effective_from, effective_to = table.day("effective_from"), table.optional_day("effective_to")
    if effective_to is not None and effective_to < effective_from:
        raise table.wrong("effective_to", f"a day from {effective_from} on", effective_to)
    return {"source": table.text("source"), "effective_from": effective_from, "effective_to": effective_to}


def coded_values(table: Table, *, longest: int = LONGEST_CODE) -> CodedValues:
    """``code`` and ``label`` beside them: the keys of a rule that records refer to."""
    return {"code": table.code("code", longest=longest), "label": table.text("label"), **rule_values(table)}


def clock_spec(table: Table) -> ClockSpec:
    """How long something may take: ``kind``, ``amount``, ``source``, and ``by`` where it has a time of day."""
    kind, amount = table.choice("kind", ClockKind), table.whole("amount")
    source, by = table.text("source"), table.optional_time("by")
    try:
        return ClockSpec(kind, amount, source=source, by=by)
    except ValueError as error:
        table.reading.add(table.path, str(error), key="by" if str(error).startswith("by") else "amount")
        raise WrongValue from error
