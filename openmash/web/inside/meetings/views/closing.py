"""Noting who came, closing a meeting, calling it off, and marking an action as done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.core.errors import RuleBroken
from openmash.meetings import permissions, queries, services
from openmash.web.inside.meetings import pages
from openmash.web.inside.meetings.forms import AttendanceForm, CancelForm, CloseForm
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.CONVENE, kind=WRITE)
def attendance(request: HubRequest, meeting_id: UUID) -> HttpResponse:
    """Who came, and how; for whoever notes it without entering the room, too."""
    meeting = queries.meeting(meeting_id, actor=request.actor)
    rule = queries.rule(meeting_id, actor=request.actor)
    form = AttendanceForm(
        posted(request),
        rule=rule,
        invitees=pages.invitees(meeting, rule),
        initial=pages.attendance_initial(meeting),
    )
    if form.accepts(
        lambda: services.note_attendance(
            meeting_id=meeting_id, told=form.attendance(), actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Who came is noted.")
        return redirect("meetings:meeting", meeting_id=meeting_id)
    context = {"form": form, "meeting": meeting, "attendance_rows": pages.attendance_rows(form), **_back(meeting_id)}
    return render(request, "meetings/attendance.html", context)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def close(request: HubRequest, meeting_id: UUID) -> HttpResponse:
    """Say that a meeting over the cases of the day took place."""
    meeting = queries.meeting(meeting_id, actor=request.actor)
    require(permissions.can_close(request.actor, meeting.chair_id))
    form = CloseForm(posted(request), initial={"version": meeting.version})
    if form.accepts(
        lambda: services.hold(
            meeting_id=meeting_id,
            without=form.cleaned_data["without"],
            actor=request.actor,
            at=request.at,
            version=form.cleaned_data["version"],
        )
    ):
        messages.success(request, f"{meeting.label} is closed.")
        return redirect("meetings:meeting", meeting_id=meeting_id)
    rule = queries.rule(meeting_id, actor=request.actor)
    context = {
        "form": form,
        "title": f"Close the {meeting.label}?",
        "body": f"{pages.quorum_words(rule, meeting)} Once it is closed nothing is added; a record can be put right.",
        "submit_label": "Close the meeting",
        "cancel_url": _back(meeting_id)["back_url"],
    }
    return render(request, "shared/confirm_page.html", context)


@screen(permission=Permission.CONVENE, kind=WRITE)
def cancel(request: HubRequest, meeting_id: UUID) -> HttpResponse:
    """Call a meeting off."""
    meeting = queries.meeting(meeting_id, actor=request.actor)
    form = CancelForm(posted(request), initial={"version": meeting.version})
    if form.accepts(
        lambda: services.cancel(
            meeting_id=meeting_id,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, f"{meeting.label} is called off, and those invited have been told.")
        return redirect("meetings:meeting", meeting_id=meeting_id)
    context = {
        "form": form,
        "title": f"Call off the {meeting.label}?",
        "submit_label": "Call it off",
        "danger": True,
        "cancel_url": _back(meeting_id)["back_url"],
    }
    return render(request, "shared/confirm_page.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def complete_action(request: HubRequest, action_id: UUID) -> HttpResponse:
    """Say that an action is done; the button stands beside it."""
    if request.method == "POST":
        try:
            services.complete_action(action_id=action_id, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
        else:
            messages.success(request, "Marked as done.")
    return redirect("meetings:list")


def _back(meeting_id: UUID) -> dict[str, Any]:
    return {"back_url": reverse("meetings:meeting", args=[meeting_id])}
