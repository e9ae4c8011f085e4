"""Wrapping keys in the transit engine of HashiCorp Vault or OpenBao: they are used there and never leave it.

Each key is derived (``derived=true``): the server makes a key of its own for each context, so that what is bound to one
row opens in no other, and refuses to work without a context. Keys are not exportable and have no plain-text backup.
"""

import base64
import binascii
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from openmash.core.keys.rings import (
    CHANGED,
    OLD_VERSION,
    KeyMissing,
    KeyStoreDown,
    Trouble,
    Unreadable,
    Versions,
    Wrapped,
    parts,
)
from openmash.core.keys.vault_server import Answer, Json, VaultServer

_PREFIX = "vault:v"
_NO_ANSWER = "The key store answered with what is no answer. Nothing was written. Tell the hub's administrator."
_MOST_AT_ONCE = 200  # of a batch; OpenBao refuses a request with more than 1,000 texts in it
_NOT_OURS = 403
_NOT_THERE = 404
_NOT_FOUND = ("not found", "no existing key")
_TOO_OLD = ("too old", "version is disallowed", "no key version", "unexpected version", "invalid key version")


class TransitKeyRing:
    """The key ring of a server.

    Args:
        server: where it is and who we are to it.
        mount: where its transit engine is mounted.
    """

    def __init__(self, server: VaultServer, *, mount: str) -> None:
        self.server = server
        self.mount = mount

    def create(self, name: str) -> None:
        body = {"type": "aes256-gcm96", "derived": True, "exportable": False, "allow_plaintext_backup": False}
        self._done(self.server.post(f"{self.mount}/keys/{name}", body), name)

    def destroy(self, name: str) -> None:
        if self._read(name) is None:
            return
        self._done(self.server.post(f"{self.mount}/keys/{name}/config", {"deletion_allowed": True}), name)
        self._done(self.server.delete(f"{self.mount}/keys/{name}"), name)

    def wrap(self, name: str, secret: bytes, *, context: str) -> str:
        body = {"plaintext": base64.b64encode(secret).decode(), "context": _bound(context)}
        answer = self.server.post(f"{self.mount}/encrypt/{name}", body)
        return _taken(self._done(answer, name))

    def unwrap(self, name: str, wrapped: str, *, context: str) -> bytes:
        [found] = self.unwrap_each([Wrapped(name, wrapped, context)])
        if isinstance(found, bytes):
            return found
        raise found

    def unwrap_each(self, wrapped: Sequence[Wrapped]) -> list[bytes | Trouble]:
        results = self._each("decrypt", wrapped)
        return [result if isinstance(result, KeyMissing | Unreadable) else _secret(result) for result in results]

    def wrap_anew(self, wrapped: Sequence[Wrapped]) -> list[str | Trouble]:
        """The server opens and closes them itself: the data keys do not come here."""
        results = self._each("rewrap", wrapped)
        return [result if isinstance(result, KeyMissing | Unreadable) else _taken(result) for result in results]

    def versions(self, name: str) -> Versions:
        key = self._held(name)
        newest = int(key["latest_version"])
        made = int(key["keys"][str(newest)])  # seconds since 1970
        return Versions(newest, newest, int(key["min_decryption_version"]), datetime.fromtimestamp(made, UTC))

    def prefix(self, name: str) -> str:
        return f"{_PREFIX}{self.versions(name).primary}:"

    def add_version(self, name: str) -> None:
        """A new version wraps from the moment the server has it: every process asks the one server."""
        self._held(name)
        self._done(self.server.post(f"{self.mount}/keys/{name}/rotate", {}), name)

    def use_newest(self, name: str) -> None:
        self._held(name)

    def retire(self, name: str, *, for_good: bool) -> None:
        newest = self.versions(name).newest
        rules = {"min_decryption_version": newest, "min_encryption_version": newest}
        self._done(self.server.post(f"{self.mount}/keys/{name}/config", rules), name)
        if for_good:
            self._done(self.server.post(f"{self.mount}/keys/{name}/trim", {"min_available_version": newest}), name)

    def check(self) -> None:
        """Whether the server knows us; what we may do there is said by its policy, not here."""
        answer = self.server.get("auth/token/lookup-self")
        if answer.status >= 400:
            raise KeyStoreDown(
                f"The key store at {self.server.address} refuses us ({answer.status} {answer.said}). Look at "
                "OPENMASH_VAULT_TOKEN_FILE, or at OPENMASH_VAULT_ROLE_ID and OPENMASH_VAULT_SECRET_ID_FILE."
            )

    def _read(self, name: str) -> Json | None:
        answer = self.server.get(f"{self.mount}/keys/{name}")
        return None if answer.status == _NOT_THERE else self._done(answer, name)

    def _held(self, name: str) -> Json:
        found = self._read(name)
        if found is None:
            raise KeyMissing(_not_held(name))
        return found

    def _each(self, what: str, wrapped: Sequence[Wrapped]) -> list[Json | Trouble]:
        """One request a key, and another for each 200 of it; the results in the order of what was given."""
        found: dict[int, Json | Trouble] = {}
        by_key: dict[str, list[int]] = defaultdict(list)
        for number, each in enumerate(wrapped):
            trouble = _odd(each.text)
            if trouble is None:
                by_key[each.name].append(number)
            else:
                found[number] = trouble
        for name, numbers in by_key.items():
            for some in _in_batches(numbers):
                found |= zip(some, self._batch(what, name, [wrapped[number] for number in some]), strict=True)
        return [found[number] for number in range(len(wrapped))]

    def _batch(self, what: str, name: str, wrapped: Sequence[Wrapped]) -> Iterator[Json | Trouble]:
        given = [{"ciphertext": each.text, "context": _bound(each.context)} for each in wrapped]
        answer = self.server.post(f"{self.mount}/{what}/{name}", {"batch_input": given})
        results: list[Json] | None = answer.data.get("batch_results")
        if results is not None and len(results) == len(given):
            # 400 where one of them is wrong; the others are there all the same.
            return (_trouble(result["error"]) if result.get("error") else result for result in results)
        try:
            self._done(answer, name)
        except KeyMissing as missing:
            return iter([missing] * len(given))
        raise KeyStoreDown(f"The key store answered {len(results or [])} of {len(given)} requests. Try again.")

    @staticmethod
    def _done(answer: Answer, name: str) -> Json:
        """What was asked for; raises KeyMissing where the key is not there or not for us."""
        if answer.status < 400:
            return answer.data
        if answer.status in (_NOT_OURS, _NOT_THERE) or any(words in answer.said for words in _NOT_FOUND):
            raise KeyMissing(_not_held(name))
        raise KeyStoreDown(
            f"The key store refuses what was asked of it ({answer.status} {answer.said}). Tell the hub's administrator."
        )


