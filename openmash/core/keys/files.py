"""Wrapping keys in a folder, one file each: for the demo and for hubs without a key store."""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from openmash.core import clock
from openmash.core.keys.rings import (
    CHANGED,
    FOR_THE_OUTSIDE,
    OLD_VERSION,
    KeyMissing,
    KeyStoreDown,
    Trouble,
    Unreadable,
    Versions,
    Wrapped,
    parts,
)

_NONCE_BYTES = 12


@dataclass(frozen=True)
class _Key:
    """What stands in a key's file: versions by number, the one that wraps, the first that unwraps, when each was made.

    Written as ``{"current": 2, "oldest": 1, "versions": {"1": …, "2": …}, "made": {"2": …}}``.
    """

    current: int
    versions: dict[str, str]
    oldest: int = 1
    made: dict[str, str] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        return max(int(number) for number in self.versions)

    def material(self, version: str) -> bytes:
        if version not in self.versions or int(version) < self.oldest:
            raise KeyMissing(OLD_VERSION)
        return base64.b64decode(self.versions[version])

    def with_a_new_version(self) -> "_Key":
        number = str(self.newest + 1)
        made = self.made | {number: clock.now().isoformat()}
        return replace(self, versions=self.versions | {number: _material()}, made=made)

    def without_old_versions(self, *, for_good: bool) -> "_Key":
        kept = {number: text for number, text in self.versions.items() if int(number) >= self.current or not for_good}
        return replace(self, oldest=self.current, versions=kept)


class FileKeyRing:
    """One JSON file a key in one folder, AES-256-GCM. The folder must not be in the database's backup.

    A file is read at every use and never changed in place: a process that runs while a key turns sees the key as it was
    or as it is, and holds the new version before that version wraps anything.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str) -> None:
        key = _Key(current=1, versions={"1": _material()}, made={"1": clock.now().isoformat()})
        with self._aside(name, key) as aside:
            try:
                # Linked into place: another process sees the whole key or none, and the first one wins.
                os.link(aside, self._path(name))
            except FileExistsError:
                return
            self._sync()

    def destroy(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def wrap(self, name: str, secret: bytes, *, context: str) -> str:
        key = self._read(name)
        version = str(key.current)
        nonce = os.urandom(_NONCE_BYTES)
        body = AESGCM(key.material(version)).encrypt(nonce, secret, _bound(name, version, context))
        return f"v{version}:{base64.b64encode(nonce + body).decode()}"

    def unwrap(self, name: str, wrapped: str, *, context: str) -> bytes:
        version, raw = parts(wrapped, before="v")
        material = self._read(name).material(version)
        try:
            return AESGCM(material).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _bound(name, version, context))
        except (InvalidTag, ValueError) as error:
            raise Unreadable(CHANGED) from error

    def unwrap_each(self, wrapped: Sequence[Wrapped]) -> list[bytes | Trouble]:
        found: list[bytes | Trouble] = []
        for each in wrapped:
            try:
                found.append(self.unwrap(each.name, each.text, context=each.context))
            except (KeyMissing, Unreadable) as trouble:
                found.append(trouble)
        return found

    def wrap_anew(self, wrapped: Sequence[Wrapped]) -> list[str | Trouble]:
        secrets_ = zip(wrapped, self.unwrap_each(wrapped), strict=True)
        return [
            self.wrap(each.name, secret, context=each.context) if isinstance(secret, bytes) else secret
            for each, secret in secrets_
        ]

    def versions(self, name: str) -> Versions:
        key = self._read(name)
        made = key.made.get(str(key.newest))
        made_at = datetime.fromisoformat(made).astimezone(UTC) if made else None
        return Versions(newest=key.newest, primary=key.current, oldest=key.oldest, made_at=made_at)

    def prefix(self, name: str) -> str:
        return f"v{self._read(name).current}:"

    def add_version(self, name: str) -> None:
        with self._only_one_turns(name):
            key = self._read(name)
            if key.newest == key.current:
                self._write(name, key.with_a_new_version())

    def use_newest(self, name: str) -> None:
        with self._only_one_turns(name):
            key = self._read(name)
            if key.newest != key.current:
                self._write(name, replace(key, current=key.newest))

    def retire(self, name: str, *, for_good: bool) -> None:
        with self._only_one_turns(name):
            self._write(name, self._read(name).without_old_versions(for_good=for_good))

    def check(self) -> None:
        if self.folder.exists() and not os.access(self.folder, os.R_OK | os.X_OK):
            raise KeyStoreDown(f"The folder of the keys, {self.folder}, cannot be read. See OPENMASH_KEYS.")

    def hand_over(self, *, to: Path) -> int:
        """Copy the keys that the outside door needs into its own folder, and no others; returns how many.

        Which they are is said by ``FOR_THE_OUTSIDE``.
        """
        needed = [path.stem for prefix in FOR_THE_OUTSIDE for path in self.folder.glob(f"{prefix}*.json")]
        for name in needed:
            self.hand_over_one(name, to=to)
        return len(needed)

    def hand_over_one(self, name: str, *, to: Path) -> None:
        """Copy one of the keys that the outside door needs; a process that reads it there meanwhile sees a whole key.

        Raises:
            KeyMissing: there is none of that name, or the outside door must never hold it.
        """
        if not name.startswith(FOR_THE_OUTSIDE):
            raise KeyMissing(f"The key “{name}” is never handed to the outside door.")
        FileKeyRing(to)._write(name, self._read(name))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _read(self, name: str) -> _Key:
        try:
            content: dict[str, Any] = json.loads(self._path(name).read_text())
        except FileNotFoundError as error:
            raise KeyMissing(f"The key “{name}” is not held here. Tell the hub's administrator.") from error
        return _Key(**content)

    def _write(self, name: str, key: _Key) -> None:
        with self._aside(name, key) as aside:
            aside.replace(self._path(name))
            self._sync()

    @contextmanager
    def _aside(self, name: str, key: _Key) -> Iterator[Path]:
        """The key in a file of its own, on the disk, so that a power cut leaves the old key or the new one whole."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self.folder / f".{name}.{secrets.token_hex(8)}.new"
        aside.touch(mode=0o600)
        try:
            with aside.open("w") as file:
                json.dump(vars(key), file)
                file.flush()
                os.fsync(file.fileno())
            yield aside
        finally:
            aside.unlink(missing_ok=True)

    def _sync(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _only_one_turns(self, name: str) -> Iterator[None]:
        self._read(name)  # a key that is not held is not turned
        with (self.folder / ".turning").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _material() -> str:
    return base64.b64encode(AESGCM.generate_key(256)).decode()


def _bound(name: str, version: str, context: str) -> bytes:
    return f"{name}|{version}|{context}".encode()
