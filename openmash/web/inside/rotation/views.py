"""Staff rotation: who is in the hub for a time, who leaves with work in their hands, and who comes next."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from openmash.access import ROLES, Permission
from openmash.accounts import queries as account_queries
from openmash.cover import queries, services
from openmash.cover.queries import PlacementView
from openmash.meetings import queries as meeting_queries
from openmash.web.inside.rotation.forms import ChangeForm, PlacementForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@dataclass(frozen=True)
class Line:
    """Somebody's time in the hub, with what meetings gave them to do besides what they hold.

    Args:
        actions: how many actions of meetings are still to be done by them.
    """

    placement: PlacementView
    actions: int

    @property
    def leaves_with_work(self) -> bool:
        """Whether their time ends, or is over, and something is still in their hands."""
        return self.placement.leaves_with_work or (self.placement.hands_over and self.actions > 0)


@screen(permission=Permission.ALLOCATE, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """Who is here until when and holds what; whoever leaves with work in their hands first."""
    found = queries.rotation(request.actor, at=request.at)
    to_do = [each.owner_id for each in meeting_queries.open_actions(actor=request.actor)] if found else []
    lines = [Line(each, to_do.count(each.user_id)) for each in found]
    context = {
        "leaving": [line for line in lines if line.leaves_with_work],
        "lines": [line for line in lines if line.placement.stage != "over"],
        "over": [line for line in lines if line.placement.stage == "over"],
    }
    return render(request, "rotation/list.html", context)


@screen(permission=Permission.ALLOCATE, kind=WRITE)
def take_in(request: HubRequest) -> HttpResponse:
    """Write down that somebody comes into the hub for a time."""
    found = account_queries.people_of(request.actor.hub_id)
    work_here = [each for each in found if Permission.SEE_ENQUIRIES in ROLES[each.role].permissions]
    people = [(each.user_id, f"{each.name}, {each.agency_name}") for each in work_here]
    initial = {"from_on": timezone.localdate(request.at)}
    form = PlacementForm(posted(request), people=people, initial=initial)
    if form.accepts(
        lambda: services.take_in(told=form.told(form.cleaned_data["user"]), actor=request.actor, at=request.at)
    ):
        messages.success(request, "Written down.")
        return redirect("rotation:list")
    return _form_page(request, form, "Somebody comes into the hub for a time")


@screen(permission=Permission.ALLOCATE, kind=WRITE)
def change(request: HubRequest, placement_id: UUID) -> HttpResponse:
    """Write a placement down anew; how it stood before stays on record."""
    now = queries.placement(placement_id, actor=request.actor, at=request.at)
    names = ("home_team", "from_on", "until_on", "next_name")
    form = ChangeForm(posted(request), initial={name: getattr(now, name) for name in names})
    if form.accepts(
        lambda: services.change_placement(
            placement_id=placement_id, told=form.told(now.user_id), actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Changed. How it stood before stays on record.")
        return redirect("rotation:list")
    return _form_page(request, form, f"Change the time of {now.user_name}")


@screen(permission=Permission.ALLOCATE, kind=WRITE)
def withdraw(request: HubRequest, placement_id: UUID) -> HttpResponse:
    """Say that a placement does not come about; the button is on the list."""
    if request.method == "POST":
        services.withdraw_placement(placement_id=placement_id, actor=request.actor, at=request.at)
        messages.success(request, "Withdrawn.")
    return redirect("rotation:list")


def _form_page(request: HubRequest, form: ChangeForm, title: str) -> HttpResponse:
    back = reverse("rotation:list")
    intro = "The last day takes nobody’s access away: an administrator ends it."
    context = {"form": form, "title": title, "intro": intro, "back_url": back, "cancel_url": back}
    return render(request, "shared/form_page.html", context)
