"""The secret that a hub's keys are made with: wrapped in the database, unwrapped by the key ring once in a process."""

import base64
import hmac
from uuid import UUID

from openmash.core.keys import ring
from openmash.core.wrapping import WrappedColumn
from openmash.matching.cleaning import CLEANING_VERSION
from openmash.matching.encodings import Encoder
from openmash.matching.keys import KEY_SCHEME
from openmash.person_index.models import IndexSecret, LoadFile

_unwrapped: dict[tuple[UUID, str], bytes] = {}


def secret_place(hub_id: UUID) -> tuple[str, str]:
    """The wrapping key of a hub's secret, and what it is bound to."""
    return f"hub-{hub_id}", f"person_index_indexsecret|{hub_id}"


def file_place(agency_id: UUID, load_id: UUID) -> tuple[str, str]:
    """The wrapping key of an agency's file, and what it is bound to."""
    return f"agency-{agency_id}", f"person_index_loadfile|{load_id}"


def secret_of(hub_id: UUID) -> bytes | None:
    """The hub's secret, 32 bytes; None as long as nothing was ever put into an index.

    The row is read each time: what a transaction made that was rolled back never was. Whoever holds the database
    alone cannot make a key of a name with it.

    Raises:
        KeyMissing, KeyStoreDown: the hub's wrapping key is not at hand.
    """
    row = IndexSecret.objects.filter(hub_id=hub_id).first()
    if row is None:
        return None
    kept = (hub_id, row.wrapped_private_key)
    if kept not in _unwrapped:
        name, context = secret_place(hub_id)
        _unwrapped[kept] = base64.b64decode(ring().unwrap(name, row.wrapped_private_key, context=context))
    return _unwrapped[kept]


def scheme_of(secret: bytes) -> str:
    """By what an index tells whether its keys are the ones that questions are asked with now."""
    fingerprint = hmac.digest(secret, b"which secret this is", "sha256").hex()[:12]
    return f"{KEY_SCHEME}/{CLEANING_VERSION}/{fingerprint}"


def encoder_of(agency_id: UUID, secret: bytes) -> Encoder:
    """What encodes people for an agency that gives encodings in place of names.

    Args:
        agency_id: the agency.
        secret: the hub's.
    """
    return Encoder(encoding_secret(agency_id, secret))


def encoding_secret(agency_id: UUID, secret: bytes) -> bytes:
    """The secret with which an agency encodes: its own, so that two agencies' encodings cannot be laid side by side.

    Letters and digits, as they stand in the file that the agency keeps it in.
    """
    return base64.b64encode(hmac.digest(secret, f"encodings of {agency_id}".encode(), "sha256"))


WRAPPED = (
    WrappedColumn(IndexSecret, "wrapped_private_key", lambda row: secret_place(row.hub_id)),
    WrappedColumn(
        LoadFile,
        "content_wrapped_key",
        lambda row: file_place(row.load.index.agency_id, row.load_id),
        opens="content_ciphertext",
        owner="load__index__agency_id",
        joined=("load__index",),
    ),
)
"""Where this package keeps wrapped keys."""
