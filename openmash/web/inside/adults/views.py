"""What the law asks about an adult at risk: the answers as they stand, and answering."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Actor, Permission
from openmash.adults import queries, rules, services
from openmash.adults.errors import NoSuchAdult
from openmash.adults.queries import AdultView, Recorded
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView, SubjectView
from openmash.hubs.rules import Serves
from openmash.web.inside.adults.forms import AdultForm, CapacityForm, ResultForm, ThreePartForm, WishesForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


class Records(Protocol):
    """A service that records one kind of answer."""

    def __call__(
        self, *, subject_id: UUID, told: object, actor: Actor, at: datetime, version: int | None = None
    ) -> UUID: ...


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def show(request: HubRequest, adult_id: UUID) -> HttpResponse:
    """How the questions about one adult were answered, with the words; their reading is on the log first."""
    enquiry, subject = _adult(request, adult_id)
    context = {
        "enquiry": enquiry,
        "subject": subject,
        "adult": queries.adult(adult_id, actor=request.actor),
        "words": queries.words(adult_id, actor=request.actor, at=request.at),
        "may_record": Permission.ANALYSE in request.actor.permissions and enquiry.is_open,
        "may_say_result": Permission.ANALYSE in request.actor.permissions,
        "case_url": reverse("enquiries:case", args=[enquiry.id]),
    }
    return render(request, "adults/show.html", context)


@screen(permission=Permission.ANALYSE, kind=WRITE)
def test(request: HubRequest, adult_id: UUID) -> HttpResponse:
    """The three parts of section 42."""
    enquiry, _ = _adult(request, adult_id)
    model = enquiry_queries.model_for(enquiry.id, actor=request.actor)
    categories = [(each.code, each.label) for each in rules.abuse_categories(model)]
    return _answered(
        request,
        adult_id,
        make=lambda view, data: ThreePartForm(data, categories=categories, initial=_version(view.test)),
        record=services.record_test,  # type: ignore[arg-type]  # each takes what its own form tells
        title="Section 42: the three-part test",
        intro="Answer each part by itself. Where all three are met, the council must enquire. The words are sealed.",
    )


@screen(permission=Permission.ANALYSE, kind=WRITE)
def capacity(request: HubRequest, adult_id: UUID) -> HttpResponse:
    """Mental capacity for one decision."""
    return _answered(
        request,
        adult_id,
        make=lambda view, data: CapacityForm(data, initial=_version(view.capacity)),
        record=services.record_capacity,  # type: ignore[arg-type]
        title="Mental capacity",
        intro="Everybody is assumed to have capacity unless it is shown that they do not. If nobody has reason to "
        "doubt it, the first three questions are all. The words are sealed.",
    )


@screen(permission=Permission.ANALYSE, kind=WRITE)
def wishes(request: HubRequest, adult_id: UUID) -> HttpResponse:
    """What the adult wants."""
    return _answered(
        request,
        adult_id,
        make=lambda view, data: WishesForm(data, initial=_version(view.wishes)),
        record=services.record_wishes,  # type: ignore[arg-type]
        title="What they want",
        intro="Nothing about them without them. The words are sealed.",
    )


@screen(permission=Permission.ANALYSE, kind=WRITE)
def result(request: HubRequest, adult_id: UUID) -> HttpResponse:
    """Whether what the adult wanted came about."""
    return _answered(
        request,
        adult_id,
        make=lambda view, data: ResultForm(data, initial=_version(view.result)),
        record=services.record_result,  # type: ignore[arg-type]
        title="Did it come about?",
        intro="Asked at the end, of whoever said what they want. The words are sealed.",
    )


def _answered(
    request: HubRequest,
    adult_id: UUID,
    *,
    make: Callable[[AdultView, object], AdultForm],
    record: Records,
    title: str,
    intro: str,
) -> HttpResponse:
    """One of the forms: shown, or taken and recorded."""
    enquiry, subject = _adult(request, adult_id)
    form = make(queries.adult(adult_id, actor=request.actor), posted(request))
    if form.accepts(
        lambda: record(
            subject_id=adult_id,
            told=form.told(),
            actor=request.actor,
            at=request.at,
            version=form.cleaned_data["version"],
        )
    ):
        messages.success(request, f"Recorded about {subject.person.display_name}.")
        return redirect("adults:show", adult_id=adult_id)
    context = {
        "title": title,
        "caption": f"{subject.person.display_name}, {enquiry.reference}",
        "intro": intro,
        "form": form,
        "submit_label": "Record",
        "back_url": reverse("enquiries:case", args=[enquiry.id]),
        "cancel_url": reverse("enquiries:case", args=[enquiry.id]),
    }
    return render(request, "shared/form_page.html", context)


def _version(record: Recorded | None) -> dict[str, int]:
    return {"version": record.number if record else 0}


def _adult(request: HubRequest, adult_id: UUID) -> tuple[EnquiryView, SubjectView]:
    """An adult at risk, and the enquiry they are in; a child is not found here."""
    enquiry_id = enquiry_queries.enquiry_of_subject(adult_id, actor=request.actor)
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    subject = next(each for each in enquiry.subjects if each.id == adult_id)
    if subject.kind != Serves.ADULT:
        raise NoSuchAdult
    return enquiry, subject
