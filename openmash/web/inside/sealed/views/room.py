"""The room: looking at it, putting something in, correcting it, taking it out."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts import queries as account_queries
from openmash.accounts import services as account_services
from openmash.agencies import queries as agency_queries
from openmash.enquiries import queries as enquiry_queries
from openmash.enquiries.queries import EnquiryView
from openmash.sealed import permissions, queries, services
from openmash.sealed.queries import ItemView
from openmash.web.inside.sealed import pages
from openmash.web.inside.sealed.forms import CorrectionForm
from openmash.web.shared import drafts
from openmash.web.shared.attaching import Attached
from openmash.web.shared.forms import version_in
from openmash.web.shared.item_fields import Choices, RoomItemForm
from openmash.web.shared.pieces import Draft
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def show(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Everything in the room, by date of the fact or (``?by=agency``) under each agency."""
    actor = request.actor
    room = queries.room(enquiry_id, actor=actor, at=request.at)
    by_agency = request.GET.get("by") == "agency"
    address = request.path
    context = {
        "room": room,
        "family": enquiry_queries.families([enquiry_id], actor=actor).get(enquiry_id, ""),
        "groups": pages.groups(
            room,
            queries.requests_of(enquiry_id, actor=actor),
            actor,
            by_agency=by_agency,
            files=queries.files_of(room.items, actor=actor),
            grants=queries.grants_on_own_items(enquiry_id, actor=actor),
            names=account_queries.names_of({each for item in room.items for each in item.readers}, hub_id=actor.hub_id),
        ),
        "orders": (("By date", address, not by_agency), ("By agency", f"{address}?by=agency", by_agency)),
        "by_agency": by_agency,
        "may_add": bool(permissions.can_add(actor)),
        "may_control": Permission.CONTROL_OWN_ITEMS in actor.permissions,
        "enquiry_url": _enquiry_url(enquiry_id),
        "opened_at": request.at,
    }
    return render(request, "sealed/room.html", context)


@screen(permission=Permission.ANSWER_CHECKS, kind=WRITE)
def add(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Put something in unasked; ``?hidden`` where the reader comes to hide it."""
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    choices = _choices(enquiry, request, hidden=True)
    key = f"sealed-item-{enquiry_id}"
    attached = Attached(request, key)
    if request.method == "POST":
        form = RoomItemForm(request.POST, choices=choices, attached=attached)
        if attached.pressed:
            form.find_no_fault_yet()
        elif form.accepts(
            lambda: services.add_item(enquiry_id=enquiry_id, item=form.told(), actor=request.actor, at=request.at)
        ):
            attached.forget()
            account_services.discard_draft(actor=request.actor, form=key)
            messages.success(request, "Your information is in the sealed room.")
            return redirect("sealed:room", enquiry_id=enquiry_id)
    else:
        kept = drafts.typed_before(actor=request.actor, form=key)
        first = {"sensitivity": "hidden"} if "hidden" in request.GET else None
        form = RoomItemForm(choices=choices, professional=request.actor.name, initial=first, attached=attached)
        if kept is not None:
            form = RoomItemForm(choices=choices, initial=_as_initial(form, kept), attached=attached)
    context = {
        "form": form,
        "reference": enquiry.reference,
        "agency_name": request.actor.agency_name,
        "draft": Draft(key, reverse("account:save_draft")),
        "cancel_url": reverse("sealed:room", args=[enquiry_id]),
    }
    return render(request, "sealed/add.html", context)


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=DISCLOSE)
def correct_form(request: HubRequest, item_id: UUID) -> HttpResponse:
    """The words of an item of one's own agency, to be corrected."""
    item = _own_item(item_id, request)
    form = _correction_form(item, request, None, Attached(request, _correction_key(item_id)))
    return _correction(request, item, form)


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=WRITE)
def correct(request: HubRequest, item_id: UUID) -> HttpResponse:
    """Save a correction."""
    if request.method != "POST":
        return redirect("sealed:correct", item_id=item_id)
    item = _own_item(item_id, request)
    attached = Attached(request, _correction_key(item_id))
    form = _correction_form(item, request, request.POST, attached)
    if attached.pressed:
        form.find_no_fault_yet()
    if form.accepts(
        lambda: services.restate(
            item_id=item_id,
            item=form.told(),
            actor=request.actor,
            at=request.at,
            version=form.cleaned_data["version"],
            take_off=form.cleaned_data.get("take_off", ()),
        )
    ):
        attached.forget()
        messages.success(request, "Corrected. The words before it are kept, and whatever was agreed about them ends.")
        return redirect("sealed:room", enquiry_id=item.enquiry_id)
    return _correction(request, item, form)


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=WRITE)
def clear(request: HubRequest, item_id: UUID) -> HttpResponse:
    """Clear an item of handling code C for release; the button is beside the item."""
    note = queries.label(item_id, actor=request.actor)
    if request.method == "POST":
        services.clear(item_id=item_id, actor=request.actor, at=request.at, version=version_in(request))
        messages.success(request, "Cleared. Whether it goes to a team is still asked for each team.")
    return redirect("sealed:room", enquiry_id=note.enquiry_id)


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=WRITE)
def withdraw(request: HubRequest, item_id: UUID) -> HttpResponse:
    """Take an item of one's own agency out of the room."""
    note = queries.label(item_id, actor=request.actor)
    if request.method == "POST":
        services.withdraw(item_id=item_id, actor=request.actor, at=request.at, version=version_in(request))
        messages.success(request, "Taken out of the sealed room. It is shown to nobody and may not leave.")
        return redirect("sealed:room", enquiry_id=note.enquiry_id)
    context = {"note": note, "room_url": reverse("sealed:room", args=[note.enquiry_id])}
    return render(request, "sealed/withdraw.html", context)


