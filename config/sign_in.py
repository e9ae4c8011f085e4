"""What differs from django-allauth's own way of signing in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from openmash.core.keys import ring


class NobodySignsUp(DefaultAccountAdapter):
    """Accounts are made by the hub, for people it knows; nobody makes their own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False


class SecretsAreWrapped(DefaultMFAAdapter):
    """The secrets behind six-digit codes are not readable in the database or in a backup of it."""

    def encrypt(self, text: str) -> str:
        """The text under the key "sign-in", which both doors hold."""
        return ring().wrap("sign-in", text.encode(), context="mfa_authenticator")

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; an error where it was changed."""
        return ring().unwrap("sign-in", encrypted_text, context="mfa_authenticator").decode()
