"""What every view declares: who may open it, and whether opening it reads, discloses or writes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Protocol, cast
from urllib.parse import quote
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache

from openmash.access import Actor, Permission, has, require
from openmash.access.declared import Audience, Kind, Screen, declaration
from openmash.accounts import queries as account_queries
from openmash.core import clock, hub_context
from openmash.core.errors import OpenMashError, Refused
from openmash.hubs import queries as hub_queries
from openmash.hubs.queries import HubView
from openmash.web.shared import error_pages, navigation
from openmash.web.shared.frame import Frame

LONGEST_SESSION = timedelta(hours=10)  # ASVS 5.0 7.3.2: an absolute limit beside the idle one

READ, DISCLOSE, WRITE = Kind.READ, Kind.DISCLOSE, Kind.WRITE
PUBLIC, SIGNED_IN = Audience.PUBLIC, Audience.SIGNED_IN


class HubRequest(HttpRequest):
    """A request to a declared screen, with what the decorator puts on it (no ``actor`` on public pages)."""

    actor: Actor
    hub: HubView
    at: datetime
    frame: Frame


class View(Protocol):
    """A function view."""

    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def screen(*, permission: Permission | Audience, kind: Kind) -> Callable[[View], View]:
    """Declare a view.

    Args:
        permission: what the actor's role must carry; ``SIGNED_IN`` for any member, ``PUBLIC`` for anybody.
        kind: ``READ``, ``DISCLOSE`` or ``WRITE``.

    The view then runs in one transaction of the right hub and kind, with ``request.actor`` (unless public),
    ``request.hub`` and ``request.at``; the domain's errors become pages, after the transaction was undone.
    """
    declared = Screen(permission, kind)

    def declare(view: View) -> View:
        @wraps(view)
        def opened(request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in _methods(kind):
                return HttpResponseNotAllowed(_methods(kind))
            request.at = clock.now()
            run = _for_anybody if permission is PUBLIC else _for_a_member
            try:
                return run(view, declared, request, *args, **kwargs)
            except OpenMashError as error:
                return error_pages.of(error)

        guarded = never_cache(opened)
        guarded.screen = declared  # type: ignore[attr-defined]  # read by the middleware and by the tests
        return guarded

    return declare


def reads_only(declared: Kind, method: str | None) -> bool:
    """Whether the database is to refuse everything but SELECT."""
    return declared is Kind.READ or (declared is Kind.WRITE and method != "POST")


def _methods(kind: Kind) -> list[str]:
    return ["GET", "HEAD", "POST"] if kind is Kind.WRITE else ["GET", "HEAD"]


def _for_anybody(view: View, declared: Screen, request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Run a view in the hub that its address names (``<slug:hub_slug>``), if it names one."""
    looks = reads_only(declared.kind, request.method)
    slug = kwargs.pop("hub_slug", None)
    if slug is None:
        with hub_context.enter(hub_id=None, reads_only=looks):
            return view(request, *args, **kwargs)
    request.hub = hub_queries.by_slug(slug)
    request.frame = navigation.public_frame(request.hub)
    with hub_context.enter(hub_id=request.hub.id, reads_only=looks):
        return view(request, *args, **kwargs)


def _for_a_member(view: View, declared: Screen, request: HubRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Run a view for somebody who signed in with both factors and may open it."""
    sent_elsewhere = turned_away(request, request.at)
    if sent_elsewhere is not None:
        return sent_elsewhere
    user_id = cast(UUID, request.user.pk)
    hub_id = _hub_of_session(request, user_id)
    with hub_context.enter(hub_id=hub_id, user_id=user_id, reads_only=reads_only(declared.kind, request.method)):
        request.actor = account_queries.actor_for(user_id, hub_id)
        request.hub = hub_queries.hub(hub_id)
        request.frame = navigation.member_frame(request.hub, request.actor, path=request.path)
        if isinstance(declared.permission, Permission):
            require(has(request.actor, declared.permission))
        return view(request, *args, **kwargs)


def turned_away(request: HttpRequest, at: datetime) -> HttpResponseRedirect | None:
    """Where to send somebody who is not properly signed in; None where they are.

    Args:
        request: to a screen, or to a page on which people manage how they sign in.
        at: now.
    """
    here = quote(request.get_full_path())
    if not request.user.is_authenticated:
        return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={here}")
    started = parse_datetime(request.session.setdefault("signed_in_at", at.isoformat()))
    if started is None or at - started > LONGEST_SESSION:
        logout(request)
        return HttpResponseRedirect(settings.LOGIN_URL)
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user)):
        return None
    # The page on which an app is set up sends whoever has one on to where it is taken away: never from here, where
    # a password is all that was shown.
    if account_queries.has_app(request.user.pk):
        return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?next={here}")
    return HttpResponseRedirect(reverse("mfa_activate_totp"))


def _hub_of_session(request: HubRequest, user_id: UUID) -> UUID:
    """The one hub this session works in; chosen at the first screen after sign-in."""
    chosen = request.session.get("hub_id")
    if chosen is not None:
        return UUID(chosen)
    with hub_context.enter(hub_id=None, user_id=user_id, reads_only=True):
        hubs = account_queries.hubs_of(user_id)
    if not hubs:
        raise Refused("You are not a member of a hub here. Ask the hub's administrator.")
    request.session["hub_id"] = str(hubs[0])
    return hubs[0]


__all__ = [
    "DISCLOSE",
    "PUBLIC",
    "READ",
    "SIGNED_IN",
    "WRITE",
    "Audience",
    "HubRequest",
    "Kind",
    "Screen",
    "declaration",
    "screen",
]
