"""Nothing is shown that did not say who may see it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from openmash.accounts import queries as account_queries
from openmash.core import clock
from openmash.web.shared import error_pages
from openmash.web.shared.screen import declaration, turned_away

# Pages of django-allauth, which declare nothing themselves: all belong to signing in and out.
SIGN_IN_PAGES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_index",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_deactivate_totp",
    }
)

# Of these, the ones for somebody who has signed in already, with both factors and not too long ago.
MANAGING_PAGES = frozenset(
    {"account_change_password", *(name for name in SIGN_IN_PAGES if name.startswith("mfa_"))}
) - {
    "mfa_authenticate",
    "mfa_reauthenticate",
}


class SessionMiddleware(sessions.SessionMiddleware):
    """A page that asks by itself is nobody at the keyboard: it does not put off the end of an idle session."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session and send its cookie anew, except with what a view marked with ``asked_by_itself``."""
        if getattr(response, "asked_by_itself", False):
            return response
        return super().process_response(request, response)


def asked_by_itself(response: HttpResponse) -> HttpResponse:
    """Mark an answer that a script asked for without anybody's doing anything."""
    response.asked_by_itself = True  # type: ignore[attr-defined]  # read by the middleware above
    return response


class ScreenMiddleware:
    """Refuses every view that does not declare its audience and kind with ``@screen``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Stop before the view runs; the name of the address decides only for the sign-in pages."""
        match = request.resolver_match
        if declaration(view) is not None:
            return None
        name = match.view_name if match is not None else ""
        if name in MANAGING_PAGES:
            elsewhere = turned_away(request, clock.now())
            sets_up_app = elsewhere is not None and elsewhere.url == request.path
            return None if sets_up_app else elsewhere
        if name in SIGN_IN_PAGES:
            return None
        return error_pages.refused(
            "This page does not say who may open it, so nobody may. Tell the hub's administrator."
        )

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """In the demo alone: show the code that the person's authenticator app would show."""
        stage = getattr(request, "_login_stage", None)
        if settings.OPENMASH_DEMO and stage is not None and response.context_data is not None:
            response.context_data["demo_totp_code"] = account_queries.demo_code(stage.login.user.pk)
        return response
