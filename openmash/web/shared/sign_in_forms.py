"""allauth's sign-in forms in our sentences; the settings ``ACCOUNT_FORMS`` and ``MFA_FORMS`` name them."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings

from openmash.web.shared.sentences import speak_plainly


class _Plain(forms.Form):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label == "Email":
                field.label = "Email address"
            speak_plainly(field, name)
            field.error_messages["required"] = field.error_messages["required"].replace("Enter the", "Enter your")


class _TypedCode(_Plain):
    def clean_code(self) -> str:
        # Apps show a code in two groups of three, and people type it so.
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        code: str = super().clean_code()  # type: ignore[misc]  # allauth's form stands behind this one
        return code


class SignInForm(_Plain, account.LoginForm):
    """Name and password."""


class ResetPasswordForm(_Plain, account.ResetPasswordForm):
    """Asking for the link with which a password is chosen anew, at the door that one belongs to."""

    def clean_email(self) -> str:
        """The address; whoever belongs to the other door is nobody here, and the page says the same of nobody."""
        address: str = super().clean_email()
        self.users = [user for user in self.users if user.door == settings.DOOR]
        return address


class NewPasswordForm(_Plain, account.ResetPasswordKeyForm):
    """Choosing a password anew."""


class ChangePasswordForm(_Plain, account.ChangePasswordForm):
    """Choosing another password."""


class ConfirmPasswordForm(_Plain, account.ReauthenticateForm):
    """The password once more, before something that matters."""


class CodeForm(_TypedCode, mfa.AuthenticateForm):
    """The one-time code at sign-in."""


class ConfirmCodeForm(_TypedCode, mfa.ReauthenticateForm):
    """The one-time code once more."""


class SetUpAppForm(_TypedCode, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""
