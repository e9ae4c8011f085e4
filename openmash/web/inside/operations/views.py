"""Where the work lies, and giving it to somebody: two clicks from what will be late to who sees to it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.cover import queries as cover_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.web.inside.operations import pages
from openmash.web.inside.operations.forms import GiveForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen
from openmash.worklists import queries


@screen(permission=Permission.ALLOCATE, kind=READ)
def overview(request: HubRequest) -> HttpResponse:
    """Load per person, age of the queue, and which decisions will be late in the next hours, with why."""
    found = queries.operations(request.actor, at=request.at)
    return render(request, "operations/overview.html", {"page": pages.overview(found), "now": request.at})


@screen(permission=Permission.ALLOCATE, kind=WRITE)
def give(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Give an enquiry to a colleague; ``?from=case`` leads back to the case."""
    reference = enquiry_queries.reference(enquiry_id, actor=request.actor)
    form = GiveForm(posted(request))
    from_case = request.GET.get("from") == "case"
    if form.accepts(
        lambda: enquiry_services.allocate(
            enquiry_id=enquiry_id, holder_id=form.cleaned_data["holder"], actor=request.actor, at=request.at
        )
    ):
        [*_, now_held] = enquiry_queries.allocations_of(enquiry_id, actor=request.actor)
        messages.success(request, f"{now_held.holder_name} holds {reference}.")
        return redirect("enquiries:case", enquiry_id) if from_case else redirect("operations:overview")
    held_by = enquiry_queries.holders([enquiry_id], actor=request.actor).get(enquiry_id)
    duty = cover_queries.on_duty(request.actor.hub_id, at=request.at)
    holder_id = held_by.holder_id if held_by else None
    context = {
        "form": form,
        "duty": duty,
        "reference": reference,
        "family": enquiry_queries.families([enquiry_id], actor=request.actor).get(enquiry_id, ""),
        "held_by": held_by.holder_name if held_by else "",
        "choices": pages.choices(queries.proposals(request.actor, at=request.at), holder_id, _leaving(request)),
        "enquiry_id": enquiry_id,
        "from_case": from_case,
    }
    return render(request, "operations/give.html", context)


@screen(permission=Permission.RATE, kind=WRITE)
def take(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Take what nobody holds."""
    if request.method == "POST":
        actor = request.actor
        try:
            enquiry_services.allocate(enquiry_id=enquiry_id, holder_id=actor.id, actor=actor, at=request.at)
        except RuleBroken as broken:
            messages.warning(request, broken.sentence)
        else:
            messages.success(request, "You hold this enquiry now.")
    return redirect("enquiries:case", enquiry_id)


def _leaving(request: HubRequest) -> dict[UUID, date]:
    """Who goes back to their own team about now, and after which day."""
    found = cover_queries.rotation(request.actor, at=request.at)
    return {each.user_id: each.until_on for each in found if each.hands_over}
