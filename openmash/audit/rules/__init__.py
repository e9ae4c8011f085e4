"""What the log is made of: a tree of hashes, the notes that are signed about it, and which events are what."""

from openmash.audit.rules.notes import (
    Checkpoint,
    NotSigned,
    new_key,
    origin_of,
    public_half,
    read_note,
    sign_note,
    slice_origin_of,
    verifier_key,
)
from openmash.audit.rules.reading import DONE_OUTSIDE, OPENED_BY_OURS, READINGS
from openmash.audit.rules.tree import (
    Edge,
    Tree,
    inclusion_holds,
    is_extended_by,
    leaf_hash,
    node_hash,
)

__all__ = [
    "DONE_OUTSIDE",
    "OPENED_BY_OURS",
    "READINGS",
    "Checkpoint",
    "Edge",
    "NotSigned",
    "Tree",
    "inclusion_holds",
    "is_extended_by",
    "leaf_hash",
    "new_key",
    "node_hash",
    "origin_of",
    "public_half",
    "read_note",
    "sign_note",
    "slice_origin_of",
    "verifier_key",
]
