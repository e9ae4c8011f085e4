"""Pages for when something went wrong. They use no database, no session and no context processor.

Put ``handler400 = "openmash.web.shared.error_pages.bad_request"`` and so on in each door's URLs, and
``CSRF_FAILURE_VIEW = "openmash.web.shared.error_pages.csrf_failure"`` in the settings.
"""

import sys
from collections.abc import Sequence
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from openmash.audit.services import NotWritten
from openmash.core.errors import NotFound, OpenMashError, Refused
from openmash.core.keys import Erased, KeyMissing, KeyStoreDown, Unreadable

log = structlog.get_logger(__name__)


def page(status: int, *, template: str = "", **context: Any) -> HttpResponse:
    """Return the page of an HTTP status.

    Args:
        status: 400, 403, 404, 409, 410, 500 or 503.
        template: another name in shared/errors than the status, e.g. ``"csrf"``.
        context: what the page shows: ``sentence``, ``url``, ``typed``, ``reference``.
    """
    telephone = getattr(settings, "OPENMASH_TELEPHONE", "")
    shown = {"telephone": telephone, "telephone_link": telephone.replace(" ", ""), **context}
    response = HttpResponse(render_to_string(f"shared/errors/{template or status}.html", shown), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that could not be read (400), or one longer than anybody could mean (413)."""
    if isinstance(exception, RequestDataTooBig):
        return page(413)
    return page(400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what this person may not do (403), with the refusal's own sentence if it has one."""
    return refused(str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address with nothing at it, or nothing this person may see (404)."""
    return page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours (500), or the database's or the key store's silence (503), wherever it showed."""
    error = sys.exc_info()[1]
    if isinstance(error, KeyStoreDown):
        return keys_away(error)
    if isinstance(error, OperationalError | InterfaceError):
        return database_down()
    return page(500)


def of(error: OpenMashError) -> HttpResponse:
    """The page for one of the domain's errors that no form could show beside a field."""
    match error:
        case NotFound():
            return page(404)
        case Refused():
            return refused(error.sentence)
        case NotWritten():
            return unrecorded(error.sentence)
        case KeyStoreDown():
            return keys_away(error)
        case Erased():
            return page(410, template="erased", sentence=error.sentence)
        case KeyMissing() | Unreadable():
            log.error("sealed information cannot be opened", kind=type(error).__name__)
            return page(500, template="unreadable", sentence=error.sentence)
        case _:
            return stale(error.sentence)


def keys_away(error: KeyStoreDown) -> HttpResponse:
    """Answer while the key store does not (503); where and why is for the log, not for the page."""
    log.error("the key store does not answer", notes=getattr(error, "__notes__", []))
    response = page(503, template="keys_away", sentence=error.sentence)
    response["Retry-After"] = "60"
    return response


def unrecorded(sentence: str) -> HttpResponse:
    """Answer what was not opened or done because the log could not be written (503)."""
    response = page(503, template="unrecorded", sentence=sentence)
    response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without the token of this session (403)."""
    return page(403, template="csrf")


def refused(sentence: str) -> HttpResponse:
    """Answer a refusal (403) with the sentence that says why."""
    return page(403, sentence=sentence)


def stale(sentence: str, *, url: str = "", typed: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """Answer a change to something that somebody else changed meanwhile (409).

    Args:
        sentence: what happened.
        url: where it can be seen as it is now.
        typed: (label, text) of what was sent, so that nothing is lost.
    """
    return page(409, sentence=sentence, url=url, typed=typed)


def database_down() -> HttpResponse:
    """Answer while the database does not (503): says so, and what to do."""
    response = page(503)
    response["Retry-After"] = "60"
    return response
