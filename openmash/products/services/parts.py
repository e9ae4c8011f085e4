"""What each agency writes for the receiving team, and going without it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from openmash.access import Actor
from openmash.accounts import queries as account_queries
from openmash.audit import services as audit
from openmash.enquiries import queries as enquiry_queries
from openmash.notifications import services as notifications
from openmash.products import permissions, queries, rules
from openmash.products.models import AgencyPart, Product
from openmash.products.services.rows import locked
from openmash.products.states import ProductState
from openmash.sealed import queries as sealed_queries
from openmash.sealed import services as sealed_services


@transaction.atomic
def write_part(*, product_id: UUID, told: rules.PartTold, actor: Actor, at: datetime) -> None:
    """Write one's own agency's summary report and analysis for the receiving team; what stood before is kept.

    By writing it for this one team the agency agrees that these words go to it, and to no other.

    Args:
        product_id: a product that is being put together.
        told: the report, the analysis and the level of need that the agency sees; sealed.
        actor: somebody of the agency who answers for it.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``products.part_…``).
    """
    row = locked(product_id, actor)
    permissions.require_can_write_part(actor)
    sealed_queries.require_reader(actor, at, row.enquiry_id)
    agency_id = permissions.require_was_asked(actor, queries.asked_about(row.enquiry_id, actor=actor))
    rules.require_being_put_together(row.state == ProductState.DRAFT)
    rules.require_whole_part(told, enquiry_queries.model_for(row.enquiry_id, actor=actor))
    _keep(row, agency_id, told.text(), without=False, actor=actor, at=at)
    about = ("product", row.id)
    detail: dict[str, audit.Plain] = {"agency": str(agency_id), "level": told.level}
    audit.record("product.part_written", actor=actor, at=at, about=about, enquiry_id=row.enquiry_id, detail=detail)


@transaction.atomic
def go_without_part(*, product_id: UUID, agency_id: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Say that a product goes to the team without an agency's report and analysis, and why; the agency may still write.

    Args:
        product_id: a product that is being put together.
        agency_id: one that the product waits for.
        reason: why; sealed.
        actor: who composes it.
        at: when.

    Raises:
        NotFound, Refused, RuleBroken (``products.part_…``, ``products.without_a_part_with_a_reason``).
    """
    row = locked(product_id, actor)
    permissions.require_can_compose(actor)
    rules.require_being_put_together(row.state == ProductState.DRAFT)
    rules.require_waited_for(agency_id, [each.agency_id for each in queries.parts_of(row.id, actor=actor)])
    rules.require_why_without(reason)
    _keep(row, agency_id, reason, without=True, actor=actor, at=at)
    about = ("product", row.id)
    detail: dict[str, audit.Plain] = {"agency": str(agency_id)}
    audit.record("product.gone_without_part", actor=actor, at=at, about=about, enquiry_id=row.enquiry_id, detail=detail)


def ask_for_parts(row: Product, *, actor: Actor, at: datetime) -> None:
    """Ring the people of every agency that the product waits for."""
    for part in queries.parts_of(row.id, actor=actor):
        if part.missing:
            notifications.queue(
                "product_part_wanted",
                hub_id=row.hub_id,
                to=account_queries.addresses(row.hub_id, agency_id=part.agency_id),
                about_id=row.id,
                at=at,
                reference=row.reference,
                path=f"/products/{row.id}/part/",
            )


def _keep(row: Product, agency_id: UUID, text: str, *, without: bool, actor: Actor, at: datetime) -> None:
    words = sealed_services.seal_text(enquiry_id=row.enquiry_id, purpose="product part", text=text, actor=actor, at=at)
    before = AgencyPart.objects.filter(hub_id=row.hub_id, product=row, agency_id=agency_id).count()
    AgencyPart.objects.create(
        hub_id=row.hub_id,
        product=row,
        agency_id=agency_id,
        number=before + 1,
        without=without,
        words_id=words,
        written_at=at,
        written_by=actor.id,
        written_by_name=actor.name,
    )
