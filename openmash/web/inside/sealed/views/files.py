"""Opening a file that is attached to an item: it is handed over to be saved, and never shown in the page."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from openmash.access import Permission
from openmash.sealed import queries
from openmash.web.shared.screen import DISCLOSE, HubRequest, screen

# Whatever a browser makes of the bytes: no script, no form, no frame, and no way back to the hub's own pages.
_NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@screen(permission=Permission.ENTER_SEALED_ROOM, kind=DISCLOSE)
def open_(request: HubRequest, file_id: UUID) -> HttpResponse:
    """One file, for whoever may read the item it is on; that it was opened is on the log first."""
    file = queries.file(file_id, actor=request.actor, at=request.at)
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _NOTHING_RUNS
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(file.content))
    return response
