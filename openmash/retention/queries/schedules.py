"""The schedule that holds in a hub: what it adopted, over what ships."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.retention import permissions, rules
from openmash.retention.models import ScheduleLine


@dataclass(frozen=True)
class ScheduleRow:
    """A line of the schedule as a page shows it.

    Args:
        whose: whose records it is for, in words.
        holds: it is the one that holds on the day asked for, and not one that another took the place of.
    """

    line: rules.Line
    whose: str
    kind_words: str
    holds: bool


def lines(hub_id: UUID) -> tuple[rules.Line, ...]:
    """Every line there is: the hub's own and the shipped ones."""
    own = ScheduleLine.objects.filter(hub_id=hub_id).order_by("from_on", "adopted_at")
    return (*rules.SHIPPED, *(_line(row) for row in own))


def schedule(*, actor: Actor, on: date) -> list[ScheduleRow]:
    """The whole schedule in the order of kinds of record, the lines that hold first.

    Raises:
        Refused: the actor neither manages records nor approves erasures.
    """
    require(permissions.can_see(actor))
    every = lines(actor.hub_id)
    names = {agency.id: agency.name for agency in agency_queries.agencies(actor.hub_id)}
    rows = [
        ScheduleRow(line, _whose(line, names), rules.CLASS_WORDS[line.record_class], _holds(line, every, on))
        for line in every
    ]
    order = list(rules.CLASS_WORDS)
    return sorted(rows, key=lambda row: (order.index(row.line.record_class), not row.holds, row.whose))


def _holds(line: rules.Line, every: tuple[rules.Line, ...], on: date) -> bool:
    holding = rules.line_for(
        every, record_class=line.record_class, agency_id=line.agency_id, agency_kind=line.agency_kind, on=on
    )
    return holding == line


def _whose(line: rules.Line, names: dict[UUID, str]) -> str:
    if line.agency_id:
        return names[line.agency_id]
    return "Police" if line.agency_kind == "police" else "The hub, and agencies without a line of their own"


def _line(row: ScheduleLine) -> rules.Line:
    return rules.Line(
        code=str(row.id),
        record_class=row.record_class,
        months=row.months,
        starts=row.starts,
        then=row.then,
        source=row.source,
        own_choice=row.own_choice,
        agency_id=row.agency_id,
        from_on=row.from_on,
    )
