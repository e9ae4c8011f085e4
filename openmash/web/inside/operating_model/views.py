"""How the hub works: its versions, what each says and changes, and putting one into force."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.hubs import queries, services
from openmash.hubs.queries import VersionView
from openmash.hubs.rules import ModelInvalid, UnknownModel, rewritten
from openmash.hubs.rules.lines import Path
from openmash.hubs.rules.rewriting import Plain
from openmash.hubs.services import Wording
from openmash.web.inside.operating_model import pages
from openmash.web.inside.operating_model.forms import (
    AskedForm,
    ClocksForm,
    CopyForm,
    CoverageForm,
    GoLiveForm,
    GuidedForm,
    ProposeForm,
    SendBackForm,
    TextForm,
)
from openmash.web.shared.forms import posted, whole_number
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen
from openmash.worklists import queries as worklist_queries

_SEE, _PREPARE, _APPROVE = Permission.SEE_OPERATING_MODEL, Permission.ADMINISTER, Permission.APPROVE_OPERATING_MODEL


@screen(permission=_SEE, kind=READ)
def overview(request: HubRequest) -> HttpResponse:
    """Every version, the newest first, and what must be signed before the hub goes live."""
    return _overview(request)


@screen(permission=_PREPARE, kind=WRITE)
def copy(request: HubRequest) -> HttpResponse:
    """Begin a new version from one of the hub's own, or from a model that ships."""
    form = CopyForm(request.POST)
    if request.method != "POST" or not form.is_valid():
        return redirect("operating_model:overview")
    given = form.cleaned_data
    try:
        if given["version"]:
            made = services.copy_version(version_id=given["version"], actor=request.actor, at=request.at)
        else:
            made = services.copy_shipped(name=given["name"], actor=request.actor, at=request.at)
    except UnknownModel as unknown:
        messages.error(request, unknown.sentence)
        return redirect("operating_model:overview")
    messages.success(request, "A new version, for you to change. The hub does not work by it.")
    return redirect("operating_model:version", version_id=made)


@screen(permission=_APPROVE, kind=WRITE)
def go_live(request: HubRequest) -> HttpResponse:
    """Say from which day a hub whose partners sign a framework takes contacts."""
    if request.method != "POST":
        return redirect("operating_model:overview")
    form = GoLiveForm(request.POST)
    if form.accepts(
        lambda: services.go_live(live_from=form.cleaned_data["live_from"], actor=request.actor, at=request.at)
    ):
        messages.success(request, "Recorded. From that day the hub takes contacts.")
        return redirect("operating_model:overview")
    return _overview(request, form)


@screen(permission=_SEE, kind=READ)
def version(request: HubRequest, version_id: UUID) -> HttpResponse:
    """One version: what it changes, what it says, and what may be done with it."""
    return _version_page(request, version_id)


@screen(permission=_SEE, kind=READ)
def try_out(request: HubRequest, version_id: UUID) -> HttpResponse:
    """What a version would have done to last month's cases."""
    shown = queries.version(version_id, actor=request.actor, at=request.at)
    first_day = shown.effective_from or timezone.localdate(request.at)
    found = worklist_queries.what_if(shown.model, first_day=first_day, actor=request.actor, at=request.at)
    context = {
        "version": shown,
        "found": found,
        "lines": pages.tried(found),
        "first_day": first_day,
        "changes": pages.changed(queries.model_of(request.actor.hub_id, request.at), shown.model),
    }
    return render(request, "operating_model/try_out.html", context)


