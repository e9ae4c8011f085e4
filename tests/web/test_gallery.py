"""Every component, field and base page, drawn and read as a browser and a screen reader would."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from importlib.resources import files
from typing import Any

import pytest
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import HttpRequest
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory

from openmash.web.shared import components, error_pages
from openmash.web.shared.fields import GovDateField, GovDateTimeField, NHSNumberField, PostcodeField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.frame import Contact, Frame, NavItem
from openmash.web.shared.pieces import Draft, TimelineEntry
from openmash.web.shared.sign_in_forms import SignInForm
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

NOW = datetime(2026, 11, 6, 12, 20, tzinfo=UTC)
STATIC = files("openmash.web.shared") / "static"
VOID = {"input", "link", "meta", "br", "img", "hr"}


class Everything(GovForm):
    name = forms.CharField(label="Child’s first name", max_length=20, help_text="As on the referral")
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    account = forms.CharField(label="What happened", widget=CharacterCount(), max_length=300)
    dob = GovDateField(label="Date of birth", help_text="For example, 27 3 2019")
    at = GovDateTimeField(label="When it happened")
    nhs = NHSNumberField(label="NHS number")
    postcode = PostcodeField(label="Postcode")
    email = forms.EmailField(label="Email address")
    telephone = forms.CharField(label="Telephone", widget=forms.TextInput(attrs={"type": "tel"}))
    kind = forms.ChoiceField(label="Kind of contact", choices=[("", "Choose one"), ("call", "Call")])
    urgent = forms.ChoiceField(
        label="Is it urgent?",
        choices=[("y", "Yes"), ("n", "No")],
        widget=Radios(hints={"y": "Call 999 first"}),
    )
    harms = forms.MultipleChoiceField(
        label="Kinds of harm", choices=[("n", "Neglect"), ("p", "Physical")], widget=Checkboxes(small=True)
    )
    adults = forms.IntegerField(label="Adults in the household", min_value=0)
    told = forms.BooleanField(label="I told the family")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    paper = forms.FileField(label="The paper form")
    token = forms.CharField(widget=forms.HiddenInput, initial="abc")


class SignIn(forms.Form):
    """The fields that the sign-in pages name."""

    login = forms.EmailField(label="Email address")
    email = forms.EmailField(label="Email address")
    password = forms.CharField(widget=forms.PasswordInput)
    code = forms.CharField()
    secret = "ABCD"


class Page(HTMLParser):
    """The tags of a page, in order, and whether they nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Only drawings close themselves; their shapes are of no interest here.
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()

    def every(self, *names: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.tags if tag in names]

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def sound(html: str) -> Page:
    """The page, once it holds what every page must hold."""
    page = Page(html)
    assert page.open == [], f"never closed: {page.open}"
    assert len(page.ids) == len(set(page.ids)), "an id is given twice"
    labelled = {attrs.get("for") for attrs in page.every("label")}
    for attrs in page.every("input", "select", "textarea"):
        assert attrs.get("type") == "hidden" or attrs["id"] in labelled, f"{attrs} has no label"
    for _, attrs in page.tags:
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            lost = set(attrs.get(name, "").split()) - set(page.ids)
            assert not lost, f"{name} names {lost}, which is nowhere"
        assert "style" not in attrs, f"an inline style, which the browser is told to ignore: {attrs}"
        assert not [name for name in attrs if name.startswith("on")], f"an inline script: {attrs}"
        if attrs.get("href", "").startswith("#"):
            assert attrs["href"][1:] in page.ids, f"{attrs['href']} leads nowhere"
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    return page


def whole(html: str) -> Page:
    """A whole page: as `sound`, and with the landmarks and no inline script."""
    page = sound(html)
    assert len(page.every("main")) == 1
    assert len(page.every("h1")) == 1
    assert page.every("html")[0]["lang"] == "en"
    assert all("src" in attrs for attrs in page.every("script"))
    assert not page.every("style")
    return page


