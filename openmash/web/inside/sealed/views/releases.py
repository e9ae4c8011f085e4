"""What may leave the room: the owner's answers, and the lawful basis for going without one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from openmash.access import Permission
from openmash.sealed import permissions, queries, rules, services
from openmash.sealed.queries import ReleaseRow
from openmash.web.inside.sealed import pages
from openmash.web.inside.sealed.forms import EditedForm, LawfulBasisForm, RedactForm, RefusalForm
from openmash.web.shared.forms import version_in, whole_number
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen

_RECORDED = "Recorded. {agency} agrees that this goes to {team}."


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=DISCLOSE)
def show(request: HubRequest) -> HttpResponse:
    """The open requests to my agency, each answered in place; ``?again=<id>`` adds one to be thought about again."""
    return _list(request, _id_in(request.GET.get("again", "")))


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=WRITE)
def answer(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Agree to the whole, agree to edited words, or do not agree."""
    if request.method != "POST":
        return redirect("sealed:releases")
    row = queries.request(request_id, actor=request.actor)
    said, prefix = request.POST.get("answer"), str(request_id)
    if said == "redacted":
        return _show_redacted(request, row)
    if said == "edited":
        return _agree_to_edited(request, row, EditedForm(request.POST, prefix=prefix))
    if said == "refused":
        return _do_not_agree(request, row, RefusalForm(request.POST, prefix=prefix))
    if said != "whole":
        messages.error(request, "Choose whether your agency agrees. Nothing was recorded.")
        return _list(request)
    services.consent(
        request_id=request_id, edited_text=None, actor=request.actor, at=request.at, version=version_in(request)
    )
    messages.success(request, _RECORDED.format(agency=row.agency_name, team=row.team_name))
    return redirect("sealed:releases")


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def reason(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Why the owner does not agree, or why it goes without its agreement."""
    row = queries.request(request_id, actor=request.actor)
    context = {
        "row": row,
        "words": queries.reason_of(request_id, actor=request.actor, at=request.at),
        "room_url": reverse("sealed:room", args=[row.enquiry_id]),
    }
    return render(request, "sealed/reason.html", context)


@screen(permission=Permission.RECORD_LAWFUL_BASIS, kind=DISCLOSE)
def lawful_basis_form(request: HubRequest, request_id: UUID) -> HttpResponse:
    """The words, and the lawful bases on which they may go without their owner's agreement."""
    row = _for_basis(request, request_id)
    form = LawfulBasisForm(
        gateways=rules.gateways_on(localdate(request.at)), initial={"version": row.version, "purpose": row.purpose}
    )
    return _basis_page(request, row, form)


@screen(permission=Permission.RECORD_LAWFUL_BASIS, kind=WRITE)
def lawful_basis(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Record the lawful basis."""
    if request.method != "POST":
        return redirect("sealed:lawful_basis", request_id=request_id)
    row = _for_basis(request, request_id)
    form = LawfulBasisForm(request.POST, gateways=rules.gateways_on(localdate(request.at)))
    if form.accepts(
        lambda: services.record_lawful_basis(
            request_id=request_id,
            gateway=form.cleaned_data["gateway"],
            balance=form.balance(),
            sharing=form.sharing(),
            actor=request.actor,
            at=request.at,
            version=form.cleaned_data["version"],
        )
    ):
        messages.success(request, f"Recorded. {row.agency_name} has been told that this may go to {row.team_name}.")
        return redirect("sealed:room", enquiry_id=row.enquiry_id)
    return _basis_page(request, row, form)


def _show_redacted(request: HubRequest, row: ReleaseRow) -> HttpResponse:
    """The owner's words without what was taken out, to be read once more before anybody agrees to them."""
    form = RedactForm(request.POST, prefix=f"redact-{row.id}")
    found = [each for each in queries.requests_to_answer(request.actor, at=request.at) if each.row.id == row.id]
    if not found or not form.is_valid():
        messages.error(request, "Nothing was taken out, and nothing was recorded.")
        return _list(request)
    numbers = {number for each in request.POST.getlist("out") if (number := whole_number(each)) is not None}
    text = rules.redacted(found[0].text, out=numbers, words=form.taken_out())
    messages.success(request, "Read what is left, change it if you like, and agree to it. Nothing is recorded yet.")
    return _list(request, row.id, edited=EditedForm(prefix=str(row.id), initial={"edited_text": text}))


def _agree_to_edited(request: HubRequest, row: ReleaseRow, form: EditedForm) -> HttpResponse:
    if form.accepts(
        lambda: services.consent(
            request_id=row.id,
            edited_text=form.cleaned_data["edited_text"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, _RECORDED.format(agency=row.agency_name, team=row.team_name))
        return redirect("sealed:releases")
    return _list(request, row.id, edited=form)


def _do_not_agree(request: HubRequest, row: ReleaseRow, form: RefusalForm) -> HttpResponse:
    if form.accepts(
        lambda: services.refuse(
            request_id=row.id,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, f"Recorded. {row.agency_name} does not agree that this goes to {row.team_name}.")
        return redirect("sealed:releases")
    return _list(request, row.id, refusal=form)


def _list(request: HubRequest, again: UUID | None = None, **faulty: EditedForm | RefusalForm) -> HttpResponse:
    """The page of all requests; ``faulty`` is the form of the request ``again`` that was sent and has a fault."""
    found = queries.requests_to_answer(request.actor, at=request.at, again=again)
    context = {
        "requests": [pages.request_page(r, **(faulty if r.row.id == again else {})) for r in found],
        "form": next((each for each in faulty.values() if each.is_bound), None),
        "agency_name": request.actor.agency_name,
        "now": request.at,
    }
    return render(request, "sealed/releases.html", context)


def _for_basis(request: HubRequest, request_id: UUID) -> ReleaseRow:
    permissions.require_can_record_lawful_basis(request.actor)
    row = queries.request(request_id, actor=request.actor)
    rules.require_second_person(actor_id=request.actor.id, asked_by=row.asked_by)
    return row


def _basis_page(request: HubRequest, row: ReleaseRow, form: LawfulBasisForm) -> HttpResponse:
    context = {
        "row": row,
        "item": queries.item(row.item_id, actor=request.actor, at=request.at),
        "form": form,
        "room_url": reverse("sealed:room", args=[row.enquiry_id]),
        "save_url": reverse("sealed:save_lawful_basis", args=[row.id]),
    }
    return render(request, "sealed/lawful_basis.html", context)


def _id_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
