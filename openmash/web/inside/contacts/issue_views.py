"""Saying which issues a contact raises, and taking one back."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.queries import ContactPersonView
from openmash.contacts.rules.issues import LONGEST_WHY, IssueTold
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import IssueRule
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import WRITE, HubRequest, screen
from openmash.web.shared.widgets import Checkboxes, Radios


class IssuesForm(GovForm):
    """Several issues at once, about one person or about nobody in particular."""

    mark_optional: ClassVar[bool] = False

    def __init__(
        self, *args: Any, issues: Sequence[IssueRule], people: Sequence[ContactPersonView], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"] = forms.TypedChoiceField(
            label="Whom are they about?",
            choices=[
                *((str(number), person.display_name) for number, person in enumerate(people, start=1)),
                ("0", "Nobody in particular"),
            ],
            coerce=int,
            initial="1" if people else "0",
            widget=Radios(small=True),
            error_messages={"required": "Select whom they are about"},
        )
        self.fields["issues"] = forms.MultipleChoiceField(
            label="What does it raise?",
            choices=[(issue.code, issue.label) for issue in issues],
            widget=Checkboxes(hints={issue.code: issue.guidance for issue in issues if issue.guidance}, small=True),
            error_messages={"required": "Select at least one issue"},
        )

    def told(self) -> list[IssueTold]:
        """What was typed, as the service takes it."""
        return [IssueTold(code, self.cleaned_data["about"]) for code in self.cleaned_data["issues"]]


class TakeBackForm(GovForm):
    """Why something that was raised is not an issue after all."""

    why = forms.CharField(
        label="Why is it not one?",
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why it is not one"},
    )


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def raise_(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """Which issues the contact raises: one report may raise several, about several people."""
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    contact = contact_queries.contact(contact_id, actor=request.actor)
    model = hub_queries.model_of(request.actor.hub_id)
    form = IssuesForm(posted(request), issues=model.issues, people=contact.people)
    if form.accepts(
        lambda: contact_services.raise_issues(
            contact_id=contact_id, told=form.told(), actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "The issues are recorded.")
        return redirect("contacts:detail", contact_id)
    intro = "Select everything it raises about one person; then add what it raises about the next."
    return _page(request, form, contact_id, "What this contact raises", contact.reference, "Record the issues", intro)


@screen(permission=Permission.TRIAGE, kind=WRITE)
def take_back(request: HubRequest, contact_id: UUID, issue_id: UUID) -> HttpResponse:
    """Say that something which was raised is not an issue after all."""
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    contact = contact_queries.contact(contact_id, actor=request.actor)
    found = contact_queries.issues_of([contact_id], actor=request.actor)
    issue = next((each for each in found if each.id == issue_id and each.taken_back_at is None), None)
    if issue is None:
        raise NotFound
    form = TakeBackForm(posted(request))
    if form.accepts(
        lambda: contact_services.take_back_issue(
            issue_id=issue_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Taken back. That it was raised stays on record.")
        return redirect("contacts:detail", contact_id)
    return _page(request, form, contact_id, f"Take back: {issue.label}", contact.reference, "Take it back", "")


def _page(
    request: HubRequest, form: GovForm, contact_id: UUID, title: str, caption: str, submit: str, intro: str
) -> HttpResponse:
    back = reverse("contacts:detail", args=[contact_id])
    context = {
        "title": title,
        "caption": caption,
        "intro": intro,
        "form": form,
        "submit_label": submit,
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "shared/form_page.html", context)
