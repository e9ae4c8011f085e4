"""A manager who may enter the room prepares the bundle piece by piece; another one approves exactly what is given."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone

from openmash.access import Permission
from openmash.core.errors import NotFound, RuleBroken
from openmash.people import queries as people_queries
from openmash.retention import queries, services
from openmash.web.inside.subject_access.forms import AnswerForm, LookForm, PersonForm, ReasonForm
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen

_PREPARE = Permission.DECIDE


@screen(permission=_PREPARE, kind=READ)
def requests(request: HubRequest) -> HttpResponse:
    """The requests that wait for a preparer or a second person."""
    running = [each for each in queries.requests(actor=request.actor) if each.runs and each.state != "received"]
    context = {"requests": running, "today": timezone.localdate(request.at)}
    return render(request, "subject_access/to_prepare.html", context)


@screen(permission=_PREPARE, kind=READ)
def prepare(request: HubRequest, request_id: UUID) -> HttpResponse:
    """One request: who it is, every piece, every owner."""
    return _page(request, request_id)


@screen(permission=_PREPARE, kind=WRITE)
def person(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Say who in the hub's records it is, and gather everything about them."""
    view = queries.request(request_id, actor=request.actor)
    searched = request.GET.get("name", view.about_name)
    ids = people_queries.named(searched, actor=request.actor) | set(view.person_ids)
    found = people_queries.persons(ids, actor=request.actor)
    people = sorted(((each.id, _who(each)) for each in found.values()), key=lambda pair: pair[1])
    form = PersonForm(posted(request), people=people, initial={"people": [str(each) for each in view.person_ids]})
    if request.method == "POST" and form.is_valid():
        try:
            added = services.gather(
                request_id=request_id, person_ids=form.cleaned_data["people"], actor=request.actor, at=request.at
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(
                request, f"{added} {'piece is' if added == 1 else 'pieces are'} on the list, and every agency is asked."
            )
            return redirect("subject_access:prepare", request_id=request_id)
    context = {"form": form, "view": view, "searched": searched, "nobody": not people}
    return render(request, "subject_access/person.html", context)


@screen(permission=_PREPARE, kind=DISCLOSE)
def piece(request: HubRequest, piece_id: UUID) -> HttpResponse:
    """One piece with its words; answered here where it is the hub's own or its owner has no accounts."""
    return _piece_page(request, piece_id)


@screen(permission=_PREPARE, kind=WRITE)
def answer(request: HubRequest, piece_id: UUID) -> HttpResponse:
    """Whether a piece is given."""
    if request.method != "POST":
        return redirect("subject_access:piece", piece_id=piece_id)
    view = queries.piece(piece_id, actor=request.actor)
    form = AnswerForm(request.POST, by_telephone=view.by_telephone)
    if form.accepts(
        lambda: services.answer_piece(piece_id=piece_id, **form.cleaned_data, actor=request.actor, at=request.at)
    ):
        messages.success(request, "The answer is recorded.")
        return redirect("subject_access:piece", piece_id=piece_id)
    return _piece_page(request, piece_id, answer_form=form)


@screen(permission=_PREPARE, kind=WRITE)
def look(request: HubRequest, piece_id: UUID) -> HttpResponse:
    """Say that other people are kept out of a piece that is given."""
    if request.method != "POST":
        return redirect("subject_access:piece", piece_id=piece_id)
    form = LookForm(request.POST, prefix="look")
    if form.accepts(
        lambda: services.look_through(piece_id=piece_id, **form.cleaned_data, actor=request.actor, at=request.at)
    ):
        view = queries.piece(piece_id, actor=request.actor)
        messages.success(request, "Looked through.")
        return redirect("subject_access:prepare", request_id=view.request_id)
    return _piece_page(request, piece_id, look_form=form)


@screen(permission=_PREPARE, kind=WRITE)
def telephoned(request: HubRequest, request_id: UUID, agency_id: UUID) -> HttpResponse:
    """An agency without accounts has answered for everything on the telephone."""
    if request.method == "POST":
        try:
            services.answer_for_agency(request_id=request_id, agency_id=agency_id, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
    return redirect("subject_access:prepare", request_id=request_id)


@screen(permission=_PREPARE, kind=WRITE)
def submit(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Send the bundle to a second person."""
    if request.method != "POST":
        return redirect("subject_access:prepare", request_id=request_id)
    try:
        services.submit(request_id=request_id, actor=request.actor, at=request.at, version=version_in(request))
    except RuleBroken as broken:
        return _page(request, request_id, why_not=broken.sentence)
    messages.success(request, "A second person must look at it now.")
    return redirect("subject_access:prepare", request_id=request_id)


@screen(permission=_PREPARE, kind=DISCLOSE)
def bundle(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Exactly what is given, for the second person; and for handing over once it is approved."""
    return _bundle_page(request, request_id)


@screen(permission=_PREPARE, kind=DISCLOSE)
def file(request: HubRequest, request_id: UUID) -> HttpResponse:
    """The approved bundle as a file to hand over: one page that needs nothing else."""
    view = queries.request(request_id, actor=request.actor)
    if view.state != "answered":
        raise NotFound  # there is no file before a second person approved it
    given = services.open_bundle(request_id=request_id, actor=request.actor, at=request.at)
    html = render_to_string("subject_access/parts/file.html", {"bundle": given})
    answer = HttpResponse(html, content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{view.reference}.html"'
    return answer


@screen(permission=_PREPARE, kind=WRITE)
def approve(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Approve exactly this bundle."""
    if request.method != "POST":
        return redirect("subject_access:prepare", request_id=request_id)
    try:
        services.approve_bundle(request_id=request_id, actor=request.actor, at=request.at, version=version_in(request))
    except RuleBroken as broken:
        return _page(request, request_id, why_not=broken.sentence)
    messages.success(request, "Approved. The bundle may be handed over.")
    return redirect("subject_access:prepare", request_id=request_id)


@screen(permission=_PREPARE, kind=WRITE)
def send_back(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Have it prepared differently."""
    if request.method != "POST":
        return redirect("subject_access:prepare", request_id=request_id)
    form = ReasonForm(request.POST)
    if form.accepts(
        lambda: services.send_back(
            request_id=request_id,
            because=form.cleaned_data["because"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, "Sent back to whoever prepared it.")
        return redirect("subject_access:prepare", request_id=request_id)
    return _page(request, request_id, form=form)


def _page(request: HubRequest, request_id: UUID, *, why_not: str = "", form: ReasonForm | None = None) -> HttpResponse:
    view = queries.request(request_id, actor=request.actor)
    context = {
        "view": view,
        "pieces": queries.pieces(request_id, actor=request.actor),
        "owners": queries.owners(request_id, actor=request.actor),
        "is_own": view.submitted_by == request.actor.id,
        "today": timezone.localdate(request.at),
        "why_not": why_not,
        "form": form or ReasonForm(),
    }
    return render(request, "subject_access/prepare.html", context)


def _piece_page(
    request: HubRequest, piece_id: UUID, *, answer_form: AnswerForm | None = None, look_form: LookForm | None = None
) -> HttpResponse:
    words = queries.piece_words(piece_id, actor=request.actor, at=request.at)
    view = words.view
    if answer_form is None and (view.agency_id is None or view.by_telephone):
        answer_form = AnswerForm.about(words, by_telephone=view.by_telephone)
    if look_form is None and view.answer in ("disclose", "redact"):
        look_form = LookForm(prefix="look", initial={"words": words.given})
    context = {"piece": words, "view": view, "answer_form": answer_form, "look_form": look_form}
    return render(request, "subject_access/piece.html", context)


def _bundle_page(request: HubRequest, request_id: UUID) -> HttpResponse:
    given = services.open_bundle(request_id=request_id, actor=request.actor, at=request.at)
    view = queries.request(request_id, actor=request.actor)
    context = {"bundle": given, "view": view, "is_own": view.submitted_by == request.actor.id, "form": ReasonForm()}
    return render(request, "subject_access/bundle.html", context)


def _who(found: people_queries.PersonView) -> str:
    born = found.born_on or found.expected_on
    return f"{found.display_name}, born {born.day} {born:%B %Y}" if born else f"{found.display_name}, born not known"
