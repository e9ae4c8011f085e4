"""The receipt: proof that a form was sent, and what may be said of what came of it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.contacts import services as contact_services
from openmash.contacts.errors import CodeNotFound
from openmash.web.shared import receipt_codes
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
    is_news = found.said_at > found.sent_at
    context = {"hub": request.hub, "code": code, "receipt": found, "is_news": is_news}
    return render(request, "receipts/receipt.html", context)


@screen(permission=PUBLIC, kind=WRITE)
def leave(request: HubRequest) -> HttpResponse:
    """Forget the code on this device."""
    response = redirect("refer:start", request.hub.slug)
    if request.method == "POST":
        receipt_codes.forget(response, request)
    return response


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
