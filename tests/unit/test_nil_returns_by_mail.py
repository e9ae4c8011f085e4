"""A nil return in a mail: by the words that the hub asks for, alone on a line; what else it says goes to a person."""

import re

import pytest

from openmash.checks.rules import NIL_WORDS, NilTold, require_nil
from openmash.checks.rules.mails import is_for_a_person, nil_in, why_put_aside
from openmash.core.errors import RuleBroken
from openmash.notifications import rules as notification_rules
from openmash.uploads.faults import SENTENCES
from tests.refusals import refused

SEARCHED = "tenancies since 2015, for the child and his mother"


@pytest.mark.parametrize("code", ["no_trace", "nothing_relevant", "system_down"])
@pytest.mark.parametrize("written", ["{}", "  {}.", "{}\n"])
def test_each_is_read_by_its_words(code: str, written: str) -> None:
    words = written.format(code.replace("_", " ").capitalize()) + f"\nSearched: {SEARCHED}"
    told = nil_in(words, has_files=False)
    assert told == NilTold(code, SEARCHED)
    require_nil(told)


def test_a_greeting_and_a_name_below_are_no_information() -> None:
    words = (
        f"Dear hub,\n\nNO TRACE\nSearched: {SEARCHED}\n\nKind regards,\nBo Eastleigh\nTenancy officer\n023 0000 0000"
    )
    kept = "Below it they wrote: Bo Eastleigh / Tenancy officer / 023 0000 0000"
    assert nil_in(words, has_files=False) == NilTold("no_trace", SEARCHED, kept)


def test_a_name_below_does_not_say_why_nothing_was_searched() -> None:
    told = nil_in("Not searched\n\nRegards,\nBo", has_files=False)
    assert told is not None
    assert refused(require_nil, told) == ("checks.not_searched_says_why", "explanation")


def test_where_they_searched_may_take_two_lines() -> None:
    told = nil_in("No trace\n\nSearched: tenancies since 2015,\nfor the child and his mother\n", has_files=False)
    assert told is not None
    assert told.searched == SEARCHED


def test_what_is_withheld_says_whom_to_speak_to_and_what_was_not_searched_says_why() -> None:
    withheld = nil_in(f"withheld\nSpeak to: DS Hook, 023 0000 0000\nSearched: {SEARCHED}", has_files=False)
    assert withheld == NilTold("withheld", SEARCHED, "DS Hook, 023 0000 0000")
    assert nil_in("Not searched\nBecause: nobody is here until Monday", has_files=False) == NilTold(
        "not_searched", "", "nobody is here until Monday"
    )


@pytest.mark.parametrize(
    "words",
    [
        "We have no trace of an assault.",
        "There is no trace",
        "Nothing relevant? He was arrested in March.",
        "The cooker is disconnected.",
    ],
)
def test_the_words_inside_a_sentence_are_information(words: str) -> None:
    assert nil_in(words, has_files=False) is None


@pytest.mark.parametrize(
    ("words", "has_files"),
    [
        (f"No trace\nSearched: {SEARCHED}\n\nThere was a complaint about smoke.", False),
        (f"There was a complaint.\n\nNo trace\nSearched: {SEARCHED}", False),
        (f"Hello he was hurt.\nNo trace\nSearched: {SEARCHED}", False),
        (f"No trace\nSearched: {SEARCHED}\n\nHello,", False),
        (f"No trace\nSearched: {SEARCHED}\n\nRegards\n" + "He was hurt last night by the uncle. " * 3, False),
        (f"Hello: he was arrested.\nNo trace\nSearched: {SEARCHED}", False),
        (f"No trace\nNothing relevant\nSearched: {SEARCHED}", False),
        (f"No trace\nSearched: {SEARCHED}\nBecause: he moved away\n", False),
        (f"No trace\nSearched: {SEARCHED}\n\nRegards\n" + "One more thing.\n" * 9, False),
        (f"No trace\nSearched: {SEARCHED}", True),
    ],
)
def test_nothing_and_something_besides_goes_to_a_person(words: str, has_files: bool) -> None:
    assert refused(nil_in, words, has_files=has_files) == ("checks.mail_is_one_answer", "mail")


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("No trace", "checks.says_what_was_searched"),
        ("Not searched", "checks.not_searched_says_why"),
        (f"Withheld\nSearched: {SEARCHED}", "checks.withheld_says_whom_to_speak_to"),
    ],
)
def test_a_nil_return_by_mail_rests_on_as_much_as_one_through_the_link(words: str, rule: str) -> None:
    told = nil_in(words, has_files=False)
    assert told is not None
    with pytest.raises(RuleBroken) as broken:
        require_nil(told)
    assert broken.value.rule == rule


def test_the_hubs_message_names_every_word_and_is_itself_no_nil_return() -> None:
    _, body = notification_rules.words("check_link_or_mail", hub="Hub", reference="HAM-1", link="https://hub.example/")
    for code in NIL_WORDS:
        assert re.search(rf"^- {code.replace('_', ' ')}\b", body, re.MULTILINE)
    assert nil_in(body, has_files=False) is None


def test_whoever_chases_reads_what_was_wrong_and_what_to_do_and_no_code() -> None:
    for rule in [*(f"uploads.{code}" for code in SENTENCES), "checks.mail_is_one_answer"]:
        sentence = why_put_aside(rule)
        assert sentence.startswith("An e-mail from them was not read in: ")
        assert "Ring them" in sentence
        assert "_" not in sentence


def test_a_scanner_that_is_down_and_a_mail_sent_by_itself_ring_nobody() -> None:
    assert not is_for_a_person("uploads.not_scanned")
    assert not is_for_a_person("uploads.mail_written_by_a_person")
    assert is_for_a_person("uploads.virus")
