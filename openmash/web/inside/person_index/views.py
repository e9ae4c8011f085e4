"""An agency's own person index: how it stands, loading a file, what was refused, withdrawing it."""

import io
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.core.errors import NotFound
from openmash.matching.csv_records import COLUMNS
from openmash.person_index import queries, services
from openmash.person_index.queries import LoadView, RefusedView
from openmash.web.inside.person_index import pages
from openmash.web.inside.person_index.forms import LoadForm
from openmash.web.shared import csv_files
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.middleware import asked_by_itself
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen


@screen(permission=Permission.KEEP_INDEX, kind=READ)
def overview(request: HubRequest) -> HttpResponse:
    """How the index stands, what came of its files, and what its answers miss and get wrong."""
    return render(request, "person_index/overview.html", {"shown": pages.overview(request.actor)})


@screen(permission=Permission.KEEP_INDEX, kind=READ)
def progress(request: HubRequest) -> HttpResponse:
    """How far the file is that is being read, for the part of the page that asks by itself."""
    shown = pages.overview(request.actor)
    response = asked_by_itself(render(request, "person_index/parts/progress.html", {"shown": shown}))
    if shown.running is None:
        response["HX-Refresh"] = "true"  # it is done: the whole page says what came of it
    return response


@screen(permission=Permission.KEEP_INDEX, kind=WRITE)
def load(request: HubRequest) -> HttpResponse:
    """Choose a file; the worker reads it while the index answers as before."""
    form = LoadForm(posted(request), request.FILES or None)
    if form.accepts(
        lambda: services.load(
            agency_id=_own(request),
            file=io.BytesIO(form.cleaned_data["file"].read()),
            encoded=form.cleaned_data["kind"] == "encodings",
            actor=request.actor,
            at=request.at,
        )
    ):
        messages.success(request, "The file is taken in. The index answers as before until it has been read.")
        return redirect("person_index:overview")
    return render(request, "person_index/load.html", {"form": form, "columns": pages.columns()})


@screen(permission=Permission.KEEP_INDEX, kind=WRITE)
def secret(request: HubRequest) -> HttpResponse:
    """The secret by which an agency's own system makes encodings; that it was shown is on the log."""
    form, shown = GovForm(posted(request)), ""
    if request.method == "POST" and form.is_valid():
        shown = services.give_encoding_secret(agency_id=_own(request), actor=request.actor, at=request.at)
    return render(request, "person_index/secret.html", {"form": form, "secret": shown})


@screen(permission=Permission.KEEP_INDEX, kind=READ)
def example(request: HubRequest) -> HttpResponse:
    """A file of three invented people, to begin from."""
    return csv_files.response("person-index-example.csv", COLUMNS, pages.EXAMPLE)


@screen(permission=Permission.KEEP_INDEX, kind=READ)
def refused(request: HubRequest, load_id: UUID) -> HttpResponse:
    """Which lines of a file were not taken, and why."""
    load, lines = _refused(request, load_id)
    return render(request, "person_index/refused.html", {"load": load, "lines": lines, "most": 200})


@screen(permission=Permission.KEEP_INDEX, kind=READ)
def refused_csv(request: HubRequest, load_id: UUID) -> HttpResponse:
    """The same as a file, for whoever mends the agency's own data."""
    _, lines = _refused(request, load_id)
    rows = [
        (str(each.line), each.column, each.sentence, "value left out" if each.left_out else "line refused")
        for each in lines
    ]
    return csv_files.response("person-index-refused.csv", ("line", "column", "reason", "what was done"), rows)


@screen(permission=Permission.KEEP_INDEX, kind=WRITE)
def withdraw(request: HubRequest) -> HttpResponse:
    """Take the index away."""
    form = GovForm(posted(request))
    if form.accepts(lambda: services.withdraw(agency_id=_own(request), actor=request.actor, at=request.at)):
        messages.success(request, "Your person index is gone. Nobody in it can be found through it any more.")
        return redirect("person_index:overview")
    context = {
        "form": form,
        "title": "Withdraw your person index?",
        "body": "Every row of it is deleted now, with what it found for requests that wait and what was refused of "
        "your files. Requests are still answered by searching your own system. What your agency put in the sealed "
        "room stays. You can load a file again at any time.",
        "submit_label": "Withdraw the index",
        "danger": True,
        "cancel_url": reverse("person_index:overview"),
    }
    return render(request, "shared/confirm_page.html", context)


def _own(request: HubRequest) -> UUID:
    if request.actor.agency_id is None:
        raise NotFound
    return request.actor.agency_id


def _refused(request: HubRequest, load_id: UUID) -> tuple[LoadView, list[RefusedView]]:
    load = queries.load_state(load_id, actor=request.actor)
    return load, queries.refused(load_id, actor=request.actor)
