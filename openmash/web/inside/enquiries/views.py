"""The screens of enquiries: the list, the case, rating, opening, closing."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.enquiries import permissions, queries, services
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import Serves
from openmash.web.inside.enquiries.forms import FindForm, RatingForm, SureForm
from openmash.web.inside.enquiries.pages import case as case_page
from openmash.web.inside.enquiries.pages import ratings as rating_pages
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen

PAGE_LENGTH = 50


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """Open enquiries, the nearest deadline first."""
    page = Paginator(queries.open_enquiries(request.actor), PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = [case_page.listed(row, request.actor.hub_id) for row in page]
    context = {"page": page, "rows": rows, "now": request.at, "form": FindForm()}
    return render(request, "enquiries/list.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def find(request: HubRequest) -> HttpResponse:
    """Enquiries by reference or name, open and closed; that somebody looked is written down."""
    form = FindForm(posted(request))
    rows = None
    if request.method == "POST" and form.is_valid():
        found = services.look_for(words=form.cleaned_data["words"], actor=request.actor, at=request.at)
        rows = [case_page.listed(row, request.actor.hub_id) for row in found]
    return render(request, "enquiries/found.html", {"form": form, "rows": rows, "now": request.at})


@screen(permission=Permission.SEE_ENQUIRIES, kind=DISCLOSE)
def case(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """One case, all of it that is not sealed; that it was opened is written down first."""
    services.look_at(enquiry_id=enquiry_id, actor=request.actor, at=request.at)
    shown = case_page.build(enquiry_id, actor=request.actor, at=request.at)
    return render(request, "enquiries/case.html", {"case": shown, "now": request.at})


@screen(permission=Permission.RATE, kind=WRITE)
def rate(request: HubRequest, subject_id: UUID) -> HttpResponse:
    """Change one child's rating."""
    enquiry_id = queries.enquiry_of_subject(subject_id, actor=request.actor)
    enquiry = queries.enquiry(enquiry_id, actor=request.actor)
    subject = next(s for s in enquiry.subjects if s.id == subject_id)
    model = hub_queries.model(request.actor.hub_id, enquiry.model_name, enquiry.model_version)
    require(permissions.can_rate(request.actor, Serves(subject.kind), model))
    case_url = reverse("enquiries:case", args=[enquiry_id])
    form = RatingForm(
        posted(request),
        choices=rating_pages.choices(model),
        hints=rating_pages.hints_of_change(model, subject, enquiry, request.at),
        whom=subject.person.display_name,
    )
    if form.accepts(
        lambda: services.rate(
            subject_id=subject_id,
            rating=form.cleaned_data["rating"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        label = model.rating(form.cleaned_data["rating"]).label
        messages.success(request, f"{subject.person.display_name} is rated {label}.")
        return redirect(case_url)
    context = {
        "form": form,
        "subject": case_page.subject_box(subject, enquiry, model, actor=request.actor),
        "reference": enquiry.reference,
        "version": request.POST.get("version", subject.version),
        "case_url": case_url,
    }
    return render(request, "enquiries/rate.html", context)


@screen(permission=Permission.DECIDE, kind=WRITE)
def close(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Close an enquiry."""
    enquiry = queries.enquiry(enquiry_id, actor=request.actor)
    form = SureForm(posted(request))
    if form.accepts(
        lambda: services.close(enquiry_id=enquiry_id, actor=request.actor, at=request.at, version=version_in(request))
    ):
        messages.success(request, f"Enquiry {enquiry.reference} is closed.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    words = (
        "Close it when everybody is decided about, handed on and told. It can be reopened when something new comes in."
    )
    return _sure_page(request, form, enquiry_id, f"Close enquiry {enquiry.reference}?", words, "Close the enquiry")


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def reopen(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Reopen a closed enquiry."""
    require(permissions.can_reopen(request.actor))
    enquiry = queries.enquiry(enquiry_id, actor=request.actor)
    form = SureForm(posted(request))
    if form.accepts(
        lambda: services.reopen(enquiry_id=enquiry_id, actor=request.actor, at=request.at, version=version_in(request))
    ):
        messages.success(request, f"Enquiry {enquiry.reference} is open again.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    words = "Decisions stand until somebody says that they are to be made again."
    return _sure_page(request, form, enquiry_id, f"Reopen enquiry {enquiry.reference}?", words, "Reopen the enquiry")


def _sure_page(
    request: HubRequest, form: SureForm, enquiry_id: UUID, title: str, body: str, label: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "body": body,
        "submit_label": label,
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "shared/confirm_page.html", context)
