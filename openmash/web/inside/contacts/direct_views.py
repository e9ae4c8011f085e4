"""The page on which a referral is handed directly to another agency's system."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import AgencyView
from openmash.api_keys import queries as key_queries
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.errors import ContactNotFound
from openmash.contacts.queries import DirectView
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import PortalRule
from openmash.web.inside.contacts.direct_forms import CARRIED, FileForm, ReferenceForm
from openmash.web.shared.handed_over import as_file
from openmash.web.shared.screen import WRITE, HubRequest, screen

MEDIA = "application/json"


@screen(permission=Permission.TRIAGE, kind=WRITE)
def direct(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Make the file for a portal, which waits to be fetched or is handed over at once; and note their reference."""
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    contact = contact_queries.contact(contact_id, actor=request.actor)
    made = contact_queries.direct_referrals_of(contact_id, actor=request.actor)
    open_ = [each for each in made if each.taken_in_at is None]
    sent = request.POST if request.method == "POST" else None
    notes = sent is not None and sent.get("do") == "taken"
    portals = hub_queries.model_of(request.actor.hub_id, at=request.at).portals
    form = FileForm(None if notes else sent, portals=portals, fetching=_fetching(request, portals))
    reference_form = ReferenceForm(sent if notes else None, waiting=open_)
    try:
        if notes and reference_form.is_valid():
            return _taken_in(request, contact_id, reference_form)
        if sent is not None and not notes and form.is_valid():
            return _made(request, contact_id, form, contact.reference)
    except RuleBroken as broken:
        (reference_form if notes else form).blame(broken)
    context = {
        "contact": contact,
        "made": [_line(each, request) for each in made],
        "form": form,
        "reference_form": reference_form if open_ else None,
        "faulty": reference_form if notes else form,
        "has_portals": bool(portals),
        "back_url": reverse("contacts:detail", args=[contact_id]),
    }
    return render(request, "contacts/direct.html", context)


@screen(permission=Permission.TRIAGE, kind=WRITE)
def carry(request: HubRequest, direct_id: UUID) -> HttpResponse:
    """Take what waits to be fetched, to carry it over; asked for by GET it leads back to the page with the button."""
    made = contact_queries.direct_referral(direct_id, actor=request.actor)
    contact_id = made.contact_id
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    if request.method != "POST":
        return redirect("contacts:direct", contact_id)
    try:
        content = contact_services.carry_over(direct_id=direct_id, actor=request.actor, at=request.at)
    except RuleBroken as broken:
        messages.warning(request, broken.sentence)
        return redirect("contacts:direct", contact_id)
    reference = contact_queries.contact(contact_id, actor=request.actor).reference
    return as_file(f"{reference}-{made.portal}.json", content, media_type=MEDIA)


def _fetching(request: HubRequest, portals: Iterable[PortalRule]) -> list[AgencyView]:
    """Agencies of a portal's kind whose own system holds a key to fetch with."""
    kinds = {rule.agency_kind for rule in portals}
    if not kinds:
        return []
    holders = key_queries.agencies_that_fetch(request.actor.hub_id, at=request.at)
    return [each for each in agency_queries.agencies(request.hub.id) if each.kind in kinds and each.id in holders]


def _made(request: HubRequest, contact_id: UUID, form: FileForm, reference: str) -> HttpResponse:
    portal, way = form.cleaned_data["portal"], form.cleaned_data["way"]
    content = contact_services.hand_on_directly(
        contact_id=contact_id,
        portal=portal,
        why=form.cleaned_data["why"],
        actor=request.actor,
        at=request.at,
        fetched_by=None if way == CARRIED else UUID(way),
    )
    if way == CARRIED:
        return as_file(f"{reference}-{portal}.json", content, media_type=MEDIA)
    messages.success(request, "It waits for their system. This page says when they have it.")
    return redirect("contacts:direct", contact_id)


def _taken_in(request: HubRequest, contact_id: UUID, form: ReferenceForm) -> HttpResponse:
    direct_id = UUID(form.cleaned_data["direct"])
    if contact_queries.direct_referral(direct_id, actor=request.actor).contact_id != contact_id:
        raise ContactNotFound
    contact_services.note_taken_in(
        direct_id=direct_id, reference=form.cleaned_data["reference"], actor=request.actor, at=request.at
    )
    messages.success(request, "Their reference is on record.")
    return redirect("contacts:direct", contact_id)


def _line(each: DirectView, request: HubRequest) -> dict[str, object]:
    """One file, with how it stands: late is worked out now and stored nowhere."""
    return {
        "file": each,
        "late": each.late(request.at),
        "carry_url": reverse("contacts:carry", args=[each.id]) if each.waits else "",
    }
