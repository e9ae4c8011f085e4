"""Endings without further action that a second manager looks at, because a counter of cumulative harm was reached."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.enquiries import queries as enquiry_queries
from openmash.oversight import queries, services
from openmash.web.inside.oversight.forms import FindingForm, NearMissForm, ReviewForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@screen(permission=Permission.DECIDE, kind=READ)
def waiting(request: HubRequest) -> HttpResponse:
    """What waits for a second manager."""
    found = queries.waiting(request.actor)
    return render(request, "oversight/waiting.html", {"waiting": found, "now": request.at})


@screen(permission=Permission.DECIDE, kind=WRITE)
def review(request: HubRequest, ending_id: UUID) -> HttpResponse:
    """One ending: what was counted, and whether it is right that nothing more is done."""
    ending = queries.ending(ending_id, actor=request.actor)
    form = ReviewForm(posted(request))
    if form.accepts(
        lambda: services.review(
            ending_id=ending_id,
            agrees=form.agrees,
            words=form.cleaned_data["words"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Recorded." if form.agrees else "Recorded. It is open again.")
        return redirect("oversight:waiting")
    opens = ("enquiries:case", ending.enquiry_id) if ending.enquiry_id else ("contacts:detail", ending.contact_id)
    context = {
        "ending": ending,
        "form": form,
        "own": ending.ended_by == request.actor.id,
        "opens_url": reverse(opens[0], args=[opens[1]]),
        "opens_words": "Read the case" if ending.enquiry_id else "Read the contact",
        "now": request.at,
    }
    return render(request, "oversight/review.html", context)


@screen(permission=Permission.DECIDE, kind=READ)
def reviews_due(request: HubRequest) -> HttpResponse:
    """Every review that the hub requires and nobody has done yet, the soonest first."""
    found = queries.required_reviews(request.actor)
    return render(request, "oversight/reviews_due.html", {"waiting": found, "now": request.at})


@screen(permission=Permission.DECIDE, kind=WRITE)
def required_review(request: HubRequest, required_id: UUID) -> HttpResponse:
    """One required review: what it is of, and what was found."""
    required = queries.required_review(required_id, actor=request.actor)
    form = FindingForm(posted(request), asks=required.asks, grades=required.grades)
    if form.accepts(
        lambda: services.record_finding(
            required_id=required_id,
            found=form.cleaned_data["found"],
            grade=form.cleaned_data.get("grade", ""),
            action=form.cleaned_data.get("action", ""),
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "What you found is recorded.")
        return redirect("oversight:reviews_due")
    context = {
        "required": required,
        "form": form,
        "own": required.of_decision and required.of_whom == request.actor.id,
        "now": request.at,
    }
    return render(request, "oversight/required_review.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def near_miss(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Say that something nearly went wrong in a case."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    form = NearMissForm(posted(request))
    if form.accepts(
        lambda: services.note_near_miss(
            enquiry_id=enquiry_id, what=form.cleaned_data["what"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Noted. A manager looks at it.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    context = {
        "title": "Something nearly went wrong",
        "caption": enquiry.reference,
        "form": form,
        "submit_label": "Note it",
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "shared/form_page.html", context)
