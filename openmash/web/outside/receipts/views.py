"""The receipt: proof that a form was sent, and what may be said of what came of it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.contacts import services as contact_services
from openmash.contacts.errors import CodeNotFound
from openmash.differences import queries as difference_queries
from openmash.differences import rules as difference_rules
from openmash.differences import services as difference_services
from openmash.hubs import queries as hub_queries
from openmash.web.outside.receipts.forms import DisagreeForm
from openmash.web.shared import receipt_codes
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import PUBLIC, WRITE, HubRequest, screen


@screen(permission=PUBLIC, kind=WRITE)
def receipt(request: HubRequest) -> HttpResponse:
    """Ask for the code, or show what its holder may see."""
    if request.method == "POST":
        return _look_up(request, request.POST.get("code", ""))
    code = receipt_codes.code_of(request)
    if code is None:
        return _ask(request)
    try:
        found = contact_services.receipt(hub_id=request.hub.id, code=code)
    except CodeNotFound:  # a form that is not sent yet
        return _ask(request)
    challenged_at = difference_queries.challenged_at(
        contact_services.receipt_hash(code), found.said_at, hub_id=request.hub.id
    )
    context = {
        "hub": request.hub,
        "code": code,
        "receipt": found,
        "challenged_at": challenged_at,
        "may_challenge": found.is_news and challenged_at is None and _hears_referrers(request),
    }
    return render(request, "receipts/receipt.html", context)


@screen(permission=PUBLIC, kind=WRITE)
def disagree(request: HubRequest) -> HttpResponse:
    """Say that one does not agree with what came of it; the hub's people read it, this door cannot."""
    code = receipt_codes.code_of(request)
    if code is None:
        return redirect("receipts:receipt", request.hub.slug)
    form = DisagreeForm(posted(request))
    try:
        found = contact_services.receipt(hub_id=request.hub.id, code=code)
        sent = form.accepts(
            lambda: difference_services.challenge(
                hub_id=request.hub.id, code=code, why=form.cleaned_data["why"], at=request.at
            )
        )
    except CodeNotFound:
        return redirect("receipts:receipt", request.hub.slug)
    if sent or not found.is_news or not _hears_referrers(request):
        return redirect("receipts:receipt", request.hub.slug)
    return render(request, "receipts/disagree.html", {"hub": request.hub, "receipt": found, "form": form})


@screen(permission=PUBLIC, kind=WRITE)
def leave(request: HubRequest) -> HttpResponse:
    """Forget the code on this device."""
    response = redirect("refer:start", request.hub.slug)
    if request.method == "POST":
        receipt_codes.forget(response, request)
    return response


def _hears_referrers(request: HubRequest) -> bool:
    """Whether the hub settles differences with those who refer; elsewhere they telephone."""
    model = hub_queries.model_of(request.hub.id, request.at)
    return difference_rules.referrers_may_challenge(model)


def _look_up(request: HubRequest, code: str) -> HttpResponse:
    if not code.strip():
        return _ask(request, code, "Enter your code")
    if receipt_codes.too_many_guesses(request):
        return _ask(request, code, receipt_codes.WAIT)
    try:
        contact_services.receipt(hub_id=request.hub.id, code=code)
    except CodeNotFound as error:
        receipt_codes.count_wrong_guess(request)
        return _ask(request, code, error.sentence)
    response = redirect("receipts:receipt", request.hub.slug)
    receipt_codes.remember(response, request, code)
    return response


def _ask(request: HubRequest, code: str = "", problem: str = "") -> HttpResponse:
    return render(request, "receipts/ask.html", {"hub": request.hub, "code": code, "problem": problem})
