"""An agency answers for what it put in, hidden pieces with it; nobody else learns of those."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from openmash.access import Permission
from openmash.core.errors import NotFound, RuleBroken
from openmash.retention import queries, services
from openmash.web.inside.subject_access.forms import AnswerForm
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen

_OWN = Permission.CONTROL_OWN_ITEMS


@screen(permission=_OWN, kind=READ)
def ours(request: HubRequest) -> HttpResponse:
    """What is asked of the actor's own agency."""
    context = {
        "asked": queries.asked_of_own(actor=request.actor),
        "agency": request.actor.agency_name,
        "today": timezone.localdate(request.at),
    }
    return render(request, "subject_access/ours.html", context)


@screen(permission=_OWN, kind=DISCLOSE)
def piece(request: HubRequest, piece_id: UUID) -> HttpResponse:
    """One piece of the agency's own, with its words."""
    return _page(request, piece_id)


@screen(permission=_OWN, kind=WRITE)
def answer(request: HubRequest, piece_id: UUID) -> HttpResponse:
    """Whether a piece of the agency's own is given."""
    if request.method != "POST":
        return redirect("subject_access:own_piece", piece_id=piece_id)
    form = AnswerForm(request.POST)
    if form.accepts(
        lambda: services.answer_piece(piece_id=piece_id, **form.cleaned_data, actor=request.actor, at=request.at)
    ):
        messages.success(request, "Your agency's answer is recorded.")
        return redirect("subject_access:ours")
    return _page(request, piece_id, form)


@screen(permission=_OWN, kind=WRITE)
def done(request: HubRequest, request_id: UUID) -> HttpResponse:
    """The agency has answered for everything it holds here."""
    if request.method == "POST" and request.actor.agency_id:
        try:
            services.answer_for_agency(
                request_id=request_id, agency_id=request.actor.agency_id, actor=request.actor, at=request.at
            )
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
        else:
            messages.success(request, "Thank you. Your agency has answered.")
    return redirect("subject_access:ours")


def _page(request: HubRequest, piece_id: UUID, form: AnswerForm | None = None) -> HttpResponse:
    view = queries.piece(piece_id, actor=request.actor)
    if view.agency_id != request.actor.agency_id:
        raise NotFound
    words = queries.piece_words(piece_id, actor=request.actor, at=request.at)
    context = {"piece": words, "view": view, "form": form or AnswerForm.about(words)}
    return render(request, "subject_access/own_piece.html", context)
