"""Ways of closing a letter: with a key of its own, to a hub's public key, or with a code somebody holds."""

import base64
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from openmash.core.ids import normalise_code
from openmash.core.keys import Erased, KeyRing, Unreadable, Wrapped

_NONCE_BYTES = 12
_SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
_CHANGED = "This cannot be read: it, or what it belongs to, was changed. Tell the hub's administrator."
_ERASED = "This was erased when its time to be kept was over. Nobody can read it again."

Letter = dict[str, Any]
Stored = bytes | memoryview
"""As the database driver gives binary columns back."""


@dataclass(frozen=True)
class Envelope:
    """Ciphertext with its own data key, wrapped by a key that lives elsewhere (NIST SP 800-57 envelope encryption)."""

    ciphertext: Stored
    wrapped_key: str


@dataclass(frozen=True)
class Closed:
    """An envelope, the name of the key that wraps its own, and what it is bound to."""

    envelope: Envelope
    key_name: str
    context: str


def close(text: str, *, ring: KeyRing, key_name: str, context: str) -> Envelope:
    """Encrypt under a fresh AES-256-GCM key and wrap that key.

    Args:
        text: what nobody may read without the key.
        ring: the key ring that wraps.
        key_name: the wrapping key, ``"agency-<id>"``.
        context: what the ciphertext belongs to; it opens in no other place (additional authenticated data).
    """
    return close_bytes(text.encode(), ring=ring, key_name=key_name, context=context)


def close_bytes(plain: bytes, *, ring: KeyRing, key_name: str, context: str) -> Envelope:
    """As ``close``, for what is not text."""
    key = AESGCM.generate_key(256)
    return Envelope(_encrypt(key, plain, context), ring.wrap(key_name, key, context=context))


def open_(envelope: Envelope, *, ring: KeyRing, key_name: str, context: str) -> str:
    """The text again.

    Raises:
        KeyMissing: the wrapping key is not held here.
        Unreadable: anything about it was changed.
    """
    return open_bytes(envelope, ring=ring, key_name=key_name, context=context).decode()


def open_bytes(envelope: Envelope, *, ring: KeyRing, key_name: str, context: str) -> bytes:
    """As ``open_``, for what is not text.

    Raises:
        Erased: its data key was destroyed, as when its time to be kept is over; an empty wrapped key says so.
    """
    if not envelope.wrapped_key:
        raise Erased(_ERASED)
    key = ring.unwrap(key_name, envelope.wrapped_key, context=context)
    return _decrypt(key, bytes(envelope.ciphertext), context)


def open_each(closed: Sequence[Closed], *, ring: KeyRing) -> list[bytes | Erased]:
    """Many at once, with one call of the key store for each wrapping key; the data keys are gone when this returns.

    Args:
        closed: each with its wrapping key's name and its context.
        ring: the key ring.

    Returns:
        In the order given, what each one says; ``Erased`` in the place of what nobody can read again.

    Raises:
        KeyMissing, Unreadable: as of ``open_``, if one of them cannot be opened and was not erased.
    """
    there = [each for each in closed if each.envelope.wrapped_key]
    keys = iter(ring.unwrap_each([Wrapped(c.key_name, c.envelope.wrapped_key, c.context) for c in there]))
    found: list[bytes | Erased] = []
    for each in closed:
        if not each.envelope.wrapped_key:
            found.append(Erased(_ERASED))
            continue
        key = next(keys)
        if not isinstance(key, bytes):
            raise key
        found.append(_decrypt(key, bytes(each.envelope.ciphertext), each.context))
    return found


def open_with_key(ciphertext: Stored, *, data_key: bytes, context: str) -> bytes:
    """The bytes again, with a data key that was unwrapped already; raises Unreadable."""
    return _decrypt(data_key, bytes(ciphertext), context)


def new_pair() -> tuple[bytes, bytes]:
    """A hub's intake key pair: (private, public), 32 raw bytes each (X25519)."""
    private = X25519PrivateKey.generate()
    return (
        private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()),
        private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
    )


def post(letter: Letter, *, public_key: bytes, context: str) -> bytes:
    """Encrypt to a hub so that the door that took the letter in cannot read it back (HPKE base mode, RFC 9180).

    Args:
        letter: plain JSON values.
        public_key: the hub's, 32 raw bytes.
        context: what it is and which row it will be; it opens as nothing else.
    """
    key = X25519PublicKey.from_public_bytes(public_key)
    return _SUITE.encrypt(json.dumps(letter).encode(), key, info=context.encode())


def take_in(ciphertext: Stored, *, private_key: bytes, context: str) -> Letter:
    """The letter again.

    Raises:
        Unreadable: it was changed, posted to another hub or for another purpose, or is no letter at all: anybody may
            post, so what comes out is not trusted either.
    """
    key = X25519PrivateKey.from_private_bytes(private_key)
    try:
        letter = json.loads(_SUITE.decrypt(bytes(ciphertext), key, info=context.encode()))
    except (InvalidTag, ValueError, RecursionError) as error:
        raise Unreadable(_CHANGED) from error
    if not isinstance(letter, dict):
        raise Unreadable(_CHANGED)
    return letter


def close_with_code(letter: Letter, *, code: str, context: str) -> bytes:
    """Encrypt so that only who holds the code can read it; the server keeps the code's hash alone.

    HKDF is enough in place of a slow derivation because codes carry 80 random bits (``core.ids.new_code``).
    """
    return _encrypt(_key_from(code, context), json.dumps(letter).encode(), context)


def open_with_code(ciphertext: Stored, *, code: str, context: str) -> Letter:
    """The letter again; raises Unreadable for any other code."""
    letter: Letter = json.loads(_decrypt(_key_from(code, context), bytes(ciphertext), context))
    return letter


def as_text(raw: bytes) -> str:
    """Raw key bytes as they are kept in a text column."""
    return base64.b64encode(raw).decode()


def from_text(text: str) -> bytes:
    """The raw bytes again."""
    return base64.b64decode(text)


def _key_from(code: str, context: str) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"openmash/code/{context}".encode())
    return derivation.derive(normalise_code(code).encode())


def _encrypt(key: bytes, plain: bytes, context: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def _decrypt(key: bytes, raw: bytes, context: str) -> bytes:
    try:
        return AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(_CHANGED) from error
