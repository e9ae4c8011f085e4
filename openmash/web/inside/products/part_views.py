"""What each agency writes for the receiving team, and going without it."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.products import queries, services
from openmash.products.queries import OwnPart
from openmash.sealed import queries as sealed_queries
from openmash.web.inside.products.forms import PartForm, WithoutForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.ANSWER_CHECKS, kind=DISCLOSE)
def part(request: HubRequest, product_id: UUID) -> HttpResponse:
    """One's own agency's report and analysis, as a form, with what the agency put in the room beside it."""
    own = queries.own_part(product_id, actor=request.actor, at=request.at)
    return _page(request, own, PartForm(initial=asdict(own.told), levels=own.levels))


@screen(permission=Permission.ANSWER_CHECKS, kind=WRITE)
def save_part(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Keep it, for this team."""
    if request.method != "POST":
        return redirect("products:part", product_id=product_id)
    own = queries.own_part(product_id, actor=request.actor, at=request.at)
    form = PartForm(request.POST, levels=own.levels)
    if form.accepts(
        lambda: services.write_part(product_id=product_id, told=form.told(), actor=request.actor, at=request.at)
    ):
        messages.success(request, f"Saved in the sealed room, for {own.team_name} alone.")
        return redirect("enquiries:case", enquiry_id=own.enquiry_id)
    return _page(request, own, form)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def without(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Say why the product goes without an agency's part."""
    product = queries.product(product_id, actor=request.actor)
    missing = [each for each in queries.parts_of(product_id, actor=request.actor) if each.missing]
    if not missing or not product.is_draft:
        messages.error(request, "This product does not wait for any agency's report and analysis.")
        return redirect("products:compose", product_id=product_id)
    form = WithoutForm(posted(request), agencies=[(str(each.agency_id), each.agency_name) for each in missing])
    if form.accepts(
        lambda: services.go_without_part(
            product_id=product_id,
            agency_id=UUID(form.cleaned_data["agency"]),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Recorded: it goes without. The agency may still write it.")
        return redirect("products:compose", product_id=product_id)
    context = {
        "base": "shared/base_inside.html",
        "title": "Send it without an agency's report and analysis",
        "caption": product.reference,
        "intro": "The team is meant to have every agency's own summary and analysis. They may still write it.",
        "form": form,
        "submit_label": "Go without",
        "cancel_url": reverse("products:compose", args=[product_id]),
    }
    return render(request, "shared/form_page.html", context)


def _page(request: HubRequest, own: OwnPart, form: PartForm) -> HttpResponse:
    room = sealed_queries.room(own.enquiry_id, actor=request.actor, at=request.at)
    context = {
        "own": own,
        "form": form,
        "items": [each for each in room.items if each.agency_id == request.actor.agency_id],
        "case_url": reverse("enquiries:case", args=[own.enquiry_id]),
    }
    return render(request, "products/part.html", context)