def _odd(text: str) -> Unreadable | None:
    """What is wrong with a text that the server did not write; servers take other ways of writing the same."""
    try:
        version, _ = parts(text, before=_PREFIX)
    except Unreadable as trouble:
        return trouble
    return None if version.isdecimal() and not version.startswith("0") else Unreadable(CHANGED)


def _trouble(said: str) -> Trouble:
    return KeyMissing(OLD_VERSION) if any(words in said for words in _TOO_OLD) else Unreadable(CHANGED)


def _taken(result: Json) -> str:
    """A wrapped secret as the server gave it; nothing else is ever put into a row, where it would be lost for good."""
    text = result.get("ciphertext")
    if not isinstance(text, str) or _odd(text) is not None:
        raise KeyStoreDown(_NO_ANSWER)
    return text


def _secret(result: Json) -> bytes:
    try:
        return base64.b64decode(str(result["plaintext"]), validate=True)
    except (KeyError, binascii.Error) as error:
        raise KeyStoreDown(_NO_ANSWER) from error


def _bound(context: str) -> str:
    return base64.b64encode(context.encode()).decode()


def _not_held(name: str) -> str:
    return f"The key “{name}” is not held here. Tell the hub's administrator."


def _in_batches(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), _MOST_AT_ONCE):
        yield numbers[start : start + _MOST_AT_ONCE]
