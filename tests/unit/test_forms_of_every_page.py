"""What every form does with a broken rule, with a draft and with numbers that its own page sent."""

from uuid import UUID, uuid4

import pytest
from django import forms
from django.test import RequestFactory

from openmash.core.errors import Refused, RuleBroken
from openmash.web.shared.forms import GovForm, posted, version_in, whole_number

POLICE = UUID(int=1)  # the same in every worker: tests are named after it


class Note(GovForm):
    words = forms.CharField()


class Asked(GovForm):
    agency = forms.TypedChoiceField(coerce=UUID)


def test_what_a_form_is_for_is_done_once_where_it_is_whole_and_the_rules_allow_it() -> None:
    form, done = Note({"words": "He was seen."}), []
    assert form.accepts(lambda: done.append(form.cleaned_data["words"]))
    assert done == ["He was seen."]
    assert not form.errors


@pytest.mark.parametrize("sent", [None, {"words": ""}])
def test_nothing_is_done_where_nothing_was_sent_or_something_is_missing(sent: dict[str, str] | None) -> None:
    done: list[str] = []
    assert not Note(sent).accepts(lambda: done.append("written"))
    assert not done


def test_what_a_rule_forbids_is_not_accepted_and_the_form_says_why() -> None:
    form = Note({"words": "He was seen."})

    def refuse() -> None:
        raise RuleBroken("notes.rule", "Say more.", field="words")

    assert not form.accepts(refuse)
    assert form.errors == {"words": ["Say more."]}


def test_what_nobody_may_do_or_find_is_no_fault_of_the_form() -> None:
    form = Note({"words": "He was seen."})

    def refuse() -> None:
        raise Refused("Only a manager may do this.")

    with pytest.raises(Refused):
        form.accepts(refuse)


@pytest.mark.parametrize(("alone", "chosen"), [(False, None), (True, str(POLICE))])
def test_the_only_answer_that_is_offered_is_chosen_already_where_a_form_wants_it(
    alone: bool, chosen: str | None
) -> None:
    form = Asked()
    form.offer("agency", [(POLICE, "Police")], alone=alone)
    assert form["agency"].initial == chosen


def test_what_is_offered_may_be_chosen_and_nothing_else() -> None:
    for sent, taken in ((POLICE, True), (uuid4(), False)):
        form = Asked({"agency": str(sent)})
        form.offer("agency", [(POLICE, "Police"), (uuid4(), "Health")], alone=True)
        assert form.is_valid() == taken
        assert form.cleaned_data.get("agency") == (POLICE if taken else None)
        assert form["agency"].initial is None


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
