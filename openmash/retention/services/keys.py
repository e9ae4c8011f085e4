"""Where wrapped keys stand in this package's tables."""

from openmash.core.wrapping import WrappedColumn
from openmash.retention.models import AccessPiece, AccessRequest
from openmash.retention.queries import access

WRAPPED = (
    WrappedColumn(
        AccessPiece,
        "wrapped_key",
        place=lambda row: (access.hub_key(row.hub_id), access.piece_place(row.hub_id, row.id)),
        opens="ciphertext",
        hub_key="hub",
    ),
    WrappedColumn(
        AccessRequest,
        "bundle_wrapped_key",
        place=lambda row: (access.hub_key(row.hub_id), access.bundle_place(row.hub_id, row.id)),
        opens="bundle_ciphertext",
        hub_key="hub",
    ),
)
