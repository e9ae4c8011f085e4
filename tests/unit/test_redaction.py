"""Taking passages out of an item's words: what was taken out is nowhere in what is left."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from openmash.sealed.rules import MARK, passages, redacted, what_is_left_of

WORDS = "He was seen at the flat. His sister Dawn Price told us!\nRing 01632 960123; ask for  Dawn   PRICE."


def test_a_passage_that_is_ticked_is_gone() -> None:
    assert passages(WORDS)[1] == "His sister Dawn Price told us!"
    left = redacted(WORDS, out={1})
    assert "told us" not in left
    assert "He was seen at the flat." in left


def test_a_name_goes_wherever_it_stands_however_it_is_written() -> None:
    left = redacted(WORDS, out=(), words=["dawn price", "01632 960123"])
    assert "dawn" not in left.casefold()
    assert "960123" not in left
    assert left.count(MARK) == 3


def test_the_longest_goes_first_so_that_nothing_of_it_is_left_beside_a_shorter_one() -> None:
    assert redacted("Ann Zoe rang.", out=(), words=["Zoe", "Ann Zoe"]) == f"{MARK} rang."
    assert redacted("Zoe Ann rang.", out=(), words=["Zoe", "Zoe Ann"]) == f"{MARK} rang."


def test_a_single_letter_is_not_taken_out_everywhere() -> None:
    assert redacted("A cat sat there.", out=(), words=["a"]) == "A cat sat there."


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Mrs O\u2019Brien rang.", "O'Brien"),
        ("Mrs O'Brien rang.", "o\u2019brien"),
        ("Jo Smith\u2011Jones rang.", "Smith-Jones"),
        ("Zo\u00eb Ashworth rang.", "Zoe Ashworth"),
        ("Zoe\u0308 rang.", "Zo\u00eb"),
        ("Ash\u00adworth and Ash\u200bworth rang.", "Ashworth"),
        ("She lives with the \ufb01remen.", "firemen"),
        ("Ring 01632\u00a0960\u2011100 now.", "01632 960-100"),
        ("It is in the STRASSE there.", "stra\u00dfe"),
    ],
)
def test_a_name_goes_whichever_signs_it_is_written_with(written: str, typed: str) -> None:
    """What a word processor makes of an apostrophe must not keep a name in what leaves."""
    left = redacted(written, out=(), words=[typed])

    assert MARK in left
    assert what_is_left_of([typed], left) == ()
    assert what_is_left_of([typed], written) == (typed,)
    assert not set(left.replace(MARK, "").split()) & {"Brien", "Jones", "Ashworth", "Zoe", "worth"}


def test_how_much_was_taken_out_is_not_told() -> None:
    short, long = redacted("A b.\nStays.", out={0}), redacted("A very much longer sentence about him.\nStays.", out={0})
    assert short == long


def test_neighbouring_passages_leave_one_mark() -> None:
    assert redacted("One.\nTwo.\nThree.", out={0, 1}) == f"{MARK}\nThree."


def test_nothing_ticked_changes_no_word() -> None:
    assert redacted(WORDS, out=()).split() == WORDS.split()


def test_a_number_that_no_passage_has_takes_nothing_out() -> None:
    assert redacted("One.", out={7}) == "One."


LETTERS = st.text("abcdefgh .\n", min_size=1, max_size=80)


@given(LETTERS, st.lists(st.text("abcdefgh", min_size=2, max_size=6), max_size=4))
def test_no_word_that_was_taken_out_is_left(text: str, words: list[str]) -> None:
    assert what_is_left_of(words, redacted(text, out=(), words=words)) == ()


@given(LETTERS, st.data())
def test_no_passage_that_was_taken_out_is_left(text: str, data: st.DataObject) -> None:
    cut = passages(text)
    assume(cut)
    number = data.draw(st.integers(0, len(cut) - 1))
    others = [part for n, part in enumerate(cut) if n != number]
    assume(all(cut[number] not in part for part in others))
    assert cut[number] not in redacted(text, out={number}).split("\n")


def test_to_take_out_what_nobody_sees_takes_nothing_out() -> None:
    """Soft hyphens and joiners alone stand for no word: the text would be full of marks that say nothing."""
    unseen = "\u00ad\u200b\u200d"

    assert redacted("Her flat\u00admate rang.", out=(), words=[unseen]) == "Her flat\u00admate rang."
    assert what_is_left_of([unseen], f"Her{unseen} flat.") == ()
    assert redacted("Her flat\u00admate rang.", out=(), words=["flatmate", unseen]) == f"Her {MARK} rang."
