"""What a contact comes to. Each page takes a form and shows the contact again where it cannot be accepted."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.agencies import queries as agency_queries
from openmash.contacts import permissions as contact_permissions
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.enquiries.rules import FirstRating
from openmash.hubs import queries as hub_queries
from openmash.oversight import services as oversight_services
from openmash.web.inside.contacts import pages, triage_forms
from openmash.web.inside.contacts.triage_forms import PersonRow
from openmash.web.shared.forms import GovForm
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.TRIAGE, kind=WRITE)
def triage(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Say who the people are, and open an enquiry or add this to one that is open."""
    if request.method != "POST":
        return redirect("contacts:detail", contact_id)
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    do = request.POST.get("do", "open")
    page = pages.contact_page(contact_id, actor=request.actor, at=request.at)
    rows = triage_forms.person_rows(page["people"], page["ratings"], request.POST, needs_rating=do == "open")
    if any(row.form.errors for row in rows):
        return _again(request, contact_id, rows=rows, triage_lines=pages.row_lines(rows))
    try:
        enquiry_id = _do(do, contact_id, rows, request)
    except RuleBroken as broken:
        return _again(request, contact_id, rows=rows, triage_lines=[{"text": broken.sentence}])
    if enquiry_id is None:
        messages.success(request, "It is recorded who they are.")
        return redirect("contacts:detail", contact_id)
    return redirect(reverse("enquiries:case", args=[enquiry_id]))


