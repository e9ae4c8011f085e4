"""Where wrapped keys stand in this package's tables."""

from openmash.core.wrapping import WrappedColumn
from openmash.products import queries
from openmash.products.models import ReleasedCopy

WRAPPED = (
    WrappedColumn(
        ReleasedCopy,
        "wrapped_key",
        place=lambda row: (queries.delivery_key(row.hub_id), queries.place_of(row.hub_id, row.id)),
        opens="ciphertext",
        hub_key="delivery",
    ),
)
