"""The address without a hub's name: which hub is it for?"""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from openmash.hubs import queries as hub_queries
from openmash.web.shared.screen import PUBLIC, READ, HubRequest, screen


@screen(permission=PUBLIC, kind=READ)
def which(request: HubRequest) -> HttpResponse:
    """The hubs of this installation; where there is one, its own first page at once."""
    hubs = hub_queries.all_hubs()
    if len(hubs) == 1:
        return redirect("refer:start", hub_slug=hubs[0].slug)
    return render(request, "hubs/which.html", {"hubs": [(hub.name, f"/{hub.slug}/") for hub in hubs]})
