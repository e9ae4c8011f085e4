"""Saying that two records are one person: proposed by one, answered by another, undone with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries import services as enquiry_services
from openmash.people import permissions, queries, services
from openmash.people.queries import Offered, PersonView
from openmash.people.states import MergeState
from openmash.web.inside.people import pages
from openmash.web.inside.people.forms import AnswerForm, OtherForm, ReasonForm
from openmash.web.shared import candidates_panel
from openmash.web.shared.forms import GovForm
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen

DONE = {
    "confirm": "They are one person from now on. It can be undone.",
    "refuse": "It is recorded that they are two people.",
    "withdraw": "Your proposal is taken back.",
    "undo": "They are two people again. Each has what was said of it.",
}


@screen(permission=Permission.RECORD_CONTACT, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """What waits for a second person, and what was said before."""
    kept = enquiry_queries.people_kept_from(request.actor)
    rows = [pages.merge_on_page(each) for each in queries.merges(request.actor, without=kept)]
    return render(request, "people/merges.html", {"rows": rows})


@screen(permission=Permission.RECORD_CONTACT, kind=DISCLOSE)
def alike(request: HubRequest, person_id: UUID) -> HttpResponse:
    """Other records that may be of the same person, with what speaks for and against each."""
    person = enquiry_queries.require_person(person_id, actor=request.actor)
    offered = _offered(person, request)
    return _page(request, person, offered, _form(None, offered, ()))


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def propose(request: HubRequest, person_id: UUID) -> HttpResponse:
    """Say that another record is of the same person, or look for that record first."""
    if request.method != "POST":
        return redirect("people:alike", person_id)
    person = enquiry_queries.require_person(person_id, actor=request.actor)
    offered = _offered(person, request)
    form = _form(request, offered, ())
    try:
        more = looked_for(request, person, form)
        if more is not None:
            return _page(request, person, offered, _form(request, offered, more, looks=True))
        form = _form(request, offered, chosen_record(request))
        if form.is_valid():
            return _proposed(request, person, form)
    except RuleBroken as broken:
        form.blame(broken)
    return _page(request, person, offered, form)


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def merge(request: HubRequest, merge_id: UUID) -> HttpResponse:
    """One proposal, with both records side by side; a second person answers it, and it is undone here."""
    kept = enquiry_queries.people_kept_from(request.actor)
    one = queries.merge(merge_id, actor=request.actor, without=kept)
    do = request.POST.get("do", "")
    forms: dict[str, GovForm] = {"answer_form": AnswerForm(), "undo_form": ReasonForm()}
    if request.method == "POST" and do in DONE:
        name = "undo_form" if do == "undo" else "answer_form"
        forms[name] = form = ReasonForm(request.POST) if do == "undo" else AnswerForm(request.POST)
        if form.accepts(lambda: _answer(do, merge_id, form.cleaned_data, request)):
            messages.success(request, DONE[do])
            return redirect("people:merge", merge_id)
    return render(request, "people/merge.html", _merge_context(one, request) | forms)


def looked_for(request: HubRequest, person: PersonView, form: OtherForm) -> list[PersonView] | None:
    """Whom somebody looked for on a page that takes another record; None where they did not look.

    Raises:
        RuleBroken: what they typed says nothing, or too often.
    """
    if request.POST.get("do") != "find":
        return None
    words = request.POST.get("words", "")
    found = enquiry_services.look_for_people(words=words, actor=request.actor, at=request.at)
    mine = queries.same_as([person.id], hub_id=request.actor.hub_id)
    return [each for each in found.people if each.id not in mine]


def chosen_record(request: HubRequest) -> list[PersonView]:
    """The record that was selected, where it is one that may be seen; it may have been found by looking."""
    try:
        other = UUID(request.POST.get("other", ""))
    except ValueError:  # nothing was selected, or what no page of ours sends
        return []
    known = queries.persons([other], actor=request.actor)
    kept = enquiry_queries.people_kept_from(request.actor)
    return [each for each in known.values() if each.id not in kept]


def _offered(person: PersonView, request: HubRequest) -> Offered:
    kept = enquiry_queries.people_kept_from(request.actor)
    return queries.candidates_for(person.id, actor=request.actor, at=request.at, without=kept)


def _form(
    request: HubRequest | None, offered: Offered, more: list[PersonView] | tuple[()], *, looks: bool = False
) -> OtherForm:
    choices, hints = pages.choices(offered, more)
    form = OtherForm(request.POST if request else None, offered=choices, hints=hints)
    if looks:
        form.find_no_fault_yet()
    return form


def _proposed(request: HubRequest, person: PersonView, form: OtherForm) -> HttpResponse:
    merge_id = services.propose_merge(
        person_id=form.cleaned_data["other"],
        into_id=person.id,
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        at=request.at,
    )
    messages.success(request, "Proposed. A manager who is not you says whether they are one person.")
    return redirect("people:merge", merge_id)


def _page(request: HubRequest, person: PersonView, offered: Offered, form: OtherForm) -> HttpResponse:
    context = {
        "person": person,
        "form": form,
        "shown": candidates_panel.on_page(offered.candidates),
        "sentence": offered.sentence,
        "weighed_by": offered.model_version,
    }
    return render(request, "people/alike.html", context)


def _answer(do: str, merge_id: UUID, typed: dict[str, Any], request: HubRequest) -> None:
    given: dict[str, Any] = {"merge_id": merge_id, "actor": request.actor, "at": request.at}
    if do == "confirm":
        services.confirm_merge(answer=typed["answer"], **given)
    elif do == "refuse":
        services.refuse_merge(answer=typed["answer"], **given)
    elif do == "withdraw":
        services.withdraw_merge(**given)
    else:
        services.undo_merge(reason=typed["reason"], **given)


def _merge_context(one: queries.MergeView, request: HubRequest) -> dict[str, Any]:
    waits, mine = one.state == MergeState.PROPOSED, one.proposed_by == request.actor.id
    answers = bool(permissions.can_answer_merge(request.actor))
    return {
        "one": pages.merge_on_page(one),
        "sides": [(one.person, pages.facts(one.person)), (one.into, pages.facts(one.into))],
        "may_answer": waits and answers and not mine,
        "may_withdraw": waits and mine,
        "may_undo": one.state == MergeState.MERGED and answers,
    }
