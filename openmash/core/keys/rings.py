"""What every key ring must be able to do, and what can go wrong with keys."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from openmash.core.errors import OpenMashError

FOR_THE_OUTSIDE = ("delivery-", "sign-in")
"""All that the outside door is given: what opens released copies, and what opens its own people's sign-in secrets."""

CHANGED = "This cannot be read: it or its key was changed. Tell the hub's administrator."
OLD_VERSION = "The version of the key that this was sealed with is no longer held. Tell the hub's administrator."


class KeyMissing(OpenMashError):
    """This process does not hold the key. The outside door never holds one for sealed material."""


class Unreadable(OpenMashError):
    """The ciphertext, its key or the row it belongs to was changed; nothing is shown rather than something wrong."""


class Erased(Unreadable):
    """The key of this piece was destroyed when its time had come; nobody can read it again, and nothing is wrong."""


class KeyStoreDown(OpenMashError):
    """The key store does not answer, or not to us. Nothing is lost; it is tried again by whoever asks again."""


Trouble = KeyMissing | Unreadable
"""What is wrong with one of many, where the others are to be read all the same."""


@dataclass(frozen=True)
class Wrapped:
    """One wrapped secret: the wrapping key's name, the text that ``wrap`` gave, and what it was bound to."""

    name: str
    text: str
    context: str


@dataclass(frozen=True)
class Versions:
    """Which versions of a wrapping key there are.

    Args:
        newest: the last one that was made.
        primary: the one that wraps; behind the newest until the newest is held everywhere.
        oldest: the first one that still unwraps.
        made_at: when the newest was made; None where that was not written down.
    """

    newest: int
    primary: int
    oldest: int
    made_at: datetime | None


class KeyRing(Protocol):
    """What a key store must be able to do. Key material of a wrapping key never leaves it."""

    def create(self, name: str) -> None:
        """Make a wrapping key; nothing happens if there is one."""

    def destroy(self, name: str) -> None:
        """Forget the key for good: what it wrapped can never be read again. Nothing happens if there is none."""

    def wrap(self, name: str, secret: bytes, *, context: str) -> str:
        """The secret, encrypted under the primary version of the named key and bound to the context."""

    def unwrap(self, name: str, wrapped: str, *, context: str) -> bytes:
        """The secret again; raises KeyMissing or Unreadable."""

    def unwrap_each(self, wrapped: Sequence[Wrapped]) -> list[bytes | Trouble]:
        """Many secrets, with one call of the key store for each wrapping key; in place of a secret, what is wrong."""

    def wrap_anew(self, wrapped: Sequence[Wrapped]) -> list[str | Trouble]:
        """The same secrets under the primary version of their keys; in place of a text, what is wrong with it."""

    def versions(self, name: str) -> Versions:
        """Which versions there are; raises KeyMissing."""

    def prefix(self, name: str) -> str:
        """How everything begins that was wrapped under the primary version, so that the rest can be found."""

    def add_version(self, name: str) -> None:
        """Make a version that will wrap; nothing happens while one waits that does not wrap yet."""

    def use_newest(self, name: str) -> None:
        """From now on the newest version wraps. Every process must hold it by then."""

    def retire(self, name: str, *, for_good: bool) -> None:
        """Unwrap nothing any more that an older version than the primary wrapped.

        Args:
            name: the key.
            for_good: forget the older versions, so that no backup from before can be opened either.
        """

    def check(self) -> None:
        """Whether the key store can be used at all; raises KeyStoreDown with what to do. Asked at the start."""


def parts(wrapped: str, *, before: str) -> tuple[str, bytes]:
    """Version and bytes of a wrapped secret; only the very text that ``wrap`` wrote is taken, not one like it.

    Args:
        wrapped: the text.
        before: what stands before the version's number, ``"v"``.

    Raises:
        Unreadable: it is not such a text. Base64 can be written in several ways that mean the same, and a key store
            may take them all; were that so here, a change of a row could go unnoticed.
    """
    version, _, encoded = wrapped.removeprefix(before).partition(":")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise Unreadable(CHANGED) from error
    if wrapped != f"{before}{version}:{base64.b64encode(raw).decode()}":
        raise Unreadable(CHANGED)
    return version, raw