@screen(permission=_PREPARE, kind=WRITE)
def edit_text(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Change the text, with its meaning in words beside it; what is wrong is named with its line."""
    shown = queries.version(version_id, actor=request.actor, at=request.at)
    form = TextForm(posted(request), initial={"text": shown.text, "revision": shown.revision})
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"].replace("\r\n", "\n")
        try:
            _keep(request, shown, text, form.cleaned_data["revision"])
        except RuleBroken as broken:
            form.blame(broken)
        except ModelInvalid as invalid:
            form.blame_lines(invalid)
        else:
            messages.success(request, "Saved. The hub does not work by it until somebody else has approved it.")
            return redirect("operating_model:version", version_id=version_id)
    context = {"version": shown, "form": form, "chapters": pages.said(shown.model)}
    return render(request, "operating_model/text.html", context)


@screen(permission=_PREPARE, kind=WRITE)
def edit_clocks(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Change how long each rating gives."""
    intro = "How long each rating gives to decide, and agencies to answer. An answer is never due after the decision."
    return _guided(request, version_id, ClocksForm, "How long each rating gives", intro)


@screen(permission=_PREPARE, kind=WRITE)
def edit_asked(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Change whom each rating asks by default."""
    intro = (
        "Whom each rating asks unless somebody chooses otherwise, and whom each issue asks besides, where the rating "
        "asks anybody. Whoever asks may always ask more, or fewer."
    )
    return _guided(request, version_id, AskedForm, "Whom each rating asks", intro)


@screen(permission=_PREPARE, kind=WRITE)
def edit_coverage(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Change from when the hub takes each area and type of referral."""
    intro = "A contact about an area, or of a type, that is not switched on that day is refused, with the day in words."
    return _guided(request, version_id, CoverageForm, "What the hub takes, from when", intro)


@screen(permission=_PREPARE, kind=WRITE)
def propose(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Ask a second person to approve a version, to hold from a day."""
    shown = queries.version(version_id, actor=request.actor, at=request.at)
    form = ProposeForm(posted(request), initial={"why": shown.why})
    if form.accepts(
        lambda: services.propose(version_id=version_id, **form.cleaned_data, actor=request.actor, at=request.at)
    ):
        messages.success(request, "Proposed. It holds from that day once an operations manager has approved it.")
        return redirect("operating_model:version", version_id=version_id)
    return _form_page(request, shown, form, "Propose this version", "Ask for approval")


@screen(permission=_APPROVE, kind=WRITE)
def approve(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Put a version that somebody else prepared into force from its day."""
    if request.method != "POST":
        return redirect("operating_model:version", version_id=version_id)
    revision = whole_number(request.POST.get("revision"))
    try:
        services.approve(version_id=version_id, actor=request.actor, at=request.at, revision=revision)
    except RuleBroken as broken:
        return _version_page(request, version_id, why_not=broken.sentence)
    messages.success(request, "Approved. What begins on its first day, or later, is worked by it.")
    return redirect("operating_model:version", version_id=version_id)


@screen(permission=_APPROVE, kind=WRITE)
def send_back(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Send a version back to be changed, and say why."""
    shown = queries.version(version_id, actor=request.actor, at=request.at)
    form = SendBackForm(posted(request))
    if form.accepts(
        lambda: services.send_back(
            version_id=version_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "Sent back. Whoever prepared it reads why.")
        return redirect("operating_model:version", version_id=version_id)
    return _form_page(request, shown, form, "Send this version back", "Send it back")


@screen(permission=_PREPARE, kind=WRITE)
def withdraw(request: HubRequest, version_id: UUID) -> HttpResponse:
    """Give up a version before its day has come."""
    if request.method != "POST":
        return redirect("operating_model:version", version_id=version_id)
    try:
        services.withdraw(version_id=version_id, actor=request.actor, at=request.at)
    except RuleBroken as broken:
        return _version_page(request, version_id, why_not=broken.sentence)
    messages.success(request, "Withdrawn. The hub goes on as it does now.")
    return redirect("operating_model:overview")


def _overview(request: HubRequest, form: GoLiveForm | None = None) -> HttpResponse:
    context = {
        "versions": queries.versions(request.actor, at=request.at),
        "framework": queries.framework(request.actor.hub_id, at=request.at),
        "shipped": pages.shipped(),
        "form": form or GoLiveForm(),
        "may_prepare": _PREPARE in request.actor.permissions,
        "may_approve": _APPROVE in request.actor.permissions,
        "today": timezone.localdate(request.at),
    }
    return render(request, "operating_model/overview.html", context)


def _version_page(request: HubRequest, version_id: UUID, *, why_not: str = "") -> HttpResponse:
    shown = queries.version(version_id, actor=request.actor, at=request.at)
    context = {
        "version": shown,
        "may": pages.may_do(shown, request.actor),
        "may_prepare": _PREPARE in request.actor.permissions,
        "changes": pages.changed(queries.model_of(request.actor.hub_id, request.at), shown.model),
        "chapters": pages.said(shown.model),
        "why_not": why_not,
        "today": timezone.localdate(request.at),
    }
    return render(request, "operating_model/version.html", context)


def _guided(request: HubRequest, version_id: UUID, kind: type[GuidedForm], title: str, intro: str) -> HttpResponse:
    shown = queries.version(version_id, actor=request.actor, at=request.at)
    form = kind(posted(request), model=shown.model, initial={"revision": shown.revision})
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, shown, _rewritten(shown, form.values()), form.cleaned_data["revision"])
        except RuleBroken as broken:
            form.blame(broken)
        except ModelInvalid as invalid:
            for problem in invalid.problems:
                form.add_error(None, problem)
        else:
            messages.success(request, "Saved. The hub does not work by it until somebody else has approved it.")
            return redirect("operating_model:version", version_id=version_id)
    return _form_page(request, shown, form, title, "Save", intro)


def _rewritten(shown: VersionView, values: Mapping[Path, Plain | None]) -> str:
    return rewritten(shown.text, values, source_name=f"version {shown.version}")


def _keep(request: HubRequest, shown: VersionView, text: str, revision: int | None) -> None:
    services.edit(
        version_id=shown.id,
        wording=Wording(text, shown.why),
        actor=request.actor,
        at=request.at,
        revision=revision if revision is not None else shown.revision,
    )


def _form_page(
    request: HubRequest, shown: VersionView, form: Any, title: str, submit_label: str, intro: str = ""
) -> HttpResponse:
    back = reverse("operating_model:version", args=[shown.id])
    context = {
        "title": title,
        "caption": f"Version {shown.version} of how the hub works",
        "intro": intro,
        "form": form,
        "submit_label": submit_label,
        "cancel_url": back,
    }
    return render(request, "shared/form_page.html", context)
