"""What there is of a case beside its decisions: issues, screenings, checklists, interviews, panels."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openmash.access import Permission
from openmash.contacts import queries as contact_queries
from openmash.contacts.queries import IssueView
from openmash.enquiries import queries as enquiry_queries
from openmash.hubs.rules import OperatingModel
from openmash.screening import queries
from openmash.web.inside.screening import pages
from openmash.web.shared.screen import READ, HubRequest, screen


@dataclass(frozen=True)
class Offer:
    """Something that can be begun here; ``fits`` where the case raises an issue that it is for."""

    label: str
    url: str
    fits: bool


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def show(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Issues, screenings, checklists, return interviews and panels of one case; without any sealed word."""
    actor = request.actor
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=actor)
    model = enquiry_queries.model_for(enquiry_id, actor=actor)
    issues = contact_queries.issues_of(enquiry.contacts, actor=actor)
    works = Permission.ENTER_SEALED_ROOM in actor.permissions
    context = {
        "enquiry": enquiry,
        "issues": [issue for issue in issues if issue.taken_back_at is None],
        "raise_on": enquiry.contacts if model.issues and Permission.RECORD_CONTACT in actor.permissions else (),
        "screenings": queries.screenings_of(enquiry.contacts, actor=actor),
        "checklists": queries.checklists_of(enquiry_id, actor=actor),
        "interviews": [(each, each.late_at(request.at)) for each in queries.interviews_of(enquiry_id, actor=actor)],
        "panels": queries.panels_of(enquiry_id, actor=actor),
        "offers": _offers(enquiry_id, model, issues) if works and enquiry.is_open else (),
        "may_note_found": works and enquiry.is_open and bool(pages.children_in(enquiry)),
        "may_read": works,
        "theme_labels": {issue.code: issue.label for issue in model.issues},
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
        "now": request.at,
    }
    return render(request, "screening/case.html", context)


def _offers(enquiry_id: UUID, model: OperatingModel, issues: list[IssueView]) -> tuple[Offer, ...]:
    raised = {issue.code for issue in issues if issue.taken_back_at is None}
    found = [
        Offer(rule.label, reverse("screening:complete", args=[enquiry_id, rule.code]), bool(raised & {*rule.issues}))
        for rule in model.checklists
    ]
    found += [
        Offer(
            f"Bring somebody to: {rule.label}",
            reverse("screening:refer", args=[enquiry_id, rule.code]),
            bool(raised & {*rule.issues}),
        )
        for rule in model.panels
    ]
    return tuple(sorted(found, key=lambda offer: not offer.fits))
