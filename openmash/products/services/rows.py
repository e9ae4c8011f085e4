"""What every service of a product does with its row."""

from datetime import datetime
from uuid import UUID

from openmash.access import Actor
from openmash.core.errors import Stale
from openmash.enquiries import queries as enquiry_queries
from openmash.products.errors import ProductNotFound
from openmash.products.models import Product, Rendition, RenditionVerdict
from openmash.products.states import PRODUCT
from openmash.sealed.rules import LedgerProduct, Sharing


def locked(product_id: UUID, actor: Actor) -> Product:
    """The row, held until the transaction ends: whoever presses the same button waits here.

    Raises:
        ProductNotFound: there is none in their hub.
        KeptOut: an exclusion keeps them out of its case.
    """
    row = Product.objects.select_for_update().filter(hub_id=actor.hub_id, id=product_id).first()
    if row is None:
        raise ProductNotFound
    enquiry_queries.require_not_kept_out(row.enquiry_id, actor=actor)
    return row


def require_version(row: Product, version: int | None) -> None:
    """Raises Stale unless the form showed the product as it stands."""
    if version not in (None, row.version):
        raise Stale("this product")


def changed(row: Product, *fields: str) -> None:
    """Save those fields as a new version of the row."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def rendition_of(row: Product) -> Rendition:
    """The newest rendition; there is one whenever a product was ever sent for approval."""
    return Rendition.objects.filter(hub_id=row.hub_id, product=row).order_by("-number")[0]


def end_rendition(
    row: Product, move: str, *, verdict: str, actor: Actor, at: datetime, reason_id: UUID | None = None
) -> None:
    """Make the move that ends a rendition's time, and write down why it ended; the row is saved by the caller."""
    row.state = PRODUCT.move(row.state, move)
    RenditionVerdict.objects.create(
        hub_id=row.hub_id,
        rendition=rendition_of(row),
        verdict=verdict,
        reason_id=reason_id,
        given_at=at,
        given_by=actor.id,
        given_by_name=actor.name,
    )


def ledger_product(row: Product) -> LedgerProduct:
    """The product as the release ledger knows it."""
    return LedgerProduct(
        product_id=row.id,
        enquiry_id=row.enquiry_id,
        team_id=row.team_id,
        sharing=Sharing(row.purpose, row.family, row.family_reason),
    )
