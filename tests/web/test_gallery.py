"""Every component and field, drawn and read as a browser and a screen reader would."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from importlib.resources import files

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.template import engines

from openmash.web.shared import components
from openmash.web.shared.forms import GovForm
from openmash.web.shared.frame import NavItem
from openmash.web.shared.pieces import TimelineEntry
from tests.web.page_reading import Everything, Page, asked, drawn, sound

NOW = datetime(2026, 11, 6, 12, 20, tzinfo=UTC)
STATIC = files("openmash.web.shared") / "static"


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
        '{% notification "Own" %}{% include "shared/parts/messages.html" %}',
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
        "messages": [Message(constants.SUCCESS, "Saved"), Message(constants.INFO, "Saved")],
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
