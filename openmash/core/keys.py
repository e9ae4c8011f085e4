"""Keys that wrap keys; they live outside the database, behind an interface small enough for any key store."""

import base64
import json
import os
import secrets
from functools import cache
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from openmash.core.errors import OpenMashError

_NONCE_BYTES = 12

FOR_THE_OUTSIDE = ("delivery-", "sign-in")
"""All that the outside door is given: what opens released copies, and what opens its own people's sign-in secrets."""
_CHANGED = "This cannot be read: it or its key was changed. Tell the hub's administrator."


class KeyMissing(OpenMashError):
    """This process does not hold the key. The outside door never holds one for sealed material."""


class Unreadable(OpenMashError):
    """The ciphertext, its key or the row it belongs to was changed; nothing is shown rather than something wrong."""


class Erased(Unreadable):
    """The key of this piece was destroyed when its time had come; nobody can read it again, and nothing is wrong."""


class KeyRing(Protocol):
    """What a key store must be able to do. Key material of a wrapping key never leaves it."""

    def create(self, name: str) -> None:
        """Make a wrapping key; nothing happens if there is one."""

    def destroy(self, name: str) -> None:
        """Forget the key for good: what it wrapped can never be read again. Nothing happens if there is none."""

    def wrap(self, name: str, secret: bytes, *, context: str) -> str:
        """The secret, encrypted under the newest version of the named key and bound to the context."""

    def unwrap(self, name: str, wrapped: str, *, context: str) -> bytes:
        """The secret again; raises KeyMissing or Unreadable."""


class FileKeyRing:
    """One JSON file a key in one folder: ``{"current": 2, "versions": {"1": …, "2": …}}``, AES-256-GCM.

    For the demo and for hubs without a key store; the folder must not be in the database's backup.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = {"current": 1, "versions": {"1": base64.b64encode(AESGCM.generate_key(256)).decode()}}
        # Written aside and linked into place: another process sees the whole key or none, and the first one wins.
        aside = self.folder / f".{name}.{secrets.token_hex(8)}.new"
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(content))
        try:
            os.link(aside, self._path(name))
        except FileExistsError:
            return
        finally:
            aside.unlink()

    def destroy(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def wrap(self, name: str, secret: bytes, *, context: str) -> str:
        content = self._read(name)
        version = str(content["current"])
        nonce = os.urandom(_NONCE_BYTES)
        body = AESGCM(self._key(content, version)).encrypt(nonce, secret, _bound(name, version, context))
        return f"v{version}:{base64.b64encode(nonce + body).decode()}"

    def unwrap(self, name: str, wrapped: str, *, context: str) -> bytes:
        version, raw = _parts(wrapped)
        key = self._key(self._read(name), version)
        try:
            return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(name, version, context))
        except (InvalidTag, ValueError) as error:
            raise Unreadable(_CHANGED) from error

    def hand_over(self, *, to: Path) -> int:
        """Copy the keys that the outside door needs into its own folder, and no others; returns how many.

        Which they are is said by ``FOR_THE_OUTSIDE``.
        """
        to.mkdir(parents=True, exist_ok=True, mode=0o700)
        needed = [path for prefix in FOR_THE_OUTSIDE for path in self.folder.glob(f"{prefix}*.json")]
        for path in needed:
            target = to / path.name
            target.touch(mode=0o600)
            target.write_text(path.read_text())
        return len(needed)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _read(self, name: str) -> dict[str, object]:
        try:
            content: dict[str, object] = json.loads(self._path(name).read_text())
        except FileNotFoundError as error:
            raise KeyMissing(f"The key “{name}” is not held here. Tell the hub's administrator.") from error
        return content

    @staticmethod
    def _key(content: dict[str, object], version: str) -> bytes:
        versions = content["versions"]
        if not isinstance(versions, dict) or version not in versions:
            raise KeyMissing("The version of the key that this was sealed with is no longer held.")
        return base64.b64decode(versions[version])


def _parts(wrapped: str) -> tuple[str, bytes]:
    """Version and bytes of a wrapped secret; only the very text that ``wrap`` wrote is taken, not one like it."""
    version, _, encoded = wrapped.removeprefix("v").partition(":")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except ValueError as error:
        raise Unreadable(_CHANGED) from error
    if wrapped != f"v{version}:{base64.b64encode(raw).decode()}":
        raise Unreadable(_CHANGED)
    return version, raw


def _bound(name: str, version: str, context: str) -> bytes:
    return f"{name}|{version}|{context}".encode()


@cache
def ring() -> KeyRing:
    """This process's key ring, as the settings say."""
    return FileKeyRing(Path(settings.OPENMASH_KEYS))
