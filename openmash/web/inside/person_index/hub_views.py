"""The indexes of a hub's agencies as its administrator sees them: how each stands, and nothing of what is in it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.agencies import queries as agency_queries
from openmash.person_index import queries, services
from openmash.person_index.queries import State
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@dataclass(frozen=True)
class Line:
    """One agency and how its index stands."""

    agency: str
    state: State
    withdraw_url: str


@screen(permission=Permission.ADMINISTER, kind=READ)
def indexes(request: HubRequest) -> HttpResponse:
    """Which agencies have an index, how large and how current each is."""
    lines = [
        _line(each.id, each.name, queries.state(each.id, actor=request.actor))
        for each in agency_queries.agencies(request.actor.hub_id)
        if each.co_located
    ]
    return render(request, "person_index/hub.html", {"lines": lines})


@screen(permission=Permission.ADMINISTER, kind=WRITE)
def withdraw(request: HubRequest, index_id: UUID) -> HttpResponse:
    """Take an agency's index away, as when it leaves the hub."""
    agency = agency_queries.agency(index_id, request.actor.hub_id)
    form = GovForm(posted(request))
    if form.accepts(lambda: services.withdraw(agency_id=agency.id, actor=request.actor, at=request.at)):
        messages.success(request, f"The person index of {agency.name} is gone.")
        return redirect("person_index:hub")
    context = {
        "form": form,
        "title": f"Withdraw the person index of {agency.name}?",
        "body": "Every row of it is deleted now, and its people are told by the log. Only they can load it again.",
        "submit_label": "Withdraw the index",
        "danger": True,
        "cancel_url": reverse("person_index:hub"),
    }
    return render(request, "shared/confirm_page.html", context)


def _line(agency_id: UUID, name: str, state: State) -> Line:
    return Line(name, state, reverse("person_index:withdraw_agency", args=[agency_id]) if state.answers else "")
