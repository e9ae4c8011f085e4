"""Reading a page as a browser and a screen reader would, and a form with every kind of field."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from openmash.web.shared.fields import GovDateField, GovDateTimeField, NHSNumberField, PostcodeField
from openmash.web.shared.forms import GovForm
from openmash.web.shared.frame import Contact, Frame, NavItem
from openmash.web.shared.widgets import CharacterCount, Checkboxes, Radios

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
        assert self.open[-1:] == [tag], f"</{tag}> closes {self.open[-3:]}"
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
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
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
