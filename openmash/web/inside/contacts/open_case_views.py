"""Saying to whom somebody's case is open already, that it no longer is, and passing a contact to that worker."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.agencies import queries as agency_queries
from openmash.agencies.queries import TeamView
from openmash.contacts import queries as contact_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.people import queries as people_queries
from openmash.people import services as people_services
from openmash.people.queries import PersonView
from openmash.people.rules import OpenCaseTold
from openmash.web.shared.fields import GovDateField
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import WRITE, HubRequest, screen
from openmash.web.shared.widgets import Radios


class OpenCaseForm(GovForm):
    """Whose case, to which worker of which team, and since when."""

    mark_optional: ClassVar[bool] = False
    person = forms.ChoiceField(
        label="Whose case?", widget=Radios(small=True), error_messages={"required": "Select whose case it is"}
    )
    team = forms.ChoiceField(
        label="Which team has it?", widget=Radios(small=True), error_messages={"required": "Select the team"}
    )
    worker = forms.CharField(
        label="Name of the worker", max_length=120, error_messages={"required": "Enter the worker's name"}
    )
    since = GovDateField(label="Since when?", past=True)

    def __init__(self, *args: Any, people: Sequence[PersonView], teams: Sequence[TeamView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("person", [(each.id, f"{each.display_name}, {each.age_words}") for each in people])
        self.offer("team", [(each.id, each.name) for each in teams])

    def told(self) -> OpenCaseTold:
        """What was typed, as the service takes it."""
        typed = self.cleaned_data
        return OpenCaseTold(team_id=UUID(typed["team"]), worker=typed["worker"], since=typed["since"])


class EndOpenCaseForm(GovForm):
    """Until when a case was open to a worker."""

    until = GovDateField(label="Until when was it open to them?", past=True)


@screen(permission=Permission.GIVE_ADVICE, kind=WRITE)
def open_to(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Record to whom the case of somebody named in a contact is open already."""
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    contact = contact_queries.contact(contact_id, actor=request.actor)
    people = [each.person for each in contact.people if each.person]
    teams = agency_queries.teams(request.actor.hub_id)
    form = OpenCaseForm(posted(request), people=people, teams=teams)
    if form.accepts(
        lambda: people_services.note_open_case(
            person_id=UUID(form.cleaned_data["person"]), told=form.told(), actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Recorded. It is the first thing shown wherever they are.")
        return redirect("contacts:detail", contact_id)
    back = reverse("contacts:detail", args=[contact_id])
    nobody = "" if people else "Say first who the people in this contact are. Then record to whom their case is open."
    context = {
        "title": "Whose case is open already?",
        "caption": contact.reference,
        "intro": nobody or "What is new about them is then offered to that worker first.",
        "form": form,
        "submit_label": "Record it",
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "shared/form_page.html", context)


@screen(permission=Permission.GIVE_ADVICE, kind=WRITE)
def end_open_case(request: HubRequest, open_case_id: UUID) -> HttpResponse:
    """Say that a case is no longer open to a worker."""
    held = people_queries.open_case(open_case_id, actor=request.actor)
    named_in = contact_queries.contacts_naming(held.person_id, hub_id=request.actor.hub_id)
    for contact_id in named_in & enquiry_queries.contacts_kept_from(request.actor):
        enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    form = EndOpenCaseForm(posted(request))
    if form.accepts(
        lambda: people_services.end_open_case(
            open_case_id=open_case_id, until=form.cleaned_data["until"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Recorded. That it was open to them is kept.")
        return redirect("contacts:list")
    context = {
        "title": f"Is it no longer open to {held.worker}?",
        "body": f"{held.person_name}, {held.team_name}. What is new about them is no longer offered to this worker.",
        "form": form,
        "submit_label": "It is no longer open to them",
        "cancel_url": reverse("contacts:list"),
    }
    return render(request, "shared/confirm_page.html", context)
