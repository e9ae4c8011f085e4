"""The base pages, page patterns, sign-in pages and error pages, each drawn and read."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from openmash.web.shared import error_pages
from openmash.web.shared.frame import Contact, Frame
from openmash.web.shared.pieces import Draft
from openmash.web.shared.sign_in_forms import SignInForm
from tests.web.page_reading import Everything, asked, whole

NOW = datetime(2026, 11, 6, 12, 20, tzinfo=UTC)


class SignIn(forms.Form):
    """The fields that the sign-in pages name."""

    login = forms.EmailField(label="Email address")
    email = forms.EmailField(label="Email address")
    password = forms.CharField(widget=forms.PasswordInput)
    code = forms.CharField()
    secret = "ABCD"


@pytest.mark.parametrize("base", ["shared/base_inside.html", "shared/base_outside.html"])
@pytest.mark.parametrize("template", ["shared/form_page.html", "shared/confirm_page.html", "shared/list_page.html"])
def test_every_page_pattern_is_a_sound_page(template: str, base: str) -> None:
    context = {
        "base": base,
        "title": "Record a call",
        "form": Everything({}) if "list" not in template else None,
        "draft": Draft("call", "/draft/", NOW),
        "cancel_url": "/",
        "headings": ["Family"],
        "rows": [("Okafor", "Red")],
        "page": Paginator(range(100), 10).get_page(2),
    }
    page = whole(render_to_string(template, context, asked()))
    assert page.every("a")[0]["href"] == "#main-content"


def test_the_title_says_when_a_form_has_faults() -> None:
    html = render_to_string("shared/form_page.html", {"title": "Record a call", "form": Everything({})}, asked())
    assert "<title>Error: Record a call – " in html


def test_signing_out_is_a_post_and_needs_its_token() -> None:
    html = render_to_string("shared/list_page.html", {"title": "x"}, asked())
    form = re.search(r'<form method="post" action="/sign-out/".*?</form>', html, re.DOTALL)
    assert form
    assert "csrfmiddlewaretoken" in form[0]


def test_the_demo_says_that_it_is_one(settings: Any) -> None:
    settings.OPENMASH_DEMO = True
    assert "Every person here is invented" in render_to_string("shared/list_page.html", {"title": "x"}, asked())
    settings.OPENMASH_DEMO = False
    assert "Every person here is invented" not in render_to_string("shared/list_page.html", {"title": "x"}, asked())


def test_a_message_is_shown_once_as_a_banner() -> None:
    message = Message(SUCCESS, "The rating is <saved>")
    html = render_to_string("shared/list_page.html", {"title": "x", "messages": [message]}, asked())
    assert "govuk-notification-banner--success" in html
    assert "The rating is &lt;saved&gt;" in html


def test_the_public_door_says_999_before_anything_else() -> None:
    visitor = asked(frame=Frame(hub_name="Devon MASH", contacts=(Contact("Telephone", "1", "tel:01632960100"),)))
    html = render_to_string("shared/list_page.html", {"base": "shared/base_outside.html", "title": "x"}, visitor)
    assert html.index("tel:999") < html.index("<main")
    assert "tel:01632960100" in html


@pytest.mark.parametrize("template", ["400", "403", "404", "409", "500", "503", "csrf"])
def test_every_error_page_needs_nothing_but_itself(template: str) -> None:
    whole(render_to_string(f"shared/errors/{template}.html"))


def test_error_pages_say_what_is_wrong() -> None:
    request = asked()
    assert error_pages.refused("Only a manager may decide.").content.count(b"Only a manager may decide.") == 1
    assert error_pages.database_down().status_code == 503
    assert b"telephone the hub" in error_pages.database_down().content
    stale = error_pages.stale("S. Holt rated it.", url="/case/", typed=[("Reasons", "A <bruise>")])
    assert stale.status_code == 409
    assert b"A &lt;bruise&gt;" in stale.content
    assert [
        view(request).status_code
        for view in (
            error_pages.bad_request,
            error_pages.not_found,
            error_pages.server_error,
            error_pages.csrf_failure,
            error_pages.permission_denied,
        )
    ] == [400, 404, 500, 403, 403]


@pytest.mark.parametrize("base", ["shared/base_inside.html", "shared/base_outside.html"])
@pytest.mark.parametrize(
    "template",
    [
        "account/login.html",
        "account/logout.html",
        "account/reauthenticate.html",
        "account/password_reset.html",
        "account/password_reset_done.html",
        "account/password_reset_from_key.html",
        "account/password_reset_from_key_done.html",
        "account/account_inactive.html",
        "account/signup_closed.html",
        "mfa/authenticate.html",
        "mfa/reauthenticate.html",
        "mfa/index.html",
        "mfa/totp/activate_form.html",
        "mfa/totp/deactivate_form.html",
        "mfa/recovery_codes/index.html",
        "mfa/recovery_codes/generate.html",
    ],
)
def test_every_sign_in_page_is_a_sound_page(template: str, base: str) -> None:
    context = {
        "base_template": base,
        "form": SignIn(),
        "unused_codes": ["one", "two"],
        "can_view_codes": True,
    }
    html = render_to_string(template, {**context, "can_generate_codes": True, "demo_totp_code": "123 456"}, asked())
    assert {attrs["method"] for attrs in whole(html).every("form")} <= {"post"}
    assert "None" not in html


@pytest.mark.parametrize("template", ["mfa/authenticate.html", "mfa/reauthenticate.html"])
def test_only_the_demo_shows_the_code(template: str, settings: Any) -> None:
    for demo in (True, False):
        settings.OPENMASH_DEMO = demo
        html = render_to_string(template, {"form": SignIn(), "demo_totp_code": "123 456"}, asked())
        assert ("123 456" in html) is demo


def test_sign_in_forms_speak_plainly() -> None:
    form = SignInForm({"login": "", "password": ""}, request=asked())
    assert form.errors == {"login": ["Enter your email address"], "password": ["Enter your password"]}
