"""Return interviews: noting that a child was found, the list of those due, and how each ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.enquiries import queries as enquiry_queries
from openmash.screening import queries, services
from openmash.screening.rules.interviews import InterviewTold
from openmash.web.inside.screening import pages
from openmash.web.inside.screening.forms import EndInterviewForm, FoundForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def found(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Note that a missing child was found; the interview's clock runs from then."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    form = FoundForm(posted(request), people=pages.children_in(enquiry))
    if form.accepts(
        lambda: services.note_found(
            enquiry_id=enquiry_id,
            person_id=UUID(form.cleaned_data["person"]),
            found_at=form.cleaned_data["found_at"],
            missing_from=form.cleaned_data["missing_from"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Noted. The return interview is due; its time is on the page below.")
        return redirect("screening:case", enquiry_id=enquiry_id)
    intro = "Somebody independent is to speak with the child. The time runs from when they were found."
    return pages.form_page(request, form, enquiry_id, title="A missing child was found", intro=intro, submit="Note it")


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def due(request: HubRequest) -> HttpResponse:
    """Every return interview that is due, the soonest first."""
    rows = [(each, reverse("screening:case", args=[each.enquiry_id])) for each in queries.interviews_due(request.actor)]
    return render(request, "screening/interviews_due.html", {"rows": rows, "now": request.at})


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def end(request: HubRequest, interview_id: UUID) -> HttpResponse:
    """How a return interview ended: held, declined, or not possible."""
    enquiry_id = queries.enquiry_of_interview(interview_id, actor=request.actor)
    model = enquiry_queries.model_for(enquiry_id, actor=request.actor)
    labels = {issue.code: issue.label for issue in model.issues}
    known = model.return_interviews.themes if model.return_interviews else ()
    form = EndInterviewForm(posted(request), themes=[(code, labels[code]) for code in known])
    if form.accepts(lambda: _end(request, interview_id, form)):
        messages.success(request, "Recorded.")
        return redirect("screening:case", enquiry_id=enquiry_id)
    intro = "What the child says is theirs: write it as they said it."
    return pages.form_page(request, form, enquiry_id, title="Return interview", intro=intro, submit="Record")


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def read(request: HubRequest, interview_id: UUID) -> HttpResponse:
    """What came of an interview, with its words; the reading is on the log first."""
    enquiry_id = queries.enquiry_of_interview(interview_id, actor=request.actor)
    words = queries.words_of_interview(interview_id, actor=request.actor, at=request.at)
    found_ = next(each for each in queries.interviews_of(enquiry_id, actor=request.actor) if each.id == interview_id)
    context = {"interview": found_, "words": words, "back_url": reverse("screening:case", args=[enquiry_id])}
    return render(request, "screening/interview.html", context)


def _end(request: HubRequest, interview_id: UUID, form: EndInterviewForm) -> None:
    typed = form.cleaned_data
    who: dict[str, Any] = {"interview_id": interview_id, "actor": request.actor, "at": request.at}
    if typed["ended"] == "declined":
        services.decline(why=typed["why"], **who)
    elif typed["ended"] == "not_possible":
        services.give_up(why=typed["why"], **who)
    else:
        told = InterviewTold(typed["interviewer"], typed["independent"], typed["said"], tuple(typed.get("themes", ())))
        services.hold(told=told, **who)
