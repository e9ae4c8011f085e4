"""The screen on which somebody goes straight on to a worker, before the decision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.agencies import queries as agency_queries
from openmash.enquiries import permissions, queries, services
from openmash.hubs.rules import Serves
from openmash.web.inside.enquiries.forms import StraightOnForm
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import WRITE, HubRequest, screen

GOES = "Tell the worker first. Their work begins now; the decision is still to be made, by its time."
WAITS = "In this hub somebody rated so does not go straight to a worker: the decision comes first."


@screen(permission=Permission.RATE, kind=WRITE)
def straight_on(request: HubRequest, subject_id: UUID) -> HttpResponse:
    """Say which worker has been told, and of which team."""
    enquiry_id = queries.enquiry_of_subject(subject_id, actor=request.actor)
    enquiry = queries.enquiry(enquiry_id, actor=request.actor)
    subject = next(s for s in enquiry.subjects if s.id == subject_id)
    model = queries.model_for(enquiry_id, actor=request.actor)
    require(permissions.can_rate(request.actor, Serves(subject.kind), model))
    way = next((rule for rule in model.straight_on if subject.rating in rule.ratings), None)
    kinds = way.team_kinds if way else ()
    form = StraightOnForm(posted(request), teams=agency_queries.teams(request.actor.hub_id, kinds))
    if form.accepts(
        lambda: services.go_straight_on(
            subject_id=subject_id,
            team_id=UUID(form.cleaned_data["team"]),
            spoke=form.cleaned_data["spoke"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, f"{subject.person.display_name} is with a worker now. The team is rung as well.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    context = {
        "form": form,
        "title": f"{subject.person.display_name}: straight to a worker",
        "caption": enquiry.reference,
        "intro": GOES if way else WAITS,
        "version": request.POST.get("version", subject.version),
        "submit_label": "They have been told",
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "enquiries/straight_on.html", context)