def drawn(source: str, **context: Any) -> str:
    return engines["django"].from_string("{% load govuk %}" + source).render(context)


def asked(*, frame: Frame | None = None, query: str = "") -> HttpRequest:
    request = RequestFactory().get(f"/somewhere/?{query}")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    request.frame = frame or Frame(  # type: ignore[attr-defined]
        hub_name="Devon MASH",
        navigation=(NavItem("My work", "/", True), NavItem("Contacts", "/contacts/")),
        signed_in_name="Priya Nair",
        signed_in_role="Practice manager",
        sign_out_url="/sign-out/",
        contacts=(Contact("Telephone", "01632 960 100", "tel:01632960100"),),
        session_seconds=900,
        session_extend_url="/stay/",
        session_ended_url="/sign-in/",
    )
    return request


@pytest.mark.parametrize(
    "source",
    [
        '{% govuk "button" text="Save" prevent_double_click=True %}',
        '{% govuk "inset-text" text="A note" %}',
        '{% govuk "warning-text" text="Two visit" icon_fallback_text="Warning" %}',
        '{% govuk "phase-banner" tag__text="Beta" text="New" %}',
        '{% govuk_block "inset-text" %}<p>one</p>{% endgovuk_block %}',
        '{% details "What is harm?" %}<p>one</p>{% enddetails %}',
        '{% notification "Saved" kind="success" %}',
        "{% sealed_room %}<p>one</p>{% endsealed_room %}",
        '{% sub_navigation items %}{% service_navigation items "OpenMASH" "/" %}',
        '{% summary_list rows %}{% table heads cells caption="Checks" %}{% table heads none caption="None" %}',
        "<h2>Timeline</h2>{% timeline entries %}",
        "{% clock due now %}{% clock due now done_at=now %}{% clock None now %}",
        '{% rating "red" %}{% rating "amber_2" "Amber 2" %}{% rating "" %}{% state "Open" "blue" %}',
        "{% govuk_form form %}",
    ],
)
def test_every_component_is_sound(source: str) -> None:
    entry = TimelineEntry(NOW, "Rated", text="Injury", by="S. Holt", rating="red", tag="Late", url="/x")
    context = {
        "items": [NavItem("One", "/1", True), ("Two", "/2", False)],
        "rows": [("Name", "Ada"), ("Born", None, "/edit")],
        "heads": ["Agency", "Due"],
        "cells": [["Police", "Fri"], ["Health", None]],
        "none": [],
        "entries": [entry],
        "due": NOW + timedelta(hours=2),
        "now": NOW,
        "form": Everything(),
    }
    sound(drawn(source, **context))


def test_every_field_says_its_error_beside_it_and_in_the_summary() -> None:
    form = Everything({"token": "abc"})
    page = sound(drawn("{% govuk_errors form %}{% govuk_form form %}", form=form))
    named = {
        name
        for attrs in page.every("input", "select", "textarea", "fieldset")
        for name in attrs.get("aria-describedby", "").split()
    }
    wrong = [name for name in form.errors if name != "token"]
    assert len(wrong) == 15
    for name in wrong:
        assert f"id_{name}-error" in named, name
    summary = [attrs["href"] for attrs in page.every("a")]
    assert len(summary) == len(wrong)
    assert "#id_urgent" in summary
    assert "#id_dob_day" in summary


def test_a_summary_leads_to_the_box_that_is_wrong() -> None:
    form = Everything({"dob_day": "5", "dob_month": "11", "dob_year": ""})
    html = drawn("{% govuk_errors form %}{% govuk_field form.dob %}", form=form)
    assert 'href="#id_dob_year"' in html
    marked = [attrs["id"] for attrs in Page(html).every("input") if "govuk-input--error" in attrs["class"]]
    assert marked == ["id_dob_year"]


