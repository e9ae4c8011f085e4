"""Where wrapped keys stand in this package's tables."""

from openmash.core.wrapping import WrappedColumn
from openmash.products import queries
from openmash.products.models import CopyRecall, ReleasedCopy

WRAPPED = (
    WrappedColumn(
        ReleasedCopy,
        "wrapped_key",
        place=lambda row: (queries.delivery_key(row.hub_id), queries.place_of(row.hub_id, row.id)),
        opens="ciphertext",
        hub_key="delivery",
    ),
    WrappedColumn(
        ReleasedCopy,
        "pdf_wrapped_key",
        place=lambda row: (queries.delivery_key(row.hub_id), queries.pdf_place_of(row.hub_id, row.id)),
        opens="pdf_ciphertext",
        hub_key="delivery",
    ),
    WrappedColumn(
        CopyRecall,
        "wrapped_key",
        place=lambda row: (queries.delivery_key(row.hub_id), queries.reason_place_of(row.hub_id, row.id)),
        opens="ciphertext",
        hub_key="delivery",
    ),
)
