"""Recording who must not learn what, and what endangers staff; reading it, and ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries as people_queries
from openmash.people import services as people_services
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services
from openmash.web.inside.guards import pages
from openmash.web.inside.guards.forms import EndingForm, ProtectionForm, WarningForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def protect(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Record that somebody must not learn something. It holds at once, for every product of the hub."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    looked_for = request.POST.get("find", "")
    form = ProtectionForm(
        posted(request),
        people=pages.people_of(enquiry),
        others=pages.others(enquiry, looked_for=looked_for, actor=request.actor),
        teams=pages.teams(request.actor),
    )
    if form.accepts(
        lambda: sealed_services.record_protection(
            enquiry_id=enquiry_id, told=form.told(), actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Recorded. From now on it stops every product that would give it away.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    context = {
        "title": "Who must not learn what?",
        "caption": enquiry.reference,
        "intro": "What you enter here is sealed, and compared with everything that is to leave the hub.",
        "form": form,
        "submit_label": "Record the protection",
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "shared/form_page.html", context)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def protection(request: HubRequest, protection_id: UUID) -> HttpResponse:
    """What a protection protects, for those who enter the sealed room; the reading is on the log first."""
    view = sealed_queries.protection(protection_id, actor=request.actor, at=request.at)
    may_end = pages.may_end(request.actor) and view.row.ended_at is None
    context = {
        "view": view,
        "terms": [(_TERM_WORDS[kind], text) for kind, text in view.terms.pairs()],
        "case_url": reverse("enquiries:case", args=[view.row.enquiry_id]),
        "end_url": reverse("guards:end_protection", args=[protection_id]) if may_end else "",
    }
    return render(request, "guards/protection.html", context)


@screen(permission=Permission.DECIDE, kind=WRITE)
def end_protection(request: HubRequest, protection_id: UUID) -> HttpResponse:
    """Say that a protection no longer holds."""
    sealed_queries.closed_protection(protection_id, actor=request.actor, at=request.at)
    form = EndingForm(posted(request))
    if form.accepts(
        lambda: sealed_services.end_protection(
            protection_id=protection_id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Ended. From now on it stops nothing.")
        return redirect("guards:protection", protection_id=protection_id)
    context = {
        "title": "End this protection?",
        "body": "From then on, products may say what it kept back. What it protected stays on record.",
        "form": form,
        "submit_label": "End the protection",
        "cancel_url": reverse("guards:protection", args=[protection_id]),
        "danger": True,
    }
    return render(request, "shared/confirm_page.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def warn(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Record a danger to staff."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    form = WarningForm(posted(request), people=pages.people_of(enquiry))
    if form.accepts(
        lambda: people_services.record_warning(
            person_id=pages.person_id(form.cleaned_data["person"]),
            told=form.told(),
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Recorded. It goes with every product about this family.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    context = {
        "title": "Danger to staff",
        "caption": enquiry.reference,
        "form": form,
        "submit_label": "Record it",
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "shared/form_page.html", context)


@screen(permission=Permission.DECIDE, kind=WRITE)
def end_warning(request: HubRequest, enquiry_id: UUID, warning_id: UUID) -> HttpResponse:
    """Say that a danger is over."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    people = [*(each.person.id for each in enquiry.subjects), *(each.person.id for each in enquiry.members)]
    if warning_id not in {each.id for each in people_queries.warnings(people, actor=request.actor)}:
        raise NotFound
    form = EndingForm(posted(request))
    if form.accepts(
        lambda: people_services.end_warning(
            warning_id=warning_id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Ended. It goes with no further product.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    context = {
        "title": "Is this danger over?",
        "body": "Whoever visits next goes without having been warned.",
        "form": form,
        "submit_label": "It is over",
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
        "danger": True,
    }
    return render(request, "shared/confirm_page.html", context)


_TERM_WORDS = {
    "address": "Address",
    "postcode": "Postcode",
    "telephone": "Telephone number",
    "name": "Name",
    "school": "School, nursery or surgery",
    "other": "Other words",
}
