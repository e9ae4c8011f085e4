"""How often agencies were invited to meetings, met a criterion for coming, came, and whether it was in time."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min

from openmash.access import Actor, require
from openmash.agencies import queries as agency_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.meetings import permissions, rules
from openmash.meetings.models import Attendance, MeetingCase
from openmash.meetings.queries.shapes import Invited
from openmash.meetings.states import MeetingState


def invitations(*, since: datetime, until: datetime, actor: Actor) -> list[Invited]:
    """Invitations to meetings held from ``since`` up to, not with, ``until``: by month, meeting and agency.

    Meetings about a case that the actor is kept out of are not counted. Source of the columns: Birmingham's review
    (2013), tables of conferences: invitations, cases meeting the police's criteria, attended and not attended.
    """
    require(permissions.can_count(actor))
    rows = list(
        Attendance.objects.filter(
            hub_id=actor.hub_id,
            meeting__state=MeetingState.HELD,
            meeting__starts_at__gte=since,
            meeting__starts_at__lt=until,
        )
        .exclude(meeting__enquiry_id__in=enquiry_queries.kept_out_of(actor))
        .select_related("meeting")
    )
    zone = ZoneInfo(hub_queries.model_of(actor.hub_id).office.time_zone)
    due = _due({row.meeting_id for row in rows}, actor)
    groups: dict[tuple[str, str, UUID], list[Attendance]] = {}
    for row in rows:
        month = f"{row.meeting.starts_at.astimezone(zone):%Y-%m}"
        groups.setdefault((month, row.meeting.code, row.agency_id), []).append(row)
    names = {agency.id: agency.short_name for agency in agency_queries.agencies(actor.hub_id)}
    found = [_counted(key, group, names, due) for key, group in groups.items()]
    return sorted(found, key=lambda each: (each.month, each.label, each.agency_name))


def _due(meeting_ids: set[UUID], actor: Actor) -> dict[UUID, datetime]:
    rows = MeetingCase.objects.filter(hub_id=actor.hub_id, meeting_id__in=meeting_ids, due_at__isnull=False)
    earliest = rows.values("meeting_id").annotate(due=Min("due_at"))
    return {row["meeting_id"]: row["due"] for row in earliest}


def _counted(
    key: tuple[str, str, UUID], rows: list[Attendance], names: dict[UUID, str], due: dict[UUID, datetime]
) -> Invited:
    month, code, agency_id = key
    timed = [row for row in rows if row.meeting_id in due]
    return Invited(
        month=month,
        code=code,
        kind=rows[0].meeting.kind,
        label=rows[0].meeting.label,
        agency_id=agency_id,
        agency_name=names[agency_id],
        invited=len(rows),
        looked=sum(1 for row in rows if row.criterion),
        met=sum(1 for row in rows if row.criterion not in ("", rules.NO_CRITERION)),
        attended=sum(1 for row in rows if row.how in rules.PRESENT),
        timed=len(timed),
        in_time=sum(1 for row in timed if rules.on_time(due[row.meeting_id], row.meeting.starts_at)),
    )
