"""Which information-sharing agreements the agencies of the hub have signed, and until when they hold."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from openmash.access import Permission
from openmash.agencies import queries, services
from openmash.agencies.queries import AgreementView
from openmash.hubs import queries as hub_queries
from openmash.web.inside.agreements.forms import AgreementForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@dataclass(frozen=True)
class Line:
    """An agreement, and whether it holds today."""

    agreement: AgreementView
    holds: bool


@screen(permission=Permission.RECORD_AGREEMENTS, kind=WRITE)
def show(request: HubRequest) -> HttpResponse:
    """Every agreement; a further one is recorded on the same page."""
    hub_id, today = request.actor.hub_id, timezone.localdate(request.at)
    agencies = queries.agencies(hub_id)
    framework = hub_queries.model_of(hub_id, at=request.at).framework
    initial = {"title": framework.title} if framework else None
    form = AgreementForm(posted(request), agencies=[(each.id, each.name) for each in agencies], initial=initial)
    if form.accepts(
        lambda: services.record_agreement(
            agency_id=form.cleaned_data["agency"], told=form.told(), actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Recorded. From now on it counts for what the agency's people may read.")
        return redirect("agreements:list")
    found = queries.agreements(hub_id)
    signed = {each.agency_name for each in found if each.holds(today)}
    context = {
        "form": form,
        "lines": [Line(each, each.holds(today)) for each in found],
        "without": [each.name for each in agencies if each.name not in signed],
    }
    return render(request, "agreements/list.html", context)