def test_what_was_typed_is_shown_again_and_escaped() -> None:
    typed = {
        "name": '<b>"Ada"</b>',
        "account": "<script>one</script>\n\n  two",
        "dob_day": "<i>",
        "kind": "call",
        "urgent": "n",
        "harms": ["p"],
    }
    html = drawn("{% govuk_errors form %}{% govuk_form form %}", form=Everything(typed))
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<script>" not in html
    page = sound(html)
    values = {attrs.get("name"): attrs.get("value") for attrs in page.every("input")}
    assert values["name"] == '<b>"Ada"</b>'
    assert values["dob_day"] == "<i>"
    assert "\n&lt;script&gt;one&lt;/script&gt;\n\n  two</textarea>" in html
    checked = [attrs["value"] for attrs in page.every("input") if "checked" in attrs]
    assert checked == ["n", "p"]
    assert [attrs["value"] for attrs in page.every("option") if "selected" in attrs] == ["call"]


def test_the_browser_neither_cuts_short_nor_remembers_what_is_typed() -> None:
    page = Page(drawn("{% govuk_form form %}", form=Everything()))
    inputs = page.every("input", "textarea")
    assert not [attrs for attrs in inputs if "maxlength" in attrs or "required" in attrs]
    texts = [attrs for attrs in inputs if attrs.get("type") in ("text", "email", "tel")]
    assert {attrs.get("autocomplete") for attrs in texts} == {"off"}


def test_a_password_is_never_shown_again() -> None:
    html = drawn("{% govuk_field form.password %}", form=Everything({"password": "a secret"}))
    assert "a secret" not in html


def test_a_label_says_what_may_be_left_out() -> None:
    assert "Notes (optional)" in drawn("{% govuk_field form.notes %}", form=Everything())
    assert "(optional)" not in drawn("{% govuk_field form.name %}", form=Everything())


def test_a_label_can_be_the_heading_of_the_page() -> None:
    html = drawn('{% govuk_field form.name heading=True size="l" %}', form=Everything())
    assert re.search(r"<h1[^>]*>\s*<label[^>]*govuk-label--l", html)
    assert re.search(
        r"<legend[^>]*govuk-fieldset__legend--l[^>]*>\s*<h1",
        drawn('{% govuk_field form.dob heading=True size="l" %}', form=Everything()),
    )


def test_a_date_is_shown_in_its_boxes() -> None:
    html = drawn("{% govuk_field form.dob %}", form=Everything(initial={"dob": date(2019, 3, 27)}))
    assert [attrs["value"] for attrs in Page(html).every("input")] == ["27", "3", "2019"]


def test_the_faults_of_a_formset_say_which_form_is_meant() -> None:
    class Child(GovForm):
        name = forms.CharField(label="First name")

    data = {
        "child-TOTAL_FORMS": "3",
        "child-INITIAL_FORMS": "3",
        "child-0-name": "Ada",
        "child-1-name": "",
        "child-2-DELETE": "on",
    }
    children = formset_factory(Child, can_delete=True)(data, prefix="child")
    for source in (
        "{% govuk_errors form child=children %}",
        '{% govuk_formset_errors children name="Child" %}',
    ):
        html = drawn(source, children=children)
        assert html.count("<li>") == 1
        assert re.search(r'href="#id_child-1-name">\s*Child 2: Enter the first name', html)


def test_a_page_without_faults_has_no_summary() -> None:
    assert drawn("{% govuk_errors form missing %}", form=Everything()) == ""


@pytest.mark.parametrize(
    ("colour", "word"),
    [("red", "Red"), ("amber", "Amber"), ("green", "Green"), ("blue", "Blue"), ("", "Not rated")],
)
def test_a_rating_always_has_its_word(colour: str, word: str) -> None:
    assert f">{word}</strong>" in drawn("{% rating colour %}", colour=colour)


