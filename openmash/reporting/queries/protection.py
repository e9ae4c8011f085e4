"""Strategy discussions and meetings, section 47 enquiries and conferences, by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from openmash.access import Actor
from openmash.decisions.models import Decision
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import MeetingKind
from openmash.meetings import queries as meeting_queries
from openmash.meetings.models import Meeting
from openmash.meetings.states import MeetingState
from openmash.reporting.queries.zone import zone_of
from openmash.reporting.rules import MonthLine, Period

_KINDS = (MeetingKind.STRATEGY_DISCUSSION, MeetingKind.STRATEGY_MEETING)


@dataclass(frozen=True)
class Conferences:
    """How one agency was invited to conferences (Birmingham's review, section 4, its two tables).

    Args:
        invited: invitations to conferences that were held.
        met: of these, how many met a criterion of the agency for coming.
        attended: how many it took part in.
        timed, in_time: of those with a deadline, how many were held by it.
    """

    agency: str
    invited: int
    met: int
    attended: int
    timed: int
    in_time: int


def child_protection(actor: Actor, period: Period) -> list[MonthLine]:
    """One line for each month of a period, those in which nothing happened too; raises Refused."""
    zone = zone_of(actor)
    out = enquiry_queries.kept_out_of(actor)
    held = Meeting.objects.filter(
        hub_id=actor.hub_id,
        state=MeetingState.HELD,
        kind__in=_KINDS,
        starts_at__gte=period.begins(zone),
        starts_at__lt=period.ends(zone),
    )
    rows = held.exclude(enquiry_id__in=out).values_list("kind", "starts_at")
    counted = Counter((kind, _month(at, zone)) for kind, at in rows)
    begun = Counter(_month(at, zone) for at in _section_47s(actor, period, zone, out))
    discussion, meeting = (kind.value for kind in _KINDS)
    return [
        MonthLine(month, counted[discussion, month], counted[meeting, month], begun[month]) for month in period.months
    ]


def _section_47s(actor: Actor, period: Period, zone: ZoneInfo, out: frozenset[UUID]) -> list[datetime]:
    """When section 47 enquiries were decided about each; deciding so again about the same child is not another."""
    rows = Decision.objects.filter(
        hub_id=actor.hub_id, decided_at__gte=period.begins(zone), decided_at__lt=period.ends(zone)
    ).exclude(subject__enquiry_id__in=out)
    fields = ("subject__enquiry__operating_model", "subject__enquiry__model_version")
    found = []
    for name, version, outcome, before, at in rows.values_list(*fields, "outcome", "supersedes__outcome", "decided_at"):
        model = hub_queries.model(actor.hub_id, name, version)
        again = before is not None and model.outcome(before).section_47
        if model.outcome(outcome).section_47 and not again:
            found.append(at)
    return found


def conferences(actor: Actor, period: Period) -> list[Conferences]:
    """How each agency was invited to the conferences of a period, by the agency's name; raises Refused."""
    zone = zone_of(actor)
    rows = meeting_queries.invitations(since=period.begins(zone), until=period.ends(zone), actor=actor)
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        if row.kind == MeetingKind.CONFERENCE:
            sums = counted.setdefault(row.agency_name, Counter())
            sums.update(invited=row.invited, met=row.met, attended=row.attended, timed=row.timed, in_time=row.in_time)
    columns = ("invited", "met", "attended", "timed", "in_time")
    return [Conferences(agency, *(sums[each] for each in columns)) for agency, sums in sorted(counted.items())]


def _month(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date().replace(day=1)
