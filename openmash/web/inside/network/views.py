"""The map of a network: people, and the cases, addresses, schools and groups that link them."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openmash.access import Actor, Permission
from openmash.enquiries import queries as enquiry_queries
from openmash.insight import queries, services
from openmash.insight.queries import Network
from openmash.web.inside.network.forms import PurposeForm
from openmash.web.shared.screen import DISCLOSE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def of_case(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Why first; then the network around a case, once that is on the log."""
    queries.require_may_look(request.actor, at=request.at)
    reference = enquiry_queries.reference(enquiry_id, actor=request.actor)

    def look(purpose: str) -> Network:
        return services.look_around_case(enquiry_id=enquiry_id, purpose=purpose, actor=request.actor, at=request.at)

    return _page(request, look, reference, reverse("enquiries:case", args=[enquiry_id]))


@screen(permission=Permission.SEE_NETWORK, kind=DISCLOSE)
def of_person(request: HubRequest, known_id: UUID) -> HttpResponse:
    """Why first; then the network around somebody."""
    queries.require_may_look(request.actor, at=request.at)
    name = enquiry_queries.require_person(known_id, actor=request.actor).display_name

    def look(purpose: str) -> Network:
        return services.look_around_person(person_id=known_id, purpose=purpose, actor=request.actor, at=request.at)

    return _page(request, look, name, _back_url(known_id, request.actor))


def _back_url(person_id: UUID, actor: Actor) -> str:
    """To the page of that person which whoever looks may open; an agency's own people open none."""
    if Permission.RECORD_CONTACT in actor.permissions:
        return reverse("people:person", args=[person_id])
    if Permission.EXAMINE_PROFILES in actor.permissions:
        return reverse("reports:of_person", args=[person_id])
    return reverse("worklist:mine")


def _page(request: HubRequest, look: Callable[[str], Network], about: str, back_url: str) -> HttpResponse:
    form = PurposeForm(request.GET if "purpose" in request.GET else None)
    network = look(form.cleaned_data["purpose"]) if form.is_valid() else None
    context = {
        "form": form,
        "network": network,
        "about": about,
        "back_url": back_url,
        "opens_cases": Permission.SEE_ENQUIRIES in request.actor.permissions,
    }
    return render(request, "network/map.html", context)
