"""Looking through the log: who opened our information, and what happened in the hub. Looking is on the log too."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

import openmash
from openmash.access import Actor, Permission
from openmash.accounts import queries as account_queries
from openmash.agencies import queries as agency_queries
from openmash.agencies import services as agency_services
from openmash.audit import queries as audit_queries
from openmash.audit import services as audit_services
from openmash.audit.queries import Line, Wanted
from openmash.core.errors import NotFound
from openmash.enquiries import queries as enquiry_queries
from openmash.sealed import queries as sealed_queries
from openmash.web.inside.audit import forms, pages
from openmash.web.inside.audit.words import WORDS
from openmash.web.shared import csv_files
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import DISCLOSE, WRITE, HubRequest, screen

PAGE_LENGTH = 50
MOST_IN_A_FILE = 10_000
_SCRIPT = Path(openmash.__file__).resolve().parents[1] / "scripts" / "verify_audit.py"
_UNKNOWN = "There is no enquiry with this reference in the hub; references look like DEV-7K3M-2QXA"


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=DISCLOSE)
def ours(request: HubRequest) -> HttpResponse:
    """Who opened our agency's information, newest first, with a picture by month."""
    form = _openings_form(request)
    wanted = _openings_wanted(form, request)
    before = pages.cursor_from(request.GET.get("before", ""))
    found = audit_services.look_at_openings(
        wanted=wanted, actor=request.actor, at=request.at, before=before, most=PAGE_LENGTH + 1
    )
    context = {
        "form": form,
        "agency": request.actor.agency_name,
        "rows": pages.rows(found.lines[:PAGE_LENGTH], actor=request.actor, ours=True),
        "bars": pages.bars(found.months),
        "bar_width": pages.BAR_WIDTH,
        "older": _older(request, found.lines),
        "is_first": before is None,
        "query": _query(request),
    }
    return render(request, "audit/ours.html", context)


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=DISCLOSE)
def ours_as_table(request: HubRequest) -> HttpResponse:
    """The same as a file to keep."""
    form = _openings_form(request)
    found = audit_services.look_at_openings(
        wanted=_openings_wanted(form, request), actor=request.actor, at=request.at, most=MOST_IN_A_FILE, as_file=True
    )
    rows = pages.rows(found.lines, actor=request.actor, ours=True)
    headings = ("When", "Who", "Role", "Agency", "How", "Enquiry", "Which information")
    return csv_files.response(
        "who-opened-our-information.csv",
        headings,
        (
            (f"{timezone.localtime(r.at):%Y-%m-%d %H:%M:%S}", r.who, r.role, r.agency, r.what, r.enquiry, r.item)
            for r in rows
        ),
    )


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=WRITE)
def check_yourself(request: HubRequest) -> HttpResponse:
    """What an agency needs to check the log by itself, how it is done, and where its checkpoints go."""
    agency_id = request.actor.agency_id
    if agency_id is None:
        raise NotFound
    now = agency_queries.witness(agency_id, request.hub.id)
    form = forms.CheckpointsForm(posted(request), initial={"address": now.to, "how_often": now.every or forms.NEVER})
    if form.accepts(lambda: _set_checkpoints(request, agency_id, **form.cleaned_data)):
        messages.success(request, "Saved. Checkpoints go where you said from now on.")
        return redirect("audit:check")
    context = {"state": audit_queries.state(request.hub.id), "agency": request.actor.agency_name, "form": form}
    return render(request, "audit/check.html", context)


def _set_checkpoints(request: HubRequest, agency_id: UUID, address: str, how_often: str) -> None:
    agency_services.want_checkpoints(
        agency_id=agency_id,
        to=address,
        every="" if how_often == forms.NEVER else how_often,
        actor=request.actor,
        at=request.at,
    )


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=DISCLOSE)
def extract(request: HubRequest) -> HttpResponse:
    """The agency's own slice of the log, with proofs, to be checked by the script."""
    if request.actor.agency_id is None:
        raise NotFound
    lines = audit_services.export_slice(agency_id=request.actor.agency_id, actor=request.actor, at=request.at)
    return _file("log.jsonl", "".join(lines), "application/x-ndjson")


@screen(permission=Permission.CONTROL_OWN_ITEMS, kind=DISCLOSE)
def script(request: HubRequest) -> HttpResponse:
    """The stand-alone script that checks an extract."""
    return _file("verify_audit.py", _SCRIPT.read_text(), "text/x-python")


