"""What is signed about the log: checkpoints as C2SP tlog-checkpoint notes, with Ed25519.

A note is plain text that can be read aloud, mailed and printed: who writes, how many events there are, the root of the
tree over them, and below an empty line the signature.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from openmash.core.errors import OpenMashError

_ED25519 = b"\x01"  # the signature type of the signed-note format
_SIGNATURE = re.compile(r"— (\S+) (\S+)")
_MOST_DIGITS = 18


class NotSigned(OpenMashError):
    """A note that is not one, or that this key did not sign."""


@dataclass(frozen=True)
class Checkpoint:
    """What a checkpoint says.

    Args:
        origin: whose log it is.
        size: how many events it covers.
        root: the root of the tree over them, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The signed part: three lines, each ended."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(hub_id: UUID) -> str:
    """The name of a hub's log."""
    return f"openmash/hub/{hub_id}"


def slice_origin_of(hub_id: UUID, agency_id: UUID) -> str:
    """The name of an agency's own slice of a hub's log."""
    return f"{origin_of(hub_id)}/agency/{agency_id}"


def new_key() -> bytes:
    """A new signing key, 32 raw bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_half(private_key: bytes) -> bytes:
    """The key that others check signatures with, 32 raw bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def sign_note(checkpoint: Checkpoint, private_key: bytes, *, signer: str) -> str:
    """The checkpoint as a signed note.

    Args:
        checkpoint: what is said.
        private_key: the hub's signing key.
        signer: the name that the key goes by (the hub's ``origin_of``).
    """
    text = checkpoint.text()
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    signed = _key_id(signer, key.public_key().public_bytes_raw()) + key.sign(text.encode())
    return f"{text}\n— {signer} {base64.b64encode(signed).decode()}\n"


def read_note(note: str, public_key: bytes, *, signer: str) -> Checkpoint:
    """What a note says, once its signature is found good.

    Args:
        note: as ``sign_note`` wrote it; lines of other signers are passed over.
        public_key: 32 raw bytes.
        signer: the name that the key goes by.

    Raises:
        NotSigned: it is no such note, or it was changed, or somebody else signed it.
    """
    text, empty, signatures = note.partition("\n\n")
    text += "\n"
    expected = _key_id(signer, public_key)
    for line in signatures.splitlines() if empty else ():
        found = _SIGNATURE.fullmatch(line)
        raw = _unbase(found[2]) if found and found[1] == signer else b""
        if raw[:4] == expected and _is_good(raw[4:], text, public_key):
            return _checkpoint(text)
    raise NotSigned("The checkpoint does not carry the signature of this hub's log.")


def verifier_key(signer: str, public_key: bytes) -> str:
    """The public key in one line, as other programs that read such notes take it (C2SP signed-note)."""
    return f"{signer}+{_key_id(signer, public_key).hex()}+{base64.b64encode(_ED25519 + public_key).decode()}"


def _checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    is_number = len(lines) > 2 and lines[1].isascii() and lines[1].isdecimal() and len(lines[1]) <= _MOST_DIGITS
    root = _unbase(lines[2]) if is_number else b""
    if len(root) != 32:
        raise NotSigned("The checkpoint cannot be read.")
    return Checkpoint(lines[0], int(lines[1]), root)


def _is_good(signature: bytes, text: str, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def _key_id(signer: str, public_key: bytes) -> bytes:
    return hashlib.sha256(f"{signer}\n".encode() + _ED25519 + public_key).digest()[:4]


def _unbase(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
