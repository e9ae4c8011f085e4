"""A file as it is handed over: to be saved, never shown in the page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Whatever a browser makes of the bytes: no script, no form, no frame, and no way back to our own pages.
NOTHING_RUNS = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def as_file(name: str, content: bytes, *, media_type: str) -> HttpResponse:
    """The answer that hands over a file.

    Args:
        name: what it is saved as.
        content: its bytes.
        media_type: ``application/pdf`` and the like.
    """
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(content))
    return response
