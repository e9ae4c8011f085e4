"""Allegations against people who work with children: raised from a contact, managed by the designated officer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.allegations import permissions, queries, services
from openmash.contacts import queries as contact_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.web.inside.allegations.forms import (
    ConcludeForm,
    ConsiderForm,
    EmployerForm,
    OfficerForm,
    RaiseForm,
    StepForm,
)
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen


@screen(permission=Permission.SEE_CONTACTS, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """What was raised, those that wait first; nothing of whom it is about before one is opened."""
    context = {
        "rows": queries.allegations(request.actor),
        "officers": queries.officers(request.actor.hub_id),
        "may_name": bool(permissions.can_name_officers(request.actor)),
        "now": request.at,
    }
    return render(request, "allegations/list.html", context)


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def raise_(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Raise an allegation from a contact; whoever raises it sees its reference and no more."""
    contact = contact_queries.contact(contact_id, actor=request.actor)
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    form = RaiseForm(posted(request), people=queries.colleagues(request.actor))
    made: list[services.Raised] = []

    def save() -> None:
        made.append(services.raise_(contact_id=contact_id, told=form.told(), actor=request.actor, at=request.at))

    back = reverse("contacts:detail", args=[contact_id])
    if form.accepts(save):
        said = f"Raised as {made[0].reference}. The designated officer is told now. Do not speak of it to anybody else."
        messages.success(request, said)
        return redirect(back)
    intro = (
        "For somebody who works with children, paid or not. The designated officer considers it within one working "
        "day. Only they and managers see it; the employer hears nothing by this."
    )
    more = {"caption": contact.reference, "intro": intro, "submit_label": "Raise it"}
    return _form_page(request, form, "Raise an allegation against somebody who works with children", back, **more)


@screen(permission=Permission.SEE_CONTACTS, kind=DISCLOSE)
def show(request: HubRequest, allegation_id: UUID) -> HttpResponse:
    """One allegation with all that was done; that it was opened is on the log first."""
    found = services.open_(allegation_id=allegation_id, actor=request.actor, at=request.at)
    return render(request, "allegations/show.html", {"allegation": found, "now": request.at})


@screen(permission=Permission.SEE_CONTACTS, kind=WRITE)
def consider(request: HubRequest, allegation_id: UUID) -> HttpResponse:
    """Consider it against the harm threshold."""
    reference = _require_officer(request, allegation_id)
    form = ConsiderForm(posted(request))
    if form.accepts(
        lambda: services.consider(allegation_id=allegation_id, found=form.found(), actor=request.actor, at=request.at)
    ):
        return _done(request, allegation_id)
    return _act_page(request, form, "Consider it against the harm threshold", allegation_id, reference)


@screen(permission=Permission.SEE_CONTACTS, kind=WRITE)
def employer(request: HubRequest, allegation_id: UUID) -> HttpResponse:
    """Decide whether the employer is told; nothing is sent."""
    reference = _require_officer(request, allegation_id)
    form = EmployerForm(posted(request))
    if form.accepts(
        lambda: services.decide_employer(
            allegation_id=allegation_id,
            tell=form.cleaned_data["tell"] == "yes",
            why=form.cleaned_data["why"],
            actor=request.actor,
            at=request.at,
        )
    ):
        return _done(request, allegation_id)
    return _act_page(request, form, "Is the employer told?", allegation_id, reference)


@screen(permission=Permission.SEE_CONTACTS, kind=WRITE)
def step(request: HubRequest, allegation_id: UUID) -> HttpResponse:
    """Write down a discussion, a meeting or advice."""
    reference = _require_officer(request, allegation_id)
    form = StepForm(posted(request))
    if form.accepts(
        lambda: services.note_step(
            allegation_id=allegation_id, actor=request.actor, at=request.at, **_typed(form, "kind", "words")
        )
    ):
        return _done(request, allegation_id)
    return _act_page(request, form, "Write down what was done", allegation_id, reference)


@screen(permission=Permission.SEE_CONTACTS, kind=WRITE)
def conclude(request: HubRequest, allegation_id: UUID) -> HttpResponse:
    """Record the outcome."""
    reference = _require_officer(request, allegation_id)
    form = ConcludeForm(posted(request))
    if form.accepts(
        lambda: services.conclude(
            allegation_id=allegation_id, actor=request.actor, at=request.at, **_typed(form, "outcome", "why", "dbs")
        )
    ):
        return _done(request, allegation_id)
    return _act_page(request, form, "Record the outcome", allegation_id, reference)


@screen(permission=Permission.APPROVE_OPERATING_MODEL, kind=WRITE)
def officers(request: HubRequest) -> HttpResponse:
    """Who is designated officer, and naming another."""
    form = OfficerForm(posted(request), people=queries.who_can_be_officer(request.actor))
    if form.accepts(
        lambda: services.name_officer(user_id=form.cleaned_data["user"], actor=request.actor, at=request.at)
    ):
        messages.success(request, "Named. They see every allegation from now on.")
        return redirect("allegations:officers")
    context = {"form": form, "officers": queries.officers(request.actor.hub_id)}
    return render(request, "allegations/officers.html", context)


@screen(permission=Permission.APPROVE_OPERATING_MODEL, kind=WRITE)
def end_officer(request: HubRequest, officer_id: UUID) -> HttpResponse:
    """Say that somebody is designated officer no longer; the button is on the list."""
    require(permissions.can_name_officers(request.actor))
    if request.method == "POST":
        services.end_officer(officer_id=officer_id, actor=request.actor, at=request.at)
        messages.success(request, "Ended. They see no allegation any more.")
    return redirect("allegations:officers")


def _require_officer(request: HubRequest, allegation_id: UUID) -> str:
    """The reference, for a designated officer; nobody else comes to a form of theirs."""
    permissions.require_can_consider(request.actor, queries.officer_ids(request.actor.hub_id))
    return queries.require_allegation(allegation_id, actor=request.actor).reference


def _typed(form: GovForm, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


def _done(request: HubRequest, allegation_id: UUID) -> HttpResponse:
    messages.success(request, "Written down.")
    return redirect("allegations:show", allegation_id=allegation_id)


def _act_page(request: HubRequest, form: GovForm, title: str, allegation_id: UUID, reference: str) -> HttpResponse:
    back = reverse("allegations:show", args=[allegation_id])
    return _form_page(request, form, title, back, caption=reference)


def _form_page(request: HubRequest, form: GovForm, title: str, back: str, **more: str) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back, "cancel_url": back, **more}
    return render(request, "shared/form_page.html", context)
