"""After a product has left: who opened it, the file that the team has, calling it back, correcting it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.products import queries, services
from openmash.products.states import ProductState
from openmash.web.inside.recalls.forms import ReasonForm
from openmash.web.shared.forms import posted
from openmash.web.shared.handed_over import as_file
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def afterwards(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Who of the team opened it and when, whether it still holds, and what took its place."""
    product = queries.product(product_id, actor=request.actor)
    context = {
        "product": product,
        "after": queries.aftermath(product_id, actor=request.actor, at=request.at),
        "may_read": Permission.COMPOSE_PRODUCT in request.actor.permissions,
        "may_recall": product.state == ProductState.RELEASED
        and Permission.RELEASE_PRODUCT in request.actor.permissions,
        "may_correct": product.state in (ProductState.RELEASED, ProductState.RECALLED)
        and Permission.COMPOSE_PRODUCT in request.actor.permissions,
        "case_url": reverse("enquiries:case", args=[product.enquiry_id]),
    }
    return render(request, "recalls/afterwards.html", context)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=DISCLOSE)
def file(request: HubRequest, product_id: UUID) -> HttpResponse:
    """The PDF file that went to the team, for those inside who compose products; that it was taken is on the log."""
    found = queries.file_of_product(product_id, actor=request.actor, at=request.at)
    return as_file(found.name, found.content, media_type="application/pdf")


@screen(permission=Permission.RELEASE_PRODUCT, kind=WRITE)
def recall(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Call a released product back."""
    product = queries.product(product_id, actor=request.actor)
    form = ReasonForm(posted(request))
    if form.accepts(
        lambda: services.recall(
            product_id=product_id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, f"Called back. {product.team_name} can no longer read it and has been told.")
        return redirect("recalls:afterwards", product_id=product_id)
    context = {
        "title": f"Call back what went to {product.team_name}?",
        "body": "From this moment nobody in the team can read it or its PDF file here. They read what you write below, "
        "and have to acknowledge it. What they noted or saved you have to ask them to destroy.",
        "form": form,
        "submit_label": "Call it back",
        "cancel_url": reverse("recalls:afterwards", args=[product_id]),
        "danger": True,
    }
    return render(request, "shared/confirm_page.html", context)


@screen(permission=Permission.COMPOSE_PRODUCT, kind=WRITE)
def correct(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Begin a product that takes the place of one that went to a team."""
    product = queries.product(product_id, actor=request.actor)
    form = ReasonForm(posted(request))
    if form.is_bound and form.is_valid():
        try:
            new_id = services.start_correction(
                product_id=product_id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(request, "Change what was wrong, then send it for approval. Until then the old one holds.")
            return redirect("products:compose", product_id=new_id)
    context = {
        "title": f"Correct what went to {product.team_name}",
        "caption": product.reference,
        "intro": "A new product begins with what had gone. A second person approves it like any other. When it is "
        "released, the team can no longer read the old one. If the old one must not be read until then, call it back.",
        "form": form,
        "submit_label": "Begin the correction",
        "cancel_url": reverse("recalls:afterwards", args=[product_id]),
    }
    return render(request, "shared/form_page.html", context)
