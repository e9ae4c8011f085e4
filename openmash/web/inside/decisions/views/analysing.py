"""The shared analysis, written with the room in sight."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.accounts import services as account_services
from openmash.core.errors import Stale
from openmash.decisions import queries, services
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import queries as sealed_queries
from openmash.web.inside.decisions.forms import AnalysisForm, as_initial
from openmash.web.shared.drafts import typed_before
from openmash.web.shared.pieces import Draft
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def analysis(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """The analysis that holds, as a form for whoever may write it, with the room below."""
    held = queries.analysis(enquiry_id, actor=request.actor, at=request.at)
    kept = typed_before(actor=request.actor, form=_key(enquiry_id))
    initial: dict[str, object] = {**(asdict(held.told) if held else {}), "version": held.version if held else 0}
    if kept is not None:
        # With the version it was begun from: what somebody wrote meanwhile is shown before it is written over.
        initial |= as_initial(kept, but=())
    return _page(request, enquiry_id, AnalysisForm(initial=initial), held)


@screen(permission=Permission.ANALYSE, kind=WRITE)
def save(request: HubRequest, enquiry_id: UUID) -> HttpResponse:
    """Write the analysis anew."""
    if request.method != "POST":
        return redirect("decisions:analysis", enquiry_id=enquiry_id)
    form = AnalysisForm(request.POST)
    try:
        saved = form.accepts(lambda: _save(request, enquiry_id, form))
    except Stale as stale:
        held = queries.analysis(enquiry_id, actor=request.actor, at=request.at)
        seen = request.POST.copy()
        seen["version"] = str(held.version if held else 0)
        form = AnalysisForm(seen)
        form.add_error(None, f"{stale.sentence} What they wrote is shown beside what you typed.")
        return _page(request, enquiry_id, form, held)
    if saved:
        account_services.discard_draft(actor=request.actor, form=_key(enquiry_id))
        messages.success(request, "The analysis is saved in the sealed room.")
        return redirect("enquiries:case", enquiry_id=enquiry_id)
    return _page(request, enquiry_id, form, queries.analysis(enquiry_id, actor=request.actor, at=request.at))


def _save(request: HubRequest, enquiry_id: UUID, form: AnalysisForm) -> None:
    services.analyse(
        enquiry_id=enquiry_id,
        told=form.told(),
        actor=request.actor,
        at=request.at,
        version=form.cleaned_data["version"],
    )


def _page(request: HubRequest, enquiry_id: UUID, form: AnalysisForm, held: queries.AnalysisView | None) -> HttpResponse:
    enquiry = enquiry_queries.enquiry(enquiry_id, actor=request.actor)
    context = {
        "form": form,
        "held": held,
        "parts": [(form.fields[name].label, text) for name, text in asdict(held.told).items()] if held else [],
        "show_held": held is not None and form.is_bound,
        "enquiry": enquiry,
        "room": sealed_queries.room(enquiry_id, actor=request.actor, at=request.at),
        "may_write": Permission.ANALYSE in request.actor.permissions,
        "draft": Draft(_key(enquiry_id), reverse("account:save_draft")),
        "case_url": reverse("enquiries:case", args=[enquiry_id]),
    }
    return render(request, "decisions/analysis.html", context)


def _key(enquiry_id: UUID) -> str:
    return f"analysis:{enquiry_id}"
