"""Deciding about one child or adult, looking at what was decided, and deciding again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts import services as account_services
from openmash.adults import queries as adult_queries
from openmash.agencies import queries as agency_queries
from openmash.checks import queries as check_queries
from openmash.core.errors import NotFound
from openmash.decisions import queries, services
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView, SubjectView
from openmash.hubs import queries as hub_queries
from openmash.hubs.rules import OperatingModel, Serves
from openmash.oversight import services as oversight_services
from openmash.people import queries as people_queries
from openmash.products import queries as product_queries
from openmash.products import services as product_services
from openmash.sealed import queries as sealed_queries
from openmash.web.inside.decisions import pages
from openmash.web.inside.decisions.forms import DecideForm, RevisitForm, as_initial
from openmash.web.shared import counters_panel, meetings_panel
from openmash.web.shared.drafts import typed_before
from openmash.web.shared.forms import posted
from openmash.web.shared.pieces import Draft
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen


@screen(permission=Permission.DECIDE, kind=WRITE)
def decide(request: HubRequest, enquiry_id: UUID, subject_id: UUID) -> HttpResponse:
    """The decision about one child or adult; then the product, with the second button."""
    enquiry, subject = _subject(request, enquiry_id, subject_id)
    awaited = pages.awaited(check_queries.checks_of(enquiry_id, actor=request.actor), at=request.at)
    key = f"decide:{subject_id}"
    model = _model(request, enquiry)
    form = _form(request, subject, key, model, outstanding=bool(awaited))
    if form.accepts(lambda: _decide(request, form, subject_id)):
        oversight_services.look_after_endings(hub_id=request.actor.hub_id, at=request.at)
        account_services.discard_draft(actor=request.actor, form=key)
        return _next_step(request, enquiry_id, form)
    context = {
        "form": form,
        "enquiry": enquiry,
        "subject": subject,
        "rating_label": model.rating(subject.rating).label if subject.rating else "",
        "rating_colour": model.rating(subject.rating).colour if subject.rating else "",
        "outcomes": pages.outcome_choices(form, model, Serves(subject.kind)),
        "awaited": awaited,
        "to_record_first": _to_record_first(request, subject),
        "is_adult": Serves(subject.kind) is Serves.ADULT,
        "counters": counters_panel.of_enquiry(enquiry_id, enquiry.contacts, model, actor=request.actor),
        "outline": sealed_queries.outline(enquiry_id, actor=request.actor),
        "analysed": queries.analysed(enquiry_id, actor=request.actor),
        "meetings": meetings_panel.lines(enquiry, actor=request.actor),
        "draft": Draft(key, reverse("account:save_draft")),
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
        "now": request.at,
    }
    return render(request, "decisions/decide.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def decided(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """What has been decided in an enquiry, and the next natural step."""
    actor = request.actor
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    lines = pages.lines(enquiry, queries.latest(enquiry_id, actor=actor), _model(request, enquiry))
    context = {
        "enquiry": enquiry,
        "lines": lines,
        "undecided": pages.still_to_decide(enquiry),
        "onward": pages.onward(lines, product_queries.products_of(enquiry_id, actor=actor)),
        "may_decide": Permission.DECIDE in actor.permissions,
        "may_compose": Permission.COMPOSE_PRODUCT in actor.permissions,
        "may_tell": Permission.GIVE_FEEDBACK in actor.permissions,
        "may_read": Permission.ENTER_SEALED_ROOM in actor.permissions,
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "decisions/decided.html", context)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def reasons(request: HubRequest, decision_id: UUID) -> HttpResponse:
    """Why it was decided, and what was known at that minute."""
    found = queries.decisions([decision_id], actor=request.actor)
    if not found:
        raise NotFound
    decision = found[0]
    enquiry_id = enquiry_queries.enquiry_of_subject(decision.subject_id, actor=request.actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    [line] = pages.lines(enquiry, [decision], _model(request, enquiry))
    context = {
        "line": line,
        "enquiry": enquiry,
        "reasons": queries.reasons(decision_id, actor=request.actor, at=request.at),
        "section_47": queries.section_47(decision_id, actor=request.actor, at=request.at),
        "why_again": queries.why_again(decision_id, actor=request.actor, at=request.at),
        "knew": queries.knew(decision_id, actor=request.actor),
        "may_decide": Permission.DECIDE in request.actor.permissions and decision.holds,
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "decisions/reasons.html", context)


@screen(permission=Permission.DECIDE, kind=WRITE)
def revisit(request: HubRequest, enquiry_id: UUID, subject_id: UUID) -> HttpResponse:
    """Say what is new; then the decision is made again."""
    enquiry, subject = _subject(request, enquiry_id, subject_id)
    form = RevisitForm(posted(request))
    if form.accepts(
        lambda: services.revisit(
            subject_id=subject_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Recorded. Make the new decision when you are ready; the earlier one is kept.")
        return redirect("decisions:decide", enquiry_id=enquiry_id, subject_id=subject_id)
    context = {
        "title": f"Decide again about {subject.person.display_name}",
        "caption": enquiry.reference,
        "form": form,
        "submit_label": "Decide again",
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "shared/form_page.html", context)


def _to_record_first(request: HubRequest, subject: SubjectView) -> tuple[str, ...]:
    """What the law asks about an adult and nobody has recorded yet."""
    if Serves(subject.kind) is not Serves.ADULT:
        return ()
    return adult_queries.standing(subject.id, actor=request.actor).missing


def _subject(request: HubRequest, enquiry_id: UUID, subject_id: UUID) -> tuple[EnquiryView, SubjectView]:
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    subject = next((each for each in enquiry.subjects if each.id == subject_id), None)
    if subject is None:
        raise NotFound
    return enquiry, subject


def _model(request: HubRequest, enquiry: EnquiryView) -> OperatingModel:
    """The version of the hub's operating model that the enquiry began with."""
    return hub_queries.model(request.actor.hub_id, enquiry.model_name, enquiry.model_version)


