"""Checkpoints as signed notes, in the format that other logs' programs read."""

import base64
import hashlib
from uuid import UUID

import pytest

from openmash.audit.rules import (
    Checkpoint,
    NotSigned,
    new_key,
    origin_of,
    public_half,
    read_note,
    sign_note,
    verifier_key,
)
from tests.assurance.test_audit_tampering import script

HUB = UUID("5d7f7e0c-7c7c-4b6f-9d0c-0f6d6b1b2a11")
ORIGIN = origin_of(HUB)
KEY = new_key()
SAID = Checkpoint(ORIGIN, 1234, hashlib.sha256(b"root").digest())
NOTE = sign_note(SAID, KEY, signer=ORIGIN)


def test_a_checkpoint_is_three_lines_and_a_signature_below_an_empty_one() -> None:
    lines = NOTE.split("\n")
    assert lines[:4] == [ORIGIN, "1234", base64.b64encode(SAID.root).decode(), ""]
    assert lines[4].startswith(f"— {ORIGIN} ")
    assert lines[5:] == [""]
    key_id = hashlib.sha256(f"{ORIGIN}\n".encode() + b"\x01" + public_half(KEY)).digest()[:4]
    assert base64.b64decode(lines[4].split(" ")[2])[:4] == key_id


def test_what_was_signed_is_read_here_and_by_the_stand_alone_script() -> None:
    assert read_note(NOTE, public_half(KEY), signer=ORIGIN) == SAID
    key = script.Key(verifier_key(ORIGIN, public_half(KEY)))
    assert key.read(NOTE, "It") == (SAID.origin, SAID.size, SAID.root)


def test_signatures_of_others_beside_it_do_no_harm() -> None:
    witnessed = NOTE + "— a.witness AAAAAAAA\n— nonsense\n"
    assert read_note(witnessed, public_half(KEY), signer=ORIGIN) == SAID


@pytest.mark.parametrize(
    "false",
    [
        NOTE.replace("1234", "1235"),
        NOTE.replace(ORIGIN, origin_of(UUID(int=7)), 1),
        NOTE.replace("\n\n", "\nmore\n\n"),
        NOTE.split("\n\n")[0],
        "",
        sign_note(SAID, new_key(), signer=ORIGIN),
        NOTE.replace("— ", "- "),
    ],
)
def test_a_changed_note_and_one_that_another_key_signed_are_refused(false: str) -> None:
    with pytest.raises(NotSigned):
        read_note(false, public_half(KEY), signer=ORIGIN)
    with pytest.raises(script.Wrong):
        script.Key(verifier_key(ORIGIN, public_half(KEY))).read(false, "It")


@pytest.mark.parametrize(
    "text", [f"{ORIGIN}\n-1\nAAAA\n", f"{ORIGIN}\n1\nAAAA\n", f"{ORIGIN}\n{'9' * 19}\n{'A' * 43}=\n"]
)
def test_what_is_signed_but_is_no_checkpoint_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checkpoint, "text", lambda _: text)
    note = sign_note(SAID, KEY, signer=ORIGIN)
    with pytest.raises(NotSigned):
        read_note(note, public_half(KEY), signer=ORIGIN)
