"""Wrapping keys in a folder: made once, seen by nobody else, rotated without losing what was sealed before."""

import base64
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from openmash.core.keys import FileKeyRing, KeyMissing, Unreadable


@pytest.fixture
def ring(tmp_path: Path) -> FileKeyRing:
    """A ring with one agency's key."""
    made = FileKeyRing(tmp_path / "keys")
    made.create("agency-a")
    return made


def test_what_was_wrapped_is_unwrapped_by_its_own_key_only(ring: FileKeyRing) -> None:
    ring.create("agency-b")
    wrapped = ring.wrap("agency-a", b"secret", context="row")

    assert ring.unwrap("agency-a", wrapped, context="row") == b"secret"
    with pytest.raises(Unreadable):
        ring.unwrap("agency-b", wrapped, context="row")
    with pytest.raises(Unreadable):
        ring.unwrap("agency-a", wrapped, context="another row")


def test_making_a_key_again_keeps_the_first_one(ring: FileKeyRing) -> None:
    wrapped = ring.wrap("agency-a", b"secret", context="row")

    ring.create("agency-a")

    assert ring.unwrap("agency-a", wrapped, context="row") == b"secret"


def test_of_many_who_make_the_same_key_at_once_one_wins_and_all_use_it(tmp_path: Path) -> None:
    def make_and_wrap(_: int) -> str:
        ring = FileKeyRing(tmp_path / "keys")
        ring.create("hub-1")
        return ring.wrap("hub-1", b"secret", context="row")

    with ThreadPoolExecutor(16) as pool:
        wrapped = list(pool.map(make_and_wrap, range(64)))

    last = FileKeyRing(tmp_path / "keys")
    assert {last.unwrap("hub-1", w, context="row") for w in wrapped} == {b"secret"}
    assert [path.name for path in last.folder.iterdir()] == ["hub-1.json"]


def test_nobody_else_on_the_machine_reads_the_folder_or_the_keys(ring: FileKeyRing) -> None:
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in ring.folder.iterdir()] == [0o600]


def test_a_new_version_wraps_from_now_on_and_the_old_one_still_unwraps(ring: FileKeyRing) -> None:
    before = ring.wrap("agency-a", b"secret", context="row")
    path = ring.folder / "agency-a.json"
    content = json.loads(path.read_text())
    content["versions"]["2"] = base64.b64encode(AESGCM.generate_key(256)).decode()
    path.write_text(json.dumps(content | {"current": 2}))

    after = ring.wrap("agency-a", b"secret", context="row")

    assert before.startswith("v1:")
    assert after.startswith("v2:")
    assert ring.unwrap("agency-a", before, context="row") == ring.unwrap("agency-a", after, context="row") == b"secret"
    with pytest.raises(Unreadable):
        ring.unwrap("agency-a", before.replace("v1:", "v2:"), context="row")


def test_a_key_that_is_not_held_says_so_and_does_not_say_what_it_would_open(ring: FileKeyRing) -> None:
    wrapped = ring.wrap("agency-a", b"secret", context="row")

    with pytest.raises(KeyMissing, match="not held here"):
        ring.unwrap("agency-z", wrapped, context="row")
    with pytest.raises(KeyMissing, match="version"):
        ring.unwrap("agency-a", wrapped.replace("v1:", "v9:"), context="row")


def test_a_destroyed_key_opens_nothing_ever_again(ring: FileKeyRing) -> None:
    wrapped = ring.wrap("agency-a", b"secret", context="row")

    ring.destroy("agency-a")
    ring.create("agency-a")

    with pytest.raises(Unreadable):
        ring.unwrap("agency-a", wrapped, context="row")


@pytest.mark.parametrize("text", ["", "v1", "v1:", "v1:%%%", "v1:AAAA", "1:{same}", "v1:{same}\n", " v1:{same}"])
def test_only_the_very_text_that_was_written_is_unwrapped(ring: FileKeyRing, text: str) -> None:
    same = ring.wrap("agency-a", b"secret", context="row").removeprefix("v1:")

    with pytest.raises((Unreadable, KeyMissing)):
        ring.unwrap("agency-a", text.format(same=same), context="row")


def test_the_outside_door_is_handed_what_it_needs_and_no_key_of_anything_sealed(
    ring: FileKeyRing, tmp_path: Path
) -> None:
    for name in ("hub-1", "drafts-1", "delivery-1"):
        ring.create(name)

    ring.hand_over(to=tmp_path / "outside")

    outside = FileKeyRing(tmp_path / "outside")
    assert outside.unwrap("delivery-1", ring.wrap("delivery-1", b"x", context="row"), context="row") == b"x"
    for sealed in ("agency-a", "hub-1", "drafts-1"):
        with pytest.raises(KeyMissing):
            outside.unwrap(sealed, ring.wrap(sealed, b"x", context="row"), context="row")