@screen(permission=Permission.SEE_AUDIT, kind=DISCLOSE)
def log(request: HubRequest) -> HttpResponse:
    """The hub's log, newest first, with how it stands."""
    form = _log_form(request)
    visible = _visible_to(request.actor)
    wanted = _log_wanted(form, request, visible)
    today = timezone.localdate(request.at)
    month = replace(visible, since=forms.month_from(f"{today:%Y-%m}", today)[0])
    before = pages.cursor_from(request.GET.get("before", ""))
    found = audit_services.look_at_log(
        wanted=wanted, month=month, actor=request.actor, at=request.at, before=before, most=PAGE_LENGTH + 1
    )
    context = {
        "form": form,
        "rows": pages.rows(found.lines[:PAGE_LENGTH], actor=request.actor, ours=False),
        "crowds": pages.crowds(found.readers, actor=request.actor),
        "state": audit_queries.state(request.hub.id),
        "older": _older(request, found.lines),
        "is_first": before is None,
        "month": f"{timezone.localtime(request.at):%B %Y}",
    }
    return render(request, "audit/log.html", context)


@screen(permission=Permission.SEE_AUDIT, kind=DISCLOSE)
def checkpoint(request: HubRequest) -> HttpResponse:
    """The newest signed checkpoint, to be printed or kept elsewhere."""
    return _file("checkpoint.txt", audit_queries.state(request.hub.id).note, "text/plain")


def _openings_form(request: HubRequest) -> forms.OpeningsForm:
    agency_id = request.actor.agency_id or request.hub.id
    readers = audit_queries.readers_of(actor=request.actor, agency_id=agency_id)
    return forms.OpeningsForm(
        request.GET,
        people=pages.people(readers, actor=request.actor),
        today=timezone.localdate(request.at),
    )


def _openings_wanted(form: forms.OpeningsForm, request: HubRequest) -> Wanted:
    """What is looked for; everything of the last twelve months where the form does not say something that is so."""
    today = timezone.localdate(request.at)
    kept_out = frozenset(enquiry_queries.kept_out_of(request.actor))
    everything = Wanted(since=forms.month_from("", today)[0], without_enquiries=kept_out)
    if not form.is_valid():
        return everything
    told = form.cleaned_data
    since, until = forms.month_from(told["month"], today)
    return replace(
        everything,
        since=since,
        until=until,
        person=forms.person_from(told["person"]),
        enquiry=_enquiry(form, request),
        agency=request.actor.agency_id if told["whose"] == forms.OWN else None,
        not_agency=request.actor.agency_id if told["whose"] == forms.OTHERS else None,
    )


def _log_form(request: HubRequest) -> forms.LogForm:
    everybody = [colleague.user_id for colleague in account_queries.people_of(request.hub.id)]
    return forms.LogForm(
        request.GET,
        people=pages.people(everybody, actor=request.actor),
        events=sorted(WORDS.items(), key=lambda choice: choice[1]),
    )


def _log_wanted(form: forms.LogForm, request: HubRequest, visible: Wanted) -> Wanted:
    if not form.is_valid():
        return visible
    told = form.cleaned_data
    since, until = forms.day_from(told["day"])
    return replace(
        visible,
        since=since,
        until=until,
        person=forms.person_from(told["person"]),
        enquiry=_enquiry(form, request),
        names=(told["event"],) if told["event"] else (),
    )


def _enquiry(form: GovForm, request: HubRequest) -> UUID | None:
    """The enquiry of the reference that was typed; its lack is said beside the field."""
    typed = form.cleaned_data.get("reference", "")
    if not typed:
        return None
    found = enquiry_queries.by_reference(typed, hub_id=request.hub.id)
    if found is None:
        form.add_error("reference", _UNKNOWN)
    return found


def _visible_to(actor: Actor) -> Wanted:
    """Everything but what whoever looks through the hub's log must not learn of."""
    return Wanted(
        without_enquiries=frozenset(enquiry_queries.kept_out_of(actor)),
        without_things=sealed_queries.others_hidden_items(actor=actor),
    )


def _query(request: HubRequest) -> str:
    given = request.GET.copy()
    given.pop("before", None)
    return given.urlencode()


def _older(request: HubRequest, lines: tuple[Line, ...]) -> str:
    """The address of the next page; empty on the last one."""
    if len(lines) <= PAGE_LENGTH:
        return ""
    given = request.GET.copy()
    given["before"] = pages.cursor_of(lines[PAGE_LENGTH - 1])
    return f"?{given.urlencode()}"


def _file(name: str, content: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
