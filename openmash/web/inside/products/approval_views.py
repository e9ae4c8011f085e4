"""The second person: reading exactly what would leave, approving it or returning it; and letting go without one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.core.errors import RuleBroken, Stale
from openmash.products import queries, services
from openmash.web.inside.products import pages
from openmash.web.inside.products.forms import ReturnForm, UrgentForm, UrgentReviewForm
from openmash.web.shared import product_copy
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.COMPOSE_PRODUCT, kind=DISCLOSE)
def show(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Exactly what would leave, for whom, by which channel; and two buttons for whoever did not work on it."""
    product = queries.product(product_id, actor=request.actor)
    if not product.is_frozen:
        return redirect("products:compose", product_id=product_id)
    return _page(request, product_id, ReturnForm())


@screen(permission=Permission.RELEASE_PRODUCT, kind=WRITE)
def approve(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Approve what was read and hand it over; where it changed since, it goes back to its authors."""
    if request.method != "POST":
        return redirect("products:approval", product_id=product_id)
    try:
        services.approve_and_release(
            product_id=product_id,
            actor=request.actor,
            at=request.at,
            rendition_id=pages.id_in(request.POST.get("rendition", "")),
            version=version_in(request) or 0,
        )
    except (RuleBroken, Stale) as error:
        messages.error(request, f"Not released. {error.sentence}")
        services.void_if_changed(product_id=product_id, actor=request.actor, at=request.at)
        return redirect("products:compose", product_id=product_id)
    team = queries.product(product_id, actor=request.actor).team_name
    messages.success(
        request, f"Approved and released to {team}. They have been told by e-mail that something waits for them."
    )
    return redirect("products:compose", product_id=product_id)


@screen(permission=Permission.RELEASE_PRODUCT, kind=WRITE)
def send_back(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Return it to its authors with what has to change."""
    if request.method != "POST":
        return redirect("products:approval", product_id=product_id)
    form = ReturnForm(request.POST)
    if form.accepts(
        lambda: services.send_back(
            product_id=product_id,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, "Returned. Its authors have been told by e-mail.")
        return redirect("worklist:mine")
    return _page(request, product_id, form)


@screen(permission=Permission.RELEASE_PRODUCT, kind=WRITE)
def urgent(request: HubRequest, product_id: UUID) -> HttpResponse:
    """Let it go at once, on one manager's word."""
    product = queries.product(product_id, actor=request.actor)
    form = UrgentForm(posted(request), initial={"version": product.version})
    if form.accepts(
        lambda: services.release_urgently(
            product_id=product_id,
            ground=form.cleaned_data["ground"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
            version=form.cleaned_data["version"],
        )
    ):
        messages.success(request, f"Released urgently to {product.team_name}. Owners and reviewers have been told.")
        return redirect("products:compose", product_id=product_id)
    context = {"product": product, "form": form, "back_url": reverse("products:preview", args=[product_id])}
    return render(request, "products/urgent.html", context)


@screen(permission=Permission.REVIEW_EXCEPTIONS, kind=DISCLOSE)
def review(request: HubRequest, urgent_id: UUID) -> HttpResponse:
    """An urgent release, why it could not wait, and what somebody else finds of it."""
    return _review_page(request, urgent_id, UrgentReviewForm())


@screen(permission=Permission.REVIEW_EXCEPTIONS, kind=WRITE)
def save_review(request: HubRequest, urgent_id: UUID) -> HttpResponse:
    """Write the review down, once."""
    if request.method != "POST":
        return redirect("products:review_urgent", urgent_id=urgent_id)
    form = UrgentReviewForm(request.POST)
    if form.accepts(
        lambda: services.review_urgent_release(
            urgent_id=urgent_id,
            finding=form.cleaned_data["finding"],
            words=form.cleaned_data["words"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Reviewed.")
        return redirect("worklist:mine")
    return _review_page(request, urgent_id, form)


def _page(request: HubRequest, product_id: UUID, form: ReturnForm) -> HttpResponse:
    seen = queries.approval(product_id, actor=request.actor, at=request.at)
    context = {
        "approval": seen,
        "product": seen.product,
        "copy": product_copy.page_of(seen.copy),
        "form": form,
        "may_approve": Permission.RELEASE_PRODUCT in request.actor.permissions and not seen.is_author,
        "may_go_urgently": Permission.RELEASE_PRODUCT in request.actor.permissions,
        "case_url": reverse("enquiries:case", args=[seen.product.enquiry_id]),
    }
    return render(request, "products/approval.html", context)


def _review_page(request: HubRequest, urgent_id: UUID, form: UrgentReviewForm) -> HttpResponse:
    found = queries.urgent_release(urgent_id, actor=request.actor)
    context = {
        "urgent": found,
        "words": queries.why_urgent(urgent_id, actor=request.actor, at=request.at),
        "found": queries.what_was_found(urgent_id, actor=request.actor, at=request.at),
        "form": form,
        "is_own": found.released_by == request.actor.id,
    }
    return render(request, "products/review_urgent.html", context)
