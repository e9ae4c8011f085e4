"""Which meetings there are, what they asked people to do, and who came."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openmash.access import Permission
from openmash.meetings import permissions, queries
from openmash.web.inside.meetings import calendar_file, pages
from openmash.web.shared.screen import READ, HubRequest, screen

_A_YEAR = timedelta(days=366)


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """The meetings to come, those of the last two weeks, and what is still to be done."""
    over_the_day = queries.meetings_over_the_day(actor=request.actor)
    context = {
        "coming": pages.listed(queries.coming(actor=request.actor), request.at),
        "recent": pages.listed(queries.recent(actor=request.actor, at=request.at), request.at),
        "actions": queries.open_actions(actor=request.actor),
        "own_agency": request.actor.agency_id,
        "may_convene": bool(permissions.can_convene(request.actor)),
        "to_call": [
            (rule.label, rule.purpose, reverse("meetings:call_over", args=[rule.code])) for rule in over_the_day
        ],
        "now": request.at,
    }
    return render(request, "meetings/list.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def attendance_table(request: HubRequest) -> HttpResponse:
    """Month by month: how often each agency was invited, met a criterion, came, and whether it was in time."""
    rows = queries.invitations(since=request.at - _A_YEAR, until=request.at + timedelta(days=1), actor=request.actor)
    headings = ("Month", "Meeting", "Agency", "Invited", "Criteria met", "Attended", "In time")
    cells = [
        (
            row.month,
            row.label,
            row.agency_name,
            str(row.invited),
            f"{row.met} of {row.looked} looked at" if row.looked else "",
            f"{row.attended} of {row.invited}",
            f"{row.in_time} of {row.timed}" if row.timed else "No clock",
        )
        for row in rows
    ]
    return render(request, "meetings/attendance_table.html", {"headings": headings, "rows": cells})


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def calendar(request: HubRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting as a file for a calendar, without a word of the case."""
    meeting = queries.meeting(meeting_id, actor=request.actor)
    url = request.build_absolute_uri(reverse("meetings:meeting", args=[meeting_id]))
    entry = calendar_file.entry(meeting, hub_name=request.hub.name, url=url, at=request.at)
    answer = HttpResponse(entry, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer
