"""Finding people of the hub, and one person with the cases that whoever looks may see."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.people import services as people_services
from openmash.person_index import queries as index_queries
from openmash.web.inside.people import pages
from openmash.web.inside.people.forms import FindForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def find(request: HubRequest) -> HttpResponse:
    """People by any mix of names, part of a postcode, year of birth, number or reference.

    Posted, also while somebody types: no name stands in an address. Without JavaScript it is a form with a button.
    """
    form = FindForm(posted(request))
    context: dict[str, Any] = {"form": form, "rows": None}
    if request.method == "POST" and form.is_valid():
        try:
            found = enquiry_services.look_for_people(
                words=form.cleaned_data["words"], actor=request.actor, at=request.at
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            context |= {"rows": pages.found(found.people, actor=request.actor), "more": found.more}
    while_typing = request.headers.get("HX-Request") == "true"
    return render(request, "people/parts/found.html" if while_typing else "people/find.html", context)


@screen(permission=Permission.RECORD_CONTACT, kind=DISCLOSE)
def person(request: HubRequest, person_id: UUID) -> HttpResponse:
    """One person: what is known, their cases, and what was said of their being recorded twice."""
    found = enquiry_queries.require_person(person_id, actor=request.actor)
    people_services.look_at(person_id=person_id, actor=request.actor, at=request.at)
    return render(request, "people/person.html", pages.person_page(found, actor=request.actor))


@screen(permission=Permission.SEE_REPORTS, kind=READ)
def thresholds(request: HubRequest) -> HttpResponse:
    """From where on somebody is shown and a link suggested, and what that costs in misses and false hits."""
    model = index_queries.model()
    context = {"rows": pages.thresholds(), "model": f"{model.name} {model.version}"}
    return render(request, "people/thresholds.html", context)
