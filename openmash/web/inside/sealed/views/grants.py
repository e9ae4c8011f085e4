"""Opening what is held back, by a special grant."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from openmash.access import Permission
from openmash.core.errors import NotFound
from openmash.sealed import queries, services
from openmash.web.inside.sealed.forms import GrantForm
from openmash.web.shared.forms import posted
from openmash.web.shared.screen import WRITE, HubRequest, screen


@screen(permission=Permission.OPEN_BY_SPECIAL_GRANT, kind=WRITE)
def take(request: HubRequest, item_id: UUID) -> HttpResponse:
    """Say on which ground, why and for how long; the agency is told at once."""
    item = queries.closed_item(item_id, actor=request.actor, at=request.at)
    room_url = reverse("sealed:room", args=[item.enquiry_id])
    if item.readable and request.method != "POST":
        return redirect(f"{room_url}#item-{item_id}")
    if not item.may_take_grant and not item.readable:
        raise NotFound
    form = GrantForm(posted(request))
    if form.accepts(lambda: services.take_grant(item_id=item_id, told=form.told(), actor=request.actor, at=request.at)):
        messages.success(request, f"Opened. {item.agency_name} is told, and somebody else will review it.")
        return redirect(f"{room_url}#item-{item_id}")
    return render(request, "sealed/grant.html", {"form": form, "item": item, "room_url": room_url})
