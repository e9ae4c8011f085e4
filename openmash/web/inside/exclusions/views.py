"""Keeping a colleague out of a case: declared on the case, ended on the list."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts import queries as account_queries
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.exclusions import queries, services
from openmash.exclusions.queries import ExclusionView
from openmash.people import permissions as people_permissions
from openmash.people import queries as people_queries
from openmash.web.inside.exclusions.forms import ExclusionForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@dataclass(frozen=True)
class Line:
    """An exclusion on the list; ``own`` where whoever looks is the one kept out."""

    exclusion: ExclusionView
    of_words: str
    own: bool


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def declare(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """ "I know this family": oneself, or for whoever manages exclusions a colleague, is kept out from now on."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    everybody = (*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members))
    form = ExclusionForm(
        posted(request),
        people=[(person.id, person.display_name) for person in everybody],
        colleagues=_colleagues(request),
        initial={"user": str(request.actor.id)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _declared(form, enquiry_id, request)
        except RuleBroken as broken:
            form.blame(broken)
    context = {"form": form, "reference": enquiry.reference, "case_url": reverse("enquiries:case", args=[enquiry_id])}
    return render(request, "exclusions/declare.html", context)


@screen(permission=Permission.MANAGE_EXCLUSIONS, kind=READ)
def show(request: HubRequest) -> HttpResponse:
    """Who is kept out of what, and who was."""
    found = queries.exclusions(request.actor)
    references = enquiry_queries.references([e.enquiry_id for e in found if e.enquiry_id], actor=request.actor)
    people = {e.person_id for e in found if e.person_id}
    # Information governance sees that somebody is kept away from a person, and not from whom.
    names = people_queries.names(people, actor=request.actor) if people_permissions.can_see(request.actor) else {}
    kept = {*enquiry_queries.kept_out_of(request.actor), *enquiry_queries.people_kept_from(request.actor)}
    lines = []
    for each in found:
        own = each.user_id == request.actor.id
        shut = own or each.enquiry_id in kept or each.person_id in kept
        lines.append(Line(each, "a case of your own to keep out of" if shut else _of(each, references, names), own))
    return render(request, "exclusions/list.html", {"lines": lines})


@screen(permission=Permission.MANAGE_EXCLUSIONS, kind=WRITE)
def end(request: HubRequest, exclusion_id: UUID) -> HttpResponse:
    """Let a colleague in again; the button is on the list."""
    if request.method == "POST":
        services.end(exclusion_id=exclusion_id, actor=request.actor, at=request.at)
        messages.success(request, "Ended. That they were kept out stays on record.")
    return redirect("exclusions:list")


def _of(one: ExclusionView, references: dict[UUID, str], names: dict[UUID, str]) -> str:
    if one.enquiry_id:
        return references.get(one.enquiry_id, "")
    return f"everything about {names.get(one.person_id, 'one person')}" if one.person_id else ""


def _declared(form: ExclusionForm, enquiry_id: UUID, request: HubRequest) -> HttpResponse:
    typed = form.cleaned_data
    user_id = typed.get("user") or request.actor.id
    services.declare(
        user_id=user_id,
        enquiry_id=None if form.person_id else enquiry_id,
        person_id=form.person_id,
        ground=typed["ground"],
        words=typed["words"],
        until=typed["until"],
        actor=request.actor,
        at=request.at,
    )
    if user_id == request.actor.id:
        messages.success(request, "Thank you. You are kept out of this case from now on.")
        return redirect("worklist:mine")
    messages.success(request, "Your colleague is kept out of this case from now on.")
    return redirect("enquiries:case", enquiry_id=enquiry_id)


def _colleagues(request: HubRequest) -> list[tuple[UUID, str]]:
    if Permission.MANAGE_EXCLUSIONS not in request.actor.permissions:
        return []
    found = account_queries.people_of(request.actor.hub_id)
    mine = [(each.user_id, "Myself") for each in found if each.user_id == request.actor.id]
    others = [(each.user_id, f"{each.name}, {each.agency_name}") for each in found if each.user_id != request.actor.id]
    return mine + others