def _form(
    request: HubRequest, subject: SubjectView, key: str, model: OperatingModel, *, outstanding: bool
) -> DecideForm:
    whom = Serves(subject.kind)
    teams = agency_queries.teams(request.actor.hub_id)
    held = people_queries.open_cases([subject.person.id], actor=request.actor)
    open_to = {each.team_id: each.worker for each in held}
    if request.method == "POST":
        return DecideForm(request.POST, model=model, whom=whom, teams=teams, outstanding=outstanding, open_to=open_to)
    kept = typed_before(actor=request.actor, form=key)
    initial = {**(as_initial(kept) if kept else {}), "version": str(subject.version)}
    return DecideForm(initial=initial, model=model, whom=whom, teams=teams, outstanding=outstanding, open_to=open_to)


def _decide(request: HubRequest, form: DecideForm, subject_id: UUID) -> None:
    told = form.cleaned_data
    services.decide(
        subject_id=subject_id,
        level=told["level"],
        outcome=told["outcome"],
        team_id=form.team_id(),
        reasons=told["reasons"],
        section_47=form.section_47(),
        actor=request.actor,
        at=request.at,
        version=told["version"],
    )


def _next_step(request: HubRequest, enquiry_id: UUID, form: DecideForm) -> HttpResponse:
    """The product at once where that was asked for; otherwise the page that offers it."""
    if "and_compose" in request.POST:
        enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
        latest = queries.latest(enquiry_id, actor=request.actor)
        lines = pages.lines(enquiry, latest, _model(request, enquiry))
        onward = pages.onward(lines, product_queries.products_of(enquiry_id, actor=request.actor))
        hand_to = pages.team_to_hand_to(onward, form.team_id())
        if hand_to is not None:
            product_id = product_services.start(
                enquiry_id=enquiry_id,
                team_id=hand_to.team_id,
                decision_ids=[line.decision.id for line in hand_to.decisions],
                actor=request.actor,
                at=request.at,
            )
            messages.success(request, "The decision is recorded.")
            return redirect("products:compose", product_id=product_id)
    messages.success(request, "The decision is recorded.")
    return redirect("decisions:decided", enquiry_id=enquiry_id)
