"""A signed checkpoint, taken apart: what is signed, by whom, and what is no checkpoint although the hub signed it."""

import base64
import hashlib
from typing import Any
from uuid import UUID

import pytest

from openmash.audit.rules import (
    Checkpoint,
    NotSigned,
    new_key,
    notes,
    origin_of,
    public_half,
    read_note,
    sign_note,
    slice_origin_of,
)
from openmash.audit.rules.tree import EMPTY, Tree, leaf_hash

ORIGIN = origin_of(UUID(int=7))
KEY = new_key()
ROOT = hashlib.sha256(b"root").digest()
IN_LETTERS = base64.b64encode(ROOT).decode()


def refused(note: str, *, signer: str = ORIGIN) -> str:
    with pytest.raises(NotSigned) as found:
        read_note(note, public_half(KEY), signer=signer)
    return found.value.sentence


def signed(text: str, monkeypatch: Any) -> str:
    """A note with the hub's own good signature under whatever text."""
    monkeypatch.setattr(Checkpoint, "text", lambda _: text)
    return sign_note(Checkpoint(ORIGIN, 1, ROOT), KEY, signer=ORIGIN)


def test_a_note_says_its_root_and_names_the_key_of_its_signer() -> None:
    lines = sign_note(Checkpoint(ORIGIN, 3, ROOT), KEY, signer=ORIGIN).split("\n")
    key_id = hashlib.sha256(f"{ORIGIN}\n".encode() + b"\x01" + public_half(KEY)).digest()[:4]

    assert lines[:4] == [ORIGIN, "3", IN_LETTERS, ""]
    assert base64.b64decode(lines[4].split(" ")[2])[:4] == key_id
    assert read_note("\n".join(lines), public_half(KEY), signer=ORIGIN) == Checkpoint(ORIGIN, 3, ROOT)


def test_an_agencys_slice_is_a_log_of_its_own() -> None:
    hub, agency = UUID(int=7), UUID(int=8)

    assert notes.slice_origin_of(hub, agency) == f"openmash/hub/{hub}/agency/{agency}"


def test_a_note_signed_under_another_name_is_refused_with_a_sentence() -> None:
    other = sign_note(Checkpoint(ORIGIN, 3, ROOT), KEY, signer="somebody/else")

    assert refused(other) == "The checkpoint does not carry the signature of this hub's log."
    assert refused(other.replace("— somebody/else", f"— {ORIGIN}")).endswith(".")


def test_what_follows_the_signatures_below_another_empty_line_is_passed_over() -> None:
    note = sign_note(Checkpoint(ORIGIN, 3, ROOT), KEY, signer=ORIGIN) + "\nForwarded by the clerk.\n\nRegards\n"

    assert read_note(note, public_half(KEY), signer=ORIGIN).size == 3


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n",
        f"{ORIGIN}\n3\n",
        f"{ORIGIN}\n٣\n{IN_LETTERS}\n",
        f"{ORIGIN}\n3.0\n{IN_LETTERS}\n",
        f"{ORIGIN}\n{'9' * 19}\n{IN_LETTERS}\n",
        f"{ORIGIN}\n3\n*{IN_LETTERS}\n",
        f"{ORIGIN}\n3\n{IN_LETTERS[:8]}\n",
    ],
)
def test_what_the_hub_signed_is_still_no_checkpoint_unless_it_has_its_three_lines(text: str, monkeypatch: Any) -> None:
    assert refused(signed(text, monkeypatch)) == "The checkpoint cannot be read."


def test_a_log_may_be_as_long_as_eighteen_digits_and_its_name_may_have_a_blank(monkeypatch: Any) -> None:
    note = signed(f"The hub\n{'9' * 18}\n{IN_LETTERS}\n", monkeypatch)

    assert read_note(note, public_half(KEY), signer=ORIGIN) == Checkpoint("The hub", 10**18 - 1, ROOT)


def test_a_signature_in_no_known_letters_is_none() -> None:
    for false in ("*", "AAA", "AAAA*"):
        assert notes._unbase(false) == b""


def test_a_tree_tells_its_own_root_and_an_empty_one_has_the_empty_root() -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(3)]

    assert Tree(leaves).root() == Tree(leaves).root(3) != Tree(leaves).root(2) == Tree(leaves[:2]).root()
    assert Tree([]).root() == EMPTY
    assert Tree(leaves[:1]).root() == leaves[0]


def test_an_agencys_own_slice_of_a_log_is_signed_under_a_name_that_no_other_log_has() -> None:
    hubs, agencies = (UUID(int=7), UUID(int=8)), (UUID(int=21), UUID(int=22))
    names = [slice_origin_of(hub, agency) for hub in hubs for agency in agencies] + [origin_of(hub) for hub in hubs]

    assert slice_origin_of(hubs[0], agencies[0]) == f"{ORIGIN}/agency/{agencies[0]}"
    assert len(set(names)) == len(names)
