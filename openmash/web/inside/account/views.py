"""Small things about the person signed in: staying signed in, and drafts."""

from django.http import HttpResponse, JsonResponse
from django.template.defaultfilters import date as date_words
from django.utils.timezone import localtime

from openmash.accounts import services as account_services
from openmash.web.shared.drafts import NOT_KEPT
from openmash.web.shared.screen import READ, SIGNED_IN, WRITE, HubRequest, screen

LONGEST_KEY = 200


@screen(permission=SIGNED_IN, kind=READ)
def stay(request: HubRequest) -> HttpResponse:
    """Keep the session alive: opening anything does."""
    return HttpResponse(status=204)


@screen(permission=SIGNED_IN, kind=WRITE)
def save_draft(request: HubRequest) -> HttpResponse:
    """Keep what is typed in a form so far; the form's key comes with it."""
    form = request.POST.get("draft_key", "")
    if not form or len(form) > LONGEST_KEY or not form.isprintable():
        return JsonResponse({"error": "This form has no key to be kept under."}, status=400)
    values = {name: texts for name, texts in request.POST.lists() if name not in NOT_KEPT}
    account_services.save_draft(actor=request.actor, form=form, values=values, at=request.at)
    return JsonResponse({"saved_at": date_words(localtime(request.at), "H:i")})
