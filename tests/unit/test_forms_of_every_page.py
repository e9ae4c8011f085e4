"""What every form does with a broken rule, with a draft and with numbers that its own page sent."""

import pytest
from django import forms
from django.test import RequestFactory

from openmash.core.errors import RuleBroken
from openmash.web.shared.forms import GovForm, posted, version_in, whole_number


class Note(GovForm):
    words = forms.CharField()


@pytest.mark.parametrize(("field", "shown_at"), [("words", "words"), ("vetting", "__all__"), (None, "__all__")])
def test_a_broken_rule_stands_beside_its_field_or_above_the_form(field: str | None, shown_at: str) -> None:
    form = Note({"words": "He was seen."})
    assert form.is_valid()
    form.blame(RuleBroken("notes.rule", "Say more.", field=field))
    assert form.errors == {shown_at: ["Say more."]}


def test_a_draft_is_shown_as_typed_without_a_word_about_what_is_missing() -> None:
    form = Note({"words": ""})
    assert form.errors
    form.find_no_fault_yet()
    assert not form.errors
    assert form["words"].value() == ""


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0", 0), ("17", 17), ("", None), (None, None), ("-1", None), ("\u00b2", None), ("9" * 5_000, None)],
)
def test_only_a_whole_number_of_a_page_counts_and_nothing_else_breaks_it(typed: str | None, number: int | None) -> None:
    assert whole_number(typed) == number


def test_what_was_sent_is_what_was_posted() -> None:
    asked, sent = RequestFactory().get("/?version=3"), RequestFactory().post("/", {"version": "3"})
    assert (posted(asked), version_in(asked)) == (None, None)
    assert posted(sent) is sent.POST
    assert version_in(sent) == 3
