"""What these pages share: who is in the case, and a form page with the case to go back to."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.hubs.rules import OperatingModel, UnknownCode
from openmash.web.shared.forms import GovForm
from openmash.web.shared.screen import HubRequest


def people_in(enquiry: EnquiryView) -> list[tuple[UUID, str]]:
    """Everybody in the case, those it is about first."""
    about = [(each.person.id, each.person.display_name) for each in enquiry.subjects]
    return about + [(each.person.id, each.person.display_name) for each in enquiry.members]


def children_in(enquiry: EnquiryView) -> list[tuple[UUID, str]]:
    """The children that the case is about, born ones."""
    return [(each.person.id, each.person.display_name) for each in enquiry.subjects if each.kind == "child"]


def rule_of(model: OperatingModel, table: str, code: str) -> Any:
    """A rule of the hub's model by the code in an address; NotFound where the model has none."""
    try:
        return getattr(model, table)(code)
    except UnknownCode as error:
        raise NotFound from error


def form_page(
    request: HubRequest, form: GovForm, enquiry_id: UUID, *, title: str, intro: str, submit: str
) -> HttpResponse:
    """A form about a case."""
    back = reverse("screening:case", args=[enquiry_id])
    context = {
        "title": title,
        "caption": enquiry_queries.reference(enquiry_id, actor=request.actor),
        "intro": intro,
        "form": form,
        "submit_label": submit,
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "shared/form_page.html", context)
