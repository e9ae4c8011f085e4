"""Keeping an old identity from leading to the new one; seen by nobody but those who keep them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries, services
from openmash.people.queries import Offered, PersonView
from openmash.web.inside.people import pages
from openmash.web.inside.people.forms import OtherForm, ReasonForm
from openmash.web.inside.people.merge_views import chosen_record, looked_for
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@screen(permission=Permission.MANAGE_EXCLUSIONS, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """Every two identities that are kept apart, or were."""
    kept = enquiry_queries.people_kept_from(request.actor)
    return render(request, "people/kept_apart.html", {"rows": queries.kept_apart(request.actor, without=kept)})


@screen(permission=Permission.DECIDE, kind=WRITE)
def keep(request: HubRequest, person_id: UUID) -> HttpResponse:
    """From now on nothing told of this person, as they were, leads to who they are now."""
    person = enquiry_queries.require_person(person_id, actor=request.actor)
    form = _form(request, [])
    if request.method == "POST":
        try:
            more = looked_for(request, person, form)
            form = _form(request, chosen_record(request) if more is None else more, looks=more is not None)
            if more is None and form.is_valid():
                services.keep_apart(
                    old_id=person_id,
                    new_id=form.cleaned_data["other"],
                    reason=form.cleaned_data["reason"],
                    actor=request.actor,
                    at=request.at,
                )
                messages.success(request, "They are kept apart from now on.")
                return redirect("people:kept_apart")
        except RuleBroken as broken:
            form.blame(broken)
    return render(request, "people/keep_apart.html", {"person": person, "form": form})


@screen(permission=Permission.MANAGE_EXCLUSIONS, kind=WRITE)
def end(request: HubRequest, apart_id: UUID) -> HttpResponse:
    """Say that two identities need not be kept apart any more, and why."""
    kept = enquiry_queries.people_kept_from(request.actor)
    one = queries.kept_apart_one(apart_id, actor=request.actor, without=kept)
    form = ReasonForm(posted(request))
    if form.accepts(
        lambda: services.stop_keeping_apart(
            apart_id=apart_id, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Ended. That they were kept apart stays on record.")
        return redirect("people:kept_apart")
    return render(request, "people/end_kept_apart.html", {"one": one, "form": form})


def _form(request: HubRequest, offered: list[PersonView], *, looks: bool = False) -> OtherForm:
    choices, hints = pages.choices(Offered(), offered)
    form = OtherForm(posted(request), offered=choices, hints=hints)
    if looks:
        form.find_no_fault_yet()
    return form
