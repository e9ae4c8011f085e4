"""Signing in and out, the same at both doors: the pages of django-allauth that we use, and no others."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", mfa.authenticate, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("password/", account.password_reset, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/codes/", mfa.index, name="mfa_index"),
    path("account/codes/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/codes/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/spare/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/spare/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
