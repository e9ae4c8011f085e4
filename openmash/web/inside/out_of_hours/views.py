"""The screens of the cover out of hours: who owns what runs on, handing over and taking over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts import queries as account_queries
from openmash.core.errors import RuleBroken
from openmash.cover import permissions, queries, rules, services
from openmash.hubs import queries as hub_queries
from openmash.web.inside.out_of_hours import pages
from openmash.web.inside.out_of_hours.forms import HandoverForm, OwnerForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def show(request: HubRequest) -> HttpResponse:
    """Who covers the hub while it is closed, what is due before it opens, and what was handed over."""
    return render(
        request, "out_of_hours/show.html", {"page": pages.build(request.actor, request.at), "now": request.at}
    )


@screen(permission=Permission.DECIDE, kind=WRITE)
def name(request: HubRequest) -> HttpResponse:
    """Name the owner out of hours; the coming night is filled in."""
    model = hub_queries.model_of(request.actor.hub_id, request.at)
    night = queries.cover(request.actor.hub_id, at=request.at).night
    initial = {"begins_at": night.begins_at or request.at, "ends_at": night.ends_at} if night else {}
    colleagues = [
        (each.user_id, f"{each.name}, {each.agency_name}")
        for each in account_queries.people_of(request.actor.hub_id)
        if rules.may_be_named(model, each.role)
    ]
    form = OwnerForm(posted(request), people=colleagues, initial=initial)
    if form.accepts(lambda: services.name_owner(told=form.told(), actor=request.actor, at=request.at)):
        messages.success(request, "Named. Their name and number stand on every case that runs on.")
        return redirect("out_of_hours:show")
    back = reverse("out_of_hours:show")
    context = {"form": form, "title": "Name the owner out of hours", "back_url": back, "cancel_url": back}
    return render(request, "shared/form_page.html", {**context, "intro": model.office.out_of_hours_cover})


@screen(permission=Permission.DECIDE, kind=WRITE)
def withdraw(request: HubRequest, turn_id: UUID) -> HttpResponse:
    """Say that somebody does not cover the hub after all; the button is on the list."""
    if request.method == "POST":
        services.withdraw_turn(turn_id=turn_id, actor=request.actor, at=request.at)
        messages.success(request, "Withdrawn. Nobody is named for that time until you name somebody.")
    return redirect("out_of_hours:show")


@screen(permission=Permission.REQUEST_CHECKS, kind=WRITE)
def hand_over(request: HubRequest) -> HttpResponse:
    """Hand over to the owner out of hours what is due before the hub opens."""
    found = queries.due_before_morning(request.actor, at=request.at)
    form = HandoverForm(posted(request), lines=found)
    if form.accepts(lambda: services.hand_over(notes=form.notes, actor=request.actor, at=request.at)):
        messages.success(request, "Handed over. The owner has been rung, and takes it over on this page.")
        return redirect("out_of_hours:show")
    owner = queries.cover(request.actor.hub_id, at=request.at).owner
    context = {
        "form": form,
        "lines": pages.lines(found, {}),
        "owner": owner.name if owner else "",
        "name_url": reverse("out_of_hours:name") if permissions.can_name(request.actor) else "",
        "back_url": reverse("out_of_hours:show"),
        "now": request.at,
    }
    return render(request, "out_of_hours/hand_over.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def take_over(request: HubRequest, handover_id: UUID) -> HttpResponse:
    """The owner says that they have it; the button is on the page."""
    if request.method == "POST":
        try:
            services.take_over(handover_id=handover_id, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
        else:
            messages.success(request, "You have taken over.")
    return redirect("out_of_hours:show")
