"""How a call gets in: with a key of the agency that the address names, counted and written down, or not at all.

A call declares itself like every screen. It runs in two transactions: one lets the key in and counts it, so that a
refused call is counted too; the other does what was asked, and is undone whole where that goes wrong.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from openmash.access import Actor, Permission
from openmash.access.declared import Audience, Kind, Screen
from openmash.api.answers import Wrong, wrong
from openmash.api_keys import services as key_services
from openmash.api_keys.errors import KeyNotTaken, TooManyCalls
from openmash.audit.services import NotWritten
from openmash.core import clock, hub_context
from openmash.core.errors import NotFound, OpenMashError, Refused, RuleBroken
from openmash.core.keys import KeyStoreDown
from openmash.hubs import queries as hub_queries
from openmash.hubs.queries import HubView

log = structlog.get_logger(__name__)

GUESSES, GUESS_WINDOW = 20, timedelta(minutes=10)
"""Wrong keys from one address before it has to wait: a key has 160 random bits, so this only keeps the log short."""
LONGEST_KEY = 200
_SCHEME = "Bearer "


class CallRequest(HttpRequest):
    """A call with a key that was taken, with what the decorator puts on it."""

    actor: Actor
    hub: HubView
    at: datetime


Call = Callable[..., HttpResponseBase]
"""A view of what is one agency's: request, agency_id, and what else stands in the address."""


@dataclass(frozen=True)
class _Come:
    """Who came, and to which hub."""

    hub: HubView
    actor: Actor


def call(*, kind: Kind, permission: Permission, **methods: Call) -> Callable[..., HttpResponseBase]:
    """Declare an address of the API.

    Args:
        kind: what coming does; ``DISCLOSE`` where a GET is written down too.
        permission: what the key is for; one that is for something else is refused.
        methods: what answers each HTTP method, by its name in small letters.

    The address names the hub (``hub_slug``) and the agency (``index_id`` or ``portal_id``). Without a key that opens
    something in that hub the answer is 401; with a key of another agency 404, as for an agency that is not there.
    """
    allowed = [name.upper() for name in methods]

    @wraps(next(iter(methods.values())))
    def answered(request: CallRequest, hub_slug: str, **named: Any) -> HttpResponseBase:
        agency_id: UUID = named.pop("index_id", None) or named.pop("portal_id")
        if request.method not in allowed:
            return HttpResponseNotAllowed(allowed)
        request.at = clock.now()
        try:
            come = _let_in(request, hub_slug)
        except OpenMashError as error:
            return _turned_away(request, error)
        except (OperationalError, InterfaceError):
            return _database_down()
        view = methods[request.method.lower()]
        return _run(_permitted(view, permission, come.actor), come, request, agency_id, named)

    view = csrf_exempt(never_cache(answered))  # no cookie is read here, so none can be borrowed
    view.screen = Screen(Audience.BY_KEY, kind)  # type: ignore[attr-defined]  # read by the middleware and by tests
    return view


def _permitted(view: Call, permission: Permission, actor: Actor) -> Call:
    """The call, which refuses a key that is for something else, inside the transaction that writes it down."""

    @wraps(view)
    def permitted(*given: Any, **named: Any) -> HttpResponseBase:
        if permission not in actor.permissions:
            raise Refused("This key is for something else. Ask your agency for one that opens this.")
        return view(*given, **named)

    return permitted


def _run(
    view: Call, come: _Come, request: CallRequest, agency_id: UUID, named: Mapping[str, object]
) -> HttpResponseBase:
    request.actor, request.hub = come.actor, come.hub
    try:
        # PostgreSQL shows the rows of an index to the index itself: a system of an agency has no membership.
        with hub_context.enter(hub_id=come.hub.id, user_id=come.actor.agency_id):
            if come.actor.agency_id != agency_id:
                raise NotFound("This key opens nothing at that address.")
            answer = view(request, agency_id, **named)
    except OpenMashError as error:
        answer = _answer_of(error)
    except RequestDataTooBig:
        answer = wrong(413, Wrong("What was sent is too long for one call. Send it in several parts."))
    except UnreadablePostError:
        answer = wrong(400, Wrong("What was sent did not arrive whole. Send it again."))
    except (OperationalError, InterfaceError):
        return _database_down()
    return answer if answer.status_code < HTTPStatus.BAD_REQUEST else _written_down(answer, view, come, request)


def _let_in(request: CallRequest, hub_slug: str) -> _Come:
    """Who came; a hub that is not there is told no more of than a key that is not."""
    if _guessed_too_often(request):
        raise TooManyCalls(int(GUESS_WINDOW.total_seconds()))
    key = _key_in(request)
    try:
        hub = hub_queries.by_slug(hub_slug)
    except NotFound as error:
        raise KeyNotTaken from error
    with hub_context.enter(hub_id=hub.id):
        return _Come(hub, key_services.come(hub_id=hub.id, key=key, at=request.at))


def _key_in(request: HttpRequest) -> str:
    sent = request.headers.get("Authorization", "")
    key = sent[len(_SCHEME) :].strip() if sent[: len(_SCHEME)].lower() == _SCHEME.lower() else ""
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise KeyNotTaken
    return key


def _turned_away(request: CallRequest, error: OpenMashError) -> JsonResponse:
    if isinstance(error, KeyNotTaken):
        _count_guess(request)
        log.warning("a key was not taken at the API")
    return _answer_of(error)


def _written_down(answer: HttpResponseBase, view: Call, come: _Come, request: CallRequest) -> HttpResponseBase:
    """A call that came to nothing leaves an event too; if even that cannot be written, it says so instead."""
    name = getattr(view, "__name__", "call")
    try:
        with hub_context.enter(hub_id=come.hub.id):
            key_services.note_turned_away(call=name, status=answer.status_code, actor=come.actor, at=request.at)
    except OpenMashError as error:
        return _answer_of(error)
    return answer


def _answer_of(error: OpenMashError) -> JsonResponse:
    """One of the domain's errors, as a status and a sentence."""
    match error:
        case KeyNotTaken():
            answer = wrong(401, Wrong(error.sentence))
            answer["WWW-Authenticate"] = "Bearer"
        case TooManyCalls():
            answer = wrong(429, Wrong(error.sentence))
            answer["Retry-After"] = str(error.wait)
        case NotFound():
            answer = wrong(404, Wrong(error.sentence))
        case Refused():
            answer = wrong(403, Wrong(error.sentence))
        case RuleBroken():
            answer = wrong(422, Wrong(error.sentence, field=error.field or ""))
        case NotWritten() | KeyStoreDown():
            answer = wrong(503, Wrong(error.sentence))
            answer["Retry-After"] = "60"
        case _:
            answer = wrong(409, Wrong(error.sentence))
    return answer


def _database_down() -> HttpResponse:
    answer = wrong(503, Wrong("The database does not answer. Nothing was changed; send it again in a minute."))
    answer["Retry-After"] = "60"
    return answer


def _guessed_too_often(request: HttpRequest) -> bool:
    return int(cache.get(_guesses_of(request), 0)) >= GUESSES


def _count_guess(request: HttpRequest) -> None:
    name = _guesses_of(request)
    cache.set(name, int(cache.get(name, 0)) + 1, int(GUESS_WINDOW.total_seconds()))


def _guesses_of(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    # Hashed with the installation's secret: the cache holds nobody's address.
    return f"wrong-api-keys/{hashlib.sha256(f'{settings.SECRET_KEY}/{address}'.encode()).hexdigest()}"
