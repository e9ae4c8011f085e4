"""Screening a contact together."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.agencies import queries as agency_queries
from openmash.contacts import queries as contact_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.screening import services
from openmash.web.inside.screening import pages
from openmash.web.inside.screening.forms import ScreenForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.TRIAGE, kind=WRITE)
def screen_(request: HubRequest, contact_id: UUID, screening: str) -> HttpResponse:
    """Each agency's view of a contact, what they came to, and why."""
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    contact = contact_queries.contact(contact_id, actor=request.actor)
    rule = pages.rule_of(hub_queries.model_of(request.actor.hub_id), "screening", screening)
    agencies = agency_queries.agencies(request.actor.hub_id)
    form = ScreenForm(posted(request), rule=rule, agencies=agencies, initial={"version": contact.version})
    if form.accepts(
        lambda: services.screen(
            contact_id=contact_id,
            code=screening,
            voices=form.voices(),
            outcome=form.cleaned_data["outcome"],
            reasons=form.cleaned_data["reasons"],
            actor=request.actor,
            at=request.at,
            version=form.cleaned_data["version"],
        )
    ):
        messages.success(request, "The screening is recorded.")
        return redirect("contacts:detail", contact_id)
    back = reverse("contacts:detail", args=[contact_id])
    context = {
        "title": rule.label,
        "caption": contact.reference,
        "intro": "Each agency gives its own view. Where they do not agree, the gravest stands.",
        "form": form,
        "submit_label": "Record the screening",
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "shared/form_page.html", context)