def _choices(enquiry: EnquiryView, request: HubRequest, *, hidden: bool) -> Choices:
    actor = request.actor
    people = (*(s.person for s in enquiry.subjects), *(m.person for m in enquiry.members))
    kind = agency_queries.agency(actor.agency_id, actor.hub_id).kind if actor.agency_id else ""
    return Choices(
        people=[(p.id, p.display_name) for p in people],
        colleagues=queries.who_can_be_named(actor),
        agency_kind=kind,
        hidden=hidden,
    )


def _correction_form(
    item: ItemView, request: HubRequest, typed: QueryDict | None, attached: Attached
) -> CorrectionForm:
    enquiry = enquiry_queries.enquiry(item.enquiry_id, actor=request.actor)
    return CorrectionForm(
        typed,
        choices=_choices(enquiry, request, hidden=item.sensitivity == "hidden"),
        professional=item.professional,
        initial={
            "text": item.text,
            "handling": item.handling,
            "source_kind": item.source_kind,
            "fact_on": item.fact_on,
            "leave": item.leave,
            "about": [str(each) for each in item.about_ids],
            "sensitivity": item.sensitivity,
            "readers": [str(each) for each in item.readers],
            "vetting": item.vetting,
            "grading_source": item.grading.source,
            "grading_information": item.grading.information,
            "grading_handling": item.grading.handling,
            "version": item.version,
        },
        on_it=_files_on(item, request),
        attached=attached,
    )


def _own_item(item_id: UUID, request: HubRequest) -> ItemView:
    item = queries.item(item_id, actor=request.actor, at=request.at)
    permissions.require_can_control(request.actor, agency_id=item.agency_id, agency_name=item.agency_name)
    return item


def _files_on(item: ItemView, request: HubRequest) -> list[tuple[UUID, str]]:
    files = queries.files_of([item], actor=request.actor).get(item.id, ())
    return [(file.id, f"{file.name}, {file.size_words}") for file in files]


def _correction_key(item_id: UUID) -> str:
    return f"sealed-correction-{item_id}"


def _correction(request: HubRequest, item: ItemView, form: CorrectionForm) -> HttpResponse:
    context = {"item": item, "form": form, "room_url": reverse("sealed:room", args=[item.enquiry_id])}
    return render(request, "sealed/correct.html", context)


def _as_initial(form: RoomItemForm, kept: QueryDict) -> dict[str, object]:
    """A draft as a form's first values: shown as typed, without scolding anybody for what is not finished."""
    return {name: field.widget.value_from_datadict(kept, {}, name) for name, field in form.fields.items()}


def _enquiry_url(enquiry_id: UUID) -> str:
    return reverse("enquiries:case", args=[enquiry_id])
