"""Taking back who somebody named in a contact was said to be."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from openmash.access import Permission
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.errors import ContactNotFound
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def not_them(request: HubRequest, contact_id: UUID, named_id: UUID) -> HttpResponse:
    """That is not who they were said to be; the button is beside the name."""
    if request.method != "POST":
        return redirect("contacts:detail", contact_id)
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    named = {each.id for each in contact_queries.contact(contact_id, actor=request.actor).people}
    if named_id not in named:
        raise ContactNotFound
    try:
        contact_services.take_back_identity(contact_person_id=named_id, actor=request.actor, at=request.at)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
    else:
        messages.success(request, "Taken back. What this contact added to that person is gone from them.")
    return redirect("contacts:detail", contact_id)
