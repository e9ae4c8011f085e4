"""Partners who are in the hub on some weekdays only: when each comes next, and what waits for that visit."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from openmash.access import Actor
from openmash.agencies import queries as agency_queries
from openmash.agencies import rules as agency_rules
from openmash.agencies.queries import AbsenceView
from openmash.checks import queries as check_queries
from openmash.checks.queries import CheckRow
from openmash.clocks.calendar import WorkingCalendar, calendar_for
from openmash.core.errors import NotFound
from openmash.hubs import queries as hub_queries


@dataclass(frozen=True)
class Visit:
    """A partner who visits.

    Args:
        weekdays: 0 for Monday.
        days_words: like "Tuesdays and Thursdays".
        next_on: the next day on which they are in the hub; None where none is known.
        here: whether that is today.
    """

    agency_id: UUID
    agency_name: str
    weekdays: tuple[int, ...]
    days_words: str
    next_on: date | None
    here: bool

    @property
    def words(self) -> str:
        """Like "Comes Tuesdays; next on Tuesday 24 November"."""
        if self.next_on is None:
            return f"Comes {self.days_words}; no next visit is known"
        when = "today" if self.here else f"on {self.next_on:%A} {self.next_on.day} {self.next_on:%B}"
        return f"Comes {self.days_words}; next {when}"


@dataclass(frozen=True)
class Waiting:
    """An answer that waits for a visit; ``too_late`` where it is due before the end of the day on which they come."""

    check: CheckRow
    too_late: bool


@dataclass(frozen=True)
class VisitList:
    """What waits for one agency's visit, the nearest deadline first."""

    visit: Visit
    waiting: tuple[Waiting, ...]


def visits(actor: Actor, *, at: datetime) -> list[Visit]:
    """Every partner who visits, whoever comes first at the head; the number of statements does not grow.

    The deadline of what they are asked stays that of everybody: a child does not wait for a weekday.
    """
    days = agency_queries.visiting_days(actor.hub_id)
    if not days:
        return []
    calendar = calendar_for(hub_queries.model_of(actor.hub_id, at).office)
    today = calendar.local(at).date()
    away: dict[UUID, list[AbsenceView]] = {}
    for each in agency_queries.absences(actor.hub_id, on=today):
        away.setdefault(each.agency_id, []).append(each)
    names = {agency.id: agency.name for agency in agency_queries.agencies(actor.hub_id)}
    found = [_visit(each, names[each], days[each], today, calendar, away.get(each, [])) for each in days]
    return sorted(found, key=lambda visit: (visit.next_on or date.max, visit.agency_name))


def visits_by_agency(actor: Actor, *, at: datetime) -> dict[UUID, Visit]:
    """The same, by agency."""
    return {visit.agency_id: visit for visit in visits(actor, at=at)}


def visit_list(agency_id: UUID, *, actor: Actor, at: datetime) -> VisitList:
    """What waits for an agency's next visit.

    Raises:
        Refused: the actor sees neither enquiries nor what this agency is asked.
        NotFound: the agency is none that visits.
    """
    rows = check_queries.waiting_at(agency_id, actor=actor)
    visit = visits_by_agency(actor, at=at).get(agency_id)
    if visit is None:
        raise NotFound("This agency is none that visits the hub on certain days.")
    calendar = calendar_for(hub_queries.model_of(actor.hub_id, at).office)
    return VisitList(visit, tuple(Waiting(row, is_too_late(visit, row.due_at, calendar)) for row in rows))


def is_too_late(visit: Visit, due_at: datetime, calendar: WorkingCalendar) -> bool:
    """Whether an answer is due before the day on which they come: then somebody rings them instead of waiting."""
    return visit.next_on is None or calendar.local(due_at).date() < visit.next_on


def _visit(
    agency_id: UUID,
    name: str,
    weekdays: tuple[int, ...],
    today: date,
    calendar: WorkingCalendar,
    away: list[AbsenceView],
) -> Visit:
    def comes(day: date) -> bool:
        return calendar.is_working_day(day) and not any(each.from_on <= day <= each.until_on for each in away)

    next_on = agency_rules.next_visit(weekdays, today, comes=comes)
    return Visit(agency_id, name, weekdays, agency_rules.weekdays_in_words(weekdays), next_on, next_on == today)
