"""What every key ring promises, whether its keys are in a folder, in a key server, or on their way there."""

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from openmash.core.keys import FileKeyRing, KeyMissing, KeyRing, MovingKeyRing, Unreadable, Wrapped
from tests.key_server import KeyServer

_numbers = itertools.count(1)


@pytest.fixture(params=["file", "server", "moving"])
def ring(request: pytest.FixtureRequest, tmp_path: Path) -> KeyRing:
    """Each kind of ring in turn; a server's as whoever may turn keys."""
    if request.param == "file":
        return FileKeyRing(tmp_path)
    server: KeyServer = request.getfixturevalue("vault_server")
    if request.param == "server":
        return server.ring("keeper")
    return MovingKeyRing(server.ring("keeper"), before=FileKeyRing(tmp_path))


@pytest.fixture
def name(ring: KeyRing) -> str:
    """A key that no other test uses."""
    made = f"agency-{next(_numbers)}"
    ring.create(made)
    return made


def test_what_was_wrapped_is_unwrapped_in_its_place_alone(ring: KeyRing, name: str) -> None:
    ring.create(f"{name}-other")
    wrapped = ring.wrap(name, b"\x00secret\xff", context="row")

    assert ring.unwrap(name, wrapped, context="row") == b"\x00secret\xff"
    with pytest.raises(Unreadable):
        ring.unwrap(name, wrapped, context="another row")
    with pytest.raises(Unreadable):
        ring.unwrap(f"{name}-other", wrapped, context="row")


def test_making_a_key_again_keeps_the_first_one(ring: KeyRing, name: str) -> None:
    wrapped = ring.wrap(name, b"secret", context="row")

    ring.create(name)

    assert ring.unwrap(name, wrapped, context="row") == b"secret"
    assert ring.versions(name).newest == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1],
        lambda text: text + "A",
        lambda text: text + "\n",
        lambda text: text.replace(":", ":\n", 1) if text.startswith("v1") else text.replace("v1:", "v1:\n"),
        lambda text: text.replace("v1:", "v01:"),
        lambda text: text.replace("v1:", "v+1:"),
        lambda text: text.replace("v1:", "v2:"),
        lambda text: text.replace("v1:", "v0:"),
        lambda text: text.upper(),
        lambda text: f" {text}",
        lambda text: text.split(":")[-1],
        lambda _: "",
        lambda _: "vault:v1:",
        lambda _: "v1:",
    ],
)
def test_only_the_very_text_that_was_written_is_unwrapped(
    ring: KeyRing, name: str, change: Callable[[str], str]
) -> None:
    wrapped = ring.wrap(name, b"secret", context="row")

    with pytest.raises((Unreadable, KeyMissing)):
        ring.unwrap(name, change(wrapped), context="row")
    assert ring.unwrap(name, wrapped, context="row") == b"secret"


def test_another_spelling_of_the_same_bytes_is_not_taken(ring: KeyRing, name: str) -> None:
    """Base64 leaves bits over at its end; whoever sets them changes the text and not the bytes."""
    for length in range(1, 4):
        wrapped = ring.wrap(name, b"s" * length, context="row")
        if not wrapped.endswith("="):
            continue
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        body, padding = wrapped.rstrip("="), "=" * (len(wrapped) - len(wrapped.rstrip("=")))
        respelt = body[:-1] + alphabet[alphabet.index(body[-1]) ^ 1] + padding
        with pytest.raises(Unreadable):
            ring.unwrap(name, respelt, context="row")


def test_a_key_that_is_not_held_is_missing_and_is_not_made_by_asking(ring: KeyRing, name: str) -> None:
    wrapped = ring.wrap(name, b"secret", context="row")
    for ask in (
        lambda: ring.unwrap("agency-nobody", wrapped, context="row"),
        lambda: ring.wrap("agency-nobody", b"secret", context="row"),
        lambda: ring.versions("agency-nobody"),
        lambda: ring.prefix("agency-nobody"),
        lambda: ring.add_version("agency-nobody"),
        lambda: ring.use_newest("agency-nobody"),
        lambda: ring.retire("agency-nobody", for_good=False),
    ):
        with pytest.raises(KeyMissing, match="not held here"):
            ask()


