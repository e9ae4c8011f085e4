"""Where people do not agree: the list, one difference, and its sealed words."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openmash.access import Permission
from openmash.differences import permissions, queries
from openmash.enquiries import queries as enquiry_queries
from openmash.web.shared.screen import DISCLOSE, READ, HubRequest, screen


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def list_(request: HubRequest) -> HttpResponse:
    """Everything that waits to be settled, the nearest deadline first; first what whoever looks may settle."""
    found = queries.open_differences(request.actor)
    context = {
        "mine": [each for each in found if each.may_settle],
        "others": [each for each in found if not each.may_settle],
        "now": request.at,
    }
    return render(request, "differences/list.html", context)


@screen(permission=Permission.SEE_ENQUIRIES, kind=READ)
def one(request: HubRequest, difference_id: UUID) -> HttpResponse:
    """One difference, step by step, and what may be done now."""
    found = queries.difference(difference_id, actor=request.actor)
    enquiry = enquiry_queries.enquiry(found.enquiry_id, actor=request.actor)
    subject = next(each for each in enquiry.subjects if each.id == found.subject_id)
    may_read = found.has_sealed_words and permissions.can_read_sealed(request.actor)
    goes_on = found.may_go_on and found.state == "settled" and not found.at_the_top
    context = {
        "one": found,
        "whom": subject.person.display_name,
        "sealed_url": reverse("differences:sealed", args=[difference_id]) if may_read else "",
        "settle_url": reverse("differences:settle", args=[difference_id]) if found.may_settle else "",
        "further_url": reverse("differences:further", args=[difference_id]) if goes_on else "",
        "withdraw_url": reverse("differences:withdraw", args=[difference_id])
        if found.may_go_on and found.is_open
        else "",
        "safety_url": reverse("differences:keep_safe", args=[difference_id]),
        "case_url": reverse("enquiries:case", args=[found.enquiry_id]),
        "now": request.at,
    }
    return render(request, "differences/one.html", context)


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def sealed(request: HubRequest, difference_id: UUID) -> HttpResponse:
    """What of a difference speaks of the sealed room; each reading is on the log first."""
    found = queries.difference(difference_id, actor=request.actor)
    context = {
        "one": found,
        "words": queries.sealed_words(difference_id, actor=request.actor, at=request.at),
        "back_url": reverse("differences:one", args=[difference_id]),
    }
    return render(request, "differences/sealed.html", context)
