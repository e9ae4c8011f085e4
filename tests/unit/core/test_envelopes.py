"""What is closed opens in its own place with its own key, and in every other case as nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from openmash.core import envelopes
from openmash.core.envelopes import Envelope
from openmash.core.keys import Erased, FileKeyRing, KeyMissing, KeyRing, Unreadable

HERE = "hub|agency|sealed_itemversion|row|text"
PRIVATE, PUBLIC = envelopes.new_pair()
many = settings(max_examples=300)
Damage = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    """A ring with the keys of two agencies."""
    made = FileKeyRing(tmp_path_factory.mktemp("keys"))
    made.create("agency-a")
    made.create("agency-b")
    return made


def damage() -> st.SearchStrategy[Damage]:
    """Ways of changing bytes: one bit, cut off, put more on, or swap two halves."""
    return st.one_of(
        st.tuples(st.integers(0), st.integers(0, 7)).map(lambda at: lambda raw: _flip(raw, at[0] % len(raw), at[1])),
        st.integers(1).map(lambda cut: lambda raw: raw[: len(raw) - 1 - cut % len(raw)]),
        st.binary(min_size=1, max_size=4).map(lambda more: lambda raw: raw + more),
        st.just(lambda raw: raw[len(raw) // 2 :] + raw[: len(raw) // 2]),
    )


@many
@given(text=st.text())
def test_what_was_closed_opens_again(ring: KeyRing, text: str) -> None:
    closed = envelopes.close(text, ring=ring, key_name="agency-a", context=HERE)

    assert envelopes.open_(closed, ring=ring, key_name="agency-a", context=HERE) == text
    assert len(text) < 4 or text.encode() not in bytes(closed.ciphertext)


@many
@given(plain=st.binary(), change=damage())
def test_a_changed_ciphertext_opens_as_nothing(ring: KeyRing, plain: bytes, change: Damage) -> None:
    closed = envelopes.close_bytes(plain, ring=ring, key_name="agency-a", context=HERE)
    changed = Envelope(change(bytes(closed.ciphertext)), closed.wrapped_key)
    if changed.ciphertext == closed.ciphertext:
        return

    with pytest.raises(Unreadable):
        envelopes.open_bytes(changed, ring=ring, key_name="agency-a", context=HERE)


@many
@given(change=damage())
def test_a_changed_wrapped_key_opens_nothing(ring: KeyRing, change: Damage) -> None:
    closed = envelopes.close("words", ring=ring, key_name="agency-a", context=HERE)
    changed = change(closed.wrapped_key.encode()).decode("latin-1")
    if changed == closed.wrapped_key:
        return

    with pytest.raises((Unreadable, KeyMissing)):  # a changed version number names a key that nobody holds
        envelopes.open_(Envelope(closed.ciphertext, changed), ring=ring, key_name="agency-a", context=HERE)


def test_every_single_bit_of_a_ciphertext_counts(ring: KeyRing) -> None:
    closed = envelopes.close("He was arrested", ring=ring, key_name="agency-a", context=HERE)

    for place in range(len(closed.ciphertext)):
        for bit in range(8):
            changed = Envelope(_flip(bytes(closed.ciphertext), place, bit), closed.wrapped_key)
            with pytest.raises(Unreadable):
                envelopes.open_(changed, ring=ring, key_name="agency-a", context=HERE)


@many
@given(context=st.text().filter(lambda other: other != HERE))
def test_it_opens_in_no_other_place(ring: KeyRing, context: str) -> None:
    closed = envelopes.close("words", ring=ring, key_name="agency-a", context=HERE)

    with pytest.raises(Unreadable):
        envelopes.open_(closed, ring=ring, key_name="agency-a", context=context)


def test_what_was_erased_says_so_and_opens_as_nothing(ring: KeyRing) -> None:
    closed = envelopes.close("words", ring=ring, key_name="agency-a", context=HERE)

    with pytest.raises(Erased, match="was erased"):
        envelopes.open_(Envelope(closed.ciphertext, ""), ring=ring, key_name="agency-a", context=HERE)
    assert envelopes.open_(closed, ring=ring, key_name="agency-a", context=HERE) == "words"


def test_it_opens_with_no_other_agencys_key_and_not_with_its_neighbours_wrapping(ring: KeyRing) -> None:
    mine = envelopes.close("mine", ring=ring, key_name="agency-a", context=HERE)
    other = envelopes.close("other", ring=ring, key_name="agency-a", context=HERE)

    with pytest.raises(Unreadable):
        envelopes.open_(mine, ring=ring, key_name="agency-b", context=HERE)
    with pytest.raises(Unreadable):
        envelopes.open_(Envelope(mine.ciphertext, other.wrapped_key), ring=ring, key_name="agency-a", context=HERE)
    assert envelopes.open_(mine, ring=ring, key_name="agency-a", context=HERE) == "mine"


def test_the_same_words_are_never_closed_the_same_way_twice(ring: KeyRing) -> None:
    closed = [envelopes.close("words", ring=ring, key_name="agency-a", context=HERE) for _ in range(50)]

    assert len({c.ciphertext for c in closed}) == len({c.wrapped_key for c in closed}) == 50


def test_a_process_without_the_key_opens_nothing(ring: KeyRing, tmp_path: Path) -> None:
    closed = envelopes.close("words", ring=ring, key_name="agency-a", context=HERE)
    outside = FileKeyRing(tmp_path)

    with pytest.raises(KeyMissing):
        envelopes.open_(closed, ring=outside, key_name="agency-a", context=HERE)


@many
@given(letter=st.dictionaries(st.text(), st.text() | st.none() | st.lists(st.text())), change=damage())
def test_a_letter_is_read_by_the_hub_and_by_nobody_once_changed(letter: dict[str, object], change: Damage) -> None:
    posted = envelopes.post(letter, public_key=PUBLIC, context=HERE)
    changed = change(posted)

    assert envelopes.take_in(posted, private_key=PRIVATE, context=HERE) == letter
    if changed != posted:
        with pytest.raises(Unreadable):
            envelopes.take_in(changed, private_key=PRIVATE, context=HERE)


def test_a_letter_to_one_hub_for_one_purpose_is_read_by_no_other(ring: KeyRing) -> None:
    posted = envelopes.post({"name": "Ada"}, public_key=PUBLIC, context=HERE)
    another_hub, _ = envelopes.new_pair()

    with pytest.raises(Unreadable):
        envelopes.take_in(posted, private_key=another_hub, context=HERE)
    with pytest.raises(Unreadable):
        envelopes.take_in(posted, private_key=PRIVATE, context="another row")


@pytest.mark.parametrize("words", ["[1, 2]", '"text"', "{", "", "[" * 5_000, "null"])
def test_what_is_no_letter_is_not_taken_for_one_even_when_it_was_closed_properly(words: str) -> None:
    key = X25519PublicKey.from_public_bytes(PUBLIC)
    posted = envelopes._SUITE.encrypt(words.encode(), key, info=HERE.encode())

    with pytest.raises(Unreadable):
        envelopes.take_in(posted, private_key=PRIVATE, context=HERE)


def test_a_code_opens_what_was_closed_with_it_however_it_is_typed() -> None:
    closed = envelopes.close_with_code({"child": "Ada"}, code="7K3M-2QXA-9T0B-WH4C", context=HERE)

    for typed in ("7k3m 2qxa 9tob wh4c", "7K3M2QXA9T0BWH4C"):
        assert envelopes.open_with_code(closed, code=typed, context=HERE) == {"child": "Ada"}
    with pytest.raises(Unreadable):
        envelopes.open_with_code(closed, code="7K3M-2QXA-9T0B-WH4D", context=HERE)
    with pytest.raises(Unreadable):
        envelopes.open_with_code(closed, code="7K3M-2QXA-9T0B-WH4C", context="another")


def test_a_public_key_comes_back_from_a_text_column() -> None:
    assert envelopes.from_text(envelopes.as_text(PUBLIC)) == PUBLIC
    assert json.dumps(envelopes.as_text(PUBLIC))


def _flip(raw: bytes, place: int, bit: int) -> bytes:
    return raw[:place] + bytes([raw[place] ^ (1 << bit)]) + raw[place + 1 :]
