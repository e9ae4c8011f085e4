"""A receiving team's inbox on the outside door: read, acknowledge, report back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.products import queries, services
from openmash.web.outside.inbox.forms import ReportForm
from openmash.web.shared import product_copy
from openmash.web.shared.handed_over import as_file
from openmash.web.shared.screen import DISCLOSE, READ, WRITE, HubRequest, screen


@screen(permission=Permission.RECEIVE_PRODUCTS, kind=READ)
def show_list(request: HubRequest) -> HttpResponse:
    """Everything passed to the team: what was called back first, then unread; references and times only."""
    rows = queries.inbox(request.actor)
    context = {
        "rows": rows,
        "unread": sum(row.opened_at is None and not row.recall for row in rows),
        "called_back": sum(bool(row.recall) and row.needs_us for row in rows),
    }
    return render(request, "inbox/list.html", context)


@screen(permission=Permission.RECEIVE_PRODUCTS, kind=DISCLOSE)
def read(request: HubRequest, copy_id: UUID) -> HttpResponse:
    """One product. The reading is on the hub's log before a word is shown; once called back, only the reason is."""
    view = services.open_copy(copy_id=copy_id, actor=request.actor, at=request.at)
    if view.copy is None:
        return render(request, "inbox/called_back.html", {"view": view})
    context = {
        "view": view,
        "copy": product_copy.page_of(view.copy, released_at=view.released_at, released_by=view.released_by_name),
        "reader": request.actor.name,
        "read_at": request.at,
    }
    return render(request, "inbox/copy.html", context)


@screen(permission=Permission.RECEIVE_PRODUCTS, kind=WRITE)
def acknowledge(request: HubRequest, copy_id: UUID) -> HttpResponse:
    """Say that the team has it and takes it on."""
    if request.method == "POST":
        services.acknowledge(copy_id=copy_id, actor=request.actor, at=request.at)
        messages.success(request, "Acknowledged. The hub can see that your team has it.")
    return redirect("inbox:copy", copy_id=copy_id)


@screen(permission=Permission.RECEIVE_PRODUCTS, kind=DISCLOSE)
def file(request: HubRequest, copy_id: UUID) -> HttpResponse:
    """The product as a PDF file to keep; that it was taken is on the hub's log first."""
    found = services.open_file(copy_id=copy_id, actor=request.actor, at=request.at)
    return as_file(found.name, found.content, media_type="application/pdf")


@screen(permission=Permission.RECEIVE_PRODUCTS, kind=WRITE)
def acknowledge_recall(request: HubRequest, copy_id: UUID) -> HttpResponse:
    """Say that the team knows that it no longer holds."""
    if request.method == "POST":
        services.acknowledge_recall(copy_id=copy_id, actor=request.actor, at=request.at)
        messages.success(request, "Acknowledged. The hub can see that your team knows.")
    return redirect("inbox:copy", copy_id=copy_id)


@screen(permission=Permission.RECEIVE_PRODUCTS, kind=WRITE)
def report(request: HubRequest, copy_id: UUID) -> HttpResponse:
    """Tell the hub what came of it."""
    row = queries.own_row(copy_id, actor=request.actor)
    form = ReportForm(request.POST if request.method == "POST" else None)
    if form.accepts(lambda: _send(request, copy_id, form)):
        messages.success(request, "Sent to the hub. It cannot be read again here.")
        return redirect("inbox:copy", copy_id=copy_id)
    context = {
        "base": "shared/base_outside.html",
        "title": "Tell the hub what came of it",
        "caption": row.reference,
        "intro": "Only the hub can read what you send.",
        "form": form,
        "submit_label": "Send to the hub",
        "cancel_url": reverse("inbox:copy", args=[copy_id]),
    }
    return render(request, "shared/form_page.html", context)


def _send(request: HubRequest, copy_id: UUID, form: ReportForm) -> None:
    told = form.cleaned_data
    services.report(
        copy_id=copy_id,
        kind=told["kind"],
        happened_on=told["happened_on"],
        words=told["words"],
        actor=request.actor,
        at=request.at,
    )
