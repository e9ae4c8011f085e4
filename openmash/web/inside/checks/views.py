"""The screens of requests to agencies: ask, answer, chase, withdraw."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission, require
from openmash.accounts import services as account_services
from openmash.checks import permissions, queries, services
from openmash.checks.queries import CheckView
from openmash.checks.rules import MOST_ITEMS
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.sealed import services as sealed_services
from openmash.web.inside.checks import forms, pages
from openmash.web.inside.checks.forms import AnswerForm, AskForm, ItemForms, NilForm
from openmash.web.shared.attaching import Attached
from openmash.web.shared.drafts import typed_before
from openmash.web.shared.forms import GovForm, posted, version_in
from openmash.web.shared.item_fields import FIRST_CHOSEN
from openmash.web.shared.items import PREFIX, ItemFormSet, with_one_more
from openmash.web.shared.pieces import Draft
from openmash.web.shared.screen import WRITE, HubRequest, screen


@dataclass(frozen=True)
class _Opened:
    """A request and its enquiry, as the views need them."""

    check: CheckView
    enquiry: EnquiryView

    @property
    def decided(self) -> bool:
        return any(s.decided for s in self.enquiry.subjects)


@screen(permission=Permission.REQUEST_CHECKS, kind=WRITE)
def ask(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Ask agencies: those the hub's model asks at this rating are ticked already."""
    shown = pages.to_ask(enquiry_id, actor=request.actor, at=request.at, agency=request.GET.get("agency", ""))
    form = AskForm(
        posted(request),
        agencies=shown.agencies,
        hints=shown.hints,
        initial={"agencies": shown.usual, "question": shown.question},
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = sealed_services.ask_agencies(
                enquiry_id=enquiry_id,
                agency_ids=form.cleaned_data["agencies"],
                question=form.cleaned_data["question"],
                actor=request.actor,
                at=request.at,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(
                request, "One agency is asked." if len(asked) == 1 else f"{len(asked)} agencies are asked."
            )
            return redirect(shown.case_url)
    return render(request, "checks/ask.html", {"form": form, "shown": shown})


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def answer(request: HubRequest, check_id: UUID) -> HttpResponse:
    """What the agency is asked; its own people say here that there is nothing, or go on to what they know."""
    opened = _open(request, check_id)
    key = f"check:{check_id}:nothing"
    form = NilForm(posted(request), decided=opened.decided, initial=_first_shown(request))
    if request.method == "POST":
        if form.accepts(lambda: _sign_nothing(request, opened, form)):
            return _sent(request, opened, key)
    else:
        draft = typed_before(actor=request.actor, form=key)
        if draft is not None:
            form = NilForm(draft, decided=opened.decided)
            form.find_no_fault_yet()
    return _answer_page(request, "checks/answer.html", opened, {"form": form, "draft": _draft(key)})


@screen(permission=Permission.ANSWER_CHECKS, kind=WRITE)
def items(request: HubRequest, check_id: UUID) -> HttpResponse:
    """Put what the agency knows in the sealed room, several items at once."""
    opened = _open(request, check_id)
    check = opened.check
    require(permissions.can_answer(request.actor, check.agency_id, check.agency_name))
    key = f"check:{check_id}:items"
    typed = posted(request)
    draft = None if typed is not None else typed_before(actor=request.actor, form=key)
    adds = typed is not None and "add" in typed
    attached = Attached(request, key)
    shown = _with_one_more(typed, request.actor.name) if adds else typed or draft
    form, formset = _item_forms(request, opened, shown, attached)
    if adds or attached.pressed or draft is not None:
        for each in (form, *formset.forms):
            each.find_no_fault_yet()
    elif typed is not None and all([form.is_valid(), formset.is_valid()]):
        try:
            sealed_services.answer_with_items(
                check_id=check_id,
                items=formset.told(),
                searched=form.cleaned_data["searched"],
                late=form.late(),
                actor=request.actor,
                at=request.at,
                version=version_in(request),
            )
        except RuleBroken as broken:
            forms.blame(form, formset, broken)
        else:
            attached.forget()
            return _sent(request, opened, key)
    more = len(formset.forms) < MOST_ITEMS
    context = {"form": form, "items": formset, "draft": _draft(key), "may_add": more}
    return _answer_page(request, "checks/items.html", opened, context)


@screen(permission=Permission.CHASE, kind=WRITE)
def chase(request: HubRequest, check_id: UUID) -> HttpResponse:
    """Remind an agency; the button is on the case page."""
    check = queries.check(check_id, actor=request.actor)
    if request.method == "POST":
        services.chase(check_id=check_id, actor=request.actor, at=request.at)
        messages.success(request, f"{check.agency_name} is reminded.")
    return redirect("enquiries:case", enquiry_id=check.enquiry_id)


@screen(permission=Permission.REQUEST_CHECKS, kind=WRITE)
def withdraw(request: HubRequest, check_id: UUID) -> HttpResponse:
    """Say that an agency's answer is no longer needed."""
    check = queries.check(check_id, actor=request.actor)
    form = GovForm(posted(request))
    case_url = reverse("enquiries:case", args=[check.enquiry_id])
    if form.accepts(lambda: services.withdraw(check_id=check_id, actor=request.actor, at=request.at)):
        messages.success(request, f"{check.agency_name} need not answer any more.")
        return redirect(case_url)
    context = {
        "form": form,
        "title": f"Is the answer of {check.agency_name} no longer needed?",
        "body": "They are not asked any more, and a link sent to them stops working.",
        "submit_label": "Withdraw the request",
        "cancel_url": case_url,
    }
    return render(request, "shared/confirm_page.html", context)


def _open(request: HubRequest, check_id: UUID) -> _Opened:
    check = queries.check(check_id, actor=request.actor)
    return _Opened(check, enquiry_queries.enquiry(check.enquiry_id, actor=request.actor))


def _sign_nothing(request: HubRequest, opened: _Opened, form: NilForm) -> None:
    services.answer_nothing(
        check_id=opened.check.id,
        nil=form.told(),
        late=form.late(),
        actor=request.actor,
        at=request.at,
        version=version_in(request),
    )


def _sent(request: HubRequest, opened: _Opened, key: str) -> HttpResponse:
    """Thank the agency and take its people back to what waits for them; the draft has done its work."""
    account_services.discard_draft(actor=request.actor, form=key)
    messages.success(request, f"Signed and sent: {opened.check.agency_name}, {opened.enquiry.reference}. Thank you.")
    return redirect("worklist:mine")


def _item_forms(
    request: HubRequest, opened: _Opened, data: QueryDict | None, attached: Attached
) -> tuple[AnswerForm, ItemFormSet]:
    form = AnswerForm(data, decided=opened.decided, initial=_first_shown(request))
    formset = ItemForms(
        data,
        prefix=PREFIX,
        form_kwargs={
            "choices": pages.choices_of(opened.enquiry, opened.check, request.actor),
            "professional": request.actor.name,
            "attached": attached,
        },
    )
    return form, formset


def _with_one_more(typed: QueryDict | None, professional: str) -> QueryDict:
    first_chosen = {**FIRST_CHOSEN, "professional": professional}
    return with_one_more(typed, first_chosen=first_chosen, most=MOST_ITEMS)


def _answer_page(request: HubRequest, template: str, opened: _Opened, context: dict[str, object]) -> HttpResponse:
    shown = pages.asked(opened.check, opened.enquiry, request.actor, request.at)
    version = request.POST.get("version", shown.version)
    return render(request, template, {**context, "asked": shown, "version": version, "now": request.at})


def _first_shown(request: HubRequest) -> dict[str, str]:
    return {"searched": queries.last_searched(request.actor)}


def _draft(key: str) -> Draft:
    return Draft(key, reverse("account:save_draft"))
