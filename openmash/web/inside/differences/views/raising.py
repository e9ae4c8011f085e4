"""Saying that one does not agree, and what keeps the child safe meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.contacts import permissions as contact_permissions
from openmash.contacts import queries as contact_queries
from openmash.core.errors import RuleBroken
from openmash.differences import permissions, queries, services
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.hubs.rules import About, OperatingModel
from openmash.web.inside.differences.forms import OWN, Choices, RaiseForm, SafetyForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def raise_(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Say that one does not agree with the rating of a child or the decision about one."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    model = enquiry_queries.model_for(enquiry_id, actor=request.actor)
    form = RaiseForm(
        posted(request),
        things=_things(enquiry, model),
        ratings=[(rating.code, rating.label) for rating in model.ratings_by_urgency()],
        raised_for=_raised_for(enquiry, request),
        enters_room=bool(permissions.can_read_sealed(request.actor)),
    )
    if form.is_bound and form.is_valid():
        try:
            found = services.raise_(
                subject_id=form.subject_id,
                told=form.told(),
                contact_id=form.contact_id,
                actor=request.actor,
                at=request.at,
            )
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(request, "Raised. Whoever settles it has been told.")
            return redirect("differences:one", difference_id=found)
    context = {
        "title": "I do not agree",
        "caption": enquiry.reference,
        "intro": _intro(model),
        "form": form,
        "submit_label": "Raise it",
        "cancel_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "shared/form_page.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=WRITE)
def keep_safe(request: HubRequest, difference_id: UUID) -> HttpResponse:
    """Record what keeps the child or adult safe while people do not agree."""
    found = queries.difference(difference_id, actor=request.actor)
    form = SafetyForm(posted(request))
    if form.accepts(
        lambda: services.keep_safe(
            difference_id=difference_id, words=form.cleaned_data["words"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Recorded. It stands on the case.")
        return redirect("differences:one", difference_id=difference_id)
    context = {
        "title": "What keeps them safe meanwhile?",
        "caption": found.reference,
        "form": form,
        "submit_label": "Record it",
        "cancel_url": reverse("differences:one", args=[difference_id]),
    }
    return render(request, "shared/form_page.html", context)


def _things(enquiry: EnquiryView, model: OperatingModel) -> Choices:
    """What can be disputed now: each child's rating, or the decision where it is made; as the hub's ladders allow."""
    allowed = {about for ladder in model.ladders for about in ladder.about}
    found = []
    for subject in enquiry.subjects:
        name = subject.person.display_name
        if subject.decided and About.DECISION in allowed:
            found.append((f"{subject.id}:{About.DECISION}", f"The decision about {name}"))
        if not subject.decided and subject.rating and About.RATING in allowed:
            label = model.rating(subject.rating).label
            found.append((f"{subject.id}:{About.RATING}", f"The rating of {name}: {label}"))
    return found


def _raised_for(enquiry: EnquiryView, request: HubRequest) -> Choices:
    """Oneself, where one has a view of one's own; and whoever referred, for those who speak with them."""
    mine = [(OWN, f"I, for {request.actor.agency_name}")] if permissions.can_raise_own(request.actor) else []
    if not contact_permissions.can_see(request.actor):
        return mine
    heads = contact_queries.contacts(enquiry.contacts, actor=request.actor)
    return mine + [
        (str(head.id), f"Whoever referred: {head.referrer_name or head.source_label} ({head.reference})")
        for head in (heads[each] for each in enquiry.contacts if each in heads)
    ]


def _intro(model: OperatingModel) -> str:
    """Who settles it, in the order of the hub's ladders."""
    ladders = [f"{ladder.label}: {'; then '.join(step.label for step in ladder.steps)}." for ladder in model.ladders]
    return " ".join(ladders) or "This hub has no way of settling a difference. Speak to a manager of the hub."
