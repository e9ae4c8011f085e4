"""`python -m bench.keys`: what it costs to wrap and unwrap, for each key store, beside encrypting one item's words.

The key server is a real one on this machine, in memory and without TLS: what a hub pays is more by its network. All are
measured in turn, and only ratios are worth comparing between machines.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from openmash.core.keys import KeyRing

ROUNDS = 200
ROOM = 60  # items of one room, in two agencies; each with its words and a condition
WORDS = os.urandom(2_000)  # bytes, a page of text


def main() -> int:
    """Measure and print a table; the exit code is 0 unless something could not be opened."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="openmash-bench-")))
        os.environ["OPENMASH_DATA"] = str(folder)
        from openmash.core.keys import FileKeyRing  # the settings read the environment
        from tests import key_server

        server = stack.enter_context(key_server.running(folder))
        took = {"encrypt one item's words (the yardstick)": yardstick()}
        for name, ring in (("folder", FileKeyRing(folder / "keys")), ("key server", server.ring("inside"))):
            took |= {f"{name}: {what}": milliseconds for what, milliseconds in of(ring).items()}
    beside = next(iter(took.values()))
    width = max(map(len, took))
    for what, milliseconds in took.items():
        print(f"{what:<{width}}  {milliseconds:8.3f} ms  {milliseconds / beside:8.0f} ×")
    return 0


def yardstick() -> float:
    """Milliseconds to encrypt and decrypt the words of one item under a fresh key."""

    def once() -> None:
        cipher, nonce = AESGCM(AESGCM.generate_key(256)), os.urandom(12)
        assert cipher.decrypt(nonce, cipher.encrypt(nonce, WORDS, b"place"), b"place") == WORDS

    return median(once)


def of(ring: "KeyRing") -> dict[str, float]:
    """Milliseconds of each thing that a key ring does."""
    from openmash.core.keys import Wrapped

    for name in ("agency-a", "agency-b"):
        ring.create(name)
    secret = os.urandom(32)
    one = ring.wrap("agency-a", secret, context="row")
    room = [
        Wrapped(name, ring.wrap(name, secret, context=f"row {number}"), f"row {number}")
        for number in range(ROOM)
        for name in ("agency-a", "agency-b")
    ]

    def one_by_one() -> None:
        for each in room:
            ring.unwrap(each.name, each.text, context=each.context)

    assert ring.unwrap_each(room) == [secret] * len(room)
    return {
        "wrap one key": median(lambda: ring.wrap("agency-a", secret, context="row")),
        "unwrap one key": median(lambda: ring.unwrap("agency-a", one, context="row")),
        f"unwrap a room of {ROOM} items": median(lambda: ring.unwrap_each(room), rounds=ROUNDS // 5),
        "the same one by one": median(one_by_one, rounds=ROUNDS // 20),
    }


def median(do: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    """The median of several times, in milliseconds."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    raise SystemExit(main())
