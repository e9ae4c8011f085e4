"""Information governance: who asks, by when, who has answered. No word of what is kept."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from openmash.access import Permission
from openmash.core.errors import RuleBroken
from openmash.retention import queries, services
from openmash.web.inside.subject_access.forms import ExtendForm, IdentityForm, ReasonForm, RequestForm
from openmash.web.shared.forms import posted, version_in
from openmash.web.shared.screen import READ, WRITE, HubRequest, screen

_MANAGE = Permission.MANAGE_RECORDS


@screen(permission=_MANAGE, kind=READ)
def requests(request: HubRequest) -> HttpResponse:
    """Every request, those that run first."""
    context = {"requests": queries.requests(actor=request.actor), "today": timezone.localdate(request.at)}
    return render(request, "subject_access/list.html", context)


@screen(permission=_MANAGE, kind=WRITE)
def new(request: HubRequest) -> HttpResponse:
    """Record a request."""
    form = RequestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            request_id = services.record_request(**form.cleaned_data, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            messages.success(request, "The request is recorded. Its clock runs.")
            return redirect("subject_access:detail", request_id=request_id)
    return render(request, "subject_access/new.html", {"form": form})


@screen(permission=_MANAGE, kind=READ)
def detail(request: HubRequest, request_id: UUID) -> HttpResponse:
    """One request: how it stands, who has answered."""
    return _page(request, request_id)


@screen(permission=_MANAGE, kind=WRITE)
def identity(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Say how it was made sure who asks."""
    form = IdentityForm(posted(request))
    if form.accepts(
        lambda: services.check_identity(
            request_id=request_id, how=form.cleaned_data["how"], actor=request.actor, at=request.at
        )
    ):
        messages.success(request, "A manager can prepare the bundle now.")
        return redirect("subject_access:detail", request_id=request_id)
    return _page(request, request_id, identity=form)


@screen(permission=_MANAGE, kind=WRITE)
def extend(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Take two further months, with the reason."""
    form = ExtendForm(posted(request), prefix="extend")
    if form.accepts(
        lambda: services.extend(
            request_id=request_id,
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, "The time is extended. Tell the person, with the reason, within the first month.")
        return redirect("subject_access:detail", request_id=request_id)
    return _page(request, request_id, extend=form)


@screen(permission=_MANAGE, kind=WRITE)
def close(request: HubRequest, request_id: UUID) -> HttpResponse:
    """Close a request without a bundle."""
    form = ReasonForm(posted(request), prefix="close")
    if form.accepts(
        lambda: services.close_request(
            request_id=request_id,
            because=form.cleaned_data["because"],
            actor=request.actor,
            at=request.at,
            version=version_in(request),
        )
    ):
        messages.success(request, "The request is closed.")
        return redirect("subject_access:detail", request_id=request_id)
    return _page(request, request_id, close=form)


def _page(
    request: HubRequest,
    request_id: UUID,
    *,
    identity: IdentityForm | None = None,
    extend: ExtendForm | None = None,
    close: ReasonForm | None = None,
) -> HttpResponse:
    view = queries.request(request_id, actor=request.actor)
    pieces = queries.pieces(request_id, actor=request.actor)
    context = {
        "view": view,
        "owners": queries.owners(request_id, actor=request.actor),
        "pieces": len(pieces),
        "answered": sum(bool(each.answer) for each in pieces),
        "today": timezone.localdate(request.at),
        "identity_form": identity or IdentityForm(),
        "extend_form": extend or ExtendForm(prefix="extend"),
        "close_form": close or ReasonForm(prefix="close"),
        "form": identity or extend or close,
    }
    return render(request, "subject_access/detail.html", context)
