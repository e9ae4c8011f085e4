"""The duty rota: which team is on duty in which week, who is in it, and changing either."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from openmash.access import Permission
from openmash.cover import permissions, queries, services
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import DutyRotaRule
from openmash.web.inside.duty_rota.forms import PlaceForm, WeekForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def show(request: HubRequest) -> HttpResponse:
    """Who is on duty this week and in the weeks that come."""
    context = {"weeks": queries.rota(request.actor, at=request.at), "may_change": permissions.can_name(request.actor)}
    return render(request, "duty_rota/show.html", context)


@screen(permission=Permission.DECIDE, kind=WRITE)
def place(request: HubRequest) -> HttpResponse:
    """Put a colleague in a team, from a day on."""
    rota = _rota(request)
    if rota is None:
        return _no_rota(request)
    people = [(each.user_id, f"{each.name}, {each.agency_name}") for each in enquiry_queries.may_hold(request.actor)]
    initial = {"from_on": timezone.localdate(request.at)}
    form = PlaceForm(posted(request), people=people, teams=_teams(rota), initial=initial)
    if form.accepts(
        lambda: services.place(
            user_id=form.cleaned_data["user"],
            team=form.team_code(),
            from_on=form.cleaned_data["from_on"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Saved. The rota shows it from that day on.")
        return redirect("duty_rota:show")
    return _form_page(request, form, "Who is in which team", "What was so before that day stays written down.")


@screen(permission=Permission.DECIDE, kind=WRITE)
def change(request: HubRequest) -> HttpResponse:
    """Put another team on duty for a week."""
    rota = _rota(request)
    if rota is None:
        return _no_rota(request)
    weeks = [
        (each.week_on.isoformat(), f"From {each.week_on.day} {each.week_on:%B}: {each.team_label}")
        for each in queries.rota(request.actor, at=request.at)
    ]
    form = WeekForm(posted(request), weeks=weeks, teams=_teams(rota))
    if form.accepts(
        lambda: services.change_week(
            week_on=date.fromisoformat(form.cleaned_data["week_on"]),
            team=form.cleaned_data["team"],
            why=form.cleaned_data["why"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Changed.")
        return redirect("duty_rota:show")
    return _form_page(request, form, "Another team for a week", "The weeks after it go on as the rota says.")


def _rota(request: HubRequest) -> DutyRotaRule | None:
    return hub_queries.model_of(request.actor.hub_id, request.at).duty_rota


def _no_rota(request: HubRequest) -> HttpResponse:
    messages.error(request, "In this hub no teams take turns on duty.")
    return redirect("duty_rota:show")


def _teams(rota: DutyRotaRule) -> list[tuple[str, str]]:
    return [(team.code, team.label) for team in rota.teams]


def _form_page(request: HubRequest, form: PlaceForm | WeekForm, title: str, intro: str) -> HttpResponse:
    back = reverse("duty_rota:show")
    context = {"form": form, "title": title, "intro": intro, "back_url": back, "cancel_url": back}
    return render(request, "shared/form_page.html", context)
