"""Telling the referrers and the agencies what came of it, on one page."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.checks import queries as check_queries
from openmash.checks.states import CheckState
from openmash.contacts import queries as contact_queries
from openmash.core.errors import RuleBroken
from openmash.decisions import queries, rules, services
from openmash.enquiries import queries as enquiry_queries
from openmash.screening import queries as screening_queries
from openmash.web.inside.decisions import pages
from openmash.web.inside.decisions.forms import TellForm
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@screen(permission=Permission.GIVE_FEEDBACK, kind=READ)
def feedback(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Who has been told what, and a form for each who has not."""
    return _page(request, enquiry_id)


@screen(permission=Permission.GIVE_FEEDBACK, kind=WRITE)
def tell_referrer(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Tell whoever raised one contact."""
    if request.method != "POST":
        return redirect("decisions:feedback", enquiry_id=enquiry_id)
    contact_id = request.POST.get("contact", "")
    form = TellForm(request.POST, prefix=contact_id, auto_id="id_%s")
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    chosen = next((each for each in enquiry.contacts if str(each) == contact_id), None)
    if chosen is not None and form.is_valid():
        try:
            letter_id = _tell(request, enquiry_id, chosen, form.cleaned_data["said"])
        except RuleBroken as broken:
            form.blame(broken)
        else:
            if letter_id:
                return redirect("decisions:letter", letter_id=letter_id)
            messages.success(request, "The referrer can now read it with their receipt code.")
            return redirect("decisions:feedback", enquiry_id=enquiry_id)
    return _page(request, enquiry_id, {contact_id: form})


def _tell(request: HubRequest, enquiry_id: UUID, contact_id: UUID, said: str) -> UUID | None:
    """Write the letter where the hub writes letters, and say which; else tell them directly."""
    told = {"enquiry_id": enquiry_id, "contact_id": contact_id}
    if enquiry_queries.model_for(enquiry_id, actor=request.actor).referrer_letters is None:
        services.tell_referrer(**told, said=said, actor=request.actor, at=request.at)
        return None
    return services.write_letter(**told, said=said, actor=request.actor, at=request.at)


@screen(permission=Permission.GIVE_FEEDBACK, kind=WRITE)
def tell_agencies(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Tell every agency that answered, each by itself."""
    if request.method != "POST":
        return redirect("decisions:feedback", enquiry_id=enquiry_id)
    form = TellForm(request.POST, prefix="agencies")
    if form.is_valid():
        try:
            told = services.tell_agencies(
                enquiry_id=enquiry_id, said=form.cleaned_data["said"], actor=request.actor, at=request.at
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(request, f"{len(told)} {'agency is' if len(told) == 1 else 'agencies are'} told.")
            return redirect("decisions:feedback", enquiry_id=enquiry_id)
    return _page(request, enquiry_id, {"agencies": form})


def _page(request: HubRequest, enquiry_id: UUID, sent: dict[str, TellForm] | None = None) -> HttpResponse:
    actor, sent = request.actor, sent or {}
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    latest = [each for each in queries.latest(enquiry_id, actor=actor) if each.holds]
    said = {"said": rules.said_beforehand(each.told_to_referrer for each in latest)}
    told = queries.feedback_of(enquiry_id, actor=actor)
    contacts = contact_queries.contacts(enquiry.contacts, actor=actor)
    letters = queries.letters_of(enquiry_id, actor=actor)
    waiting = [each for each in letters if each.state != "sent"]
    already = {each.contact_id for each in told if each.contact_id}
    already |= {each.contact_id for each in letters if each.waits}
    referrers = [
        (contact, sent.get(str(contact.id)) or TellForm(initial=said, prefix=str(contact.id)))
        for contact in (contacts[each] for each in enquiry.contacts)
        if contact.id not in already or str(contact.id) in sent  # what was typed stays, also of who has a letter
    ]
    answered = {
        c.agency_name for c in check_queries.checks_of(enquiry_id, actor=actor) if c.state == CheckState.ANSWERED
    }
    context = {
        "enquiry": enquiry,
        "undecided": pages.still_to_decide(enquiry),
        "safety_first": screening_queries.safety_first(enquiry_id, actor=actor),
        "letters": waiting,
        "writes_letters": enquiry_queries.model_for(enquiry_id, actor=actor).referrer_letters is not None,
        "told": [_told_row(each, contacts) for each in told],
        "referrers": referrers,
        "agencies": sorted(answered),
        "agencies_told": any(each.agency_id for each in told),
        "agencies_form": sent.get("agencies") or TellForm(initial=said, prefix="agencies"),
        "form": next(iter(sent.values()), None),
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "decisions/feedback.html", context)


def _told_row(
    told: queries.FeedbackView, contacts: Mapping[UUID, contact_queries.ContactHead]
) -> tuple[str, str, object, str]:
    whom = f"Referrer of {contacts[told.contact_id].reference}" if told.contact_id else told.agency_name
    return whom, told.said, told.told_at, told.told_by_name
