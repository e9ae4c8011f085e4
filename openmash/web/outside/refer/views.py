"""The public form: a page a question, put aside under the visitor's code after each of them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.contacts import rules as contact_rules
from openmash.contacts import services as contact_services
from openmash.contacts.errors import CodeNotFound
from openmash.core.errors import RuleBroken
from openmash.hubs import queries as hub_queries
from openmash.web.outside.refer import pages
from openmash.web.outside.refer.forms import STEPS
from openmash.web.outside.refer.saving import NO_CODE, Put, answers_of, may_go_on, put_aside
from openmash.web.shared import receipt_codes
from openmash.web.shared.screen import PUBLIC, READ, WRITE, HubRequest, screen


@screen(permission=PUBLIC, kind=READ)
def start(request: HubRequest) -> HttpResponse:
    """What the form is for, and what to have at hand."""
    begun = receipt_codes.code_of(request) is not None and may_go_on(request, "check")
    not_live = hub_queries.not_live_yet(request.hub.id, at=request.at)
    return render(request, "refer/start.html", _context(request, begun=begun, not_live=not_live))


@screen(permission=PUBLIC, kind=WRITE)
def step(request: HubRequest, name: str) -> HttpResponse:
    """One page of questions."""
    if name not in STEPS:
        raise Http404
    if request.method != "POST":
        if not may_go_on(request, name):
            return redirect("refer:continue", request.hub.slug)
        return _step_page(request, name, answers_of(request).form(name))
    put = put_aside(request, lambda answers: answers.keep(name, request.POST), first=name == "danger")
    form = put.answers.form(name, request.POST)
    if put.problem:
        return _step_page(request, name, form, put)
    if put.later:
        return put.redirect(reverse("refer:saved", args=[request.hub.slug]))
    if not form.is_valid():
        return put.keep_code(_step_page(request, name, form))
    if name == "danger" and form.cleaned_data["danger"] == "yes":
        return put.redirect(reverse("refer:call_999", args=[request.hub.slug]))
    return put.redirect(pages.url_after(name, request.hub, put.answers))


@screen(permission=PUBLIC, kind=READ)
def call_999(request: HubRequest) -> HttpResponse:
    """Somebody is in danger: the police first, the form afterwards."""
    next_url = pages.url_after("danger", request.hub)
    return render(request, "refer/call_999.html", _context(request, next_url=next_url))


@screen(permission=PUBLIC, kind=READ)
def saved(request: HubRequest) -> HttpResponse:
    """The code with which to go on another time."""
    code = receipt_codes.code_of(request)
    if code is None:
        return redirect("refer:continue", request.hub.slug)
    return render(request, "refer/saved.html", _context(request, code=code))


@screen(permission=PUBLIC, kind=WRITE)
def continue_(request: HubRequest) -> HttpResponse:
    """Go on with a form that was put aside."""
    code, problem = request.POST.get("code", ""), ""
    if request.method == "POST":
        if not code.strip():
            problem = "Enter your code"
        elif receipt_codes.too_many_guesses(request):
            problem = receipt_codes.WAIT
        else:
            try:
                contact_services.saved_form(hub_id=request.hub.id, code=code, at=request.at)
            except CodeNotFound as error:
                receipt_codes.count_wrong_guess(request)
                problem = error.sentence
            else:
                response = redirect(_where_it_stopped(request, code))
                receipt_codes.remember(response, request, code)
                return response
    return render(request, "refer/continue.html", _context(request, code=code, problem=problem))


@screen(permission=PUBLIC, kind=WRITE)
def check(request: HubRequest) -> HttpResponse:
    """All answers on one page, and the button that sends them."""
    code = receipt_codes.code_of(request)
    if code is None or not may_go_on(request, "check"):
        return redirect("refer:continue", request.hub.slug)
    answers = answers_of(request)
    problem = ""
    if request.method == "POST" and not answers.unfinished():
        try:
            letter = contact_rules.letter_of(answers.told(at=request.at))
            contact_services.submit(hub_id=request.hub.id, letter=letter, code=code, at=request.at)
        except RuleBroken as broken:
            problem = broken.sentence
        else:
            response = redirect("receipts:receipt", request.hub.slug)
            receipt_codes.remember(response, request, code)
            return response
    context = {
        "sections": pages.sections(answers, request.hub),
        "unfinished": bool(answers.unfinished()),
        "problem": problem,
        "asks_advice": answers.asks_advice,
        "back_url": pages.url_before("check", request.hub),
    }
    return render(request, "refer/check.html", _context(request, **context))


def _step_page(request: HubRequest, name: str, form: Any, put: Put | None = None) -> HttpResponse:
    context = {
        "form": form,
        "title": form.title,
        "intro": form.intro,
        "back_url": pages.url_before(name, request.hub),
        "problem": put.problem if put else "",
        "can_put_aside": True,
    }
    return render(request, "refer/step.html", _context(request, **context))


def _where_it_stopped(request: HubRequest, code: str) -> str:
    return pages.url_of(answers_of(request, code).where_it_stopped(), request.hub)


def _context(request: HubRequest, **more: Any) -> dict[str, Any]:
    return {"hub": request.hub, "base": "shared/base_outside.html", "no_code": NO_CODE, **more}
