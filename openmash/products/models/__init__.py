"""What leaves the hub: composed inside, then copied, never filtered, for one receiving team."""

from openmash.products.models.approvals import ProductAuthor, Rendition, RenditionVerdict, UrgentRelease
from openmash.products.models.copies import OWN_TEAM, ReleasedCopy, TeamOutcome, TeamReport
from openmash.products.models.parts import AgencyPart
from openmash.products.models.products import Product, ProductItem, ProductSubject
from openmash.products.models.recalls import CopyRecall, Correction

__all__ = [
    "OWN_TEAM",
    "AgencyPart",
    "CopyRecall",
    "Correction",
    "Product",
    "ProductAuthor",
    "ProductItem",
    "ProductSubject",
    "ReleasedCopy",
    "Rendition",
    "RenditionVerdict",
    "TeamOutcome",
    "TeamReport",
    "UrgentRelease",
]
