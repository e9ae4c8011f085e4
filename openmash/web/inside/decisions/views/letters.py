"""A letter to whoever referred: read as it goes, seen by a second person, sent or returned, and printed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.decisions import queries, services
from openmash.web.inside.decisions.forms import ReturnLetterForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@screen(permission=Permission.GIVE_FEEDBACK, kind=READ)
def letter(request: HubRequest, letter_id: UUID) -> HttpResponse:
    """The letter, to be printed or seen."""
    return _page(request, letter_id, ReturnLetterForm())


@screen(permission=Permission.GIVE_FEEDBACK, kind=WRITE)
def send(request: HubRequest, letter_id: UUID) -> HttpResponse:
    """It was seen; it goes."""
    if request.method == "POST":
        try:
            services.send_letter(letter_id=letter_id, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            messages.error(request, f"Not sent. {broken.sentence}")
        else:
            messages.success(request, "Sent: it stands on their receipt. Print it if it goes by post.")
    return redirect("decisions:letter", letter_id=letter_id)


@screen(permission=Permission.GIVE_FEEDBACK, kind=WRITE)
def give_back(request: HubRequest, letter_id: UUID) -> HttpResponse:
    """Return it with what has to change."""
    if request.method != "POST":
        return redirect("decisions:letter", letter_id=letter_id)
    form = ReturnLetterForm(posted(request))
    if form.accepts(
        lambda: services.return_letter(
            letter_id=letter_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Returned. Whoever wrote it has been told by e-mail.")
        return redirect("decisions:letter", letter_id=letter_id)
    return _page(request, letter_id, form)


def _page(request: HubRequest, letter_id: UUID, form: ReturnLetterForm) -> HttpResponse:
    found = queries.letter(letter_id, actor=request.actor)
    context = {
        "letter": found,
        "form": form,
        "may_see": found.waits and found.written_by != request.actor.id,
        "back_url": reverse("decisions:feedback", args=[found.enquiry_id]),
    }
    return render(request, "decisions/letter.html", context)
