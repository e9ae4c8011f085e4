"""The receipt code that a visitor of the public pages holds: kept in a signed cookie, never in an address.

The server keeps only the code's hash, so the code may stand in no table; a session would put it into one.
"""

import hashlib
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

from openmash.core.ids import normalise_code
from openmash.web.shared.screen import HubRequest

COOKIE = "openmash-receipt"
LASTS = timedelta(hours=4)
GUESSES, GUESS_WINDOW = 20, timedelta(minutes=10)
WAIT = "Too many wrong codes came from where you are. Wait 10 minutes, then try again, or telephone the hub."


def code_of(request: HubRequest) -> str | None:
    """The code this visitor came with; None if there is none, it was changed, or nothing happened for ``LASTS``."""
    return request.get_signed_cookie(COOKIE, default=None, salt=_salt(request), max_age=LASTS)


def remember(response: HttpResponse, request: HubRequest, code: str) -> None:
    """Keep the code in this browser until it is closed."""
    response.set_signed_cookie(
        COOKIE,
        normalise_code(code),
        salt=_salt(request),
        path=_path(request),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def forget(response: HttpResponse, request: HubRequest) -> None:
    """Take the code out of this browser; the form and the receipt stay where they are."""
    response.delete_cookie(COOKIE, path=_path(request), samesite="Lax")


def too_many_guesses(request: HubRequest) -> bool:
    """Whether so many wrong codes came from one address that it has to wait.

    Codes carry 80 random bits, so guessing is hopeless; this keeps the attempt from costing the hub anything.
    """
    return int(cache.get(_guesses_key(request), 0)) >= GUESSES


def count_wrong_guess(request: HubRequest) -> None:
    """Note that a wrong code came from this visitor's address."""
    key = _guesses_key(request)
    cache.set(key, int(cache.get(key, 0)) + 1, int(GUESS_WINDOW.total_seconds()))


def _salt(request: HubRequest) -> str:
    return f"receipt-code/{request.hub.id}"


def _path(request: HubRequest) -> str:
    return f"/{request.hub.slug}/"


def _guesses_key(request: HubRequest) -> str:
    address = get_adapter().get_client_ip(request)
    # Hashed with the installation's secret: the cache holds no visitor's address.
    secret = hashlib.sha256(f"{settings.SECRET_KEY}/{address}".encode()).hexdigest()
    return f"wrong-receipt-codes/{request.hub.id}/{secret}"
