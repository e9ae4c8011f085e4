"""Settling a step, taking it further, and taking it back."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.differences import queries, services
from openmash.enquiries import queries as enquiry_queries
from openmash.web.inside.differences.forms import SettleForm, SureForm
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=WRITE)
def settle(request: HubRequest, difference_id: UUID) -> HttpResponse:
    """Settle the step that a difference is on."""
    queries.require_may_settle(difference_id, actor=request.actor)
    found = queries.difference(difference_id, actor=request.actor)
    model = enquiry_queries.model_for(found.enquiry_id, actor=request.actor)
    form = SettleForm(
        posted(request),
        about=found.about,
        ratings=[(rating.code, rating.label) for rating in model.ratings_by_urgency()],
        leaves=found.for_referrer,
    )
    if form.accepts(
        lambda: services.settle(
            difference_id=difference_id,
            found=form.found(),
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, "Settled. Whoever raised it has been told.")
        return redirect("differences:one", difference_id=difference_id)
    context = {
        "form": form,
        "one": found,
        "version": request.POST.get("version", found.version),
        "back_url": reverse("differences:one", args=[difference_id]),
        "now": request.at,
    }
    return render(request, "differences/settle.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def further(request: HubRequest, difference_id: UUID) -> HttpResponse:
    """Take a settled difference to the next step."""
    words = "Whoever settles the next step is told, and its clock starts now."
    done = "Taken further. Whoever settles the next step has been told."
    return _sure(request, difference_id, services.take_further, "Take it further?", words, "Take it further", done)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def withdraw(request: HubRequest, difference_id: UUID) -> HttpResponse:
    """Take a difference back."""
    words = "It is no longer settled by anybody. That it was raised, and why, stays on record."
    return _sure(request, difference_id, services.withdraw, "Take it back?", words, "Take it back", "Taken back.")


def _sure(
    request: HubRequest,
    difference_id: UUID,
    act: Callable[..., None],
    title: str,
    words: str,
    label: str,
    done: str,
) -> HttpResponse:
    queries.require_may_go_on(difference_id, actor=request.actor)
    form = SureForm(posted(request))
    if form.accepts(
        lambda: act(difference_id=difference_id, actor=request.actor, at=request.at, version=version_in(request))
    ):
        messages.success(request, done)
        return redirect("differences:one", difference_id=difference_id)
    context = {
        "form": form,
        "title": title,
        "body": words,
        "submit_label": label,
        "cancel_url": reverse("differences:one", args=[difference_id]),
    }
    return render(request, "shared/confirm_page.html", context)
