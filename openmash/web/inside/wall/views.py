"""The wall screen: the page that hangs in the room, and the part of it that is asked for again every few seconds."""

from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from openmash.access import Permission, Role
from openmash.web.inside.wall import pages
from openmash.web.shared.middleware import asked_by_itself
from openmash.web.shared.screen import READ, HubRequest, screen
from openmash.worklists import queries


@screen(permission=Permission.SEE_WALL, kind=READ)
def show(request: HubRequest) -> HttpResponse:
    """Every open enquiry: the most urgent, and a page of the others (``?page=``)."""
    wall = queries.wall(request.actor, at=request.at, page=_page(request))
    context = {"board": pages.board(wall), "now": request.at, "is_display": _is_display(request)}
    return render(request, "wall/show.html", context)


@screen(permission=Permission.SEE_WALL, kind=READ)
def board(request: HubRequest) -> HttpResponse:
    """The same without the frame, for the page's script; 304 where nothing has changed since it last asked."""
    wall = queries.wall(request.actor, at=request.at, page=_page(request))
    mark = f'"{sha256(repr(wall).encode()).hexdigest()}"'
    if request.headers.get("If-None-Match") == mark:
        response = HttpResponse(status=304)
    else:
        response = render(request, "wall/parts/board.html", {"board": pages.board(wall), "now": request.at})
    response.headers["ETag"] = mark
    response.headers["X-Shown-At"] = f"{timezone.localtime(request.at):%H:%M}"
    # The display in the room has nobody at its keyboard and sees nothing else; anybody else's session ends as always.
    return response if _is_display(request) else asked_by_itself(response)


def _page(request: HubRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _is_display(request: HubRequest) -> bool:
    return request.actor.role is Role.WALL_DISPLAY
