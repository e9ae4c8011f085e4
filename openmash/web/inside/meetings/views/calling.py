"""Calling a meeting about a case, or over the cases of the day; its agenda and its guests."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts.queries import Colleague
from openmash.agencies import queries as agency_queries
from openmash.core.errors import NotFound, RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import MeetingRule
from openmash.meetings import queries, services
from openmash.web.inside.meetings import pages
from openmash.web.inside.meetings.forms import CallForm, InviteForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.CONVENE, kind=WRITE)
def convene(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Call a meeting about one enquiry: all is filled in for the meeting that its rating asks for first."""
    reference = enquiry_queries.reference(enquiry_id, actor=request.actor)
    kinds = queries.meetings_for(enquiry_id, actor=request.actor)
    chosen = request.POST.get("code") or request.GET.get("code")
    rule = next((each for each in kinds if each.code == chosen), kinds[0] if kinds else None)
    context = {
        "reference": reference,
        "back_url": reverse("enquiries:case", args=[enquiry_id]),
        "title": "Call a meeting",
        "rule": rule,
    }
    if rule is None:
        return render(request, "meetings/call.html", context)
    [urgency] = enquiry_queries.urgencies(request.actor.hub_id, enquiry_ids=[enquiry_id])
    model = enquiry_queries.model_for(enquiry_id, actor=request.actor)
    raised = enquiry_queries.issues_raised([enquiry_id], hub_id=request.actor.hub_id)[enquiry_id]
    asked = model.agencies_asked(urgency.rating, issues=raised) if urgency.rating else ()
    first = queries.chairs(rule, enquiry_id, actor=request.actor)
    everybody = _chairs(kinds, enquiry_id, request)
    form = _form(request, rule, kinds, chairs=everybody, first=first, asked=asked)
    if request.method == "POST" and form.is_valid():
        try:
            meeting_id = services.convene(
                enquiry_id=enquiry_id,
                code=form.cleaned_data["code"],
                told=form.told(),
                actor=request.actor,
                at=request.at,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(request, f"{rule.label} called. Everybody invited who is in the room has been told.")
            return redirect("meetings:meeting", meeting_id=meeting_id)
    return render(request, "meetings/call.html", {**context, "form": form})


@screen(permission=Permission.CONVENE, kind=WRITE)
def call_over(request: HubRequest, code: str) -> HttpResponse:
    """Call a meeting that goes through the cases of the day."""
    rule = next((each for each in queries.meetings_over_the_day(actor=request.actor) if each.code == code), None)
    if rule is None:
        raise NotFound("This hub holds no such meeting.")
    chairs = queries.chairs(rule, None, actor=request.actor)
    form = _form(request, rule, (), chairs=chairs, first=chairs, asked=())
    if request.method == "POST" and form.is_valid():
        try:
            meeting_id = services.call_over(code=code, told=form.told(), actor=request.actor, at=request.at)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(request, f"{rule.label} called, with every open case that comes to it on its agenda.")
            return redirect("meetings:meeting", meeting_id=meeting_id)
    context = {"form": form, "rule": rule, "title": f"Call the {rule.label}", "back_url": reverse("meetings:list")}
    return render(request, "meetings/call.html", context)


@screen(permission=Permission.CONVENE, kind=WRITE)
def bring_up_to_date(request: HubRequest, meeting_id: UUID) -> HttpResponse:
    """Put on the agenda what has come in since; the button is on the meeting's page."""
    if request.method == "POST":
        try:
            added = services.bring_up_to_date(meeting_id=meeting_id, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
        else:
            messages.success(request, "The agenda is up to date." if added else "Nothing new has come in.")
    return redirect("meetings:meeting", meeting_id=meeting_id)


@screen(permission=Permission.CONVENE, kind=WRITE)
def invite(request: HubRequest, meeting_id: UUID) -> HttpResponse:
    """Invite one more agency; the choice is on the meeting's page."""
    if request.method == "POST":
        meeting = queries.meeting(meeting_id, actor=request.actor)
        form = InviteForm(request.POST, agencies=pages.not_invited(meeting, request.actor))
        if form.is_valid():
            agency_id = UUID(form.cleaned_data["agency"])
            services.invite(meeting_id=meeting_id, agency_ids=[agency_id], actor=request.actor, at=request.at)
            messages.success(request, "Invited.")
        else:
            messages.error(request, "Select the agency that you want to invite.")
    return redirect("meetings:meeting", meeting_id=meeting_id)


def _chairs(kinds: Sequence[MeetingRule], enquiry_id: UUID, request: HubRequest) -> list[Colleague]:
    """Everybody who may chair one of these meetings; the service asks whether they may chair the one that is chosen."""
    found: dict[UUID, Colleague] = {}
    for rule in kinds:
        found |= {each.user_id: each for each in queries.chairs(rule, enquiry_id, actor=request.actor)}
    return sorted(found.values(), key=lambda each: each.name)


def _form(
    request: HubRequest,
    rule: MeetingRule,
    kinds: Sequence[MeetingRule],
    *,
    chairs: Sequence[Colleague],
    first: Sequence[Colleague],
    asked: Sequence[str],
) -> CallForm:
    """The form, filled in for one meeting; ``first`` are those who may chair that one."""
    initial = pages.call_initial(
        rule, [each.user_id for each in first], asked=asked, actor=request.actor, at=request.at
    )
    return CallForm(
        posted(request),
        kinds=[(each.code, each.label) for each in kinds],
        hints={each.code: each.purpose for each in kinds},
        chairs=[(str(each.user_id), f"{each.name}, {each.agency_name}") for each in chairs],
        agencies=agency_queries.agencies(request.actor.hub_id),
        initial=initial,
    )
