"""Keeping and erasing: references, owners, dates and counts; no name of a family and no word of the room."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from openmash.access import Permission
from openmash.agencies import queries as agency_queries
from openmash.core.errors import NotFound, RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.retention import queries, rules, services
from openmash.web.inside.retention import pages
from openmash.web.inside.retention.forms import CaseHoldForm, DeclineForm, HoldForm, LiftForm, LineForm, ReviewForm
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen

_SEE = Permission.REVIEW_EXCEPTIONS  # both who prepares and who approves hold it
_MANAGE = Permission.MANAGE_RECORDS


@screen(permission=_SEE, kind=READ)
def overview(request: HubRequest) -> HttpResponse:
    """What is due for erasure this month, what holds keep, and the list that waits for a second person."""
    by = rules.last_day_of_month(timezone.localdate(request.at))
    due = queries.due(by=by, actor=request.actor, at=request.at)
    context = {
        "due": due,
        "waiting": queries.open_batch(actor=request.actor),
        "batches": queries.batches(actor=request.actor)[:12],
        "may_manage": _MANAGE in request.actor.permissions,
        "places": pages.places(request),
    }
    return render(request, "retention/overview.html", context)


@screen(permission=_MANAGE, kind=WRITE)
def prepare(request: HubRequest) -> HttpResponse:
    """Put all that is due this month on a list for a second person."""
    if request.method != "POST":
        return redirect("retention:overview")
    by = rules.last_day_of_month(timezone.localdate(request.at))
    try:
        batch_id = services.prepare(by=by, actor=request.actor, at=request.at)
    except RuleBroken as broken:
        messages.error(request, broken.sentence)
        return redirect("retention:overview")
    messages.success(request, "The list is ready. A second person must approve it; nothing is erased before.")
    return redirect("retention:batch", batch_id=batch_id)


@screen(permission=_SEE, kind=READ)
def batch(request: HubRequest, batch_id: UUID) -> HttpResponse:
    """One list: what would go, under which line of the schedule, and who may decide."""
    return _batch_page(request, batch_id)


@screen(permission=_SEE, kind=WRITE)
def approve(request: HubRequest, batch_id: UUID) -> HttpResponse:
    """Approve a list that somebody else prepared, and erase it."""
    if request.method != "POST":
        return redirect("retention:batch", batch_id=batch_id)
    try:
        done = services.approve(batch_id=batch_id, actor=request.actor, at=request.at, version=version_in(request))
    except RuleBroken as broken:
        return _batch_page(request, batch_id, why_not=broken.sentence)
    messages.success(request, f"{done} {'entry is' if done == 1 else 'entries are'} erased. The keys are gone.")
    return redirect("retention:batch", batch_id=batch_id)


@screen(permission=_SEE, kind=WRITE)
def decline(request: HubRequest, batch_id: UUID) -> HttpResponse:
    """Say no to a list."""
    if request.method != "POST":
        return redirect("retention:batch", batch_id=batch_id)
    form = DeclineForm(request.POST)
    if form.accepts(
        lambda: services.decline(
            batch_id=batch_id,
            because=form.cleaned_data["because"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, "Nothing on the list was erased.")
        return redirect("retention:batch", batch_id=batch_id)
    return _batch_page(request, batch_id, form=form)


@screen(permission=_MANAGE, kind=READ)
def holds(request: HubRequest) -> HttpResponse:
    """Every hold, those in force first, and a form for another."""
    return _holds_page(request)


@screen(permission=_MANAGE, kind=WRITE)
def place_hold(request: HubRequest) -> HttpResponse:
    """Place a hold by reference, agency, or on the whole hub."""
    if request.method != "POST":
        return redirect("retention:holds")
    form = HoldForm(request.POST, agencies=_agencies(request))
    if form.accepts(lambda: _place(request, form.cleaned_data)):
        messages.success(request, "The hold is in force. Nothing under it is erased until somebody lifts it.")
        return redirect("retention:holds")
    return _holds_page(request, form)


@screen(permission=_MANAGE, kind=WRITE)
def lift_hold(request: HubRequest, hold_id: UUID) -> HttpResponse:
    """Say why a hold is no longer needed."""
    held = next((each for each in queries.holds(actor=request.actor) if each.id == hold_id and each.in_force), None)
    if held is None:
        raise NotFound
    form = LiftForm(posted(request))
    if form.accepts(
        lambda: services.lift_hold(
            hold_id=hold_id, because=form.cleaned_data["because"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "The hold is lifted. What its schedule says holds again.")
        return redirect("retention:holds")
    return render(request, "retention/lift.html", {"form": form, "held": held})


@screen(permission=Permission.DECIDE, kind=WRITE)
def hold_case(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """A manager who hears of proceedings holds a case, or everything about somebody in it."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    everybody = [each.person for each in enquiry.subjects] + [each.person for each in enquiry.members]
    people = [(each.id, each.display_name) for each in everybody]
    form = CaseHoldForm(posted(request), people=people)
    if form.accepts(lambda: _hold_of_case(request, enquiry_id, form.cleaned_data)):
        messages.success(request, "The hold is in force. Nothing under it is erased until somebody lifts it.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    context = {"form": form, "reference": enquiry.reference, "case_url": reverse("enquiries:case", args=[enquiry_id])}
    return render(request, "retention/hold_case.html", context)


@screen(permission=_SEE, kind=READ)
def schedule(request: HubRequest) -> HttpResponse:
    """How long what is kept, with where each period comes from."""
    return _schedule_page(request)


@screen(permission=_MANAGE, kind=WRITE)
def adopt(request: HubRequest) -> HttpResponse:
    """Adopt a line of the hub's own."""
    form = LineForm(posted(request), agencies=_agencies(request))
    if form.accepts(lambda: _adopt(request, **form.cleaned_data)):
        messages.success(request, "The schedule is changed. What held before stays on record.")
        return redirect("retention:schedule")
    return render(request, "retention/adopt.html", {"form": form, "places": pages.places(request)})


@screen(permission=_SEE, kind=READ)
def erased(request: HubRequest) -> HttpResponse:
    """The ledger: what was erased, under which line, by whom."""
    context = {"rows": pages.ledger(request.actor), "places": pages.places(request)}
    return render(request, "retention/erased.html", context)


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=READ)
def reviews(request: HubRequest) -> HttpResponse:
    """What the actor's agency must look at before it can be erased."""
    asked = queries.to_review(actor=request.actor, at=request.at)
    return render(request, "retention/reviews.html", {"asked": asked, "agency": request.actor.agency_name})


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=WRITE)
def review(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Say whether the agency still needs what it put in about one family."""
    asked = next(
        (each for each in queries.to_review(actor=request.actor, at=request.at) if each.enquiry_id == enquiry_id), None
    )
    if asked is None:
        raise NotFound
    form = ReviewForm(posted(request))
    if form.accepts(
        lambda: services.review(
            enquiry_id=enquiry_id,
            no_longer_needed=form.cleaned_data["verdict"] == "erase",
            keep_until=form.cleaned_data["keep_until"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "Thank you. Your answer is recorded.")
        return redirect("retention:reviews")
    return render(request, "retention/review.html", {"form": form, "asked": asked})


def _batch_page(
    request: HubRequest, batch_id: UUID, *, form: DeclineForm | None = None, why_not: str = ""
) -> HttpResponse:
    view = queries.batch(batch_id, actor=request.actor)
    context = {
        "batch": view,
        "form": form or DeclineForm(),
        "why_not": why_not,
        "is_own": view.prepared_by == request.actor.id,
        "horizon": pages.BACKUPS,
        "places": pages.places(request),
    }
    return render(request, "retention/batch.html", context)


def _holds_page(request: HubRequest, form: HoldForm | None = None) -> HttpResponse:
    context = {
        "holds": queries.holds(actor=request.actor),
        "form": form or HoldForm(agencies=_agencies(request)),
        "places": pages.places(request),
    }
    return render(request, "retention/holds.html", context)


def _schedule_page(request: HubRequest) -> HttpResponse:
    rows = queries.schedule(actor=request.actor, on=timezone.localdate(request.at))
    context = {
        "rows": [each for each in rows if each.holds],
        "others": [each for each in rows if not each.holds],
        "may_manage": _MANAGE in request.actor.permissions,
        "places": pages.places(request),
    }
    return render(request, "retention/schedule.html", context)


def _agencies(request: HubRequest) -> list[tuple[UUID, str]]:
    return [(each.id, each.name) for each in agency_queries.agencies(request.actor.hub_id)]


def _place(request: HubRequest, typed: dict[str, Any]) -> None:
    if typed["on"] == "hub":
        _hold(request, "hub", request.actor.hub_id, typed)
    elif typed["on"] == "agency":
        _hold(request, "agency", typed["agency"], typed)
    else:
        enquiry_id = enquiry_queries.by_reference(typed["reference"], hub_id=request.actor.hub_id)
        if enquiry_id is None:
            raise RuleBroken("hold.is_known", "There is no enquiry with that reference.", field="reference")
        if typed["on"] == "enquiry":
            _hold(request, "enquiry", enquiry_id, typed)
            return
        for person_id in sorted(enquiry_queries.people_of(enquiry_id, hub_id=request.actor.hub_id)):
            _hold(request, "person", person_id, typed)


def _hold_of_case(request: HubRequest, enquiry_id: UUID, typed: dict[str, Any]) -> None:
    if typed["on"] == "enquiry":
        _hold(request, "enquiry", enquiry_id, typed)
    else:
        _hold(request, "person", UUID(typed["on"]), typed)


def _hold(request: HubRequest, on: str, about_id: UUID, typed: dict[str, Any]) -> None:
    services.place_hold(
        on=on, about_id=about_id, ground=typed["ground"], reason=typed["reason"], actor=request.actor, at=request.at
    )


def _adopt(request: HubRequest, agency: UUID | None, **line: Any) -> None:
    services.adopt_line(agency_id=agency, **line, actor=request.actor, at=request.at)
