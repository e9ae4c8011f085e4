"""The list of contacts, writing one down, and one contact."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts import services as account_services
from openmash.contacts import queries as contact_queries
from openmash.contacts import services as contact_services
from openmash.contacts.rules import Coverage, coverage
from openmash.core.errors import RuleBroken
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import day_of
from openmash.web.inside.contacts import forms, pages
from openmash.web.shared.drafts import typed_before
from openmash.web.shared.forms import whole_number
from openmash.web.shared.pieces import Draft
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen

DRAFT = "contact:new"


@screen(permission=Permission.SEE_CONTACTS, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """Contacts: those that wait for triage first, soonest deadline first. ``?show=waiting`` leaves out the others."""
    only_waiting = request.GET.get("show") == "waiting"
    number = whole_number(request.GET.get("page")) or 1
    found = contact_queries.recent(
        request.actor,
        page=number,
        only_waiting=only_waiting,
        without=enquiry_queries.contacts_kept_from(request.actor),
    )
    context = {
        "contacts": found.rows,
        "page": pages.pager(found),
        "total": found.total,
        "only_waiting": only_waiting,
        "failed": contact_queries.failed_submissions(request.actor),
        "may_record": Permission.RECORD_CONTACT in request.actor.permissions,
        "now": request.at,
    }
    return render(request, "contacts/list.html", context)


@screen(permission=Permission.RECORD_CONTACT, kind=WRITE)
def new(request: HubRequest) -> HttpResponse:
    """Write down a call, e-mail, letter or police report: one page, one button."""
    if request.method != "POST":
        return _empty_or_draft(request)
    if "add_person" in request.POST:
        return _shown(request, *_as_typed(request, request.POST, extra=1))
    form = forms.ContactForm(request.POST, coverage=_coverage(request))
    people = forms.PeopleForms(request.POST)
    valid = [form.is_valid(), people.is_valid()]
    if not all(valid):
        return _shown(request, form, people)
    try:
        contact_id = contact_services.record(told=forms.told(form, people), actor=request.actor, at=request.at)
    except RuleBroken as broken:
        form.blame(broken)
        return _shown(request, form, people)
    account_services.discard_draft(actor=request.actor, form=DRAFT)
    messages.success(request, "The contact is recorded. Now say what should happen with it.")
    return redirect("contacts:detail", contact_id)


@screen(permission=Permission.SEE_CONTACTS, kind=DISCLOSE)
def detail(request: HubRequest, contact_id: UUID) -> HttpResponse:
    """One contact: what was told, who the people are, and what should happen."""
    enquiry_queries.require_contact_not_kept(contact_id, actor=request.actor)
    contact_services.look_at(contact_id=contact_id, actor=request.actor, at=request.at)
    return render(request, "contacts/detail.html", pages.contact_page(contact_id, actor=request.actor, at=request.at))


def _coverage(request: HubRequest) -> Coverage:
    """The areas and types of the hub, as they are switched on today."""
    return coverage(hub_queries.model_of(request.actor.hub_id, request.at), day_of(request.at))


def _empty_or_draft(request: HubRequest) -> HttpResponse:
    draft = typed_before(actor=request.actor, form=DRAFT)
    if draft is not None:
        return _shown(request, *_as_typed(request, draft), from_draft=True)
    form = forms.ContactForm(initial=forms.first_shown(request.at), coverage=_coverage(request))
    return _shown(request, form, forms.PeopleForms(None))


def _as_typed(request: HubRequest, data: QueryDict, *, extra: int = 0) -> tuple[forms.ContactForm, forms.PeopleForms]:
    form, people = forms.ContactForm(data, coverage=_coverage(request)), forms.PeopleForms(data, extra=extra)
    for each in (form, *people.forms):
        if each.is_bound:
            each.find_no_fault_yet()
    return form, people


def _shown(
    request: HubRequest, form: forms.ContactForm, people: forms.PeopleForms, *, from_draft: bool = False
) -> HttpResponse:
    context = {
        "form": form,
        "people": people,
        "error_lines": pages.error_lines(form, people),
        "from_draft": from_draft,
        "draft": Draft(DRAFT, reverse("account:save_draft")),
        "consent_words": pages.consent_words(request.actor.hub_id),
    }
    return render(request, "contacts/new.html", context)
