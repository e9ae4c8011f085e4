"""The screens of a case's clocks: letting one stand still, letting it run on, noting what it waited for."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.core.errors import RuleBroken
from openmash.enquiries import permissions, queries, rules, services
from openmash.hubs.rules import Happening, OperatingModel, PauseRule, Serves
from openmash.web.inside.enquiries.clock_forms import HappenedForm, PauseForm
from openmash.web.inside.enquiries.pages import clocks as clock_pages
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.RATE, kind=WRITE)
def pause_decision(request: HubRequest, subject_id: UUID) -> HttpResponse:
    """Let the clock of a decision about one child or adult stand still."""
    enquiry_id = queries.enquiry_of_subject(subject_id, actor=request.actor)
    enquiry = queries.enquiry(enquiry_id, actor=request.actor)
    subject = next(s for s in enquiry.subjects if s.id == subject_id)
    model = queries.model_for(enquiry_id, actor=request.actor)
    open_ = rules.pauses_open(model, clock="", rating=subject.rating, whom=Serves(subject.kind))
    title = f"Let the clock of {subject.person.display_name} stand still"

    def pause(reason: str, words: str) -> None:
        services.pause_decision(subject_id=subject_id, reason=reason, words=words, actor=request.actor, at=request.at)

    return _pause_page(request, enquiry_id, _allowed(open_, model, request), title, pause)


@screen(permission=Permission.RATE, kind=WRITE)
def pause_clock(request: HubRequest, clock_id: UUID) -> HttpResponse:
    """Let one of the other clocks of a case stand still."""
    clock = queries.clock(clock_id, actor=request.actor)
    model = queries.model_for(clock.enquiry_id, actor=request.actor)
    open_ = rules.pauses_open(model, clock=clock.code, rating="", whom=None)

    def pause(reason: str, words: str) -> None:
        services.pause_clock(clock_id=clock_id, reason=reason, words=words, actor=request.actor, at=request.at)

    title = f"Let “{clock.label}” stand still"
    return _pause_page(request, clock.enquiry_id, _allowed(open_, model, request), title, pause)


@screen(permission=Permission.RATE, kind=WRITE)
def resume_decision(request: HubRequest, subject_id: UUID) -> HttpResponse:
    """Let the clock of a decision run on; the button is on the case."""
    enquiry_id = queries.enquiry_of_subject(subject_id, actor=request.actor)
    queries.require_not_kept_out(enquiry_id, actor=request.actor)
    if request.method == "POST":
        _run_on(request, lambda: services.resume_decision(subject_id=subject_id, actor=request.actor, at=request.at))
    return redirect("enquiries:case", enquiry_id=enquiry_id)


@screen(permission=Permission.RATE, kind=WRITE)
def resume_clock(request: HubRequest, clock_id: UUID) -> HttpResponse:
    """Let one of the other clocks run on; the button is on the case."""
    clock = queries.clock(clock_id, actor=request.actor)
    if request.method == "POST":
        _run_on(request, lambda: services.resume_clock(clock_id=clock_id, actor=request.actor, at=request.at))
    return redirect("enquiries:case", enquiry_id=clock.enquiry_id)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def happened(request: HubRequest, clock_id: UUID) -> HttpResponse:
    """Note that what a clock waited for has happened."""
    require(permissions.can_note_happening(request.actor))
    clock = queries.clock(clock_id, actor=request.actor)
    rule = clock_pages.rule_of(clock, queries.model_for(clock.enquiry_id, actor=request.actor))
    offered = clock_pages.by_hand(rule) if rule else ()
    form = HappenedForm(posted(request), happenings=[(each, clock_pages.happened_words(each)) for each in offered])
    if form.accepts(
        lambda: services.note_happening(
            enquiry_id=clock.enquiry_id,
            happening=Happening(form.cleaned_data["happening"]),
            subject_ids=[clock.subject_id] if clock.subject_id else None,
            when=form.cleaned_data["when"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, f"Noted: {clock.label}.")
        return redirect("enquiries:case", enquiry_id=clock.enquiry_id)
    return _form_page(request, form, clock.enquiry_id, title=f"{clock.label}: what happened?", intro=clock.due_words)


def _allowed(found: tuple[PauseRule, ...], model: OperatingModel, request: HubRequest) -> tuple[PauseRule, ...]:
    """The reasons that are this person's to give; Refused where there are reasons and none is theirs."""
    theirs = tuple(rule for rule in found if permissions.can_pause(request.actor, rule, model))
    if found and not theirs:
        permissions.require_can_pause(request.actor, found[0], model)
    return theirs


def _pause_page(
    request: HubRequest,
    enquiry_id: UUID,
    offered: tuple[PauseRule, ...],
    title: str,
    pause: Callable[[str, str], None],
) -> HttpResponse:
    form = PauseForm(posted(request), reasons=[(rule.code, rule.label) for rule in offered])
    if form.accepts(lambda: pause(form.cleaned_data["reason"], form.cleaned_data["words"])):
        messages.success(request, "The clock stands still. It runs on when you say so, and by itself at the latest.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    longest = "; ".join(f"{rule.label}: it runs on {rule.longest.words}" for rule in offered)
    intro = longest or "This hub’s operating model lets no clock stand still here."
    return _form_page(request, form, enquiry_id, title=title, intro=intro)


def _run_on(request: HubRequest, run: Callable[[], None]) -> None:
    try:
        run()
    except RuleBroken as broken:  # somebody else let it run on a moment ago: what was wanted is so
        messages.info(request, broken.sentence)
    else:
        messages.success(request, "The clock runs on. What was left is left.")


def _form_page(request: HubRequest, form: GovForm, enquiry_id: UUID, *, title: str, intro: str) -> HttpResponse:
    case_url = reverse("enquiries:case", args=[enquiry_id])
    context = {
        "form": form,
        "title": title,
        "intro": intro,
        "caption": queries.references([enquiry_id], actor=request.actor)[enquiry_id],
        "back_url": case_url,
        "cancel_url": case_url,
    }
    return render(request, "shared/form_page.html", context)