@screen(permission=Permission.GIVE_ADVICE, kind=WRITE)
def advice(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Record the advice that was given, and close."""

    def close(typed: dict[str, Any]) -> None:
        contact_services.close_with_advice(contact_id=contact_id, actor=request.actor, at=request.at, **typed)
        oversight_services.look_after_endings(hub_id=request.actor.hub_id, at=request.at)

    return _take(request, contact_id, "advice_form", triage_forms.AdviceForm, close, "The advice is recorded.")


@screen(permission=Permission.TRIAGE, kind=WRITE)
def signpost(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Send them on to a service that fits."""

    def send_on(typed: dict[str, Any]) -> None:
        contact_services.signpost(contact_id=contact_id, actor=request.actor, at=request.at, **typed)
        oversight_services.look_after_endings(hub_id=request.actor.hub_id, at=request.at)

    def form(data: Any) -> GovForm:
        return triage_forms.SignpostForm(data, filters=hub_queries.model_of(request.actor.hub_id).filters)

    return _take(request, contact_id, "signpost_form", form, send_on, "Signposted and closed.")


@screen(permission=Permission.TRIAGE, kind=WRITE)
def pass_on(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Pass it to the worker who has the case already."""

    def pass_it(typed: dict[str, Any]) -> None:
        held = UUID(typed.pop("open_case"))
        contact_services.pass_on(contact_id=contact_id, open_case_id=held, actor=request.actor, at=request.at, **typed)

    def form(data: Any) -> GovForm:
        contact = contact_queries.contact(contact_id, actor=request.actor)
        return triage_forms.PassOnForm(data, open_cases=pages.open_cases(contact, actor=request.actor))

    return _take(request, contact_id, "pass_form", form, pass_it, "Passed on. The team is rung as well.")


@screen(permission=Permission.TRIAGE, kind=WRITE)
def route(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Hand it on at the door to a service outside the hub."""

    def hand_on(typed: dict[str, Any]) -> None:
        code, team_id = typed.pop("to").split(":")
        contact_services.route(
            contact_id=contact_id, route=code, team_id=UUID(team_id), actor=request.actor, at=request.at, **typed
        )
        oversight_services.look_after_endings(hub_id=request.actor.hub_id, at=request.at)

    def form(data: Any) -> GovForm:
        model = hub_queries.model_of(request.actor.hub_id)
        return triage_forms.RouteForm(data, routes=model.routes, teams=agency_queries.teams(request.actor.hub_id))

    return _take(request, contact_id, "route_form", form, hand_on, "Handed on. The service is rung as well.")


@screen(permission=Permission.TRIAGE, kind=WRITE)
def join(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Join this contact to another notice of the same event."""

    def join_it(typed: dict[str, Any]) -> None:
        to = UUID(typed.pop("to"))
        contact_services.join(contact_id=contact_id, to_contact_id=to, actor=request.actor, at=request.at, **typed)

    def form(data: Any) -> GovForm:
        kept = enquiry_queries.contacts_kept_from(request.actor)
        near = contact_queries.similar(contact_id, actor=request.actor, without=kept)
        return triage_forms.JoinForm(data, similar=near)

    return _take(request, contact_id, "join_form", form, join_it, "The contacts are joined. Both stay readable.")


@screen(permission=Permission.TRIAGE, kind=WRITE)
def reopen(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Open a closed contact again."""

    def open_again(typed: dict[str, Any]) -> None:
        contact_services.reopen(contact_id=contact_id, actor=request.actor, at=request.at, **typed)

    return _take(request, contact_id, "reopen_form", triage_forms.ReopenForm, open_again, "The contact is open again.")


@screen(permission=Permission.SEE_CONTACTS, kind=WRITE)
def tell_referrer(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Record what the referrer is told."""

    def tell(typed: dict[str, Any]) -> None:
        contact_services.say_to_referrer(contact_id=contact_id, actor=request.actor, at=request.at, **typed)

    return _take(request, contact_id, "tell_form", triage_forms.TellForm, tell, "It is recorded what they were told.")


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def give_receipt(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Make a receipt code and show it, once: the hub itself keeps only its hash."""
    if request.method != "POST":
        return redirect("contacts:detail", contact_id)
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    try:
        code = contact_services.give_receipt(contact_id=contact_id, actor=request.actor, at=request.at)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("contacts:detail", contact_id)
    context = {"code": code, "contact_id": contact_id, "receipts": _public(request, "receipt/")}
    return render(request, "contacts/receipt_given.html", context)


@screen(permission=Permission.SEE_CONTACTS, kind=WRITE)
def invite_to_survey(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Ask whoever raised it what they thought, and show the link, once."""
    require(contact_permissions.can_tell_referrer(request.actor))
    if request.method != "POST":
        return redirect("contacts:detail", contact_id)
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    survey = request.POST.get("survey", "")
    try:
        code = contact_services.invite_to_survey(
            contact_id=contact_id, survey=survey, actor=request.actor, at=request.at
        )
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("contacts:detail", contact_id)
    context = {"contact_id": contact_id, "link": _public(request, f"survey/{code}/")}
    return render(request, "contacts/survey_given.html", context)


def _public(request: HubRequest, path: str) -> str:
    """The whole address of one of the hub's public pages, as it can be read out or passed on."""
    return f"{settings.OPENMASH_OUTSIDE_URL}/{request.hub.slug}/{path}"


def _do(do: str, contact_id: UUID, rows: list[PersonRow], request: HubRequest) -> UUID | None:
    """Say who everybody is and, unless that was all, open an enquiry or add the contact to one; one transaction."""
    with transaction.atomic():
        for row in rows:
            if row.person.view.person is None and "who" in row.form.fields:
                contact_services.identify(
                    contact_person_id=row.person.view.id,
                    person_id=row.form.chosen,
                    actor=request.actor,
                    at=request.at,
                    offered=row.person.offered,
                )
        if do == "identify":
            return None
        given: dict[str, Any] = {
            "contact_id": contact_id,
            "ratings": _ratings(rows),
            "actor": request.actor,
            "at": request.at,
        }
        if do.startswith("add:"):
            enquiry_id = UUID(do.removeprefix("add:"))
            enquiry_services.add_contact(enquiry_id=enquiry_id, **given)
            return enquiry_id
        return enquiry_services.open_(**given)


def _ratings(rows: list[PersonRow]) -> tuple[FirstRating, ...]:
    return tuple(
        FirstRating(row.person.view.id, row.form.cleaned_data["rating"], row.form.cleaned_data["reason"])
        for row in rows
        if row.form.cleaned_data.get("rating")
    )


def _take(
    request: HubRequest,
    contact_id: UUID,
    name: str,
    form_of: Callable[[Any], GovForm],
    do: Callable[[dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    """One form, one service call, back to the contact."""
    if request.method != "POST":
        return redirect("contacts:detail", contact_id)
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    form = form_of(request.POST)
    if form.accepts(lambda: do(dict(form.cleaned_data))):
        messages.success(request, done)
        return redirect("contacts:detail", contact_id)
    return _again(request, contact_id, **{name: form, "form": form, "open": name})


def _again(request: HubRequest, contact_id: UUID, **forms: Any) -> HttpResponse:
    contact_services.look_at(contact_id=contact_id, actor=request.actor, at=request.at)
    page = pages.contact_page(contact_id, actor=request.actor, at=request.at, **forms)
    return render(request, "contacts/detail.html", page)
