"""What needs me now: the first page after signing in."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.access import ROLES, Permission, Role
from openmash.web.inside.worklist import pages
from openmash.web.shared.screen import READ, SIGNED_IN, HubRequest, screen
from openmash.worklists import queries as worklist_queries

PAGE_LENGTH = 50


@screen(permission=SIGNED_IN, kind=READ)
def mine(request: HubRequest) -> HttpResponse:
    """My work, soonest deadline first; ``?show=<kind>`` narrows it. A wall display has no work but the wall."""
    if request.actor.role is Role.WALL_DISPLAY:
        return redirect("wall:show")
    rows = worklist_queries.needs_me(request.actor, at=request.at)
    chosen = request.GET.get("show", "")
    shown = [row for row in rows if row.kind == chosen] if chosen else rows
    page = Paginator(shown, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": pages.lines(page),
        "tallies": pages.tallies(rows, at=request.at, chosen=chosen),
        "everything": len(rows),
        "chosen": chosen,
        "now": request.at,
        "role": ROLES[request.actor.role],
        "works_on_cases": Permission.SEE_ENQUIRIES in request.actor.permissions,
    }
    return render(request, "worklist/mine.html", context)
