"""An agency's own records on the page of what it is asked: who these people may be, and which of them its people say.

Shown to that agency's people alone; whoever asked sees neither this nor that there is anything to see.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from openmash.access import Actor, Permission, require
from openmash.checks import permissions, queries, services
from openmash.checks.queries import CheckView, OwnRecordView
from openmash.core.errors import NotFound, RuleBroken
from openmash.enquiries.queries import EnquiryView
from openmash.person_index import queries as index_queries
from openmash.person_index.queries import HitView
from openmash.web.shared.evidence import Step, steps
from openmash.web.shared.screen import WRITE, HubRequest, screen


@dataclass(frozen=True)
class Found:
    """A record of the agency's own that may be somebody asked about; without a reference, only that there is one.

    ``guard`` says why it may be somebody else though much agrees: a twin, a father and son of one name.
    """

    reference: str
    steps: tuple[Step, ...]
    likely: bool
    guard: str


@dataclass(frozen=True)
class Said:
    """What the agency's people said, and where it is taken back."""

    record: OwnRecordView
    take_back_url: str


@dataclass(frozen=True)
class About:
    """One person who is asked about, as the agency's own records know them."""

    person_id: UUID
    name: str
    found: tuple[Found, ...]
    said: tuple[Said, ...]
    may_say: bool
    known: bool


@dataclass(frozen=True)
class Own:
    """Everybody asked about, those whom the index may know first; ``nothing`` says why it knows none of them."""

    people: tuple[About, ...]
    nothing: str
    known: int
    say_url: str


def own(check: CheckView, enquiry: EnquiryView, actor: Actor) -> Own | None:
    """What the reader's own records say; None for everybody who does not answer for the agency asked."""
    if not permissions.can_answer(actor, check.agency_id, check.agency_name):
        return None
    hits = index_queries.hits_of_checks([check.id], actor=actor).get(check.id, ())
    said = queries.own_records(check.id, actor=actor)
    everybody = [*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members)]
    people = [_about(each.id, each.display_name, hits, said) for each in everybody]
    nobody = not any(each.known or each.said for each in people)
    return Own(
        people=tuple(sorted(people, key=lambda each: not (each.known or each.said))),
        nothing=_why_nothing(check) if nobody and check.waiting else "",
        known=sum(each.known for each in people),
        say_url=reverse("checks:say_own_record", args=[check.id]),
    )


def _why_nothing(check: CheckView) -> str:
    """Nothing found says least of all that nobody is known: what was asked, and what is left to do."""
    if not index_queries.stands(check.agency_id)["answers"]:
        return "Your agency has no person index here, so nothing was looked up. Search your own system."
    if check.looked_up_at is None:
        return "Your person index is about to be asked. Look again in a minute, or search your own system."
    return "Your person index found nobody alike. It misses some: search your own system too."


@screen(permission=Permission.ANSWER_CHECKS, kind=WRITE)
def say(request: HubRequest, check_id: UUID) -> HttpResponse:
    """Say which of the agency's own records somebody is, or that none of them is; the buttons are on the request."""
    if request.method == "POST":
        check = queries.check(check_id, actor=request.actor)
        require(permissions.can_answer(request.actor, check.agency_id, check.agency_name))
        try:
            messages.success(request, _said(request, check_id))
        except RuleBroken as broken:
            messages.error(request, broken.sentence)
    return redirect("checks:answer", check_id=check_id)


@screen(permission=Permission.ANSWER_CHECKS, kind=WRITE)
def take_back(request: HubRequest, own_record_id: UUID) -> HttpResponse:
    """Take back what was said of an own record."""
    if request.method != "POST":
        return redirect("worklist:mine")
    check_id = services.take_back_own_record(own_record_id=own_record_id, actor=request.actor, at=request.at)
    messages.success(request, "Taken back.")
    return redirect("checks:answer", check_id=check_id)


def _said(request: HubRequest, check_id: UUID) -> str:
    person_id = _uuid(request.POST.get("person", ""))
    actor, at = request.actor, request.at
    if "none" in request.POST:
        services.say_none_of_these(check_id=check_id, person_id=person_id, actor=actor, at=at)
        return "Noted for your agency: none of these."
    # A button beside a record that was found carries its reference; the box below is for one that was not.
    reference = request.POST.get("found") or request.POST.get("reference", "")
    services.say_own_record(check_id=check_id, person_id=person_id, reference=reference, actor=actor, at=at)
    return f"Noted for your agency: this is {reference.strip()}."


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        raise NotFound from error


def _about(person_id: UUID, name: str, hits: Iterable[HitView], said: Iterable[OwnRecordView]) -> About:
    theirs = [each for each in hits if each.person_id == person_id]
    told = [each for each in said if each.person_id == person_id]
    named = {each.reference for each in told}
    return About(
        person_id=person_id,
        name=name,
        found=tuple(_found(each) for each in theirs if each.reference not in named),
        said=tuple(Said(each, reverse("checks:take_back_own_record", args=[each.id])) for each in told),
        may_say="" not in named,
        known=bool(theirs),
    )


def _found(hit: HitView) -> Found:
    likely = hit.weight is not None and hit.weight >= index_queries.thresholds()["suggest"].bits
    return Found(hit.reference, steps(hit.evidence), likely, hit.guard)
