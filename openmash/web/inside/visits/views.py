"""Partners who visit on certain weekdays: when each comes next, what waits for their visit, and their days."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.agencies import permissions, services
from openmash.agencies import queries as agency_queries
from openmash.checks import queries as check_queries
from openmash.web.inside.visits.forms import DaysForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen
from openmash.worklists import queries


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """Who comes next, and how much waits for them; below, the agencies whose days its reader may set."""
    actor = request.actor
    found = queries.visits(actor, at=request.at)
    waiting = check_queries.how_many_wait(actor)
    visiting = {each.agency_id for each in found}
    others = [
        (agency.id, agency.name)
        for agency in agency_queries.agencies(actor.hub_id)
        if agency.id not in visiting and permissions.can_record_absence(actor, agency.id)
    ]
    context = {"rows": [(each, waiting.get(each.agency_id, 0)) for each in found], "others": others}
    return render(request, "visits/list.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def agency(request: HubRequest, visitor_id: UUID) -> HttpResponse:
    """What waits for one agency's visit, on a page that can be printed."""
    found = queries.visit_list(visitor_id, actor=request.actor, at=request.at)
    may_change = bool(permissions.can_record_absence(request.actor, visitor_id))
    context = {"found": found, "may_change": may_change, "now": request.at}
    return render(request, "visits/agency.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def days(request: HubRequest, visitor_id: UUID) -> HttpResponse:
    """Say on which weekdays an agency's representative is in the hub."""
    name = agency_queries.agency(visitor_id, request.actor.hub_id).name
    permissions.require_can_record_absence(request.actor, visitor_id)
    now = agency_queries.visiting_days(request.actor.hub_id).get(visitor_id, ())
    form = DaysForm(posted(request), initial={"weekdays": [str(day) for day in now]})
    if form.accepts(
        lambda: services.set_visiting_days(
            agency_id=visitor_id, weekdays=form.cleaned_data["weekdays"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Saved. It stands beside every request to them.")
        return redirect("visits:list")
    back = reverse("visits:list")
    context = {"form": form, "title": f"When does {name} visit?", "back_url": back, "cancel_url": back}
    return render(request, "shared/form_page.html", context)
