"""What leaves the hub: composed inside, then copied, never filtered, for one receiving team."""

from openmash.products.models.copies import OWN_TEAM, ReleasedCopy, TeamOutcome, TeamReport
from openmash.products.models.products import Product, ProductItem, ProductSubject

__all__ = ["OWN_TEAM", "Product", "ProductItem", "ProductSubject", "ReleasedCopy", "TeamOutcome", "TeamReport"]
