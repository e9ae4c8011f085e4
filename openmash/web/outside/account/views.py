"""Small things about the person signed in at the outside door."""

from django.http import HttpResponse

from openmash.web.shared.screen import READ, SIGNED_IN, HubRequest, screen


@screen(permission=SIGNED_IN, kind=READ)
def stay(request: HubRequest) -> HttpResponse:
    """Keep the session alive: opening anything does."""
    return HttpResponse(status=204)