def test_a_clock_says_it_in_words_and_can_be_moved_on() -> None:
    html = drawn("{% clock due now %}", due=NOW + timedelta(hours=2, minutes=10), now=NOW)
    assert re.sub("<[^>]*>", "", html) == "2 h 10 min left · due Fri 14:30"
    assert 'data-due="2026-11-06T14:30:00+00:00"' in html
    assert "data-clock" not in drawn("{% clock now now done_at=now %}", now=NOW)


def test_times_are_local_and_numbers_grouped() -> None:
    html = drawn(
        "{{ at|date_time }}|{{ born|day }}|{{ at|clock_time }}|{{ nhs|nhs_number }}",
        at=datetime(2026, 7, 6, 13, 30, tzinfo=UTC),
        born=date(2019, 3, 27),
        nhs="9990000018",
    )
    assert html == "Mon 6 Jul 2026, 14:30|27 March 2019|14:30|999 000 0018"


def test_pages_of_a_list_keep_its_filters() -> None:
    page = Paginator(range(100), 10).get_page(3)
    html = (
        engines["django"]
        .from_string("{% load govuk %}{% pagination page %}")
        .render({"page": page}, asked(query="rating=red&page=3"))
    )
    assert 'href="?rating=red&amp;page=4"' in html
    sound(html)


def test_an_unknown_component_is_named() -> None:
    with pytest.raises(LookupError, match=r"no GOV\.UK component called 'nosuch'"):
        components.draw("nosuch", {})


@pytest.mark.parametrize("base", ["shared/base_inside.html", "shared/base_outside.html"])
@pytest.mark.parametrize(
    "template", ["shared/form_page.html", "shared/confirm_page.html", "shared/list_page.html"]
)
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
    html = render_to_string(
        "shared/form_page.html", {"title": "Record a call", "form": Everything({})}, asked()
    )
    assert "<title>Error: Record a call – " in html


def test_signing_out_is_a_post_and_needs_its_token() -> None:
    html = render_to_string("shared/list_page.html", {"title": "x"}, asked())
    form = re.search(r'<form method="post" action="/sign-out/".*?</form>', html, re.DOTALL)
    assert form
    assert "csrfmiddlewaretoken" in form[0]


def test_the_demo_says_that_it_is_one(settings: Any) -> None:
    settings.OPENMASH_DEMO = True
    assert "Every person here is invented" in render_to_string(
        "shared/list_page.html", {"title": "x"}, asked()
    )
    settings.OPENMASH_DEMO = False
    assert "Every person here is invented" not in render_to_string(
        "shared/list_page.html", {"title": "x"}, asked()
    )


def test_a_message_is_shown_once_as_a_banner() -> None:
    message = Message(SUCCESS, "The rating is <saved>")
    html = render_to_string("shared/list_page.html", {"title": "x", "messages": [message]}, asked())
    assert "govuk-notification-banner--success" in html
    assert "The rating is &lt;saved&gt;" in html


def test_the_public_door_says_999_before_anything_else() -> None:
    html = render_to_string(
        "shared/list_page.html", {"base": "shared/base_outside.html", "title": "x"}, asked()
    )
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
    html = render_to_string(
        template, {**context, "can_generate_codes": True, "demo_totp_code": "123 456"}, asked()
    )
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


def test_vendored_files_are_the_recorded_ones_and_hold_nothing_of_gov_uk_alone() -> None:
    for record in json.loads((STATIC / "vendor" / "vendor.json").read_text()):
        for path, expected in record["sha256"].items():
            content = (STATIC / "vendor" / path).read_bytes()
            assert sha256(content).hexdigest() == expected, path
            for forbidden in (b"GDS Transport", b"crest.svg", b"@font-face", b"sourceMappingURL", b"url(/"):
                assert forbidden not in content, path


def test_own_styles_and_scripts_load_nothing_from_elsewhere() -> None:
    for name in ("openmash.css", "openmash.js", "clocks.js", "drafts.js", "session.js", "supported.js"):
        text = (STATIC / name).read_text()
        assert not re.search(r"https?://|@import|eval\(|new Function", text), name
