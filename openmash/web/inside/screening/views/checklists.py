"""Completing a risk checklist, reading one, and loading the texts that the hub is licensed for."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.screening import queries, services
from openmash.screening.rules import checklists as rules
from openmash.web.inside.screening import pages
from openmash.web.inside.screening.forms import ChecklistForm, TextForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def complete(request: HubRequest, enquiry_id: UUID, checklist: str) -> HttpResponse:
    """Complete a checklist about somebody in the case."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    rule = pages.rule_of(enquiry_queries.model_for(enquiry_id, actor=request.actor), "checklist", checklist)
    text = queries.text_of(rule.text, actor=request.actor)
    form = ChecklistForm(posted(request), text=text, rule=rule, people=pages.people_in(enquiry))
    if request.method == "POST" and form.is_valid():
        try:
            checklist_id = services.complete(
                enquiry_id=enquiry_id,
                person_id=UUID(form.cleaned_data["person"]),
                code=checklist,
                told=form.told(),
                actor=request.actor,
                at=request.at,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(request, "The checklist is recorded.")
            return redirect("screening:checklist", checklist_id=checklist_id)
    intro = f"{text.title}. {text.source}. Licence: {text.licence}. Answers and reasons are sealed."
    return pages.form_page(request, form, enquiry_id, title=rule.label, intro=intro, submit="Record the checklist")


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def read(request: HubRequest, checklist_id: UUID) -> HttpResponse:
    """A completed checklist with its answers; the reading is on the log first."""
    enquiry_id = queries.enquiry_of_checklist(checklist_id, actor=request.actor)
    answers, why = queries.words_of_checklist(checklist_id, actor=request.actor, at=request.at)
    found = queries.checklists_of(enquiry_id, actor=request.actor)
    checklist = next(each for each in found if each.id == checklist_id)
    context = {
        "checklist": checklist,
        "answers": answers,
        "why": why,
        "refer_url": reverse("screening:refer", args=[enquiry_id, checklist.panel]) if checklist.panel else "",
        "back_url": reverse("screening:case", args=[enquiry_id]),
    }
    return render(request, "screening/checklist.html", context)


@screen(permission=Permission.ADMINISTER, kind=WRITE)
def texts(request: HubRequest) -> HttpResponse:
    """The checklists that the hub loaded, and loading another."""
    form = TextForm(posted(request), initial={"text": rules.example_source()})
    if form.accepts(lambda: services.load_text(text=form.cleaned_data["text"], actor=request.actor, at=request.at)):
        messages.success(request, "The checklist is loaded, and used from now on.")
        return redirect("screening:texts")
    return render(request, "screening/texts.html", {"form": form, "texts": queries.texts(request.actor)})
