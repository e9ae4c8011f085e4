"""The register of absences: which agency's people are away, until when, and who covers."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from openmash.access import Permission
from openmash.agencies import permissions, queries, services
from openmash.agencies.queries import AbsenceView
from openmash.web.inside.absences.forms import AbsenceForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@dataclass(frozen=True)
class Line:
    """An absence that is not over; ``end_url`` where its reader may end it."""

    absence: AbsenceView
    end_url: str


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def show(request: HubRequest) -> HttpResponse:
    """Who is away and who will be; a further absence is recorded on the same page."""
    actor = request.actor
    agencies = [
        (agency.id, agency.name)
        for agency in queries.agencies(actor.hub_id)
        if permissions.can_record_absence(actor, agency.id)
    ]
    form = AbsenceForm(posted(request), agencies=agencies)
    if form.accepts(
        lambda: services.record_absence(
            agency_id=form.cleaned_data["agency"], told=form.told(), actor=actor, at=request.at
        )
    ):
        messages.success(request, "Recorded. It stands beside every request to that agency.")
        return redirect("absences:list")
    found = queries.absences(actor.hub_id, on=timezone.localdate(request.at))
    return render(request, "absences/list.html", {"form": form if agencies else None, "lines": _lines(found, request)})


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def end(request: HubRequest, absence_id: UUID) -> HttpResponse:
    """Say that they are back; the button is on the list."""
    agency_id = queries.absence(absence_id, request.actor.hub_id).agency_id
    permissions.require_can_record_absence(request.actor, agency_id)
    if request.method == "POST":
        services.end_absence(absence_id=absence_id, actor=request.actor, at=request.at)
        messages.success(request, "Ended. They are asked and reminded as usual.")
    return redirect("absences:list")


def _lines(found: list[AbsenceView], request: HubRequest) -> list[Line]:
    return [
        Line(
            absence,
            reverse("absences:end", args=[absence.id])
            if permissions.can_record_absence(request.actor, absence.agency_id)
            else "",
        )
        for absence in found
    ]
