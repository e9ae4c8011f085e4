"""Writing down what happened, sealing it, and signing that it was sealed."""

from openmash.audit.services.checking import verify_and_note
from openmash.audit.services.keeping import LogDisagrees
from openmash.audit.services.recording import NotWritten, Plain, record, record_each
from openmash.audit.services.sealing import adopt, begin, seal, seal_everything, sign_slice, wrap_anew

__all__ = [
    "LogDisagrees",
    "NotWritten",
    "Plain",
    "adopt",
    "begin",
    "record",
    "record_each",
    "seal",
    "seal_everything",
    "sign_slice",
    "verify_and_note",
    "wrap_anew",
]
