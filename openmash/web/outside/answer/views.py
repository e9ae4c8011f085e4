"""A virtual partner's one-time link: what is asked, their answer, and thanks.

The page with the form has the referrer policy "same-origin": under "no-referrer" a browser posts the form with the
origin "null", which Django refuses as forged. Neither policy tells another site the address of the link.
"""

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.checks import rules, services
from openmash.checks.rules import MOST_ITEMS
from openmash.checks.services import InvitationView
from openmash.core.errors import RuleBroken
from openmash.web.outside.answer import forms
from openmash.web.outside.answer.files import AttachedToReply
from openmash.web.outside.answer.forms import ItemForms, NothingForm, SignedForm
from openmash.web.shared.items import PREFIX, ItemFormSet, with_one_more
from openmash.web.shared.screen import DISCLOSE, PUBLIC, READ, WRITE, HubRequest, screen

KINDS = ("nothing", "items")


@screen(permission=PUBLIC, kind=DISCLOSE)
def open_(request: HubRequest, code: str) -> HttpResponse:
    """What is asked; ``?answer=nothing`` or ``?answer=items`` brings the form. That it was opened is recorded."""
    try:
        asked = services.invitation(hub_id=request.hub.id, code=code, at=request.at)
    except RuleBroken as broken:
        return _closed(request, broken)
    kind = request.GET.get("answer", "")
    if kind not in KINDS:
        return _private(render(request, "answer/question.html", {"asked": asked}))
    return _form_page(request, code, asked, kind, *_forms(asked, kind, None))


@screen(permission=PUBLIC, kind=WRITE)
def send(request: HubRequest, code: str) -> HttpResponseBase:
    """Take in the answer, once."""
    if request.method != "POST":
        return redirect("answer:open", hub_slug=request.hub.slug, code=code)
    try:
        asked = services.invitation(hub_id=request.hub.id, code=code, at=request.at)
    except RuleBroken as broken:
        return _closed(request, broken)
    kind = "items" if request.POST.get("kind") == "items" else "nothing"
    adds = "add" in request.POST
    sent = with_one_more(request.POST, first_chosen=forms.FIRST_CHOSEN, most=MOST_ITEMS) if adds else request.POST
    attached = AttachedToReply(request, code)
    form, items = _forms(asked, kind, sent, attached)
    every = [form, *(items.forms if items else ())]
    if adds or attached.pressed:
        for each in every:
            each.find_no_fault_yet()
    elif all([form.is_valid(), items is None or items.is_valid()]):
        told = form.told(items.told() if items else ())
        try:
            services.reply(hub_id=request.hub.id, code=code, letter=rules.letter_of(told), at=request.at)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            return redirect("answer:thank_you", hub_slug=request.hub.slug)
    return _form_page(request, code, asked, kind, form, items)


@screen(permission=PUBLIC, kind=READ)
def thank_you(request: HubRequest) -> HttpResponse:
    """Thanks, without a word of what was sent."""
    return _private(render(request, "answer/thank_you.html", {"telephone": request.hub.telephone}))


def _forms(
    asked: InvitationView, kind: str, data: QueryDict | None, attached: AttachedToReply | None = None
) -> tuple[SignedForm, ItemFormSet | None]:
    if kind == "nothing":
        return NothingForm(data, decided=asked.decided), None
    return SignedForm(data, decided=asked.decided), ItemForms(data, prefix=PREFIX, form_kwargs={"attached": attached})


def _form_page(
    request: HubRequest,
    code: str,
    asked: InvitationView,
    kind: str,
    form: SignedForm,
    items: ItemFormSet | None,
) -> HttpResponse:
    context = {
        "asked": asked,
        "kind": kind,
        "form": form,
        "items": items,
        "may_add": items is not None and len(items.forms) < MOST_ITEMS,
        "send_url": reverse("answer:send", args=[request.hub.slug, code]),
        "back_url": reverse("answer:open", args=[request.hub.slug, code]),
    }
    return _private(render(request, "answer/form.html", context), referrer="same-origin")


def _closed(request: HubRequest, broken: RuleBroken) -> HttpResponse:
    """The same page whatever the reason: used, replaced, too old, or never sent."""
    return _private(render(request, "answer/closed.html", {"sentence": broken.sentence}, status=410))


def _private(response: HttpResponse, *, referrer: str = "no-referrer") -> HttpResponse:
    response["Referrer-Policy"] = referrer
    response["Cache-Control"] = "no-store"
    return response
