"""The page on which a referral is handed directly to another agency's system."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.errors import ContactNotFound
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.web.inside.contacts.direct_forms import FileForm, ReferenceForm
from openmash.web.shared.handed_over import as_file
from openmash.web.shared.screen import WRITE, HubRequest, screen

MEDIA = "application/json"


@screen(permission=Permission.TRIAGE, kind=WRITE)
def direct(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Make the file for a portal, which is handed over at once; and note the reference that was given there."""
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    contact = contact_queries.contact(contact_id, actor=request.actor)
    made = contact_queries.direct_referrals_of(contact_id, actor=request.actor)
    open_ = [each for each in made if each.taken_in_at is None]
    sent = request.POST if request.method == "POST" else None
    notes = sent is not None and sent.get("do") == "taken"
    portals = hub_queries.model_of(request.actor.hub_id, at=request.at).portals
    form = FileForm(None if notes else sent, portals=portals)
    reference_form = ReferenceForm(sent if notes else None, waiting=open_)
    try:
        if notes and reference_form.is_valid():
            return _taken_in(request, contact_id, reference_form)
        if sent is not None and not notes and form.is_valid():
            return _file(request, contact_id, form, contact.reference)
    except RuleBroken as broken:
        (reference_form if notes else form).blame(broken)
    context = {
        "contact": contact,
        "made": made,
        "form": form,
        "reference_form": reference_form if open_ else None,
        "faulty": reference_form if notes else form,
        "has_portals": bool(portals),
        "back_url": reverse("contacts:detail", args=[contact_id]),
    }
    return render(request, "contacts/direct.html", context)


def _file(request: HubRequest, contact_id: UUID, form: FileForm, reference: str) -> HttpResponse:
    portal = form.cleaned_data["portal"]
    content = contact_services.hand_on_directly(
        contact_id=contact_id, portal=portal, why=form.cleaned_data["why"], actor=request.actor, at=request.at
    )
    return as_file(f"{reference}-{portal}.json", content, media_type=MEDIA)


def _taken_in(request: HubRequest, contact_id: UUID, form: ReferenceForm) -> HttpResponse:
    direct_id = UUID(form.cleaned_data["direct"])
    theirs = contact_queries.direct_referrals_of(contact_id, actor=request.actor)
    if direct_id not in [each.id for each in theirs]:
        raise ContactNotFound
    contact_services.note_taken_in(
        direct_id=direct_id, reference=form.cleaned_data["reference"], actor=request.actor, at=request.at
    )
    messages.success(request, "Their reference is on record.")
    return redirect("contacts:direct", contact_id)
