"""The two lists of people: those the worry is about, and the others in the home."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.web.outside.refer import pages
from openmash.web.outside.refer.answers import MOST_PEOPLE, Answers
from openmash.web.outside.refer.forms import PARTS
from openmash.web.outside.refer.saving import NO_CODE, Put, answers_of, may_go_on, put_aside
from openmash.web.shared.forms import whole_number
from openmash.web.shared.screen import PUBLIC, WRITE, HubRequest, screen

_WORDS = {
    "about": ("Add another child or adult you are worried about", ""),
    "household": (
        "Add somebody",
        "Parents, carers, brothers and sisters, partners: whoever lives there, and others who matter.",
    ),
}


@screen(permission=PUBLIC, kind=WRITE)
def people(request: HubRequest, part: str) -> HttpResponse:
    """A list of people: add, change, take off, go on."""
    _require_part(part)
    if request.method != "POST":
        if not may_go_on(request, part):
            return redirect("refer:continue", request.hub.slug)
        answers = answers_of(request)
        if part == "about" and not answers.people[part] and not answers.asks_advice:
            return redirect("refer:person", request.hub.slug, part, 1)
        return _list_page(request, part, answers)
    removed = request.POST.get("remove", "")
    number = whole_number(removed) or 0
    put = put_aside(request, lambda answers: answers.remove_person(part, number))
    if put.problem:
        return redirect("refer:continue", request.hub.slug)
    if put.later:
        return put.redirect(reverse("refer:saved", args=[request.hub.slug]))
    if removed:
        return put.redirect(pages.url_of(part, request.hub))
    return put.redirect(pages.url_after(part, request.hub, put.answers))


@screen(permission=PUBLIC, kind=WRITE)
def person(request: HubRequest, part: str, number: int) -> HttpResponse:
    """One person on a list; the number after the last one adds somebody."""
    _require_part(part)
    if request.method != "POST":
        if not may_go_on(request, part):
            return redirect("refer:continue", request.hub.slug)
        answers = answers_of(request)
        _require_place(answers, part, number)
        return _person_page(request, part, number, answers.person_form(part, number))
    put = put_aside(request, lambda answers: _keep(answers, part, number, request))
    form = put.answers.person_form(part, min(number, len(put.answers.people[part]) + 1), request.POST)
    if put.problem:
        return _person_page(request, part, number, form, put)
    if put.later:
        return put.redirect(reverse("refer:saved", args=[request.hub.slug]))
    if not form.is_valid():
        return put.keep_code(_person_page(request, part, number, form))
    return put.redirect(pages.url_of(part, request.hub))


def _require_part(part: str) -> None:
    if part not in PARTS:
        raise Http404


def _keep(answers: Answers, part: str, number: int, request: HubRequest) -> None:
    _require_place(answers, part, number)
    answers.keep_person(part, number, request.POST)


def _require_place(answers: Answers, part: str, number: int) -> None:
    if not 1 <= number <= min(len(answers.people[part]) + 1, MOST_PEOPLE):
        raise Http404


def _list_page(request: HubRequest, part: str, answers: Answers) -> HttpResponse:
    add, intro = _WORDS[part]
    listed = pages.people_on_page(answers, part, request.hub)
    context: dict[str, Any] = {
        "hub": request.hub,
        "title": PARTS[part].title,
        "intro": intro,
        "people": listed,
        "add_text": add if listed or part == "household" else "Add a child or adult you are worried about",
        "add_url": reverse("refer:person", args=[request.hub.slug, part, len(listed) + 1]),
        "may_add": len(listed) < MOST_PEOPLE,
        "back_url": pages.url_before(part, request.hub),
        "no_code": NO_CODE,
    }
    return render(request, "refer/people.html", context)


def _person_page(request: HubRequest, part: str, number: int, form: Any, put: Put | None = None) -> HttpResponse:
    context = {
        "hub": request.hub,
        "base": "shared/base_outside.html",
        "form": form,
        "title": PARTS[part].title,
        "back_url": pages.url_before(part, request.hub) if number == 1 else pages.url_of(part, request.hub),
        "problem": put.problem if put else "",
        "can_put_aside": True,
        "no_code": NO_CODE,
    }
    return render(request, "refer/step.html", context)
