"""Bringing somebody to a panel beside the hub, what the panel said, and keeping both in step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.enquiries import queries as enquiry_queries
from openmash.screening import queries, services
from openmash.screening.queries import PanelView
from openmash.web.inside.screening import pages
from openmash.web.inside.screening.forms import InStepForm, MoveOnForm, ReferForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def refer(request: HubRequest, enquiry_id: UUID, panel: str) -> HttpResponse:
    """Bring somebody of the case to a panel."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    rule = pages.rule_of(enquiry_queries.model_for(enquiry_id, actor=request.actor), "panel", panel)
    form = ReferForm(posted(request), rule=rule, people=pages.people_in(enquiry))
    if form.accepts(
        lambda: services.refer(
            enquiry_id=enquiry_id,
            person_id=UUID(form.cleaned_data["person"]),
            panel=panel,
            told=form.told(),
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, f"Brought to: {rule.label}.")
        return redirect("screening:case", enquiry_id=enquiry_id)
    age = f"For people aged {rule.minimum_age} or over. " if rule.minimum_age else ""
    intro = f"{age}Kept in step by: {rule.kept_in_step}."
    return pages.form_page(request, form, enquiry_id, title=rule.label, intro=intro, submit="Bring them to it")


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def read(request: HubRequest, referral_id: UUID) -> HttpResponse:
    """A referral with its words, how they are reached safely first; the reading is on the log before it."""
    panel = _panel(request, referral_id)
    said, between = queries.words_of_panel(referral_id, actor=request.actor, at=request.at)
    context = {
        "panel": panel,
        "said": said,
        "between": [(word, between[word.id]) for word in panel.words],
        "back_url": reverse("screening:case", args=[panel.enquiry_id]),
    }
    return render(request, "screening/panel.html", context)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def move_on(request: HubRequest, referral_id: UUID) -> HttpResponse:
    """What the panel said: a day, a plan, or that it does not take it."""
    panel = _panel(request, referral_id)
    form = MoveOnForm(posted(request), initial={"version": panel.version})
    if form.accepts(lambda: _move_on(request, referral_id, form)):
        messages.success(request, "Recorded.")
        return redirect("screening:panel", referral_id=referral_id)
    title = f"{panel.label}: {panel.name}"
    return pages.form_page(request, form, panel.enquiry_id, title=title, intro="", submit="Record")


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def in_step(request: HubRequest, referral_id: UUID) -> HttpResponse:
    """What was told between the hub and the panel."""
    panel = _panel(request, referral_id)
    form = InStepForm(posted(request))
    if form.accepts(
        lambda: services.keep_in_step(
            referral_id=referral_id,
            words=form.cleaned_data["words"],
            to_panel=form.cleaned_data["which_way"] == "to",
            checked=form.cleaned_data["checked"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Written down.")
        return redirect("screening:panel", referral_id=referral_id)
    intro = f"One family in two places: {panel.label} and the hub. Kept in step by: {panel.kept_in_step}."
    return pages.form_page(request, form, panel.enquiry_id, title="Keep both in step", intro=intro, submit="Write down")


def _move_on(request: HubRequest, referral_id: UUID, form: MoveOnForm) -> None:
    typed = form.cleaned_data
    who: dict[str, Any] = {
        "referral_id": referral_id,
        "actor": request.actor,
        "at": request.at,
        "version": typed["version"],
    }
    if typed["what"] == "list":
        services.list_for(meets_on=typed["meets_on"], **who)
    elif typed["what"] == "hear":
        services.hear(plan=typed["words"], **who)
    else:
        services.turn_away(why=typed["words"], **who)


def _panel(request: HubRequest, referral_id: UUID) -> PanelView:
    enquiry_id = queries.enquiry_of_panel(referral_id, actor=request.actor)
    return next(each for each in queries.panels_of(enquiry_id, actor=request.actor) if each.id == referral_id)
