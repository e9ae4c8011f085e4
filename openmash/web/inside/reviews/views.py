"""What was done out of turn, for whoever looks at it afterwards: special grants and urgent releases."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.access import Permission
from openmash.core.errors import NotFound, RuleBroken
from openmash.products import queries as product_queries
from openmash.sealed import queries, services
from openmash.sealed.queries import GrantToReview
from openmash.web.inside.reviews.forms import ReviewForm
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.REVIEW_EXCEPTIONS, kind=DISCLOSE)
def show(request: HubRequest) -> HttpResponse:
    """What waits for its review, each reviewed in place, and what was reviewed last."""
    return _page(request)


@screen(permission=Permission.REVIEW_EXCEPTIONS, kind=WRITE)
def review_grant(request: HubRequest, grant_id: UUID) -> HttpResponse:
    """Say whether a special grant was justified."""
    if request.method != "POST":
        return redirect("reviews:list")
    form = ReviewForm(request.POST, prefix=str(grant_id))
    if not form.is_valid():
        return _page(request, faulty=(grant_id, form), must_wait=True)
    try:
        services.review_grant(grant_id=grant_id, actor=request.actor, at=request.at, **form.cleaned_data)
    except RuleBroken as broken:
        form.blame(broken)
        return _page(request, faulty=(grant_id, form))
    messages.success(request, "Reviewed. The agency that owns the information sees what you found.")
    return redirect("reviews:list")


@screen(permission=Permission.REVIEW_EXCEPTIONS, kind=DISCLOSE)
def show_grant(request: HubRequest, grant_id: UUID) -> HttpResponse:
    """One special grant: why it was taken, and what whoever reviewed it found."""
    grant = queries.special_grant(grant_id, actor=request.actor, at=request.at)
    return render(request, "reviews/in_words.html", {"grant": grant, "row": grant.row})


def _page(
    request: HubRequest, *, faulty: tuple[UUID, ReviewForm] | None = None, must_wait: bool = False
) -> HttpResponse:
    actor = request.actor
    waiting = queries.grants_to_review(actor, at=request.at)
    if faulty and must_wait and faulty[0] not in {grant.row.id for grant in waiting}:
        raise NotFound
    context = {
        "waiting": [(grant, _form(grant, faulty)) for grant in waiting],
        "form": faulty[1] if faulty else None,
        "reviewed": queries.reviewed_grants(actor),
        "urgent": product_queries.urgent_releases_to_review(actor),
        "urgent_reviewed": product_queries.urgent_releases_reviewed(actor),
        "now": request.at,
    }
    return render(request, "reviews/list.html", context)


def _form(grant: GrantToReview, faulty: tuple[UUID, ReviewForm] | None) -> ReviewForm | None:
    if grant.own:
        return None
    if faulty and faulty[0] == grant.row.id:
        return faulty[1]
    return ReviewForm(prefix=str(grant.row.id))
