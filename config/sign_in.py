"""What differs from django-allauth's own way of signing in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from openmash.core.keys import ring


class AtTheirOwnDoor(AuthenticationBackend):
    """Password and session count only at the door a person belongs to; at the other one they are nobody."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Asked at sign-in, and at every request of a session."""
        return bool(super().user_can_authenticate(user) and user.door == settings.DOOR)

    def _check_password(self, user: Any, password: str) -> AbstractBaseUser | None:
        # Not left to the above alone: allauth would say that the password was right.
        if user is not None and user.door != settings.DOOR:
            return None
        found: AbstractBaseUser | None = super()._check_password(user, password)
        return found


class NobodySignsUp(DefaultAccountAdapter):
    """Accounts are made by the hub, for people it knows; nobody makes their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Write the password and nothing else: the outside door may not write the rest of the row."""
        user.set_password(password)
        user.save(update_fields=["password"])


def app_was_added(*, request: HttpRequest, user: AbstractBaseUser, authenticator: Authenticator, **_: Any) -> None:
    """Whoever has just set up their app with its first code has shown both factors."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def app_was_removed(*, request: HttpRequest, **_: Any) -> None:
    """Whoever took their app away has shown a password alone, and gets no further before they set up a new one."""
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [m for m in methods if m.get("method") != "mfa"]


class SecretsAreWrapped(DefaultMFAAdapter):
    """The secrets behind six-digit codes are not readable in the database or in a backup of it."""

    def encrypt(self, text: str) -> str:
        """The text under the key "sign-in", which both doors hold."""
        return ring().wrap("sign-in", text.encode(), context="mfa_authenticator")

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; an error where it was changed."""
        return ring().unwrap("sign-in", encrypted_text, context="mfa_authenticator").decode()