def test_many_are_unwrapped_at_once_and_what_is_wrong_stands_in_its_place(ring: KeyRing, name: str) -> None:
    ring.create(f"{name}-other")
    one, two = (ring.wrap(name, secret, context=secret.decode()) for secret in (b"one", b"two"))
    three = ring.wrap(f"{name}-other", b"three", context="three")

    found = ring.unwrap_each(
        [
            Wrapped(f"{name}-other", three, "three"),
            Wrapped(name, two, "two"),
            Wrapped(name, one, "two"),
            Wrapped("agency-nobody", one, "one"),
            Wrapped(name, "", "one"),
            Wrapped(name, one, "one"),
        ]
    )

    assert [each if isinstance(each, bytes) else type(each) for each in found] == [
        *(b"three", b"two", Unreadable, KeyMissing, Unreadable, b"one")
    ]
    assert ring.unwrap_each([]) == []


def test_a_new_version_wraps_and_the_one_before_still_unwraps(ring: KeyRing, name: str) -> None:
    before = ring.wrap(name, b"secret", context="row")

    ring.add_version(name)
    ring.use_newest(name)
    after = ring.wrap(name, b"secret", context="row")

    assert not before.startswith(ring.prefix(name))
    assert after.startswith(ring.prefix(name))
    assert ring.unwrap(name, before, context="row") == ring.unwrap(name, after, context="row") == b"secret"
    assert ring.versions(name).newest == ring.versions(name).primary == 2
    assert ring.versions(name).made_at is not None


def test_what_is_wrapped_anew_says_the_same_in_the_same_place(ring: KeyRing, name: str) -> None:
    before = ring.wrap(name, b"secret", context="row")
    ring.add_version(name)
    ring.use_newest(name)

    anew, odd = ring.wrap_anew([Wrapped(name, before, "row"), Wrapped(name, before, "another row")])

    assert isinstance(anew, str)
    assert anew.startswith(ring.prefix(name))
    assert ring.unwrap(name, anew, context="row") == b"secret"
    assert isinstance(odd, Unreadable)
    with pytest.raises(Unreadable):
        ring.unwrap(name, anew, context="another row")


@pytest.mark.parametrize("for_good", [False, True])
def test_a_retired_version_opens_nothing_and_the_newest_goes_on(ring: KeyRing, name: str, for_good: bool) -> None:
    before = ring.wrap(name, b"secret", context="row")
    ring.add_version(name)
    ring.use_newest(name)
    after = ring.wrap(name, b"secret", context="row")

    for _ in range(2):
        ring.retire(name, for_good=for_good)

    with pytest.raises(KeyMissing, match="version"):
        ring.unwrap(name, before, context="row")
    assert ring.unwrap(name, after, context="row") == b"secret"
    assert ring.versions(name).oldest == 2


def test_a_destroyed_key_opens_nothing_ever_again(ring: KeyRing, name: str) -> None:
    wrapped = ring.wrap(name, b"secret", context="row")

    for _ in range(2):
        ring.destroy(name)

    with pytest.raises(KeyMissing):
        ring.unwrap(name, wrapped, context="row")
    ring.create(name)
    with pytest.raises(Unreadable):
        ring.unwrap(name, wrapped, context="row")


def test_readers_and_writers_notice_nothing_of_a_key_that_turns(ring: KeyRing, name: str) -> None:
    texts = [ring.wrap(name, b"secret", context="row")]
    done = False

    def read_and_write(_: int) -> int:
        count = 0
        while not done or count < 5:
            texts.append(ring.wrap(name, b"secret", context="row"))
            assert ring.unwrap(name, texts[count % len(texts)], context="row") == b"secret"
            count += 1
        return count

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(read_and_write, number) for number in range(4)]
        for _ in range(10):
            ring.add_version(name)
            ring.use_newest(name)
        done = True
        assert all(each.result() >= 5 for each in running)
    assert ring.versions(name).primary == 11


def test_a_ring_that_can_be_used_says_nothing(ring: KeyRing, name: str) -> None:
    ring.check()
