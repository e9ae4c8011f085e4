"""Writing down what happened, sealing it, and signing that it was sealed."""

from openmash.audit.services.checking import verify_and_note
from openmash.audit.services.exporting import export_slice, export_whole
from openmash.audit.services.keeping import LogDisagrees
from openmash.audit.services.looking import look_at_log, look_at_openings
from openmash.audit.services.recording import NotWritten, Plain, record, record_each
from openmash.audit.services.sealing import WRAPPED, adopt, begin, seal, seal_everything, sign_slice
from openmash.audit.services.witnessing import hand_over

__all__ = [
    "WRAPPED",
    "LogDisagrees",
    "NotWritten",
    "Plain",
    "adopt",
    "begin",
    "export_slice",
    "export_whole",
    "hand_over",
    "look_at_log",
    "look_at_openings",
    "record",
    "record_each",
    "seal",
    "seal_everything",
    "sign_slice",
    "verify_and_note",
]
