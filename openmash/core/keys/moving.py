"""Two key rings for the time in which a hub moves from one key store to another."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from openmash.core.keys.files import FileKeyRing
from openmash.core.keys.rings import KeyMissing, Trouble, Unreadable, Versions, Wrapped
from openmash.core.keys.transit import TransitKeyRing

A = TypeVar("A")
T = TypeVar("T", bytes, str)


class MovingKeyRing:
    """Wraps with the new ring and still unwraps what the one before wrapped; ``openmash vault rotate`` moves the rest.

    Which ring wrapped something stands at its beginning, and neither ring takes the other's.
    """

    def __init__(self, now: TransitKeyRing, *, before: FileKeyRing) -> None:
        self.now = now
        self.before = before

    def create(self, name: str) -> None:
        self.now.create(name)

    def destroy(self, name: str) -> None:
        self.now.destroy(name)
        self.before.destroy(name)

    def wrap(self, name: str, secret: bytes, *, context: str) -> str:
        return self._made(name, lambda: self.now.wrap(name, secret, context=context))

    def unwrap(self, name: str, wrapped: str, *, context: str) -> bytes:
        ring = self.before if _is_of_a_file(wrapped) else self.now
        return ring.unwrap(name, wrapped, context=context)

    def unwrap_each(self, wrapped: Sequence[Wrapped]) -> list[bytes | Trouble]:
        return _each(wrapped, self.before.unwrap_each, self.now.unwrap_each)

    def wrap_anew(self, wrapped: Sequence[Wrapped]) -> list[str | Trouble]:
        return _each(wrapped, self._moved, self.now.wrap_anew)

    def versions(self, name: str) -> Versions:
        return self._made(name, lambda: self.now.versions(name))

    def prefix(self, name: str) -> str:
        return self._made(name, lambda: self.now.prefix(name))

    def add_version(self, name: str) -> None:
        self._made(name, lambda: self.now.add_version(name))

    def use_newest(self, name: str) -> None:
        self.now.use_newest(name)

    def retire(self, name: str, *, for_good: bool) -> None:
        """The new ring's old versions; the folder of the ring before is taken away by hand, when nothing needs it."""
        self.now.retire(name, for_good=for_good)

    def check(self) -> None:
        self.now.check()
        self.before.check()

    def _made(self, name: str, ask: Callable[[], A]) -> A:
        """What the new ring says; it is given the key first where only the ring before has one of that name."""
        try:
            return ask()
        except KeyMissing:
            self.before.versions(name)
            self.now.create(name)
            return ask()

    def _moved(self, wrapped: Sequence[Wrapped]) -> list[str | Trouble]:
        pairs = zip(wrapped, self.before.unwrap_each(wrapped), strict=True)
        return [
            self.wrap(each.name, secret, context=each.context) if isinstance(secret, bytes) else secret
            for each, secret in pairs
        ]


def _is_of_a_file(text: str) -> bool:
    return text.startswith("v") and text[1:2].isdecimal()


def _each(
    wrapped: Sequence[Wrapped],
    before: Callable[[Sequence[Wrapped]], list[T | KeyMissing | Unreadable]],
    now: Callable[[Sequence[Wrapped]], list[T | KeyMissing | Unreadable]],
) -> list[T | Trouble]:
    old = [number for number, each in enumerate(wrapped) if _is_of_a_file(each.text)]
    new = [number for number in range(len(wrapped)) if number not in set(old)]
    found: dict[int, T | Trouble] = {}
    for numbers, ring in ((old, before), (new, now)):
        found |= dict(zip(numbers, ring([wrapped[number] for number in numbers]), strict=True))
    return [found[number] for number in range(len(wrapped))]
