"""Keys for an agency's computer systems: issued, shown once, revoked."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from openmash.access import Permission
from openmash.api_keys import permissions, queries, rules, services
from openmash.api_keys.services import Issued
from openmash.core.errors import RuleBroken
from openmash.web.inside.person_index.forms import KeyForm
from openmash.web.shared.forms import GovForm, posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.KEEP_INDEX, kind=WRITE)
def keys(request: HubRequest) -> HttpResponse:
    """The keys of the reader's agency, and one more; a new key is shown in the answer to its form and never again."""
    agency_id = permissions.require_can_manage(request.actor)
    has_portal = queries.has_portal(agency_id, request.hub.id, at=request.at)
    first_shown = {"last_day": timezone.localdate(request.at) + rules.USUAL_LIFE}
    form = KeyForm(posted(request), initial=first_shown, has_portal=has_portal)
    issued: Issued | None = None
    if request.method == "POST" and form.is_valid():
        try:
            issued = services.issue(**form.cleaned_data, actor=request.actor, at=request.at)
        except RuleBroken as broken:
            form.blame(broken)
        else:
            form = KeyForm(initial=first_shown, has_portal=has_portal)
    interface = f"{settings.OPENMASH_INSIDE_URL}/api/v1/{request.hub.slug}/agencies/{agency_id}"
    context = {
        "form": form,
        "issued": issued,
        "keys": [_line(each, request.at) for each in queries.keys(request.actor, at=request.at)],
        "address": f"{interface}/index",
        "direct_address": f"{interface}/direct-referrals" if has_portal else "",
    }
    return render(request, "person_index/keys.html", context)


@screen(permission=Permission.KEEP_INDEX, kind=WRITE)
def revoke(request: HubRequest, key_id: UUID) -> HttpResponse:
    """Say that a key opens nothing any more."""
    key = queries.key(key_id, actor=request.actor)
    form = GovForm(posted(request))
    if request.method == "POST" and form.is_valid():
        services.revoke(key_id=key_id, actor=request.actor, at=request.at)
        messages.success(request, f"The key of {key.name} opens nothing any more.")
        return redirect("person_index:keys")
    context = {
        "form": form,
        "title": f"Revoke the key of {key.name}?",
        "body": "It stops working at once, and cannot be brought back. A system that still needs one gets another.",
        "submit_label": "Revoke the key",
        "danger": True,
        "cancel_url": reverse("person_index:keys"),
    }
    return render(request, "shared/confirm_page.html", context)


def _line(key: queries.KeyView, at: datetime) -> dict[str, object]:
    """One key with how it stands, in words."""
    if key.revoked_at is not None:
        stands = f"Revoked by {key.revoked_by_name}"
    elif not key.opens(at):
        stands = "Expired"
    else:
        stands = ""
    opens = rules.PURPOSES[key.purpose].partition(":")[0]
    return {
        "key": key,
        "opens": opens,
        "stands": stands,
        "url": "" if stands else reverse("person_index:revoke_key", args=[key.id]),
    }
